"""What a check looks at: the typed table of a file and the few facts around it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl

from shanhai.access.scope import Scope
from shanhai.delivery.ledger import Ledger
from shanhai.delivery.workbook.places import Places
from shanhai.delivery.workbook.problems import CellProblem


@dataclass(frozen=True)
class Material:
    """A table with `sheet`, `row`, `raw.<column>` texts and typed `<column>`s.

    `scope` is where the acting user may write this ledger; `today` is given so that a check of last
    year can be repeated.
    """

    ledger: Ledger
    table: pl.DataFrame
    places: Places
    scope: Scope
    today: date


Check = Callable[[Material], Iterable[CellProblem]]
"""One rule: looks at all rows at once and returns the problems it finds."""
