"""Writes a stored version as cells: what an export, a form and a correction show of each column."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from shanhai.delivery.ledger import RECORD_HEADER, Column, Kind, Ledger
from shanhai.delivery.workbook.read import Sheet


def stored_value(column: Column, version: Any) -> Any:
    """The column's value of a version: a code for a division or a choice, a mask for an identity."""
    if column.kind is Kind.DIVISION:
        return getattr(version, column.attribute)
    value = version
    for step in column.path.split("__"):
        value = getattr(value, step)
    return value


def cell_text(column: Column, version: Any) -> str:
    """The value as text that the importer reads back to the same value."""
    return as_text(column, stored_value(column, version))


def as_text(column: Column, value: Any) -> str:
    """A stored value as the importer would read it; empty for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.{column.decimal_places}f}"
    if column.choices:
        return dict(column.choices).get(value, str(value))
    return str(value)


def one_row_sheet(ledger: Ledger, record: str, cells: Mapping[str, str]) -> Sheet:
    """A sheet of one row with its record number: how a correction by page meets the checks of a file."""
    headers = [RECORD_HEADER, *(column.header for column in ledger.columns)]
    texts = [record, *(cells[column.name] or None for column in ledger.columns)]
    grid = pl.DataFrame(
        {f"c{place}": [header, text] for place, (header, text) in enumerate(zip(headers, texts, strict=True))},
        schema=dict.fromkeys([f"c{place}" for place in range(len(headers))], pl.String()),
    )  # fmt: skip
    return Sheet("更正", grid)
