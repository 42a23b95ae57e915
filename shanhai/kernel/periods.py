"""Spans of time that figures are about: a month, a year, a year to date.

A figure without its period means nothing (domain.md §2.3.8), so a period is a value of its own and
writes itself one way: `2022-08`, `2022`, `2022-01/2022-08`.
"""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From `start` to `end`, both days included; raises `ValueError` when the end comes first."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("a period ends on or after its start")

    @classmethod
    def month(cls, year: int, month: int) -> "Period":
        """The calendar month."""
        return cls(date(year, month, 1), _month_end(year, month))

    @classmethod
    def year(cls, year: int) -> "Period":
        """The calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def year_to_date(cls, year: int, month: int) -> "Period":
        """January to the end of the month."""
        return cls(date(year, 1, 1), _month_end(year, month))

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read what `str` writes; raises `ValueError` on anything else."""
        first, _, last = text.partition("/")
        start, end = _parse_part(first), _parse_part(last or first)
        return cls(start.start, end.end)

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def __str__(self) -> str:
        if self == Period.year(self.start.year):
            return f"{self.start:%Y}"
        first, last = f"{self.start:%Y-%m}", f"{self.end:%Y-%m}"
        return first if first == last else f"{first}/{last}"


def _month_end(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def _parse_part(text: str) -> Period:
    numbers = [int(part) for part in text.split("-")]
    if len(numbers) == 1:
        return Period.year(numbers[0])
    if len(numbers) == 2:
        return Period.month(numbers[0], numbers[1])
    raise ValueError(f"not a period: {text!r}")
