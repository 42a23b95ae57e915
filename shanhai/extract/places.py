"""Administrative divisions as texts name them: full names, usual short forms, one-character forms.

The reader needs to know that 粤, 广东 and 广东省 are one place and what its code is. It keeps its own
small table, because an engine knows no database; the regions station holds the register with its history.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from shanhai.extract import lexicon

_ETHNIC = (
    r"(?:壮族|布依族|苗族|侗族|土家族|彝族|仡佬族|水族|瑶族|回族|满族|蒙古族|藏族|羌族|白族|傣族|景颇族|哈尼族|傈僳族|朝鲜族|维吾尔"
    r"|各族|仫佬族|毛南族|黎族|畲族|拉祜族|佤族|布朗族|独龙族|怒族|纳西族|普米族|达斡尔族|裕固族|哈萨克族?|柯尔克孜|蒙古|塔吉克|锡伯"
    r"|东乡族|保安族|撒拉族|土族|鄂温克族|鄂伦春)+"
)
_TAIL = re.compile(
    rf"(?:{_ETHNIC})?(?:特别行政区|自治区|自治州|自治县|自治旗|省|市|地区|盟|县|区|旗|特区|林区)$"
)
EAST = frozenset({"11", "12", "31", "32", "33", "35", "37", "44"})
"""Provinces that give in the programme, by the first two digits of their code (general knowledge)."""


@dataclass(frozen=True, slots=True)
class Division:
    """A division: six-digit code, full name, level (province, prefecture, county)."""

    code: str
    name: str
    level: str

    @property
    def province(self) -> str:
        """The code of the province it lies in."""
        return self.code[:2] + "0000"


class Mention(NamedTuple):
    """A division named at `[start, end)` of a text; a named tuple, for a document has dozens."""

    start: int
    end: int
    division: Division


@lru_cache(maxsize=1)
def by_code() -> dict[str, Division]:
    """All divisions by code."""
    return {code: Division(code, name, level) for code, name, level in lexicon.rows("divisions")}


@lru_cache(maxsize=1)
def _names() -> dict[str, Division]:
    """Names and usual short forms; a higher level wins a name that two divisions share."""
    names: dict[str, Division] = {}
    order = {"province": 0, "prefecture": 1, "county": 2}
    doubtful: set[str] = set()
    for division in sorted(by_code().values(), key=lambda item: (order[item.level], item.code)):
        if division.level == "county" and division.name in names:
            doubtful.add(division.name)
        names.setdefault(division.name, division)
        for short in _short_forms(division):
            names.setdefault(short, division)
    for name in doubtful:
        if names[name].level == "county":
            del names[name]  # 鼓楼区 alone says nothing
    return names


def _short_forms(division: Division) -> Iterator[str]:
    bare = _TAIL.sub("", division.name)
    if len(bare) < 2:
        return
    if division.level in {"province", "prefecture"}:
        yield bare
    if division.level == "prefecture" and division.name.endswith("州"):
        yield f"{bare}州"
    if division.level == "county" and division.name.endswith(("自治县", "自治旗")):
        yield f"{bare}县"


def short_name(division: Division) -> str:
    """黔东南 of 黔东南苗族侗族自治州."""
    return _TAIL.sub("", division.name)


@lru_cache(maxsize=1)
def short_characters() -> dict[str, Division]:
    """粤, 桂, 黔 …: one character for a province."""
    return {
        short: by_code()[code] for code, short in lexicon.rows("short_names") if code in by_code()
    }


@lru_cache(maxsize=1)
def _by_head() -> dict[str, list[tuple[str, Division]]]:
    """The names by their first two characters, the longest first."""
    heads: dict[str, list[tuple[str, Division]]] = {}
    for name, division in sorted(_names().items(), key=lambda item: -len(item[0])):
        heads.setdefault(name[:2], []).append((name, division))
    return heads


@lru_cache(maxsize=1)
def _firsts() -> re.Pattern[str]:
    heads = _by_head()
    first, second = ("".join(sorted({head[place] for head in heads})) for place in (0, 1))
    return re.compile(f"[{first}](?=[{second}])")


def at(text: str, place: int) -> Mention | None:
    """The division whose longest name or short form begins at `place`."""
    return _longest(text, place, _by_head().get(text[place : place + 2], []))


def _longest(text: str, place: int, names: list[tuple[str, Division]]) -> Mention | None:
    for name, division in names:
        if text.startswith(name, place):
            return Mention(place, place + len(name), division)
    return None


def find(text: str, start: int = 0, end: int | None = None) -> list[Mention]:
    """The divisions named in a stretch of text, longest name first, without overlaps."""
    if start == 0 and end is None and len(text) <= _SHORT:
        return list(_find_in_name(text))
    return _find(text, start, len(text) if end is None else end)


_SHORT = 40
"""Names are looked into again and again; what was found in them is kept."""


@lru_cache(maxsize=4096)
def _find_in_name(text: str) -> tuple[Mention, ...]:
    return tuple(_find(text, 0, len(text)))


def _find(text: str, start: int, stop: int) -> list[Mention]:
    found: list[Mention] = []
    heads = _by_head()
    done = start
    for match in _firsts().finditer(text, start, stop):
        place = match.start()
        names = heads.get(text[place : place + 2])
        if names is None or place < done:
            continue
        mention = _longest(text, place, names)
        if mention is not None and mention.end <= stop:
            found.append(mention)
            done = mention.end
    return found


def named(text: str) -> Division | None:
    """The division that a text is the name of, in any usual form, or None."""
    return _names().get(text) or short_characters().get(text)


@lru_cache(maxsize=1)
def _pair_pattern() -> re.Pattern[str]:
    shorts = "".join(short_characters())
    return re.compile(
        rf"(?<![\u4e00-\u9fff])?([{shorts}])([{shorts}])(?=[两东协合省区交产劳消人携山一双]|$)"
    )


def short_pair(text: str) -> tuple[Division, Division] | None:
    """The two provinces of 粤桂协作 and the like, in the order written."""
    for match in _pair_pattern().finditer(text):
        first, second = (short_characters()[char] for char in match.groups())
        if first != second:
            return first, second
    return None
