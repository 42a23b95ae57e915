"""Reads of sources that several front doors share, each starting from what the user may see."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from shanhai.kernel.errors import NotFound, Unusable
from shanhai.sources.models import Document, Finding

_SHORTEST_HASH = 8


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the review of a document is: decided of all that stand to be decided."""

    decided: int
    total: int

    @property
    def waiting(self) -> int:
        """What still waits for a person."""
        return self.total - self.decided

    @property
    def percent(self) -> int:
        """Whole per cent, rounded down, so that 100 means done."""
        return 100 * self.decided // self.total if self.total else 100


def documents(user: Any) -> Any:
    """Documents with how many findings they have and how many are decided."""
    standing = ~Q(findings__state=Finding.State.RETIRED)
    return (
        Document.objects.visible_to(user)
        .select_related("region", "received_by")
        .defer("original_text", "text", "repairs", "problems")
        .annotate(
            findings_count=Count("findings", filter=standing),
            decided_count=Count("findings", filter=Q(findings__state__in=Finding.DECIDED)),
        )
    )


def document(user: Any, key: str) -> Document:
    """One document by its number or by (the start of) its SHA-256; raises `NotFound`."""
    visible = Document.objects.visible_to(user).select_related("region", "received_by")
    found: list[Document] = []
    if key.isascii() and key.isdigit() and len(key) < 19:
        found = list(visible.filter(pk=int(key)))
    if not found and re.fullmatch(rf"[0-9a-f]{{{_SHORTEST_HASH},64}}", key):
        found = list(visible.filter(sha256__startswith=key)[:2])
    if not found:
        raise NotFound(f"没有文件“{key}”，或您无权查看：请给出文件编号或 SHA-256 的前 8 位以上")
    if len(found) > 1:
        raise Unusable(f"“{key}”对应多份文件，请给出文件编号")
    return found[0]


def findings(user: Any, document: Document) -> list[Finding]:
    """A document's findings that stand, in the order of the text."""
    return list(
        Finding.objects.visible_to(user)
        .filter(document=document)
        .exclude(state=Finding.State.RETIRED)
        .select_related("decided_by")
        .order_by("start", "end", "id")
    )


def progress(rows: Sequence[Finding]) -> Progress:
    """How far the review of these findings is."""
    return Progress(sum(row.is_decided for row in rows), len(rows))
