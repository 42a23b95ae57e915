"""A problem of a cell: where in the user's own file, what stands there, and what would be accepted."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from shanhai.kernel.problems import Problem, Severity

Say = str | Callable[[Mapping[str, Any]], str]
"""A message, or what makes one from the row."""


@dataclass(frozen=True, slots=True)
class CellProblem(Problem):
    """A problem at a sheet, a row as Excel numbers it, and a column by its header."""

    sheet: str = ""
    row: int = 0
    column: str = ""
    value: str = ""
    accepted: str = ""

    def as_json(self) -> dict[str, Any]:
        """The shape that contracts.md fixes, with the severity added."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "code": self.code,
            "message": self.message,
            "accepted": self.accepted,
            "severity": str(self.severity),
        }


def at_rows(
    rows: pl.DataFrame,
    *,
    severity: Severity = Severity.ERROR,
    code: str,
    column: str,
    raw: str,
    say: Say,
    accepted: str = "",
) -> Iterator[CellProblem]:
    """One problem for each row of a frame that has `sheet`, `row` and the text column `raw`."""
    for row in rows.iter_rows(named=True):
        yield CellProblem(
            severity=severity,
            code=code,
            message=say if isinstance(say, str) else say(row),
            sheet=row["sheet"],
            row=row["row"],
            column=column,
            value=(row[raw] or "") if raw else "",
            accepted=accepted,
        )


def in_order(problems: Iterable[CellProblem]) -> list[CellProblem]:
    """As a person reads the file: sheet by sheet, row by row."""
    return sorted(problems, key=lambda each: (each.sheet, each.row))
