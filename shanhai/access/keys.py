"""Secrets on disk: the signing key and the keys for personal data, made on first use, owner-only.

`SHANHAI_KEYS` names another folder, so that keys and data can lie on different disks.
"""

import os
import secrets
from functools import cache
from pathlib import Path


def folder(home: Path) -> Path:
    """The folder that holds the keys."""
    return Path(os.environ.get("SHANHAI_KEYS") or home / "keys")


def signing_key(keys_folder: Path) -> str:
    """The key that signs sessions, as text."""
    return load(keys_folder, "signing", 48).hex()


@cache
def load(keys_folder: Path, name: str, size_bytes: int) -> bytes:
    """The named key; made with owner-only rights when it does not exist yet.

    Two processes that start at once agree on one key: the file is created exclusively.
    """
    path = keys_folder / f"{name}.key"
    keys_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return bytes.fromhex(path.read_text("ascii").strip())
    with os.fdopen(handle, "w", encoding="ascii") as file:
        key = secrets.token_bytes(size_bytes)
        file.write(key.hex())
    return key
