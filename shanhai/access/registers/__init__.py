"""Registers (清册): a list of records declared once, read by pages, downloads and the API alike.

A register says which rows, which columns and which filters. Everything else (search, year, unit, moment,
paging, totals, the way a value is written) is the same for every list of the house, so it lives here,
below both front doors.
"""

from shanhai.access.registers.asking import Asked, ask
from shanhai.access.registers.columns import (
    Column,
    column_of,
    columns_of,
    linked,
    marked,
    shown_text,
)
from shanhai.access.registers.filters import Filter
from shanhai.access.registers.register import Register
from shanhai.access.registers.units import Unit, find_unit

__all__ = [
    "Asked",
    "Column",
    "Filter",
    "Register",
    "Unit",
    "ask",
    "column_of",
    "columns_of",
    "find_unit",
    "linked",
    "marked",
    "shown_text",
]  # fmt: skip
