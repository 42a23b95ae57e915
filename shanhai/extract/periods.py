"""The time that figures are about: 2022年, 今年1至10月, 截至10月底, “十四五”以来 … with ISO ends where known.

今年 and 去年 need the year of the document; without one only the words are kept.
"""

import re
from calendar import monthrange
from dataclasses import dataclass

from shanhai.extract.types import ClaimPeriod, Span

_YEAR = r"(?:(?P<y>20\d\d)年|(?P<rel>今年|去年|上年|前年|本年度?|全年|年内))"
_PATTERN = re.compile(
    rf"(?P<until>截至|截止(?:到|至)?)?(?:{_YEAR}(?!代"
    rf"|版))?(?P<m1>\d{{1,2}})月?(?:至|—|–|-|到|~)(?P<m2>\d{{1,2}})月(?:份|底|末)?"
    rf"|(?P<until2>截至|截止(?:到"
    rf"|至)?)(?:{_YEAR.replace('y>', 'y2>').replace('rel>', 'rel2>')})?(?:(?P<m3>\d{{"
    rf"1,2}})月(?:(?P<d3>\d{{1,2}})日)?(?P<bottom>底|末)?|(?P<yearend>年?底|年末)"
    rf"|目前|当前)?"
    r"|(?P<y4>20\d\d)年?(?:至|—|–|-|到)(?P<y5>20\d\d)年"
    rf"|{_YEAR.replace('y>', 'y6>').replace('rel>', 'rel6>')}(?!\d{{1,2}}月\d{{1,2}}"
    rf"日)(?:度)?(?P<half>上半年|下半年|前三季度"
    rf"|第?[一二三四]季度)?(?:(?P<m6>\d{{1,2}})月(?!\d))?(?P<since>以来|至今|起)?"
    r"|[“\"]?十(?P<plan>[二三四五])五[”\"]?(?:规划)?(?P<plansince>以来|期间|时期)"
    r"|(?P<vague>近[两三四五六七八九十\d]+年来?|[两三四五六七八九十]+年来|近年来"
    r"|多年来|目前|当前|长期以来|协作以来)"
)
_QUARTERS = {"上半年": (1, 6), "下半年": (7, 12), "前三季度": (1, 9)}
_DIGITS = {char: value for value, char in enumerate("一二三四", 1)}
_PLANS = {"二": 2011, "三": 2016, "四": 2021, "五": 2026}


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """A period as written at `span`."""

    span: Span
    period: ClaimPeriod


def find_periods(text: str, year: int | None, published: str | None = None) -> list[PeriodMention]:
    """All periods named in a text, in order.

    `year` is the document's own; a period without a year that would end after the text was published
    (截至10月底 in January) is last year's.
    """
    return [
        PeriodMention(match.span(), _told_in_time(match, year, published))
        for match in _PATTERN.finditer(text)
        if match.group() and not _in_title(text, match.start())
    ]


def _told_in_time(match: re.Match[str], year: int | None, published: str | None) -> ClaimPeriod:
    period = _period(match, year)
    if not published or not period.end or period.end <= published or year is None:
        return period
    bare = not re.search(r"20\d\d|年", match.group())
    return _period(match, year - 1) if bare else period


def _in_title(text: str, place: int) -> bool:
    """《2022年东西部协作协议》 dates the agreement, not the figures around it."""
    return text.rfind("《", max(0, place - 40), place) > text.rfind("》", max(0, place - 40), place)


def _period(match: re.Match[str], year: int | None) -> ClaimPeriod:
    group = match.groupdict()
    words = match.group()
    if group["m1"]:
        own = _year(group["y"], group["rel"], year, default=True)
        return ClaimPeriod(_day(own, int(group["m1"]), 1), _month_end(own, int(group["m2"])), words)
    if group["until2"]:
        return _until(group, words, year)
    if group["y4"]:
        return ClaimPeriod(f"{group['y4']}-01-01", f"{group['y5']}-12-31", words)
    if group["y6"] or group["rel6"]:
        return _of_year(group, words, _year(group["y6"], group["rel6"], year))
    if group["plan"]:
        start = _PLANS[group["plan"]]
        end = None if group["plansince"] == "以来" else f"{start + 4}-12-31"
        return ClaimPeriod(f"{start}-01-01", end, words)
    return ClaimPeriod(None, None, words)


def _until(group: dict[str, str | None], words: str, year: int | None) -> ClaimPeriod:
    own = _year(group["y2"], group["rel2"], year, default=True)
    if group["m3"]:
        month = int(group["m3"])
        end = _day(own, month, int(group["d3"])) if group["d3"] else _month_end(own, month)
        return ClaimPeriod(None, end, words)
    if own is not None and (group["yearend"] or group["y2"] or group["rel2"]):
        return ClaimPeriod(None, f"{own}-12-31", words)
    return ClaimPeriod(None, None, words)


def _of_year(group: dict[str, str | None], words: str, own: int | None) -> ClaimPeriod:
    if own is None:
        return ClaimPeriod(None, None, words)
    first, last = 1, 12
    half = group["half"]
    if half in _QUARTERS:
        first, last = _QUARTERS[half]
    elif half:
        quarter = _DIGITS[half.removeprefix("第")[0]]
        first, last = 3 * quarter - 2, 3 * quarter
    elif group["m6"]:
        first = last = int(group["m6"])
    end = None if group["since"] else _month_end(own, last)
    return ClaimPeriod(_day(own, first, 1), end, words)


def _year(
    written: str | None, relative: str | None, year: int | None, *, default: bool = False
) -> int | None:
    if written:
        return int(written)
    if year is None or (relative is None and not default):
        return None
    return year - {"去年": 1, "上年": 1, "前年": 2}.get(relative or "", 0)


def _day(year: int | None, month: int, day: int) -> str | None:
    if year is None or not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"


def _month_end(year: int | None, month: int) -> str | None:
    if year is None or not 1 <= month <= 12:
        return None
    return _day(year, month, monthrange(year, month)[1])
