"""The repairs, one kind of damage a module, and the bench on which they are done one after another.

Each module looks at the text as the ones before it left it and returns `Mend` values; the bench applies
them and keeps each with its place in the original, so that nothing is altered silently.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from shanhai.extract.textmap import Edit, TextMap, apply
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
        edits: list[Edit] = []
        same_length = True
        done, to_source = self.done, self.map.to_source
        for item in mends:
            start, end, after = item[:3]
            if item.applied:
                edits.append(Edit(start, end, after))
                same_length = same_length and end - start == len(after)
            done.append((to_source((start, end)), item))
        if not edits:
            return
        self.text = apply(self.text, edits)
        if not same_length:
            self.map = self.map.edited(edits)

    def repairs(self) -> tuple[Repair, ...]:
        """What was done, in the order of the original, with places in the text as it now is.

        `before` is always what the original has at `source_span`, whatever was mended first.
        """
        to_text, original = self.map.to_text, self.original
        return tuple(
            [
                Repair(
                    source, to_text(source), kind, original[source[0] : source[1]],
                    after, certain, applied, label,
                )
                for source, (_, _, after, kind, certain, applied, label) in sorted(
                    self.done, key=itemgetter(0)
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
