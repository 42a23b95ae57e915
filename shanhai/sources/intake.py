"""Where the reading engine and the database meet: a reading becomes what rows are made of.

Nothing else in the station knows the engine's types. References by index (an agreement's event) become
references between proposals here, since an index means nothing after the next reading.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from shanhai import extract
from shanhai.extract.types import READER_VERSION, Reading
from shanhai.kernel.errors import Unusable
from shanhai.sources import values

__all__ = ["READER_VERSION", "Intake", "Proposal", "intake_of", "read_bytes"]

_LISTS = {
    "event": "events", "person": "people", "agreement": "agreements", "site": "sites",
    "commitment": "commitments", "claim": "claims",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposal:
    """One finding as read: `event` is the place of its event in the list of proposals."""

    kind: str
    identity: str
    start: int
    end: int
    source_start: int
    source_end: int
    quote: str
    value: dict[str, Any]
    event: int | None = None


@dataclass(frozen=True, slots=True)
class Intake:
    """What a document's row is filled with, and the findings to propose; events come first."""

    document: dict[str, Any]
    proposals: tuple[Proposal, ...] = field(default=())


def read_bytes(data: bytes, name: str) -> Intake:
    """Read a file; refuses what is no text, with the engine's own sentence."""
    reading = extract.read(data, name)
    if reading.document.encoding is None or not reading.document.original.strip():
        errors = [problem.message for problem in reading.problems if problem.is_error]
        raise Unusable(f"{name}：{errors[0] if errors else '文件里没有可读的文字'}")
    return intake_of(reading, size_bytes=len(data))


def intake_of(reading: Reading, *, size_bytes: int) -> Intake:
    """Rows' content from a reading."""
    shape = reading.as_json()
    head = shape["document"]
    name = str(head["path"]).replace("\\", "/").rsplit("/", 1)[-1]
    document = {
        "title": (head["title"] or name)[:300],
        "file_name": name[:255],
        "sha256": head["sha256"],
        "size_bytes": size_bytes,
        "media_type": head["media_type"],
        "encoding": head["encoding"],
        "script": head["script"],
        "published": head["published"] or "",
        "publisher": (head["publisher"] or "")[:120],
        "original_url": (head["original_url"] or "")[:500],
        "original_text": reading.document.original,
        "text": head["text"],
        "repairs": shape["repairs"],
        "problems": shape["problems"],
        "reader_version": READER_VERSION,
    }
    return Intake(document, tuple(_proposals(shape)))


def _proposals(shape: Mapping[str, Any]) -> list[Proposal]:
    proposals: list[Proposal] = []
    taken: set[str] = set()
    for kind, list_name in _LISTS.items():
        for item in shape[list_name]:
            value = _value(kind, item, shape)
            span, source_span = item["span"], item["source_span"]
            identity = _identity(kind, source_span, value, taken)
            quote = shape["document"]["text"][span[0] : span[1]]
            # Events are listed first, so an index among events is an index among proposals.
            event = item.get("event")
            proposals.append(
                Proposal(
                    kind=kind,
                    identity=identity,
                    start=span[0],
                    end=span[1],
                    source_start=source_span[0],
                    source_end=source_span[1],
                    quote=quote,
                    value=value,
                    event=event,
                )
            )
    return proposals


def _value(kind: str, item: Mapping[str, Any], shape: Mapping[str, Any]) -> dict[str, Any]:
    value = {part.name: item.get(part.name) for part in values.PARTS[kind]}
    if kind == "claim" and isinstance(item.get("subset_of"), int):
        value["subset_of"] = shape["claims"][item["subset_of"]]["as_written"]
    return value


def _identity(kind: str, source_span: Any, value: Mapping[str, Any], taken: set[str]) -> str:
    """Kind, place in the original and essential content; a second one just like it is told apart."""
    essence = f"{kind}\x1f{source_span[0]}\x1f{source_span[1]}\x1f{values.essence(kind, value)}"
    identity, copies = _digest(essence), 1
    while identity in taken:
        copies += 1
        identity = _digest(f"{essence}\x1f{copies}")
    taken.add(identity)
    return identity


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
