"""A figure's identifier, and the query that opens it to exactly the rows it counts.

`L1-451000-2022-08-ytd` names an indicator, a unit, a month and a span; pages, notices and files use the
same name, so a figure on paper leads back to its rows.
"""

import re
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from django.db.models import Q

from shanhai.delivery.models import LedgerVersion
from shanhai.kernel.errors import NotFound
from shanhai.kernel.periods import Period
from shanhai.measure import parameters
from shanhai.measure.algebra import (
    Cell,
    Condition,
    Distinct,
    Indicator,
    Inside,
    IsTrue,
    Parameters,
    Span,
)
from shanhai.measure.indicators import INDICATORS
from shanhai.regions.models import code_prefix
from shanhai.results.computing import in_months, ledger_model

_FORM = re.compile(r"([A-Z]\d+)-(\d{6})-(\d{4})-(\d{2})-(month|ytd)")


@dataclass(frozen=True, slots=True)
class FigureId:
    """Which figure is meant; `str` writes it and `parse` reads it."""

    indicator: str
    unit: str
    year: int
    month: int
    span: Span

    @classmethod
    def of(cls, cell: Cell) -> "FigureId":
        """The identifier of a computed cell."""
        return cls(cell.indicator, cell.unit, cell.year, cell.month, cell.span)

    @classmethod
    def parse(cls, text: str) -> "FigureId":
        """Read an identifier; raises `NotFound` when it names no figure."""
        found = _FORM.fullmatch(text)
        if not found or found[1] not in INDICATORS or not 1 <= int(found[4]) <= 12:
            raise NotFound(f"没有编号为“{text}”的数字：编号形如 L1-451000-2022-08-ytd")
        return cls(found[1], found[2], int(found[3]), int(found[4]), Span(found[5]))

    def __str__(self) -> str:
        return f"{self.indicator}-{self.unit}-{self.year}-{self.month:02d}-{self.span}"

    @property
    def period(self) -> Period:
        """The stretch of days that the figure covers."""
        if self.span is Span.MONTH:
            return Period.month(self.year, self.month)
        return Period.year_to_date(self.year, self.month)

    @property
    def declared(self) -> Indicator:
        """The indicator's declaration."""
        return INDICATORS[self.indicator]

    @property
    def rows_url(self) -> str:
        """Where the counted rows are listed, on any site that runs Shanhai."""
        return f"/results/readings/{self}/rows/"


def counted_rows(user: Any, figure: FigureId, as_of: Any = None) -> Any:
    """The rows that the figure counts, as the user may see them: a queryset of its ledger.

    Their number is the figure's row count; their different keys (persons) are its value.
    """
    indicator = figure.declared
    model: type[LedgerVersion] = ledger_model(indicator.record)
    first = figure.month if figure.span is Span.MONTH else 1
    condition = in_months(indicator.date, figure.year, first, figure.month)
    condition &= Q(**{f"{indicator.region}__code__startswith": code_prefix(figure.unit)})
    for part in indicator.where:
        condition &= _holds(part, parameters.of_year(figure.year))
    return model.objects.visible_to(user).as_of(as_of).filter(condition)


def value_of_rows(figure: FigureId, rows: Any) -> int:
    """The figure counted once more from its rows, in the database."""
    aggregate = figure.declared.aggregate
    if isinstance(aggregate, Distinct):
        return int(rows.order_by().values(aggregate.column).distinct().count())
    return int(rows.count())


@singledispatch
def _holds(condition: Condition, standing: Parameters) -> Q:
    """A condition as the database's."""
    raise NotImplementedError(condition)


@_holds.register
def _is_true(condition: IsTrue, standing: Parameters) -> Q:
    return Q(**{condition.column: True})


@_holds.register
def _inside(condition: Inside, standing: Parameters) -> Q:
    found = Q(pk__in=[])
    for prefix in standing[condition.parameter]:
        found |= Q(**{f"{condition.column}__code__startswith": prefix})
    return found
