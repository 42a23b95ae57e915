"""A suggestion for a run that lost bytes for good: common words that fit the bytes which are left.

In `規?；藴驶?、` the bytes C4 and AF of 模化 and all of 、 are gone, but A3 BB … CB 9C CA BB still pin down
規模化 and 標準化. What fits is shown to a person beside the damaged place; the text is not touched.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from shanhai.extract import lexicon
from shanhai.extract.types import Span

Pattern = tuple[int | None, int | None]
"""First and second byte of a character, where known."""

_WIDEST = 10


def suggestion(text: str, span: Span) -> str:
    """What may have stood at `span`, simplified, or an empty string when nothing fits."""
    start, end = span
    run = text[start:end]
    if len(run) > _WIDEST:
        return ""
    before = lexicon.converter().convert(text[max(0, start - 2) : start])
    best: tuple[int, str] | None = None
    for left, right in _gaps(run):
        for head in _heads(left, before):
            for tail in _tails(right):
                weight = lexicon.words().get(before[-1:] + head, 0) + lexicon.words().get(tail, 0)
                if best is None or weight > best[0]:
                    best = (weight, f"{head}、{tail}")
    return "" if best is None else best[1]


def _gaps(run: str) -> Iterator[tuple[list[Pattern], list[Pattern]]]:
    """Each way to place the loss: the characters before it, aligned left, and after it, aligned right."""
    pieces: list[list[int | None]] = []
    for char in run:
        try:
            pieces.append([None] if char in "?\ufffd" else list(_wide(char).encode("gbk")))
        except UnicodeEncodeError:
            return
    for cut in range(1, len(pieces)):
        left = [byte for piece in pieces[:cut] for byte in piece]
        right = [byte for piece in pieces[cut:] for byte in piece]
        if len(left) % 2 and len(right) % 2:
            left_pairs = [*left, None]
            right_pairs = [None, *right]
            yield _pairs(left_pairs), _pairs(right_pairs)


def _wide(char: str) -> str:
    return chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char


def _pairs(data: list[int | None]) -> list[Pattern]:
    return [(data[i], data[i + 1]) for i in range(0, len(data), 2)]


def _heads(patterns: list[Pattern], before: str) -> Iterator[str]:
    """Endings of common words that begin with what stands before the run."""
    for word in _starting(before[-1:]):
        if len(word) == 1 + len(patterns) and _fits(word[1:], patterns):
            yield word[1:]


def _tails(patterns: list[Pattern]) -> Iterator[str]:
    """Common words of exactly these characters; at least one of them has to be known in full."""
    for place, (lead, trail) in enumerate(patterns):
        if lead is None or trail is None:
            continue
        try:
            known = lexicon.simplified(bytes((lead, trail)).decode("gbk"))
        except UnicodeDecodeError:
            return
        for word in _containing(known):
            if len(word) == len(patterns) and word[place] == known and _fits(word, patterns):
                yield word
        return


def _fits(word: str, patterns: list[Pattern]) -> bool:
    """Whether the characters, in either script, have the bytes that are known."""
    return any(len(form) == len(patterns) and _has(form, patterns) for form in _forms(word))


@lru_cache(maxsize=8192)
def _forms(word: str) -> frozenset[str]:
    return frozenset({word, lexicon.to_traditional().convert(word)})


def _has(form: str, patterns: list[Pattern]) -> bool:
    for char, (lead, trail) in zip(form, patterns, strict=True):
        try:
            first, second = char.encode("gbk")
        except (UnicodeEncodeError, ValueError):
            return False
        if (lead is not None and lead != first) or (trail is not None and trail != second):
            return False
    return True


@lru_cache(maxsize=1)
def _index() -> dict[str, list[str]]:
    index: defaultdict[str, list[str]] = defaultdict(list)
    for word in lexicon.words():
        for char in set(word):
            index[char].append(word)
    return dict(index)


@lru_cache(maxsize=1)
def _by_first() -> dict[str, list[str]]:
    words: defaultdict[str, list[str]] = defaultdict(list)
    for word in lexicon.words():
        words[word[0]].append(word)
    return dict(words)


def _starting(char: str) -> list[str]:
    return _by_first().get(char, [])


def _containing(char: str) -> list[str]:
    return _index().get(char, [])
