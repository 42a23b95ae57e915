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
from shanhai.extract.repairs.likeness import LOST, gain, guess, pair_of, reads_well
from shanhai.extract.repairs.lost import suggestion
from shanhai.extract.types import Span

Byte = int | None
"""A byte of a run; None is one that was lost."""

_SYMBOL = re.compile(
    r"[\ufffd\ue000-\uf8ff\u0370-\u04ff\u2190-\u22ff\u2500-\u259f\u3041-\u312f\u3200-\u33ff\ufe30-\ufe4f]"
)
_LOST_MARK = re.compile(r"\?(?<=[\u3400-\u9fff]\?)(?=[;；!！、，,。\u3400-\u9fff\uff21-\uff5a])")
_LONE_LETTER = re.compile(
    r"[A-Za-z@|~^`_{}\[\]\\\uff21-\uff5a](?<=[\u3400-\u9fff].)(?=[\u3400-\u9fff])"
)
_HARD_EVIDENCE = re.compile(r"\?[;；!！、，,。]|\ufffd|[\ue000-\uf8ff]")
_REACH = 5
"""How far a run may go beyond the last character that looks wrong; shifted text also hits common ones."""
_FAR = 30
"""How far a run may go to a mark of a lost byte, which is where such runs begin and end."""
_NEAR = 10
_RARE = 0.7
"""log10 of occurrences per million below which a character is worth a look: about 5 in a million."""
_LEAST_GAIN = 3.0
_LEAST_GAIN_UNMARKED = 9.0
"""What a run has to gain when no lost byte is marked, for then only its rare characters speak for damage."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way to undo the shift over `[start, end)`, and how much more like text it is."""

    start: int
    end: int
    after: str
    gain: float


def misaligned_runs(text: str) -> Iterator[Mend]:
    """The runs of a text that can be put together again, and the damaged ones that cannot."""
    done = 0
    for first, last in _clusters(text):
        if first < done or not _is_suspicious(text, first, last):
            continue
        found = _best(text, first, last, done)
        if found is not None:
            after = lexicon.converter().convert(found.after)
            yield Mend(found.start, found.end, after, "misaligned", certain=False)
            done = found.end
        elif _is_damage(text, first, last):
            start, end = _extent(text, first, last)
            hint = suggestion(text, (start, end))
            yield Mend(start, end, hint, "damaged", certain=False, applied=False)
            done = end


def _is_suspicious(text: str, first: int, last: int) -> bool:
    """One or two rare characters are a name; a mark, a symbol or a third one is worth the attempts."""
    stretch = text[first : last + 2]
    if "?" in stretch or _SYMBOL.search(stretch) or _LONE_LETTER.search(text, first, last + 1):
        return True
    return sum(map(_is_rare, stretch)) > 2


def _clusters(text: str) -> list[Span]:
    """Stretches `[first, last]` of characters that look wrong and stand near each other on a line."""
    groups: list[tuple[int, int]] = []
    for place in _odd_places(text):
        if groups and place - groups[-1][1] <= _NEAR and "\n" not in text[groups[-1][1] : place]:
            groups[-1] = (groups[-1][0], place)
        else:
            groups.append((place, place))
    return groups


def _odd_places(text: str) -> list[int]:
    marks = {match.start() for match in _rare_characters().finditer(text)}
    for pattern in (_SYMBOL, _LONE_LETTER):
        marks.update([match.start() for match in pattern.finditer(text)])
    if "?" in text:
        marks.update([match.start() for match in _LOST_MARK.finditer(text)])
    return sorted(marks)


@lru_cache(maxsize=1)
def _rare_characters() -> re.Pattern[str]:
    """Every Han character but the common ones as one pattern; it keeps a clean document nearly free."""
    han = [chr(code) for code in range(0x3400, 0xA000)]
    simplified = lexicon.converter().convert("\n".join(han)).split("\n")
    scores = lexicon.character_scores()
    common = "".join(
        char for char, simple in zip(han, simplified, strict=True)
        if scores.get(simple, -2.0) >= _RARE
    )  # fmt: skip
    return re.compile(rf"[^\x00-\u33ff\ua000-\U0010ffff{common}]")


@lru_cache(maxsize=16384)
def _is_rare(char: str) -> bool:
    if not "\u3400" <= char <= "\u9fff":
        return False
    return lexicon.character_scores().get(lexicon.simplified(char), -2.0) < _RARE


