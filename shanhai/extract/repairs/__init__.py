"""The repairs, one kind of damage a module, and the bench on which they are done one after another.

Each module looks at the text as the ones before it left it and returns `Mend` values; the bench applies
them and keeps each with its place in the original, so that nothing is altered silently.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from shanhai.extract.textmap import TextMap, apply
from shanhai.extract.types import Repair, Span


class Mend(NamedTuple):
    """A repair to be made: `[start, end)` of the current text becomes `after`.

    With `applied` False the text stays as it is and `after` is a suggestion.
    """

    start: int
    end: int
    after: str
    kind: str
    certain: bool = True
    applied: bool = True
    label: str = ""


@dataclass(slots=True)
class Bench:
    """A text under repair: what it is now, where each character came from, what was done to it."""

    original: str
    text: str
    map: TextMap
    done: list[tuple[Span, Mend]] = field(default_factory=list)

    @classmethod
    def of(cls, original: str) -> "Bench":
        """A bench with the untouched original."""
        return cls(original, original, TextMap.identity(len(original)))

    def mend(self, mends: Iterable[Mend]) -> None:
        """Do one step's repairs; they come in order and do not overlap."""
        items = list(mends)
        sources = self.map.all_to_source([item[:2] for item in items])
        self.done += zip(sources, items, strict=True)
        edits = [item[:3] for item in items if item.applied]
        if not edits:
            return
        self.text = apply(self.text, edits)
        if any(end - start != len(after) for start, end, after in edits):
            self.map = self.map.edited(edits)

    def repairs(self) -> tuple[Repair, ...]:
        """What was done, in the order of the original, with places in the text as it now is.

        `before` is always what the original has at `source_span`, whatever was mended first.
        """
        done = sorted(self.done, key=itemgetter(0))
        spans = self.map.all_to_text([source for source, _ in done])
        original = self.original
        return tuple(
            [
                Repair(
                    source, span, kind, original[source[0] : source[1]],
                    after, certain, applied, label,
                )
                for (source, (_, _, after, kind, certain, applied, label)), span in zip(
                    done, spans, strict=True
                )
            ]
        )  # fmt: skip

    def kept_as_damaged(self) -> list[Span]:
        """Where the text still has debris, in its present offsets, in order."""
        found = [self.map.to_text(source) for source, item in self.done if not item.applied]
        return sorted(found)

    def places_of(self, kind: str) -> list[Span]:
        """Where the text now has what was mended as `kind`."""
        return [self.map.to_text(source) for source, item in self.done if item.kind == kind]
