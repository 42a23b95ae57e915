"""Traditional script to simplified, by phrase, with every changed run recorded.

Only a text that is traditional as a whole is converted: in a simplified one a traditional character is
a name's own spelling and stays. Characters whose simplified form depends on the meaning are inferred.
"""

import re
from collections.abc import Sequence
from operator import ne

from shanhai.extract.lexicon import converter
from shanhai.extract.repairs import Mend
from shanhai.extract.types import Span

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0002ffff]")
_CHANGED = re.compile(rb"\x01+")
_SHARE = 0.08
"""Traditional prose differs in about a third of its characters, simplified prose in under 1 %."""

_SAMPLE = 600
"""Characters that are looked at to tell the script of a text."""

_AMBIGUOUS = frozenset("乾著瞭徵夥藉摺儘甦麼於")
"""Simplified by meaning, or kept in names: a person should see these (乾 → 干 or 乾)."""


def is_traditional(text: str) -> bool:
    """Whether the text as a whole is written in traditional characters."""
    sample = text[:_SAMPLE]
    converted: str = converter().convert(sample)
    if converted == sample:
        return False
    if len(converted) != len(sample):
        return True  # only a phrase of traditional text changes its length
    changed: int = sum(map(ne, sample, converted))
    # Counting Han characters is only worth it when some share of the whole sample is not enough.
    return changed > _SHARE * len(sample) or (
        changed > 0 and changed > _SHARE * len(_HAN.findall(sample))
    )


def to_simplified(text: str, keep: Sequence[Span]) -> list[Mend]:
    """The changed runs of a traditional text; `keep` are damaged places that stay as they stand."""
    done = 0
    found: list[Mend] = []
    for start, end in [*keep, (len(text), len(text))]:
        found += _changes(text[done:start], done)
        done = end
    return found


def _changes(text: str, offset: int) -> list[Mend]:
    converted = converter().convert(text)
    if len(converted) == len(text):
        return _runs(text, converted, offset)
    found: list[Mend] = []
    # A phrase changed its length: go line by line, then give up exactness within that one line.
    for line in re.finditer(r"[^\n]*\n?", text):
        after = converter().convert(line.group())
        if len(after) == len(line.group()):
            found += _runs(line.group(), after, offset + line.start())
        else:
            begin, end = offset + line.start(), offset + line.end()
            found.append(Mend(begin, end, after, "script", certain=False))
    return found


def _runs(before: str, after: str, offset: int) -> list[Mend]:
    # One byte a character, 1 where it changed: a run of them is a run of changes.
    changed = bytes(map(ne, before, after))
    return [
        Mend(
            offset + start, offset + end, after[start:end], "script",
            _AMBIGUOUS.isdisjoint(before[start:end]),
        )
        for start, end in [match.span() for match in _CHANGED.finditer(changed)]
    ]  # fmt: skip
