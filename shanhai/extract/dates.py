"""When things happened: dates as written, and the year where the text or its page gives it.

A year is never guessed: it comes from the body, from a date printed in the same text at most 14 days
after the event, or from a name that dates the event; otherwise it stays unknown.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shanhai.extract.types import Span
from shanhai.kernel.dates import DateBasis, PartialDate

PRINTED_DAYS = 14
"""How far behind an event a printed date may lie and still give its year (contract of reading)."""

_DAY = re.compile(
    r"(?=[\d二〇零一三四五六七八九十])(?:(?P<y>(?:19|20)\d\d"
    r"|[二〇零一三四五六七八九]{4})年)?(?:(?P<m>\d{1,2}|十[一二]?"
    r"|[一二三四五六七八九])月)?"
    r"(?P<d>\d{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?:日|号)?"
    r"(?:(?:至|到|—+|－|-|~|～"
    r"|、)\s*(?:(?P<m2>\d{1,2})月)?(?P<d2>\d{1,2}))?日(?!元|本|均|前|电|常|报|益"
    r"|子|内)"
)
_MONTH = re.compile(r"(?:(?P<y>(?:19|20)\d\d)年)(?P<m>\d{1,2})月(?!\d{1,2}日)")
_SAME_STORY_DAYS = 45
"""A full date elsewhere in the body gives its year to the dates around it, not to last year's."""

_CHINESE = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0}


@dataclass(frozen=True, slots=True)
class Day:
    """A date as written at `span`: a first and a last day that may still lack year or month."""

    span: Span
    start: PartialDate
    end: PartialDate
    basis: str = DateBasis.NONE


def days(text: str, printed: Sequence[str]) -> list[Day]:
    """The days named in a text, in order, each with month and year where they are settled."""
    found: list[Day] = []
    years: list[tuple[int, PartialDate]] = []
    month: int | None = None
    for match in _DAY.finditer(text):
        own_month = _number(match.group("m"))
        if own_month is None and text[match.start() - 1 : match.start()] in "月第每近":
            continue
        month = own_month if own_month is not None else month
        first, last = _number(match.group("d")), _number(match.group("d2"))
        if month is None or first is None:
            continue
        year = _number(match.group("y"))
        last_month = _number(match.group("m2")) or month
        start, end = _partial(year, month, first), _partial(year, last_month, last or first)
        if start is None or end is None:
            continue
        basis = DateBasis.TEXT if year is not None else DateBasis.NONE
        found.append(Day(match.span(), start, end, basis))
        if year is not None:
            years.append((match.start(), start))
        month = last_month
    return [_with_year(day, [known for _, known in years], printed) for day in found]


def _with_year(day: Day, known: Sequence[PartialDate], printed: Sequence[str]) -> Day:
    if day.basis == DateBasis.TEXT:
        return _dated(day, day.start.year or 0, DateBasis.TEXT)
    for other in known:
        apart = _days_between(day.start, other.year, other.as_date())
        if apart is not None and abs(apart) <= _SAME_STORY_DAYS:
            return _dated(day, other.year or 0, DateBasis.TEXT)
    for iso in printed:
        page = date.fromisoformat(iso)
        for year in (page.year, page.year - 1):
            apart = _days_between(day.end, year, page)
            # A neighbouring item may also be some days older than the event it stands beside.
            if apart is not None and abs(apart) <= PRINTED_DAYS:
                return _dated(day, year, DateBasis.PAGE)
    return day


def _days_between(earlier: PartialDate, year: int | None, later: date | None) -> int | None:
    if year is None or later is None or earlier.month is None or earlier.day is None:
        return None
    try:
        return (later - date(year, earlier.month, earlier.day)).days
    except ValueError:
        return None


def _dated(day: Day, year: int, basis: str) -> Day:
    """The day in that year; a span that runs past New Year ends in the next."""
    over = (day.end.month or 0, day.end.day or 0) < (day.start.month or 0, day.start.day or 0)
    try:
        return Day(day.span, day.start.with_year(year), day.end.with_year(year + int(over)), basis)
    except ValueError:
        return day


def _partial(year: int | None, month: int, day: int) -> PartialDate | None:
    try:
        return PartialDate(year, month, day)
    except ValueError:
        return None


def _number(text: str | None) -> int | None:
    if not text:
        return None
    if text.isdigit():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return 10 * _CHINESE.get(tens or "一", 1) + (_CHINESE.get(ones, 0) if ones else 0)
    value = 0
    for char in text:
        value = value * 10 + _CHINESE.get(char, 0)
    return value


def months(text: str) -> list[tuple[Span, PartialDate]]:
    """Months named with their year and without a day, as 2022年6月."""
    found: list[tuple[Span, PartialDate]] = []
    for match in _MONTH.finditer(text):
        try:
            found.append((match.span(), PartialDate(int(match.group("y")), int(match.group("m")))))
        except ValueError:
            continue
    return found


def year_in_name(name: str) -> int | None:
    """The year that a name itself carries, as 2022年粤桂协作联席会议."""
    match = re.search(r"(20\d\d)年", name)
    return int(match.group(1)) if match else None
