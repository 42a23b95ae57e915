"""What a page of results is asked, and the answer laid out: how a unit and those below it stand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest

from shanhai.access.registers import Unit, find_unit
from shanhai.access.registers.filters import read_moment
from shanhai.kernel.errors import NotAllowed, Unusable
from shanhai.measure.algebra import Cell, unit_codes
from shanhai.measure.indicators import INDICATORS
from shanhai.results import queries
from shanhai.results.progress import Progress

_T = TypeVar("_T")


@dataclass(frozen=True)
class Question:
    """What a page of results is asked: year, month, unit, indicator and moment, checked."""

    year: int
    month: int
    years: Sequence[int]
    unit: Unit | None
    indicator: str
    as_of: datetime | None
    as_of_text: str
    typed: Mapping[str, str]
    problems: Mapping[str, str]
    """What was wrong with a part of the question, by its name; nothing is shown as an answer then."""

    @property
    def months(self) -> range:
        """The months that can be asked for."""
        return range(1, (queries.last_month(self.year, self.as_of) or 12) + 1)

    @property
    def as_of_query(self) -> str:
        """What carries the moment on to a figure's rows: empty for now."""
        return f"?{urlencode({'as_of': self.as_of_text})}" if self.as_of_text else ""

    def query(self, **changed: Any) -> str:
        """The address's question with some parts changed."""
        asked = {
            "year": self.year,
            "month": self.month,
            "unit": self.unit.code if self.unit else "",
            "indicator": self.indicator,
            "as_of": self.as_of_text,
            **changed,
        }
        return "?" + urlencode({name: value for name, value in asked.items() if value})


def ask(request: HttpRequest) -> Question:
    """Read the address; what cannot be is left out and said, each in one sentence, beside its input."""
    given, problems = request.GET, dict[str, str]()
    scope = queries.scope(request.user)
    if not (scope.everywhere or scope.codes):
        raise NotAllowed("您的角色不能查看指标读数")
    as_of_text = given.get("as_of", "").strip()

    def checked(name: str, read: Callable[[], _T], otherwise: _T) -> _T:
        try:
            return read()
        except Unusable as refusal:
            problems[name] = refusal.message
            return otherwise

    as_of = checked("as_of", lambda: read_moment(as_of_text) if as_of_text else None, None)
    opened = queries.latest_year(request.user)
    year = checked("year", lambda: _whole(given.get("year"), opened, 2000, 2100, "年度"), opened)
    last = queries.last_month(year, as_of) or 12
    month = checked("month", lambda: _whole(given.get("month"), last, 1, 12, "月份"), last)
    unit = checked("unit", lambda: _unit(request.user, given.get("unit", "").strip()), None)
    first = next(iter(INDICATORS))
    indicator = checked("indicator", lambda: _indicator(given.get("indicator", "") or first), first)
    return Question(
        year=year,
        month=min(month, last),
        years=sorted({*queries.years(request.user), year}, reverse=True),
        unit=unit,
        indicator=indicator,
        as_of=as_of,
        as_of_text=as_of_text,
        typed={name: given.get(name, "") for name in problems},
        problems=problems,
    )


def _unit(user: Any, text: str) -> Unit | None:
    if not text:
        return None
    unit = find_unit(text)
    within = queries.scope(user, unit.code)
    if not (within.everywhere or within.codes):
        raise Unusable(f"单位“{text}”不在您的区域内：请从列表中选择本区域的单位")
    return unit


def _indicator(code: str) -> str:
    if code not in INDICATORS:
        raise Unusable(f"没有指标“{code}”：可选 {'、'.join(INDICATORS)}")
    return code


def _whole(text: str | None, default: int, low: int, high: int, label: str) -> int:
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and low <= int(text) <= high):
        raise Unusable(f"{label}“{text}”应为 {low} 到 {high} 的整数")
    return int(text)


class Standing:
    """The year's readings and progress of the asked unit, laid out for pages."""

    def __init__(self, user: Any, asked: Question) -> None:
        unit = asked.unit.code if asked.unit else None
        # The asked unit, or the reader's own, heads the page even when only a county has a figure.
        home = queries.scope(user, unit).codes[:1]
        self.asked = asked
        self.cells: list[Cell] = queries.readings(
            user, year=asked.year, as_of=asked.as_of, unit=unit
        )
        self.lines = queries.progress(
            user, year=asked.year, month=asked.month, as_of=asked.as_of, unit=unit,
            cells=self.cells, named=home,
        )  # fmt: skip
        self.units = {line.unit: line.unit_name for line in self.lines}
        tops = [code for code in sorted(self.units) if _above(code, self.units) is None]
        self.focus = next(iter([*home, *tops]), None)

    @property
    def is_empty(self) -> bool:
        """Whether no unit has a reading or a target in the year."""
        return all(line.value is None and line.target is None for line in self.lines)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The units of the page with their names, indented by level."""
        return [
            (code, "　" * sum(above in self.units for above in unit_codes(code)[1:]) + name)
            for code, name in sorted(self.units.items())
        ]

    @property
    def focus_name(self) -> str:
        """The name of the unit in focus."""
        return self.units.get(self.focus or "", "")

    @property
    def own(self) -> list[Progress]:
        """How the unit in focus stands, by indicator."""
        return [line for line in self.lines if line.unit == self.focus]

    def one(self, code: str) -> Progress | None:
        """How the unit in focus stands for an indicator."""
        return next((line for line in self.own if line.indicator.code == code), None)

    def below(self, code: str) -> list[Progress]:
        """The units one level under the focus for an indicator."""
        return [
            line
            for line in self.lines
            if line.indicator.code == code and _above(line.unit, self.units) == self.focus
        ]

    @property
    def table(self) -> list[tuple[str, str, int, list[Progress]]]:
        """Code, name, depth and progress by indicator of every unit."""
        return [
            (
                code,
                self.units[code],
                sum(above in self.units for above in unit_codes(code)[1:]),
                [line for line in self.lines if line.unit == code],
            )
            for code in sorted(self.units)
        ]

    @property
    def flags(self) -> list[Progress]:
        """Everything below target, the largest gap first."""
        flagged = [line for line in self.lines if line.is_flagged]
        return sorted(flagged, key=lambda line: (-(line.gap or 0), line.unit, line.indicator.code))

    def double(self, code: str) -> dict[str, Decimal] | None:
        """Sum of the units below, the distinct figure and their difference, where they differ."""
        line, below = self.one(code), self.below(code)
        if line is None or line.value is None or not below:
            return None
        total = sum((other.value or Decimal(0) for other in below), Decimal(0))
        return {"sum": total, "distinct": line.value, "difference": total - line.value}


def _above(code: str, units: dict[str, str]) -> str | None:
    return next((above for above in unit_codes(code)[1:] if above in units), None)
