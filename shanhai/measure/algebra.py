"""The small algebra in which an indicator is declared once: record, condition, aggregate, date, basis.

Engines compile these values (to Polars, to SQL, to a database condition) and must agree; what the words
of an indicator are in which year is data of the declaration, not of an engine (design §4.4, §4.9).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from shanhai.kernel.fields import Field

Parameters = Mapping[str, tuple[str, ...]]
"""Named values that stand in one year, such as the code prefixes of the eastern provinces."""


class Basis(StrEnum):
    """What a figure of a period means: what is there at its end, what came in it, what came up to it."""

    STOCK = "stock"
    FLOW = "flow"
    CUMULATIVE = "cumulative"


class Span(StrEnum):
    """The stretch of time that a cell covers: one month, or January to the end of that month."""

    MONTH = "month"
    YEAR_TO_DATE = "ytd"

    @property
    def basis(self) -> Basis:
        """A flow seen in its month is a flow; added up from January it is cumulative."""
        return Basis.FLOW if self is Span.MONTH else Basis.CUMULATIVE


@dataclass(frozen=True, slots=True)
class IsTrue:
    """The yes-or-no column says yes; a blank is not a yes."""

    column: str


@dataclass(frozen=True, slots=True)
class Inside:
    """The division code in `column` lies inside one of the divisions that `parameter` names."""

    column: str
    parameter: str


Condition = IsTrue | Inside


@dataclass(frozen=True, slots=True)
class Distinct:
    """How many different values the column has among the rows; a blank is no value."""

    column: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows there are (人次 rather than 人)."""


@dataclass(frozen=True, slots=True)
class Sum:
    """The column added up; a blank adds nothing."""

    column: str


Aggregate = Distinct | Count | Sum


@dataclass(frozen=True, slots=True)
class DefinitionVersion:
    """What an indicator counts in a stretch of years (口径): its label then, the rule, and who says so.

    `valid_to_year` is None while the version stands. `source` is an address or a document's name.
    """

    name_zh: str
    valid_from_year: int
    valid_to_year: int | None
    text: str
    source: str
    note: str = ""

    def stands_in(self, year: int) -> bool:
        """Whether this version is the one for the year."""
        return self.valid_from_year <= year and (
            self.valid_to_year is None or year <= self.valid_to_year
        )


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure's declaration.

    `record` is the ledger's code; `where` are conditions that must all hold; `date` and `region` name the
    columns that put a row in a month and under a county; `subset_of` is the code of the indicator that
    this one is part of (其中). Versions follow each other without gap or overlap.
    """

    code: str
    name_zh: str
    name_en: str
    unit: str
    field: Field
    basis: Basis
    record: str
    aggregate: Aggregate
    date: str
    region: str
    versions: tuple[DefinitionVersion, ...]
    where: tuple[Condition, ...] = ()
    subset_of: str | None = None

    def definition(self, year: int) -> DefinitionVersion | None:
        """The version that stands in the year; None when the indicator did not exist then."""
        return next((version for version in self.versions if version.stands_in(year)), None)

    def label(self, year: int) -> str:
        """The name in the words of that year."""
        version = self.definition(year)
        return version.name_zh if version else self.name_zh

    def version_code(self, year: int) -> str:
        """The version's short name, as readings keep it: `L1@2021`."""
        version = self.definition(year)
        assert version is not None, f"{self.code} is not defined in {year}"
        return f"{self.code}@{version.valid_from_year}"

    @property
    def columns(self) -> tuple[str, ...]:
        """The ledger's columns that an engine has to be given, each once."""
        own = [self.region, self.date, *(condition.column for condition in self.where)]
        if not isinstance(self.aggregate, Count):
            own.append(self.aggregate.column)
        return tuple(dict.fromkeys(own))


@dataclass(frozen=True, slots=True)
class Cell:
    """One computed figure: an indicator for a unit (six-digit code) and a span that ends with a month.

    `rows_count` is the number of rows that were counted. A cell that has no data does not exist.
    """

    indicator: str
    unit: str
    year: int
    month: int
    span: Span
    value: Decimal
    rows_count: int


def unit_codes(code: str) -> tuple[str, ...]:
    """A division's own code and those of the prefecture and province above it, each once."""
    return tuple(dict.fromkeys((code, code[:4] + "00", code[:2] + "0000")))
