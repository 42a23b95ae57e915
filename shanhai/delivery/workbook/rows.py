"""Writes a stored version as cells: what an export, a form and a correction show of each column."""

from datetime import date
from decimal import Decimal
from typing import Any

from shanhai.delivery.ledger import Column, Kind


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
