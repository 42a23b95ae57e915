"""The text under reading with what all finders share: paragraphs, sentences, clauses, the regions in play.

Built once per document, so that no finder splits or searches the same text again.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter

from shanhai.extract import places
from shanhai.extract.layout import Page
from shanhai.extract.places import Division, Mention
from shanhai.extract.types import Span

_SENTENCE = re.compile(r"[^。！？!?\n]*(?:[。！？!?]+[”’」』)）]*|\n|$)")
_CLAUSE = re.compile(r"(?:[^，；。！？：,;!?:\n]|(?<=\d),(?=\d{3}(?!\d)))+")
_START = attrgetter("start")
_HOME = re.compile(
    r"[来莅到赴]([粤桂黔滇川渝陕甘青宁藏疆京津沪苏浙鲁闽辽])|在([粤桂黔滇川渝陕甘青宁藏京津沪苏浙鲁闽辽])期间"
)


def every(text: str, words: Sequence[str]) -> list[tuple[int, str]]:
    """Where the words stand, in order and without overlaps; where two begin, the earlier word counts.

    What one pattern of all words would find, without compiling one for each document.
    """
    found: list[tuple[int, int]] = []
    for rank, word in enumerate(words):
        place = text.find(word)
        while place >= 0:
            found.append((place, rank))
            place = text.find(word, place + 1)
    kept: list[tuple[int, str]] = []
    done = 0
    for place, rank in sorted(found):
        if place >= done:
            kept.append((place, words[rank]))
            done = place + len(words[rank])
    return kept


@dataclass
class Context:
    """A cleaned text; `named` and `speech` are told by those who find people and speeches.

    `named` holds every place of a known person's name, `speech` the stretches of reported speech; both
    are in order and apart.
    """

    text: str
    page: Page
    named: list[tuple[int, str]] = field(default_factory=list)
    speech: list[Span] = field(default_factory=list)

    @cached_property
    def paragraphs(self) -> list[Span]:
        """Lines that are not empty."""
        found: list[Span] = []
        start = 0
        for line in self.text.split("\n"):
            if line.strip():
                found.append((start, start + len(line)))
            start += len(line) + 1
        return found

    @cached_property
    def sentences(self) -> list[Span]:
        """Sentences with their stop, in order."""
        return [
            match.span() for match in _SENTENCE.finditer(self.text) if match.group().strip("\n 。")
        ]

    @cached_property
    def head_end(self) -> int:
        """Where the first paragraph of prose begins; before it stand title and subheads."""
        for start, end in self.paragraphs:
            line = self.text[start:end]
            if line.rstrip("”’）)").endswith(("。", "！", "!", "？", ";", "；", ":", "：")):
                return start
        return 0

    @cached_property
    def mentions(self) -> list[Mention]:
        """Every division named in the text."""
        found = places.find(self.text)
        # A county that is named in full may stand without its 县 later on.
        short = {
            one.division.name[:-1]: one.division
            for one in found
            if one.division.level == "county" and len(one.division.name) > 2
        }
        if not short:
            return found
        taken = {place for one in found for place in range(one.start, one.end)}
        for place, name in every(self.text, sorted(short, key=len)):
            if place not in taken:
                found.append(Mention(place, place + len(name), short[name]))
        return sorted(found, key=_START)

    def mentions_in(self, start: int, end: int) -> list[Mention]:
        """The divisions named inside a stretch."""
        low = bisect_left(self.mentions, start, key=_START)
        high = bisect_left(self.mentions, end, low, key=_START)
        return [one for one in self.mentions[low:high] if one.end <= end]

    @cached_property
    def pair(self) -> tuple[Division, ...]:
        """The two sides of the document: a pair as 粤桂, else the provinces named most often."""
        pair = places.short_pair(self.text)
        if pair is not None:
            return pair
        counts: dict[str, int] = {}
        for mention in self.mentions:
            code = mention.division.province
            counts[code] = counts.get(code, 0) + 1
        ranked = sorted(counts, key=lambda code: -counts[code])[:2]
        return tuple(places.by_code()[code] for code in ranked if code in places.by_code())

    @cached_property
    def east(self) -> Division | None:
        """The side that gives, where exactly one of the two is an eastern province."""
        east = [side for side in self.pair if side.code[:2] in places.EAST]
        return east[0] if len(east) == 1 else None

    @cached_property
    def west(self) -> Division | None:
        """The other side."""
        if self.east is None or len(self.pair) < 2:
            return None
        return next(side for side in self.pair if side != self.east)

    @cached_property
    def east_side(self) -> Division | None:
        """The giver as near as the text names one in its head: a city or county before the province."""
        return self._nearest(self.east, giving=True)

    @cached_property
    def west_side(self) -> Division | None:
        """The receiver, likewise."""
        return self._nearest(self.west, giving=False)

    def _nearest(self, side: Division | None, *, giving: bool) -> Division | None:
        head = self.mentions_in(0, max(self.head_end, len(self.page.title or "")))
        found = [one.division for one in head if (one.division.code[:2] in places.EAST) is giving]
        return found[0] if found else side

    @cached_property
    def home(self) -> Division | None:
        """Whose paper this is: the province that guests come *to* (来粤), else the publisher's."""
        found = _HOME.search(self.text)
        if found:
            return places.short_characters().get(found.group(1) or found.group(2))
        named = places.find(self.page.publisher or "")
        return named[0].division if named else None

    def sentence_at(self, place: int) -> Span:
        """The sentence that holds `place`."""
        low, high = 0, len(self.sentences) - 1
        while low < high:
            middle = (low + high) // 2
            if self.sentences[middle][1] <= place:
                low = middle + 1
            else:
                high = middle
        return self.sentences[low] if self.sentences else (0, len(self.text))

    def paragraph_at(self, place: int) -> Span:
        """The paragraph that holds `place`."""
        for start, end in self.paragraphs:
            if start <= place < end:
                return start, end
        return 0, len(self.text)

    def in_speech(self, place: int) -> bool:
        """Whether somebody's words are being reported at `place`."""
        last = bisect_right(self.speech, (place, len(self.text))) - 1
        return last >= 0 and place < self.speech[last][1]

    def clauses(self, span: Span) -> list[Span]:
        """The stretches between commas and stops; a comma inside a number does not part."""
        return [match.span() for match in _CLAUSE.finditer(self.text, *span)]
