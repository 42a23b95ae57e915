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

    def edited(self, edits: Sequence[Edit]) -> "TextMap":
        """The map of the text after `edits`."""
        if not edits:
            return self
        starts: list[int] = []
        ends: list[int] = []
        done = 0
        for edit in edits:
            starts += self._starts[done : edit.start]
            ends += self._ends[done : edit.start]
            if edit.after:
                low, high = self._bounds(edit)
                starts += [low] * len(edit.after)
                ends += [high] * len(edit.after)
            done = edit.end
        starts += self._starts[done:]
        ends += self._ends[done:]
        return TextMap(starts, ends, self.source_length)

    def _bounds(self, edit: Edit) -> Span:
        if edit.start < edit.end:
            return self.to_source((edit.start, edit.end))
        # An insertion stands for nothing: it sits between its neighbours.
        place = self._ends[edit.start - 1] if edit.start else 0
        return place, place


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text after `edits`."""
    parts: list[str] = []
    done = 0
    for edit in edits:
        parts.append(text[done : edit.start])
        parts.append(edit.after)
        done = edit.end
    parts.append(text[done:])
    return "".join(parts)
