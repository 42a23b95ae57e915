"""A third way to every figure: plain loops over plain rows, as a person would count with a pencil."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from shanhai.measure.algebra import (
    Cell,
    Count,
    Distinct,
    Indicator,
    Inside,
    IsTrue,
    Parameters,
    Span,
    unit_codes,
)

Row = dict[str, Any]


def holds(condition: object, row: Row, parameters: Parameters) -> bool:
    if isinstance(condition, IsTrue):
        return row[condition.column] is True
    assert isinstance(condition, Inside)
    code = row[condition.column] or ""
    return any(code.startswith(prefix) for prefix in parameters[condition.parameter])


def figure(indicator: Indicator, rows: Sequence[Row]) -> Decimal:
    aggregate = indicator.aggregate
    if isinstance(aggregate, Count):
        return Decimal(len(rows))
    values = [row[aggregate.column] for row in rows if row[aggregate.column] is not None]
    return Decimal(len(set(values)) if isinstance(aggregate, Distinct) else sum(values))


def measure(
    indicators: Iterable[Indicator], rows: Sequence[Row], year: int, parameters: Parameters
) -> set[Cell]:
    cells = set()
    for indicator in indicators:

        def month_of(row: Row, column: str = indicator.date) -> int:
            day: date = row[column]
            return day.month

        here = [
            row
            for row in rows
            if row[indicator.region] and row[indicator.date] and row[indicator.date].year == year
        ]
        for unit in {code for row in here for code in unit_codes(row[indicator.region])}:
            submitted = [row for row in here if unit in unit_codes(row[indicator.region])]
            counted = [
                row
                for row in submitted
                if all(holds(part, row, parameters) for part in indicator.where)
            ]
            for month in range(1, 13):
                if month <= max(map(month_of, submitted)):
                    inside = [row for row in counted if month_of(row) == month]
                    cells.add(
                        Cell(
                            indicator.code, unit, year, month, Span.MONTH,
                            figure(indicator, inside), len(inside),
                        )
                    )  # fmt: skip
                so_far = [row for row in counted if month_of(row) <= month]
                cells.add(
                    Cell(
                        indicator.code, unit, year, month, Span.YEAR_TO_DATE,
                        figure(indicator, so_far), len(so_far),
                    )
                )  # fmt: skip
    return cells
