"""Secrets on disk: the signing key and the keys for personal data, made on first use, owner-only.

`SHANHAI_KEYS` names another folder, so that keys and data can lie on different disks.
"""

import os
import secrets
import tempfile
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

    Two processes that start at once agree on one key: a key appears whole or not at all.
    """
    path = keys_folder / f"{name}.key"
    if not path.exists():
        keys_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _create(path, secrets.token_bytes(size_bytes).hex())
    return bytes.fromhex(path.read_text("ascii"))


def _create(path: Path, text: str) -> None:
    """Put the whole file in place or nothing; whoever comes second leaves the first one's key."""
    handle, draft = tempfile.mkstemp(dir=path.parent)  # mkstemp gives owner-only rights
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()
