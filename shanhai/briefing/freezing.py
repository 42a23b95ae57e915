"""A notice's content as it is frozen: head and facts in one value with one digest.

Two notices are about the same data exactly when their facts are equal; the head (number, moment, anchor)
differs each time, so it stays out of that comparison.
"""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.utils import timezone


def canonical(value: Any) -> str:
    """JSON with one spelling: keys sorted, no blanks."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 of the content, in hex."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def head(
    *, number: int | None, year: int, as_of: datetime, anchor: str, replaces: int | None = None
) -> dict[str, Any]:
    """The notice's head; a preview has no number yet."""
    moment = timezone.localtime(as_of)
    return {
        "number": number,
        "number_text": f"{year}年第{number}期" if number else "预览（未编发）",
        "date_text": f"{moment.year}年{moment.month}月{moment.day}日",
        "as_of": moment.isoformat(),
        "as_of_text": f"{moment.year}年{moment.month}月{moment.day}日{moment:%H:%M:%S}",
        "anchor": anchor,
        "replaces_text": f"本期替代{year}年第{replaces}期" if replaces else "",
    }
