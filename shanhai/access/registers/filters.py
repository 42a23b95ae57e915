"""Filters of a register: declared by name, read strictly, refused in one sentence.

A filter value that cannot be understood must never be ignored: the rows would look like an answer to a
question that nobody asked.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise

from shanhai.access.registers.units import find_unit
from shanhai.kernel.errors import Unusable

FilterKind = Literal["choice", "text", "region", "year", "date", "flag"]
FIRST_YEAR, LAST_YEAR = 1996, 2100  # the programme began in 1996

YearPath = str | tuple[str, str]
"""A field that carries the year (a date, a number, an ISO text), or the two ends of a stretch of time."""


@dataclass(frozen=True, kw_only=True)
class Filter:
    """One filter: the address parameter `name` (dates: `name_from` and `name_to`) over the field `path`.

    `choices` are (value, label) pairs, or a function of the account that gives them; without it the field's
    own. `where(value)` replaces the plain comparison; a `flag` is on with the value 1.
    """

    name: str
    label: str | Promise
    kind: FilterKind
    path: str = ""
    choices: Sequence[tuple[Any, Any]] | Callable[[Any], Sequence[tuple[Any, Any]]] = ()
    where: Callable[[str], Q] | None = None

    @property
    def parameters(self) -> tuple[str, ...]:
        """The address parameters that this filter reads."""
        return (f"{self.name}_from", f"{self.name}_to") if self.kind == "date" else (self.name,)

    def options(self, model: type[models.Model], user: Any) -> list[tuple[str, str]]:
        """The values to choose from; raises nothing, may be empty."""
        if callable(self.choices):
            return [(str(value), str(label)) for value, label in self.choices(user)]
        if self.choices:
            return [(str(value), str(label)) for value, label in self.choices]
        return own_choices(model, self.path or self.name) if self.kind == "choice" else []

    def condition(self, model: type[models.Model], given: Mapping[str, str], user: Any) -> Q:
        """What rows must meet; raises `Unusable` for a value that is none."""
        value = given.get(self.name, "").strip()
        path = self.path or self.name
        if self.kind == "date":
            return self._between(path, given)
        if not value:
            return Q()
        if self.kind == "choice" and value not in dict(self.options(model, user)):
            raise Unusable(f"{self.label}没有“{value}”这一项，请从列出的选项中选择")
        if self.kind == "flag" and value != "1":
            raise Unusable(f"{self.label}只能填 1 或留空")
        if self.where is not None:
            return self.where(value)
        if self.kind == "region":
            return find_unit(value, self.label).within(path)
        if self.kind == "year":
            return in_year(model, path, read_year(value, self.label))
        return Q(**{f"{path}__icontains" if self.kind == "text" else path: _typed(self, value)})

    def _between(self, path: str, given: Mapping[str, str]) -> Q:
        condition = Q()
        for parameter, lookup in zip(self.parameters, ("gte", "lte"), strict=True):
            text = given.get(parameter, "").strip()
            if text:
                condition &= Q(**{f"{path}__{lookup}": read_day(text, self.label)})
        return condition


def _typed(chosen: Filter, value: str) -> Any:
    """A flag asks for True; everything else compares as written."""
    return True if chosen.kind == "flag" else value


def own_choices(model: type[models.Model], path: str) -> list[tuple[str, str]]:
    """The code list of a field, following relations."""
    *relations, last = path.split("__")
    for step in relations:
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]
    field = model._meta.get_field(last)
    return [(str(value), str(label)) for value, label in getattr(field, "flatchoices", ())]


_NARROW = str.maketrans("０１２３４５６７８９－／．：", "0123456789-/.:")
_WRITTEN_DAY = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?", re.ASCII)


def _iso(text: str) -> str:
    """A day as people write it (2026年11月23日, 2026/11/3, full-width digits) in ISO's form."""
    narrow = text.strip().translate(_NARROW)
    written = _WRITTEN_DAY.match(narrow)
    if written is None:
        return narrow
    year, month, day = written.groups()
    return f"{year}-{month:0>2}-{day:0>2}{narrow[written.end() :]}"


def read_year(text: str, label: str | Promise = "年度") -> int:
    """A year from the beginning of the programme on; full-width digits and a 年 behind are understood."""
    given, text = text, text.strip().translate(_NARROW).removesuffix("年")
    if not (text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR):
        raise Unusable(f"{label}“{given}”不是年份：请填四位年份，如 2024")
    return int(text)


def read_day(text: str, label: str | Promise) -> date:
    """A day, in ISO's form or as people write it."""
    try:
        return date.fromisoformat(_iso(text))
    except ValueError:
        raise Unusable(f"{label}“{text}”不是日期：请写成 2024-06-30 的样子") from None


def read_moment(text: str) -> datetime:
    """A day (its end) or a moment, not later than now; without a zone it is local time."""
    given, text, now = text, _iso(text), timezone.now()
    try:
        # A plus sign arrives as a blank when the caller did not escape it.
        moment = datetime.fromisoformat(text.strip().replace(" ", "+") if "T" in text else text)
    except ValueError:
        raise Unusable(f"时点“{given}”不是日期或时间：请写成 2024-06-30 的样子") from None
    if moment.year > now.year + 1:  # the calendar's last day has no next one to reckon with
        raise Unusable(f"时点“{given}”晚于现在：只能查询已经过去的时点")
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    if len(text.strip()) == len("2024-06-30"):
        end = timezone.make_aware(datetime.combine(moment + timedelta(days=1), time()))
        moment = end - timedelta(microseconds=1)
        if moment.date() == timezone.localdate():
            return now
    if moment > now:
        raise Unusable(f"时点“{given}”晚于现在：只能查询已经过去的时点")
    return moment


def in_year(model: type[models.Model], path: YearPath, year: int) -> Q:
    """Rows of a calendar year; a stretch of time counts in every year that it touches."""
    if isinstance(path, tuple):
        start, end = path
        still_open = Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": date(year, 1, 1)})
        not_later = Q(**{f"{start}__isnull": True}) | Q(**{f"{start}__lte": date(year, 12, 31)})
        return still_open & not_later
    *relations, last = path.split("__")
    for step in relations:
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]
    field = model._meta.get_field(last)
    if isinstance(field, models.DateField):
        return Q(**{f"{path}__year": year})
    if isinstance(field, models.IntegerField):
        return Q(**{path: year})
    return Q(**{f"{path}__startswith": f"{year:04d}"})


def standing_at(path: YearPath, moment: datetime) -> Q:
    """Rows that were known at a moment, or that stood on its day where `path` is a stretch of time."""
    if not isinstance(path, tuple):
        return Q(**{f"{path}__lte": moment})
    day = timezone.localdate(moment)
    start, end = path
    begun = Q(**{f"{start}__isnull": True}) | Q(**{f"{start}__lte": day})
    return begun & (Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": day}))