def _is_damage(text: str, first: int, last: int) -> bool:
    """Whether a cluster is damage at all: a rare character is a name, a lost byte mark beside one is not."""
    stretch = text[first : last + 1]
    if _HARD_EVIDENCE.search(text, first, last + 2):
        return True
    strange = sum(1 for char in stretch if _is_rare(char) or _SYMBOL.match(char))
    return "?" in stretch and strange > 0


def _extent(text: str, first: int, last: int) -> Span:
    """The damaged run, to the mark of the last lost byte where one follows closely."""
    end = last + 1
    follow = re.compile(r"[\u3400-\u9fff]{0,6}\?(?=[、，,。；;\u3400-\u9fff])").match(text, end)
    return first, follow.end() if follow else end


def _best(text: str, first: int, last: int, done: int) -> Attempt | None:
    best: Attempt | None = None
    for start in _starts(text, first, done):
        for end in _ends(text, last):
            for attempt in _attempts(text, start, end):
                marked = _HARD_EVIDENCE.search(text, start, end + 1) or "?" in text[start:end]
                least = _LEAST_GAIN if marked else _LEAST_GAIN_UNMARKED
                if attempt.gain >= least and (best is None or attempt.gain > best.gain):
                    best = attempt
    return best


def _starts(text: str, first: int, done: int) -> list[int]:
    """Where a run may begin: at the strange character or shortly before, or at a mark before it."""
    if text[first] in LOST:
        return [first]
    low = max(done, text.rfind("\n", 0, first) + 1)
    mark = max(text.rfind("?", max(low, first - _FAR), first), low - 1)
    starts = list(range(max(low, first - _REACH), first + 1))
    return [mark, *starts] if mark >= low and mark not in starts else starts


def _ends(text: str, last: int) -> list[int]:
    """Where a run may end: behind the strange character or shortly after, or at the next mark."""
    stop = text.find("\n", last)
    high = len(text) if stop < 0 else stop
    ends = list(range(last + 1, min(high, last + 1 + _REACH) + 1))
    mark = text.find("?", last, min(high, last + _FAR)) + 1
    return [*ends, mark] if mark and mark not in ends else ends


def _attempts(text: str, start: int, end: int) -> Iterator[Attempt]:
    """The run with a lost first byte put back, and with a first byte too many taken away."""
    data = _bytes(text[start:end])
    if data is None or len(data) < 4:
        return
    shifts: list[list[Byte]] = [data] if text[start] in LOST else [[None, *data], data[1:]]
    for shifted in shifts:
        if len(shifted) % 2:
            continue
        after = _decode(shifted, text[max(0, start - 2) : start], text[end : end + 2])
        if after is not None and reads_well(
            text[max(0, start - 2) : start], after, text[end : end + 2]
        ):
            yield Attempt(start, end, after, gain(text, start, end, after))


def _bytes(run: str) -> list[Byte] | None:
    """The GBK bytes of a run; None when it holds what GBK cannot have given."""
    data: list[Byte] = []
    for place, char in enumerate(run):
        known = _bytes_of(char)
        if not known or (char.isascii() and char.isalnum() and place < len(run) - 1):
            return None  # a letter takes a lone byte, so nothing behind it is shifted any more
        data += known
    return data


@lru_cache(maxsize=16384)
def _bytes_of(char: str) -> tuple[Byte, ...]:
    """One or two bytes of a character as it was misread; empty for one that GBK does not have."""
    if char in LOST:
        return (None,)
    if "!" <= char <= "/" or ":" <= char <= ">":
        # No second byte of GBK is that low: this was a full-width form before somebody narrowed it.
        return 0xA3, ord(char) + 0x80
    if char.isascii():
        return () if char.isspace() else (ord(char),)
    # GB18030, for it shows undefined pairs of GBK as private characters that keep their bytes.
    pair = char.encode("gb18030", errors="ignore")
    return tuple(pair) if len(pair) == 2 else ()


def _decode(data: list[Byte], before: str, following: str) -> str | None:
    chars: list[str] = []
    for place in range(0, len(data), 2):
        lead, trail = data[place], data[place + 1]
        if lead is not None and trail is not None:
            char = pair_of(lead, trail)
        elif lead is None and trail is not None and place == 0:
            behind = (_known(data, 2) or following[:1]) + (_known(data, 4) or "")
            char = guess(None, trail, before, behind)
        elif lead is not None and trail is None and place == len(data) - 2:
            char = guess(lead, None, ("".join(chars[-2:]) or before)[-2:], following)
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
    return None if lead is None or trail is None else pair_of(lead, trail)
