"""Reads the environment's variables, typed, and refuses an odd value at start in one sentence.

A wrong setting found at start costs a minute; the same found in March costs a report.
"""

import os
import sys
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import unquote, urlsplit

CHECKOUT = Path(__file__).resolve().parents[2]


def refuse(message: str) -> NoReturn:
    """End the process with one sentence and the exit code of wrong usage."""
    sys.stderr.write(f"shanhai: {message}\n")
    raise SystemExit(2)


def text(name: str, default: str) -> str:
    """A variable that is taken as it stands; an empty one counts as not set."""
    return os.environ.get(name) or default


def words(name: str) -> list[str]:
    """A variable with words between commas."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def one_of(name: str, default: str, accepted: tuple[str, ...]) -> str:
    """A variable that must be one of a few words."""
    value = os.environ.get(name, default)
    if value not in accepted:
        refuse(f"{name}={value!r} 无效，可用的值：{'、'.join(accepted)}")
    return value


def whole_number(name: str, default: int, low: int, high: int) -> int:
    """A variable that must be a whole number from low to high."""
    text = os.environ.get(name, str(default))
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        refuse(f"{name}={text!r} 无效，应为 {low} 到 {high} 的整数")
    return int(text)


def home_folder() -> Path:
    """Where data lives: `SHANHAI_HOME`, else `var/` in a checkout, else the user's data folder."""
    named = os.environ.get("SHANHAI_HOME")
    if named:
        folder = Path(named).expanduser().absolute()
        if folder.exists() and not folder.is_dir():
            refuse(f"SHANHAI_HOME={named!r} 不是文件夹")
        return folder
    if (CHECKOUT / "pyproject.toml").exists():
        return CHECKOUT / "var"
    base = os.environ.get("XDG_DATA_HOME") or str(Path("~/.local/share").expanduser())
    return Path(base) / "shanhai"


def database(home: Path, variable: str = "DATABASE_URL") -> dict[str, Any]:
    """Django's database dictionary from a `sqlite:///…` or `postgres://…` address."""
    address = os.environ.get(variable) or f"sqlite:///{home / 'shanhai.sqlite3'}"
    parts = urlsplit(address)
    if parts.scheme == "sqlite" and parts.path.strip("/"):
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parts.path if parts.path.startswith("//") else f"/{parts.path.lstrip('/')}",
            "OPTIONS": {
                # IMMEDIATE: a writer waits for its turn instead of failing half-way.
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    if parts.scheme in ("postgres", "postgresql") and parts.path.strip("/"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
        }
    refuse(f"{variable} 应为 sqlite:///文件 或 postgres://用户:密码@主机/库")
