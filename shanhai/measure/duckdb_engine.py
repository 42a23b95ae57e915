"""The plain engine: the same declarations compiled to SQL and run by DuckDB; oracle of the others.

It says what a figure means as directly as SQL can (the year to date counts over all rows up to the
month), so it is slower than the default and easier to believe.
"""

from collections.abc import Collection, Sequence
from decimal import Decimal
from functools import singledispatch

import duckdb
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

_QUERY = """
WITH dated AS (
    SELECT *, CAST(month({date}) AS INTEGER) AS row_month FROM ledger
    WHERE year({date}) = {year} AND {region} IS NOT NULL
), spread AS (
    SELECT *, unnest(list_distinct([{region}, left({region}, 4) || '00', left({region}, 2) || '0000'])) AS unit
    FROM dated
), kept AS (
    SELECT * FROM spread WHERE {wanted}
), grid AS (
    SELECT unit, last, CAST(m AS INTEGER) AS month
    FROM (SELECT unit, max(row_month) AS last FROM kept GROUP BY unit), range(1, 13) AS months(m)
), counted AS (
    SELECT * FROM kept WHERE {holds}
)
SELECT grid.unit, grid.month, 'month' AS span, {figure} AS value, count(counted.unit) AS rows_count
FROM grid LEFT JOIN counted ON counted.unit = grid.unit AND counted.row_month = grid.month
WHERE grid.month <= grid.last GROUP BY grid.unit, grid.month
UNION ALL
SELECT grid.unit, grid.month, 'ytd', {figure}, count(counted.unit)
FROM grid LEFT JOIN counted ON counted.unit = grid.unit AND counted.row_month <= grid.month
GROUP BY grid.unit, grid.month
"""


class _Arrow:
    """A Polars frame that offers nothing but Arrow's stream, which DuckDB reads without PyArrow."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._frame.__arrow_c_stream__(requested_schema)


def measure(
    indicators: Sequence[Indicator],
    rows: pl.DataFrame,
    year: int,
    parameters: Parameters,
    units: Collection[str] | None = None,
) -> list[Cell]:
    """All cells of a year, or only those of `units`; the same contract as `measure.local.measure`."""
    with duckdb.connect() as connection:
        connection.register("arrived", _Arrow(rows))
        # An Arrow stream is read once, so the rows are kept as a table for all the indicators.
        connection.execute("CREATE TEMP TABLE ledger AS SELECT * FROM arrived")
        cells: list[Cell] = []
        for indicator in indicators:
            lines = connection.execute(sql(indicator, year, parameters, units)).fetchall()
            cells.extend(
                Cell(indicator.code, unit, year, month, Span(span), Decimal(value), count)
                for unit, month, span, value, count in lines
            )
    return cells


def sql(
    indicator: Indicator, year: int, parameters: Parameters, units: Collection[str] | None = None
) -> str:
    """The indicator's query over a table `ledger`."""
    wanted = "true" if units is None else f"unit IN ({', '.join(map(_text, units)) or 'NULL'})"
    return _QUERY.format(
        date=_name(indicator.date),
        region=_name(indicator.region),
        year=int(year),
        wanted=wanted,
        holds=" AND ".join(_holds(part, parameters) for part in indicator.where) or "true",
        figure=_figure(indicator.aggregate),
    )


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


@singledispatch
def _holds(condition: Condition, parameters: Parameters) -> str:
    """A condition as SQL that is true or false, never blank."""
    raise NotImplementedError(condition)


@_holds.register
def _is_true(condition: IsTrue, parameters: Parameters) -> str:
    return f"coalesce({_name(condition.column)}, false)"


@_holds.register
def _inside(condition: Inside, parameters: Parameters) -> str:
    code = f"coalesce({_name(condition.column)}, '')"
    prefixes = parameters[condition.parameter]
    return f"({' OR '.join(f'starts_with({code}, {_text(prefix)})' for prefix in prefixes)})"


@singledispatch
def _figure(aggregate: Aggregate) -> str:
    """The figure of the joined rows; where none joined, zero."""
    raise NotImplementedError(aggregate)


@_figure.register
def _distinct(aggregate: Distinct) -> str:
    return f"count(DISTINCT counted.{_name(aggregate.column)})"


@_figure.register
def _count(aggregate: Count) -> str:
    return "count(counted.unit)"


@_figure.register
def _sum(aggregate: Sum) -> str:
    return f"coalesce(sum(counted.{_name(aggregate.column)}), 0)"
