"""Finds the header row and says which column of the sheet is which column of the ledger.

Real workbooks carry titles above the header, units in it and columns of their own; so the header is
the row that names most of the ledger's columns, whatever stands above it.
"""

import csv
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

import polars as pl

from shanhai.delivery.ledger import RECORD_HEADER, Ledger
from shanhai.delivery.workbook.problems import CellProblem
from shanhai.delivery.workbook.read import Sheet
from shanhai.kernel.problems import Severity

RECORD = "record_number"
"""The name in tables of the column that carries record numbers."""

_SEARCHED_ROWS = 40
_UNIT_WORDS = re.compile(r"(?:十|百|千|万|亿)*(?:元|吨|亩|人次|人|公斤|斤)")
_BRACKETS = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True)
class Header:
    """Where the header stands (row as in Excel) and which grid column holds which ledger column."""

    row: int
    positions: Mapping[str, int]
    problems: list[CellProblem] = field(default_factory=list)

    def has(self, name: str) -> bool:
        """Whether the sheet carries the column."""
        return name in self.positions


def find_header(sheet: Sheet, ledger: Ledger) -> Header | None:
    """The header of the sheet, or None when no row names half of the required columns."""
    words = vocabulary(ledger)
    required = {column.name for column in ledger.columns if column.required}
    best: tuple[int, int] | None = None
    for number, cells in enumerate(sheet.grid.head(_SEARCHED_ROWS).iter_rows()):
        named = {words[key] for cell in cells if cell and (key := plain(cell)) in words}
        if len(named & required) * 2 >= len(required) and (best is None or len(named) > best[1]):
            best = (number, len(named))
    return _describe(sheet, ledger, best[0], words) if best else None


def plain(text: str) -> str:
    """A header without what people decorate it with: width, spaces, stars, brackets and their content."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"[\s*:_]", "", text)
    return _BRACKETS.sub("", text).lower() or text.lower()


@cache
def _aliases() -> list[tuple[str, str]]:
    text = (
        resources.files("shanhai.delivery").joinpath("data/header_aliases.csv").read_text("utf-8")
    )
    return [(line["column"], line["alias"]) for line in csv.DictReader(text.splitlines())]


def vocabulary(ledger: Ledger) -> dict[str, str]:
    """Header as `plain` writes it → column: other offices' words, codes, and our own, which win."""
    words = {plain(alias): name for name, alias in _aliases() if name in ledger.by_name}
    words |= {plain(column.name): column.name for column in ledger.columns}
    words |= {plain(column.header): column.name for column in ledger.columns}
    return words | {plain(RECORD_HEADER): RECORD}


def _describe(sheet: Sheet, ledger: Ledger, number: int, words: Mapping[str, str]) -> Header:
    row = number + 1
    positions: dict[str, int] = {}
    problems: list[CellProblem] = []

    def add(severity: Severity, code: str, message: str, column: str, accepted: str = "") -> None:
        problems.append(
            CellProblem(severity, code, message, sheet=sheet.name, row=row, column=column,
                        value=column, accepted=accepted)
        )  # fmt: skip

    for position, cell in enumerate(sheet.grid.row(number)):
        text = (cell or "").strip()
        name = words.get(plain(text)) if text else None
        if not text:
            continue
        if name is None:
            add(Severity.WARNING, "unknown_column", f"台账没有“{text}”这一列，本列不导入", text,
                "、".join(column.header for column in ledger.columns))  # fmt: skip
        elif name in positions:
            add(Severity.ERROR, "repeated_column", f"“{text}”与前面一列重复：请只留一列", text)
        else:
            positions[name] = position
            if (unit := _other_unit(text, ledger, name)) is not None:
                column = ledger.by_name[name]
                add(Severity.ERROR, "other_unit",
                    f"本列的单位写成了“{unit}”：请换算为{column.unit or '规定的单位'}后再填", text,
                    column.accepted)  # fmt: skip
    for column in ledger.columns:
        if column.required and column.name not in positions:
            add(Severity.ERROR, "missing_column", f"缺少必填列“{column.header}”", column.header,
                column.header)  # fmt: skip
    return Header(row, positions, problems)


def _other_unit(text: str, ledger: Ledger, name: str) -> str | None:
    """The unit in a header's brackets when it is not the column's own."""
    column = ledger.by_name.get(name)
    if column is None or not column.unit:
        return None
    for inside in _BRACKETS.findall(unicodedata.normalize("NFKC", text)):
        unit = str(inside).removeprefix("单位").strip(": ")
        if _UNIT_WORDS.fullmatch(unit) and unit != column.unit:
            return unit
    return None


def body(sheet: Sheet, header: Header) -> pl.DataFrame:
    """The rows under the header: `sheet`, `row` and one raw text column per mapped column."""
    grid = sheet.grid.with_row_index("row", offset=1)
    return grid.slice(header.row).select(
        pl.lit(sheet.name).alias("sheet"),
        pl.col("row").cast(pl.Int64),
        # A date cell comes with an hour that nobody wrote.
        *(
            pl.col(f"c{at}").str.strip_suffix(" 00:00:00").alias(f"raw.{name}")
            for name, at in header.positions.items()
        ),
    )
