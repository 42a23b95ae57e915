"""Files that wait between check and commit: each account's own, unread by others, gone within a day.

They hold full identity numbers, so they lie in owner-only folders and are deleted once committed.
"""

import os
import re
import secrets
import time
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from shanhai.access.models import Account
from shanhai.kernel.errors import NotFound, Unusable

KEPT = timedelta(days=1)
SIZE_AT_MOST_BYTES = 60 * 1024 * 1024
_TOKEN = re.compile(r"[0-9a-f]{16}")


def keep(by: Account, name: str, parts: Iterable[bytes], size_bytes: int) -> str:
    """Keep an uploaded file; the token by which its owner finds it again."""
    if size_bytes > SIZE_AT_MOST_BYTES:
        raise Unusable("文件超过 60 MB：请拆成几个文件，或用命令 shanhai import 导入")
    folder = _folder(by)
    _forget_old(folder)
    token = secrets.token_hex(8)
    safe = re.sub(r"[^\w.()（）\-]", "_", Path(name).name)[-80:]
    handle = os.open(folder / f"{token}-{safe}", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        for part in parts:
            file.write(part)
    return token


def find(by: Account, token: str) -> tuple[Path, str]:
    """The account's own file of this token and its name; raises `NotFound` for any other."""
    found = list(_folder(by).glob(f"{token}-*")) if _TOKEN.fullmatch(token) else []
    if not found:
        raise NotFound("没有这份待导入的文件，或已过期：请重新上传")
    return found[0], found[0].name.partition("-")[2]


def forget(by: Account, token: str) -> None:
    """Delete the file; nothing happens when it is gone already."""
    if _TOKEN.fullmatch(token):
        for path in _folder(by).glob(f"{token}-*"):
            path.unlink(missing_ok=True)


def _folder(by: Account) -> Path:
    folder = Path(settings.MEDIA_ROOT) / "uploads" / str(by.pk)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _forget_old(folder: Path) -> None:
    oldest = time.time() - KEPT.total_seconds()
    for path in folder.iterdir():
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
