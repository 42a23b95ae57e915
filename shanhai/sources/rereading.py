"""Which finding of a new reading is which of the old one, so that no decision is lost.

First by identity; then, since a better reader moves an edge or mends a name, by overlap in the original,
which never changes. A pure function over plain values: its rules are tested without a database.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

LEAST_OVERLAP = 0.3
"""Shared part of the two spans below which they are held to be different findings."""


class Placed(Protocol):
    """Anything with a kind, an identity and a span in the original."""

    @property
    def kind(self) -> str:
        """What was found."""

    @property
    def identity(self) -> str:
        """The digest of what it says and where."""

    @property
    def source_start(self) -> int:
        """First character in the original."""

    @property
    def source_end(self) -> int:
        """The character behind the last one."""


@dataclass(frozen=True, slots=True)
class Matching:
    """Old place → new place, and what is left over on each side."""

    pairs: dict[int, int]
    gone: tuple[int, ...]
    new: tuple[int, ...]


def match(
    old: Sequence[Placed], new: Sequence[Placed], only_by_identity: Collection[int] = ()
) -> Matching:
    """Pair old findings with those of a new reading, each at most once, best overlap first.

    Places in `only_by_identity` (findings that an earlier reading dropped) come back only as themselves.
    """
    by_identity = {item.identity: place for place, item in enumerate(new)}
    pairs = {
        place: by_identity[item.identity]
        for place, item in enumerate(old)
        if item.identity in by_identity
    }
    taken = set(pairs.values())
    candidates = sorted(
        (
            (-_overlap(left, right), i, j)
            for i, left in enumerate(old)
            if i not in pairs and i not in only_by_identity
            for j, right in enumerate(new)
            if j not in taken and left.kind == right.kind
        ),
    )
    for overlap, i, j in candidates:
        if -overlap < LEAST_OVERLAP:
            break
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return Matching(
        pairs,
        gone=tuple(i for i in range(len(old)) if i not in pairs),
        new=tuple(j for j in range(len(new)) if j not in taken),
    )


def _overlap(left: Placed, right: Placed) -> float:
    shared = min(left.source_end, right.source_end) - max(left.source_start, right.source_start)
    both = max(left.source_end, right.source_end) - min(left.source_start, right.source_start)
    return max(shared, 0) / both if both else 0.0


def locate(quote: str, text: str, near: int) -> tuple[int, int]:
    """The span of a quote in a text, the occurrence nearest to where it was; empty if it is gone."""
    found: list[int] = []
    place = text.find(quote) if quote else -1
    while place >= 0:
        found.append(place)
        place = text.find(quote, place + 1)
    if not found:
        return 0, 0
    start = min(found, key=lambda at: abs(at - near))
    return start, start + len(quote)
