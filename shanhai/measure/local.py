"""The default engine: indicators over a Polars frame of one ledger's rows.

A person's first month of the year decides from when the year to date counts the person, so the cumulative
distinct count is a running sum and no month is counted twice.
"""

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from functools import singledispatch

import polars as pl

from shanhai.measure.algebra import (
    Aggregate,
    Cell,
    Condition,
    Count,
    Distinct,
    Indicator,
    Inside,
    IsTrue,
    Parameters,
    Span,
    Sum,
)

_LEVELS = ((6, ""), (4, "00"), (2, "0000"))
"""How many digits of a code a level keeps, and what fills the rest."""


def measure(
    indicators: Sequence[Indicator],
    rows: pl.DataFrame,
    year: int,
    parameters: Parameters,
    units: Collection[str] | None = None,
) -> list[Cell]:
    """All cells of a year, or only those of `units`.

    `rows` has the columns that the indicators name: division codes as text, dates, whole-number keys.
    A unit without any row in the year has no cell (no data). With rows, months up to the last that has
    rows have a cell, zero where nothing matches; the year to date has one for all twelve months.
    """
    cells: list[Cell] = []
    for indicator in indicators:
        dated = rows.filter(
            pl.col(indicator.date).dt.year() == year, pl.col(indicator.region).is_not_null()
        ).with_columns(month=pl.col(indicator.date).dt.month())
        for digits, filler in _LEVELS:
            code = pl.col(indicator.region)
            levelled = dated.with_columns(unit=code.str.head(digits) + filler)
            if filler != "0000":
                # A row kept under a prefecture itself has no county: it is counted once, higher up.
                levelled = levelled.filter(~pl.col("unit").str.ends_with(filler + "00"))
            if units is not None:
                levelled = levelled.filter(pl.col("unit").is_in(list(units)))
            cells.extend(_cells(indicator, levelled, year, parameters))
    return cells


def _cells(
    indicator: Indicator, rows: pl.DataFrame, year: int, parameters: Parameters
) -> Iterator[Cell]:
    """The cells of one indicator at one level; `rows` carry `unit` and `month`."""
    last = dict(rows.group_by("unit").agg(pl.col("month").max()).iter_rows())
    counted = rows.filter(*(_holds(part, parameters) for part in indicator.where))
    monthly = _by_cell(counted.group_by("unit", "month").agg(_in_month(indicator.aggregate)))
    lines = _by_cell(counted.group_by("unit", "month").agg(pl.len().cast(pl.Int64)))
    added = _by_cell(_first_seen(counted, indicator.aggregate))
    zero = Decimal(0)
    for unit in sorted(last):
        total, total_rows = zero, 0
        for month in range(1, 13):
            here = (unit, month)
            total += added.get(here, zero)
            total_rows += int(lines.get(here, zero))
            if month <= last[unit]:
                yield Cell(
                    indicator.code, unit, year, month, Span.MONTH,
                    monthly.get(here, zero), int(lines.get(here, zero)),
                )  # fmt: skip
            yield Cell(
                indicator.code, unit, year, month, Span.YEAR_TO_DATE, total, total_rows
            )  # fmt: skip


def _by_cell(grouped: pl.DataFrame) -> dict[tuple[str, int], Decimal]:
    return {(unit, month): Decimal(value) for unit, month, value in grouped.iter_rows()}


@singledispatch
def _holds(condition: Condition, parameters: Parameters) -> pl.Expr:
    """A condition as an expression that is true or false, never blank."""
    raise NotImplementedError(condition)


@_holds.register
def _is_true(condition: IsTrue, parameters: Parameters) -> pl.Expr:
    return pl.col(condition.column).fill_null(value=False)


@_holds.register
def _inside(condition: Inside, parameters: Parameters) -> pl.Expr:
    code = pl.col(condition.column).fill_null("")
    return pl.any_horizontal(
        code.str.starts_with(prefix) for prefix in parameters[condition.parameter]
    )


@singledispatch
def _in_month(aggregate: Aggregate) -> pl.Expr:
    """The figure of one month's rows."""
    raise NotImplementedError(aggregate)


@_in_month.register
def _distinct(aggregate: Distinct) -> pl.Expr:
    return pl.col(aggregate.column).drop_nulls().n_unique()


@_in_month.register
def _count(aggregate: Count) -> pl.Expr:
    return pl.len()


@_in_month.register
def _sum(aggregate: Sum) -> pl.Expr:
    return pl.col(aggregate.column).sum()


def _first_seen(counted: pl.DataFrame, aggregate: Aggregate) -> pl.DataFrame:
    """What each month adds to the year to date: for distinct values, those not seen before in the year."""
    if isinstance(aggregate, Distinct):
        counted = (
            counted.filter(pl.col(aggregate.column).is_not_null())
            .group_by("unit", aggregate.column)
            .agg(pl.col("month").min())
        )
    return counted.group_by("unit", "month").agg(_in_month(aggregate))
