"""Seals: the keyed hash over an entry's content and the seal before it, and over the head of the chain.

What is sealed must read back from the database exactly as it was written, on SQLite as on PostgreSQL,
so values are first brought to a form that both keep: whole numbers, text, true, false, nothing.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from shanhai.access import vault

GENESIS = "0" * 64
"""What stands before the first entry."""

SEALED = (
    "sequence", "at", "actor_id", "actor_name", "verb", "subject_type", "subject_key", "region_id",
    "before", "after", "reason", "rows_count", "rows_digest", "request_id", "previous_seal",
)  # fmt: skip
"""The columns that a seal covers: all but the seal itself."""

Row = Mapping[str, Any]


def seal_of(row: Row) -> str:
    """The seal that belongs to an entry with this content (`SEALED` columns by name)."""
    content = {name: row[name] for name in SEALED}
    content["at"] = row["at"].astimezone(UTC).isoformat(timespec="microseconds")
    content["verb"] = str(row["verb"])
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return vault.keyed_hash(text, purpose="journal")


def head_seal(sequence: int, seal: str, at: datetime) -> str:
    """The seal of the head: without the key nobody can point it at an earlier entry."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    return vault.keyed_hash(f"head:{sequence}:{seal}:{moment}", purpose="journal")


def plain(value: Any) -> Any:
    """The value as JSON that every database gives back unchanged.

    Fractions become text (a database may write 1e16 as a whole number), dates their ISO form, members of
    a code list their value; a character that PostgreSQL cannot hold (NUL, half a pair) is shown as `�`, an
    identity number as its masked form.
    """
    if value is None or (isinstance(value, bool | int) and not isinstance(value, Enum)):
        return value
    if isinstance(value, Mapping):
        return {plain_text(str(key)): plain(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return [plain(item) for item in sorted(value, key=str)]
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Enum):
        return plain(value.value)
    # A fraction may have many digits in a row; a text with so many holds somebody's identity number.
    return _written(value) if isinstance(value, Decimal | float) else plain_text(_written(value))


def _written(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def plain_text(text: str) -> str:
    """The text without what a database cannot hold and what the journal may not: identity numbers."""
    held = text.replace("\x00", "�").encode("utf-8", "replace").decode("utf-8")
    return vault.mask_identity_numbers(held)
