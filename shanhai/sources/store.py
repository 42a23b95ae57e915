"""Keeps the bytes of documents in files named by their hash, so that what was read can be shown again.

A file is written beside its place and moved there in one step: whoever finds the name finds all bytes.
"""

import os
import tempfile
from pathlib import Path

from django.conf import settings

from shanhai.kernel.errors import NotFound


def path_of(sha256: str) -> Path:
    """Where the bytes with this hash lie: `sources/<first two>/<hash>` under the files' folder."""
    return Path(settings.MEDIA_ROOT) / "sources" / sha256[:2] / sha256


def keep(sha256: str, data: bytes) -> None:
    """Write the bytes unless they are there already."""
    place = path_of(sha256)
    if place.exists():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=".arriving-")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)


def load(sha256: str) -> bytes:
    """The bytes again; refuses with a sentence when the file is gone."""
    try:
        return path_of(sha256).read_bytes()
    except FileNotFoundError as gone:
        raise NotFound("原文件已不在文件夹中：请用备份恢复 SHANHAI_HOME 下的 files 目录") from gone
