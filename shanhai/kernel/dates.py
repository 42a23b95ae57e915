"""Dates of which a part may be unknown, as communiqués give them.

A news text says 「6月14日」 and leaves the year to the reader; we keep what was said and fill a year
in only with its basis. Written as ISO: `2022-06-14`, `2022-06`, `2022`, `--06-14`, `--06`.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

_ISO = re.compile(r"(?:(?P<y>\d{4})|-)(?:-(?P<m>\d{2})(?:-(?P<d>\d{2}))?)?")


class DateBasis(StrEnum):
    """Where the year of a date comes from."""

    TEXT = "text"
    PAGE = "page"
    NAME = "name"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A calendar date whose year, or month and day, may be unknown.

    Raises `ValueError` for a date that no calendar has (2022-02-30) or a day without a month.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.month is None and (self.day is not None or self.year is None):
            raise ValueError("a partial date needs a year or a month, and a day needs its month")
        # 2000 is a leap year, so an unknown year admits the 29th of February.
        parts = ((self.year, 2000), (self.month, 1), (self.day, 1))
        date(*(stand_in if part is None else part for part, stand_in in parts))

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read the ISO form that `isoformat` writes; raises `ValueError` on anything else."""
        found = _ISO.fullmatch(text)
        if not found:
            raise ValueError(f"not a partial date: {text!r}")
        year, month, day = (int(part) if part else None for part in found.group("y", "m", "d"))
        return cls(year, month, day)

    def isoformat(self) -> str:
        """The ISO form, with `-` for an unknown year."""
        text = f"{self.year:04d}" if self.year is not None else "-"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        return text

    def with_year(self, year: int) -> "PartialDate":
        """The same day in a known year."""
        return replace(self, year=year)

    def as_date(self) -> date | None:
        """The calendar day when all three parts are known, else None."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)
