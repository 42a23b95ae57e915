"""Writes ledger rows to xlsx, csv or parquet; what is written can be imported again unchanged.

Each row carries its record number, by which the importer knows it again; identity numbers leave masked,
and a masked number of a known record means the number it has.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter
from django.db.models import QuerySet
from xlsxwriter.exceptions import FileCreateError

from shanhai.delivery.ledger import RECORD_HEADER, Column, Kind, Ledger
from shanhai.delivery.workbook.parse import dtype_of
from shanhai.delivery.workbook.places import Places
from shanhai.kernel.errors import Unusable

SUFFIXES = ("xlsx", "csv", "parquet")
_XLSX_ROWS_AT_MOST = 1_048_000


def write_export(ledger: Ledger, rows: "QuerySet[Any]", path: Path, places: Places) -> int:
    """Write the rows in the form that the suffix names; how many they were.

    Raises `Unusable` for another suffix, or for more rows than a sheet holds.
    """
    suffix = path.suffix.lower().removeprefix(".")
    writers = {"xlsx": _write_xlsx, "csv": _write_csv, "parquet": _write_parquet}
    if suffix not in writers:
        raise Unusable(f"不支持“{path.suffix}”：请用 {'、'.join(SUFFIXES)} 作为文件后缀")
    try:
        return writers[suffix](ledger, _values(ledger, rows, places), path)
    except (OSError, FileCreateError) as trouble:
        raise Unusable(f"不能写入“{path}”：请换一个文件名或文件夹") from trouble


def _values(ledger: Ledger, rows: "QuerySet[Any]", places: Places) -> Iterator[list[Any]]:
    paths = [
        column.attribute if column.kind is Kind.DIVISION else column.path
        for column in ledger.columns
    ]
    show = [_shower(column, places) for column in ledger.columns]
    ordered = rows.order_by(ledger.region.attribute, ledger.model.period[0], "record")
    for record, *values in ordered.values_list("record", *paths).iterator(chunk_size=5000):
        yield [record, *(one(value) for one, value in zip(show, values, strict=True))]


def _shower(column: Column, places: Places) -> Any:
    """How a stored value is written: names for codes, labels for choices, 是 and 否."""
    if column.kind is Kind.DIVISION:
        names: dict[str, str] = {}

        def name(code: str) -> str:
            if code not in names:
                names[code] = places.full_name(code)
            return names[code]

        return name
    if column.choices:
        labels = dict(column.choices)
        return lambda value: labels.get(value, value)
    if column.kind is Kind.BOOLEAN:
        return {True: "是", False: "否", None: None}.get
    return lambda value: value


def _headers(ledger: Ledger) -> list[str]:
    return [RECORD_HEADER, *(column.header for column in ledger.columns)]


def _write_xlsx(ledger: Ledger, rows: Iterator[list[Any]], path: Path) -> int:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        sheet = book.add_worksheet("台账")
        head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E4EAF1"})
        styles = {
            Kind.DATE: book.add_format({"num_format": "yyyy-mm-dd"}),
            Kind.DECIMAL: book.add_format({"num_format": "0.00"}),
        }
        write = {Kind.DATE: sheet.write_datetime, Kind.DECIMAL: sheet.write_number,
                 Kind.INTEGER: sheet.write_number}  # fmt: skip
        plan = [(sheet.write_string, None)] + [
            (write.get(column.kind, sheet.write_string), styles.get(column.kind))
            for column in ledger.columns
        ]
        for place, header in enumerate(_headers(ledger)):
            sheet.set_column(place, place, 20 if place < 3 else 15)
            sheet.write_string(0, place, header, head)
        sheet.freeze_panes(1, 2)
        count = 0
        for count, row in enumerate(rows, start=1):
            if count > _XLSX_ROWS_AT_MOST:
                raise Unusable(
                    "行数超过一张工作表的上限：请按单位或年度分开导出，或改用 csv、parquet"
                )
            for place, (value, (put, style)) in enumerate(zip(row, plan, strict=True)):
                if value is not None and value != "":
                    put(count, place, value, style)
    return count


def _write_csv(ledger: Ledger, rows: Iterator[list[Any]], path: Path) -> int:
    # The mark at the start tells Excel that the file is UTF-8.
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_headers(ledger))
        for row in rows:
            writer.writerow(row)
            count += 1
    return count


def _write_parquet(ledger: Ledger, rows: Iterator[list[Any]], path: Path) -> int:
    schema: dict[str, pl.DataType] = {RECORD_HEADER: pl.String()}
    schema |= {
        column.header: pl.String() if column.kind is Kind.BOOLEAN else dtype_of(column)
        for column in ledger.columns
    }
    frame = pl.DataFrame(list(rows), schema=schema, orient="row")
    frame.write_parquet(path, compression="zstd")
    return frame.height
