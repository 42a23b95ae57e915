"""Runs read one byte off: GBK text that lost or gained a byte, so that each character is made of two halves.

`。“兩廣` (A1A3 A1B0 83C9 8F56) whose first byte was lost reads `?！皟蓮V`. Putting the bytes back together
with the shift undone gives the run again; it is inferred, never certain, for a lost byte is a guess.
Where bytes are gone for good the run is only marked, with a suggestion when common words fit what is left.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from shanhai.extract import lexicon
from shanhai.extract.repairs import Mend
from shanhai.extract.repairs.lost import suggestion
from shanhai.extract.types import Span

Byte = int | None
"""A byte of a run; None is one that was lost."""

_LOST = "?\ufffd"
_WEAK = re.compile(r"\?[;；!！、，,。]|\ufffd")
_REACH = 5
"""How far a run may go beyond the last character that looks wrong; shifted text also hits common ones."""
_NEAR = 6
_LEAST_GAIN = 3.0


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way to undo the shift over `[start, end)`, and how much more like text it is."""

    start: int
    end: int
    after: str
    gain: float


def misaligned_runs(text: str) -> Iterator[Mend]:
    """The runs of a text that can be put together again, and the damaged ones that cannot."""
    for first, last in _clusters(text):
        found = _best(text, first, last)
        if found is not None:
            after = lexicon.converter().convert(found.after)
            yield Mend(found.start, found.end, after, "misaligned", certain=False)
        elif _is_damage(text, first, last):
            start, end = _extent(text, first, last)
            hint = suggestion(text, (start, end))
            yield Mend(start, end, hint, "damaged", certain=False, applied=False)


def _clusters(text: str) -> list[Span]:
    """Stretches `[first, last]` of characters that look wrong and stand near each other."""
    groups: list[tuple[int, int]] = []
    for place in _odd_places(text):
        if groups and place - groups[-1][1] <= _NEAR and "\n" not in text[groups[-1][1] : place]:
            groups[-1] = (groups[-1][0], place)
        else:
            groups.append((place, place))
    return groups


def _odd_places(text: str) -> Iterator[int]:
    # Looking at each distinct character once keeps a clean document nearly free.
    odd = {char for char in set(text) if "\u3400" <= char <= "\u9fff" and not _is_known(char)}
    odd |= {char for char in set(text) if _ODD_SYMBOL.match(char)}
    marks = [match.start() for match in _LOST_MARK.finditer(text)]
    if odd:
        pattern = re.compile("[" + "".join(map(re.escape, sorted(odd))) + "]")
        marks += [match.start() for match in pattern.finditer(text)]
    return iter(sorted(set(marks)))


_ODD_SYMBOL = re.compile(
    r"[\ufffd\ue000-\uf8ff\u0370-\u04ff\u3041-\u312f\u3200-\u33ff\ufe30-\ufe4f\u2500-\u259f]"
)
_LOST_MARK = re.compile(r"(?<=[\u3400-\u9fff])\?(?=[;；!！、，,。])")


@lru_cache(maxsize=8192)
def _is_known(char: str) -> bool:
    return lexicon.simplified(char) in lexicon.character_scores()


def _is_damage(text: str, first: int, last: int) -> bool:
    """Whether a cluster is damage at all: one rare character is a name, a lost byte mark is not."""
    stretch = text[first : last + 1]
    return bool(_WEAK.search(text[first : last + 2])) or any(
        char == "\ufffd" or "\ue000" <= char <= "\uf8ff" for char in stretch
    )


def _extent(text: str, first: int, last: int) -> Span:
    """The damaged run from its first to its last lost mark, the mark's own punctuation left outside."""
    end = last + 1
    follow = re.match(r"[\u3400-\u9fff]{0,6}\?(?=[、，,。；;])", text[end:])
    if follow:
        end += follow.end()
    return first, end


