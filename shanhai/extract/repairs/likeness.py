"""How much a run of characters is like text of this genre: common characters, common words.

A small language model on purpose: unigrams, words of two and three characters and a prior for punctuation
are enough to choose between ways to undo a shift, and to say that none of them reads as text.
"""

from functools import lru_cache

from shanhai.extract import lexicon

LOST = "?\ufffd"
"""How a byte that could not be read shows in the text."""

_LEAST_LEAD = 0.8
"""How far the likeliest character has to be ahead of the next one, in powers of ten."""

_PUNCTUATION = {
    "，": 4.8, "、": 4.5, "。": 4.4, "“": 3.9, "”": 3.9, "；": 3.6, "：": 3.4, "《": 3.2, "》": 3.2,
    "（": 2.8, "）": 2.8, "！": 2.0, "？": 2.0, ",": 4.0, ";": 3.0, ":": 3.0, "!": 1.0,
}  # fmt: skip
"""log10 of occurrences per million in prose of this genre, roughly."""

_LEAST_WORDS = 0.85
"""Share of the characters put back that have to belong to common words."""


def pair_of(lead: int, trail: int) -> str | None:
    """The common character with these two bytes in GBK, or None."""
    try:
        char = bytes((lead, trail)).decode("gbk")
    except UnicodeDecodeError:
        return None
    return char if len(char) == 1 and lexicon.is_common(char) else None


@lru_cache(maxsize=1024)
def guess(lead: int | None, trail: int | None, before: str, following: str) -> str:
    """The character with the one byte that is left, or `?` when no candidate stands out.

    Its neighbours decide (up to two on either side), then how common it is.
    """
    ranked: list[tuple[float, str]] = []
    for byte in range(0x40, 0xFF):
        first, second = (lead, byte) if lead is not None else (byte, trail)
        char = pair_of(first, second) if first is not None and second is not None else None
        if char is not None:
            words = (
                before[-1:] + char,
                char + following[:1],
                before[-2:] + char,
                char + following[:2],
            )
            ranked.append((_score(char) + sum(1.5 * _bonus(word) for word in words), char))
    ranked.sort(reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _LEAST_LEAD):
        return "?"
    return ranked[0][1]


def reads_well(before: str, after: str, following: str) -> bool:
    """Whether nearly all that was put back belongs to common words, alone or with its neighbours.

    Bytes that were lost inside a run give characters too, but no words: better damaged than wrong.
    """
    whole = lexicon.converter().convert(before + after + following)
    if len(whole) != len(before + after + following):
        return False
    covered: set[int] = set()
    for length in (2, 3):
        for place in range(len(whole) - length + 1):
            if whole[place : place + length] in lexicon.words():
                covered.update(range(place, place + length))
    inside = range(len(before), len(before) + len(after))
    han = [place for place in inside if "\u3400" <= whole[place] <= "\u9fff"]
    return bool(han) and len(covered.intersection(han)) >= _LEAST_WORDS * len(han)


def gain(text: str, start: int, end: int, after: str) -> float:
    """How much more like text a stretch is when `after` stands in it."""
    before = text[start:end]
    left, right = text[start - 1 : start], text[end : end + 1]
    return _likeness(left + after + right) - _likeness(left + before + right)


def _likeness(run: str) -> float:
    """How much a run is like text: common characters and common words count for it, rare ones against."""
    single = sum(_score(char) - 1.5 for char in run)
    double = sum(_bonus(run[i : i + 2]) for i in range(len(run) - 1))
    return single + double


def _score(char: str) -> float:
    if char in _PUNCTUATION:
        return _PUNCTUATION[char]
    if char in LOST:
        return -2.0
    return lexicon.character_scores().get(lexicon.simplified(char), -2.0)


@lru_cache(maxsize=16384)
def _bonus(pair: str) -> float:
    if len(pair) < 2:
        return 0.0
    simple = lexicon.converter().convert(pair)
    return 1.0 if simple in lexicon.words() else 0.0
