"""The map between a cleaned text and its original: for each character, where it came from.

Repairs delete notes, restore runs and drop page furniture; each gives edits, and applying them yields
the next text together with a map that still points into the one original. Held as two plain lists of
offsets because slicing them is far cheaper than anything cleverer on texts of a few thousand characters.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from shanhai.extract.types import Span


class Edit(NamedTuple):
    """Replace `[start, end)` of a text by `after`; edits of one step are in order and apart."""

    start: int
    end: int
    after: str


class TextMap:
    """Offsets of a text in its original, both ways; both directions are monotone.

    `starts[i]` and `ends[i]` bound the original characters that text character `i` stands for; a
    character that was restored stands for the whole run it replaces.
    """

    __slots__ = ("_ends", "_starts", "source_length")

    def __init__(self, starts: list[int], ends: list[int], source_length: int) -> None:
        self._starts = starts
        self._ends = ends
        self.source_length = source_length

    @classmethod
    def identity(cls, length: int) -> "TextMap":
        """The map of an untouched text."""
        return cls(list(range(length)), list(range(1, length + 1)), length)

    def __len__(self) -> int:
        return len(self._starts)

    def to_source(self, span: Span) -> Span:
        """The tightest original span that holds what `span` of the text stands for."""
        start, end = span
        if start < end:
            return self._starts[start], self._ends[end - 1]
        place = self._starts[start] if start < len(self._starts) else self.source_length
        return place, place

    def to_text(self, source_span: Span) -> Span:
        """The text characters that stand for any part of an original span; empty if none is left."""
        start = bisect_right(self._ends, source_span[0])
        end = bisect_left(self._starts, source_span[1])
        return (start, end) if start <= end else (start, start)

    def all_to_source(self, spans: Iterable[Span]) -> list[Span]:
        """`to_source` of many spans, for a traditional text has hundreds of repairs."""
        starts, ends = self._starts, self._ends
        return [
            (starts[start], ends[end - 1]) if start < end else self.to_source((start, end))
            for start, end in spans
        ]

    def all_to_text(self, source_spans: Iterable[Span]) -> list[Span]:
        """`to_text` of many spans."""
        starts, ends = self._starts, self._ends
        return [
            (start, end) if start <= end else (start, start)
            for start, end in [
                (bisect_right(ends, low), bisect_left(starts, high)) for low, high in source_spans
            ]
        ]

    def edited(self, edits: Sequence[tuple[int, int, str]]) -> "TextMap":
        """The map of the text after `edits`, each an `Edit` or like one."""
        if not edits:
            return self
        starts: list[int] = []
        ends: list[int] = []
        done = 0
        for start, end, after in edits:
            starts += self._starts[done:start]
            ends += self._ends[done:start]
            if after:
                low, high = self._bounds(start, end)
                starts += [low] * len(after)
                ends += [high] * len(after)
            done = end
        starts += self._starts[done:]
        ends += self._ends[done:]
        return TextMap(starts, ends, self.source_length)

    def _bounds(self, start: int, end: int) -> Span:
        if start < end:
            return self.to_source((start, end))
        # An insertion stands for nothing: it sits between its neighbours.
        place = self._ends[start - 1] if start else 0
        return place, place


def apply(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    """The text after `edits`, each an `Edit` or like one."""
    parts: list[str] = []
    done = 0
    for start, end, after in edits:
        parts.append(text[done:start])
        parts.append(after)
        done = end
    parts.append(text[done:])
    return "".join(parts)