def _best(text: str, first: int, last: int) -> Attempt | None:
    low, high = _line(text, first)
    best: Attempt | None = None
    for start in range(max(low, first - _REACH), first + 1):
        for end in range(last + 1, min(high, last + 1 + _REACH) + 1):
            for attempt in _attempts(text, start, end):
                if attempt.gain >= _LEAST_GAIN and (best is None or attempt.gain > best.gain):
                    best = attempt
    return best


def _line(text: str, place: int) -> Span:
    end = text.find("\n", place)
    return text.rfind("\n", 0, place) + 1, len(text) if end < 0 else end


def _attempts(text: str, start: int, end: int) -> Iterator[Attempt]:
    data = _bytes(text[start:end])
    if data is None or len(data) < 5:
        return
    shifts: list[list[Byte]] = [data if text[start] in _LOST else [None, *data], data[1:]]
    for shifted in shifts:
        whole = shifted if len(shifted) % 2 == 0 else None
        if whole is None:
            continue
        after = _decode(whole, text[start - 1 : start], text[end : end + 1])
        if after is not None:
            yield Attempt(start, end, after, _gain(text, start, end, after))


def _bytes(run: str) -> list[Byte] | None:
    """The GBK bytes of a run; None when it holds what GBK cannot have given."""
    data: list[Byte] = []
    for place, char in enumerate(run):
        if char in _LOST:
            data.append(None)
        elif "!" <= char <= "/" or ":" <= char <= ">":
            # No second byte of GBK is that low: this was a full-width form before somebody narrowed it.
            data += [0xA3, ord(char) + 0x80]
        elif char.isascii():
            if char.isspace() or (char.isalnum() and place < len(run) - 1):
                return None
            data.append(ord(char))
        else:
            try:
                data += char.encode("gbk")
            except UnicodeEncodeError:
                return None
    return data


def _decode(data: list[Byte], before: str, following: str) -> str | None:
    chars: list[str] = []
    for place in range(0, len(data), 2):
        lead, trail = data[place], data[place + 1]
        if lead is not None and trail is not None:
            char = _pair(lead, trail)
        elif lead is None and trail is not None and place == 0:
            second = _known(data, 2)
            char = _guess(trail, before, second or following)
        else:
            return None
        if char is None:
            return None
        chars.append(char)
    return "".join(chars)


def _known(data: list[Byte], place: int) -> str | None:
    if len(data) < place + 2:
        return None
    lead, trail = data[place], data[place + 1]
    return None if lead is None or trail is None else _pair(lead, trail)


def _pair(lead: int, trail: int) -> str | None:
    try:
        char = bytes((lead, trail)).decode("gbk")
    except UnicodeDecodeError:
        return None
    return char if len(char) == 1 and lexicon.is_common(char) else None


@lru_cache(maxsize=1024)
def _guess(trail: int, before: str, following: str) -> str | None:
    """The likeliest character with this second byte, by its neighbours, else by how common it is."""
    best: tuple[float, str] | None = None
    for lead in range(0x81, 0xFF):
        char = _pair(lead, trail)
        if char is None:
            continue
        value = _bonus(before + char) + _bonus(char + following) + _score(char)
        if best is None or value > best[0]:
            best = (value, char)
    return None if best is None else best[1]


def _gain(text: str, start: int, end: int, after: str) -> float:
    before = text[start:end]
    left, right = text[start - 1 : start], text[end : end + 1]
    return _likeness(left + after + right) - _likeness(left + before + right)


def _likeness(run: str) -> float:
    """How much a run is like text: common characters and common words count for it, rare ones against."""
    single = sum(_score(char) - 1.5 for char in run)
    double = sum(_bonus(run[i : i + 2]) for i in range(len(run) - 1))
    return single + double


def _score(char: str) -> float:
    if char in "，。、“”《》：；（）,;:":
        return 3.4
    if char in "！？!":
        return 2.0
    if char in _LOST:
        return -2.0
    return lexicon.character_scores().get(lexicon.simplified(char), -2.0)


@lru_cache(maxsize=16384)
def _bonus(pair: str) -> float:
    if len(pair) != 2:
        return 0.0
    simple = lexicon.converter().convert(pair)
    return 1.0 if simple in lexicon.words() else 0.0
