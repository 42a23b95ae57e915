"""Turns a sheet's text rows into a typed table, with a problem for each cell that cannot be read.

Canonical forms are read by column expressions; whatever else people typed is read once for each
different text and joined back.
"""

import re

import polars as pl

from shanhai.delivery.ledger import Column, Kind, Ledger
from shanhai.delivery.workbook import values
from shanhai.delivery.workbook.headers import RECORD
from shanhai.delivery.workbook.problems import CellProblem
from shanhai.kernel.problems import Severity

EXAMPLE_MARK = "示例行（导入时自动跳过）"
"""What stands in the first text column of a template's example row."""

_SPACES = " \t\r\n\u3000\u00a0\u200b\ufeff"
_BLANK = ["", "/", "-", "—", "——", "–", "无", "N/A", "n/a", "NULL", "null"]
_TOTALS = r"^(?:合\s*计|总\s*计|小\s*计|共\s*计|汇\s*总)[:：]?$"
_NOTES = r"^(?:备\s*注|说\s*明|注|填表人|填报人|制表人?|审核人?|联系人|联系电话|填报单位|单位负责人)[0-9]*\s*[:：]"

_DTYPES: dict[Kind, pl.DataType] = {
    Kind.DATE: pl.Date(),
    Kind.DECIMAL: pl.Decimal(20, 4),
    Kind.INTEGER: pl.Int64(),
    Kind.BOOLEAN: pl.Boolean(),
}


def dtype_of(column: Column) -> pl.DataType:
    """The column's type in a table."""
    if column.kind is Kind.DECIMAL:
        return pl.Decimal(20, column.decimal_places)
    return _DTYPES.get(column.kind, pl.String())


def parse(
    table: pl.DataFrame, ledger: Ledger, division: values.Reader
) -> tuple[pl.DataFrame, list[CellProblem]]:
    """Add a typed column for each `raw.` column; a column that the sheet lacks is all empty.

    `blank.<column>` tells a cell that was left empty from one that could not be read.

    Rows that are no data (blank, with nothing but the county, totals, notes under the table, the
    template's example) are dropped; totals and notes leave an info so that nobody wonders.
    """
    names = [name for name in (*ledger.by_name, RECORD) if f"raw.{name}" in table.columns]
    table = table.with_columns(_clean(f"raw.{name}").alias(name) for name in names)
    table, problems = _only_data(table, names, ledger.region.name)
    for column in ledger.columns:
        blank = pl.col(column.name).is_null() if column.name in names else pl.lit(False)
        table = table.with_columns(blank.alias(f"blank.{column.name}"))
        if column.name in names:
            series, trouble = _parse_column(table, column, values.reader_of(column, division))
            problems += trouble
        else:
            series = pl.Series(column.name, [None] * table.height, dtype=dtype_of(column))
            table = table.with_columns(pl.lit(None, pl.String).alias(f"raw.{column.name}"))
        table = table.with_columns(series)
    if RECORD not in names:
        table = table.with_columns(
            pl.lit(None, pl.String).alias(RECORD), pl.lit(None, pl.String).alias(f"raw.{RECORD}")
        )
    return table, problems


def _clean(name: str) -> pl.Expr:
    text = pl.col(name).str.strip_chars(_SPACES).str.replace_all(r"\s*[\r\n]+\s*", " ")
    return pl.when(text.is_in(_BLANK)).then(None).otherwise(text)


def _only_data(
    table: pl.DataFrame, names: list[str], region: str
) -> tuple[pl.DataFrame, list[CellProblem]]:
    texts = [pl.col(name) for name in names]
    filled = pl.sum_horizontal(text.is_not_null() for text in texts)
    total = pl.any_horizontal(text.str.contains(_TOTALS) for text in texts)
    note = (filled <= 2) & pl.any_horizontal(text.str.contains(_NOTES) for text in texts)
    example = pl.any_horizontal(text.eq_missing(EXAMPLE_MARK) for text in texts)
    # A template comes with the county filled in already: that alone is nobody's data.
    prepared = (filled == 1) & pl.col(region).is_not_null() if region in names else pl.lit(False)
    marked = table.with_columns(
        filled.alias("filled"),
        total.fill_null(False).alias("total"),
        note.fill_null(False).alias("note"),
        example.alias("example"),
        prepared.alias("prepared"),
    ).filter((pl.col("filled") > 0) & ~pl.col("example") & ~pl.col("prepared"))
    problems = [
        CellProblem(
            Severity.INFO, "row_skipped",
            "本行是合计，不导入" if total else "本行是表下说明，不导入",
            sheet=sheet, row=row,
        )
        for sheet, row, total in marked.filter(pl.col("total") | pl.col("note"))
        .select("sheet", "row", "total")
        .iter_rows()
    ]  # fmt: skip
    kept = marked.filter(~pl.col("total") & ~pl.col("note"))
    return kept.drop("filled", "total", "note", "example", "prepared"), problems


def _parse_column(
    table: pl.DataFrame, column: Column, read: values.Reader
) -> tuple[pl.Series, list[CellProblem]]:
    text = table.get_column(column.name)
    typed = _fast(text, column)
    left = text.filter(typed.is_null() & text.is_not_null()).unique().to_list()
    readings = {each: read(each) for each in left}
    known = pl.DataFrame(
        {"text": readings.keys(), "value": [reading.value for reading in readings.values()]},
        schema={"text": pl.String(), "value": dtype_of(column)},
        strict=False,
    )
    joined = pl.DataFrame({"text": text}).join(known, on="text", how="left", maintain_order="left")
    troubled = [each for each, reading in readings.items() if reading.code]
    problems = [
        CellProblem(
            severity=readings[each].severity,
            code=readings[each].code,
            message=readings[each].message,
            sheet=sheet,
            row=row,
            column=column.header,
            value=raw,
            accepted=readings[each].accepted or column.accepted,
        )
        for each, sheet, row, raw in table.filter(pl.col(column.name).is_in(troubled))
        .select(column.name, "sheet", "row", f"raw.{column.name}")
        .iter_rows()
    ]
    return pl.Series(column.name, _either(typed, joined.get_column("value"))), problems


def _either(first: pl.Series, second: pl.Series) -> pl.Series:
    return pl.DataFrame({"first": first, "second": second}).select(
        pl.coalesce("first", "second").alias("value")
    )["value"]


def _fast(text: pl.Series, column: Column) -> pl.Series:
    """What a column expression can read; null wherever a reader has to look."""
    dtype = dtype_of(column)
    cell = pl.col("text")
    whole = re.compile(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?: 00:00:00)?$").pattern
    forms = {
        Kind.DATE: pl.when(cell.str.contains(whole))
        .then(cell.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False))
        .otherwise(None),
        Kind.DECIMAL: pl.when(
            cell.str.contains(rf"^[0-9]{{1,15}}(?:\.[0-9]{{1,{max(column.decimal_places, 1)}}})?$")
        )
        .then(cell.cast(dtype, strict=False))
        .otherwise(None),
        Kind.INTEGER: pl.when(cell.str.contains(r"^[0-9]{1,15}$"))
        .then(cell.cast(pl.Int64, strict=False))
        .otherwise(None),
        Kind.IDENTITY: pl.when(cell.str.contains(r"^[0-9]{17}[0-9X]$")).then(cell).otherwise(None),
    }
    form = forms.get(column.kind, pl.lit(None, dtype))
    return pl.DataFrame({"text": text}).with_columns(form.cast(dtype).alias("value"))["value"]
