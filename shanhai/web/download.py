"""Writes the rows of a register to a file and notes in the journal who took what.

Rows are written one by one to a file on disk, so a large export needs no large memory, and the entry says
exactly how many rows left the house. No file is sent without its entry.
"""

import csv
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from io import TextIOWrapper
from typing import IO, Any

import xlsxwriter
from django.db import transaction
from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext

from shanhai.access.registers import Asked, Column, shown_text
from shanhai.journal.actions import record
from shanhai.journal.models import Verb
from shanhai.kernel.errors import Unusable

_CHUNK_ROWS = 2000
_XLSX_LAST_ROW = 1_048_575
# Excel, WPS and LibreOffice take a text with one of these in front for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_COLUMN_WIDTH_CHARACTERS = {"long": 50, "name": 18, "moment": 17, "code": 14, "list": 30}


def send(asked: Asked, suffix: str) -> FileResponse:
    """A file of all rows that answer, `xlsx` or `csv`; raises `NotAllowed` and `Unusable`."""
    rows = asked.exported_rows()
    write, media_type = FORMATS[suffix]
    # The response closes it when the last byte is sent.
    file = tempfile.TemporaryFile()  # noqa: SIM115
    try:
        rows_count = write(file, asked, rows.iterator(chunk_size=_CHUNK_ROWS))
        with transaction.atomic():
            record(
                by=asked.user,
                verb=Verb.EXPORT,
                subject=asked.register.record_name,
                key=suffix,
                after={"filters": asked.filters, "format": suffix},
                rows_count=rows_count,
            )
    except BaseException:
        file.close()
        raise
    file.seek(0)
    stamp = timezone.localtime().strftime("%Y%m%d")
    name = f"{gettext(str(asked.register.file_stem))}-{stamp}.{suffix}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=media_type)


def safe_text(text: str) -> str:
    """A text that no spreadsheet program runs: a formula's first character gets an apostrophe before it."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _write_csv(file: IO[bytes], asked: Asked, rows: Iterator[Any]) -> int:
    # With the byte order mark, Excel on a Chinese system reads UTF-8 instead of guessing GBK.
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    columns = asked.register.shown
    writer.writerow([gettext(str(column.label)) for column in columns])
    count = 0
    for row in rows:
        writer.writerow([_csv_value(column, row) for column in columns])
        count += 1
    text.flush()
    text.detach()
    return count


def _csv_value(column: Column, row: Any) -> str:
    value = column.value(row)
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    return safe_text(shown_text(column, row))


def _write_xlsx(file: IO[bytes], asked: Asked, rows: Iterator[Any]) -> int:
    # Constant memory keeps one row at a time; texts are written as texts, so none is ever a formula.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    columns = asked.register.shown
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(gettext("数据"))
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        formats = {
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            "number": book.add_format({"num_format": "#,##0.####"}),
            "count": book.add_format({"num_format": "#,##0"}),
        }
        for place, column in enumerate(columns):
            sheet.set_column(place, place, _COLUMN_WIDTH_CHARACTERS.get(column.kind, 14))
            sheet.write_string(0, place, gettext(str(column.label)), bold)
        sheet.freeze_panes(1, 0)
        count = 0
        for count, row in enumerate(rows, start=1):
            if count > _XLSX_LAST_ROW:
                raise Unusable("行数超过 Excel 的上限（1048576 行）：请缩小范围，或改用 csv 下载")
            for place, column in enumerate(columns):
                _write_cell(sheet, count, place, column, row, formats.get(column.kind))
        _write_about(book, asked, count, bold)
    return count


def _write_cell(sheet: Any, line: int, place: int, column: Column, row: Any, style: Any) -> None:
    value = column.value(row)
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        sheet.write_datetime(line, place, timezone.localtime(value).replace(tzinfo=None), style)
    elif column.kind == "day" and hasattr(value, "isoformat"):
        sheet.write_datetime(line, place, value, style)
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        sheet.write_number(line, place, value, style)
    else:
        sheet.write_string(line, place, shown_text(column, row))


def _write_about(book: Any, asked: Asked, count: int, bold: Any) -> None:
    """A second sheet that says what the first one is, so that a file passed on still explains itself."""
    sheet = book.add_worksheet(gettext("说明"))
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 60)
    lines = [
        (gettext("清单"), gettext(str(asked.register.title))),
        (gettext("行数"), str(count)),
        (gettext("筛选条件"), "；".join(f"{k}={v}" for k, v in asked.filters.items())),
        (
            gettext("数据时点"),
            f"{asked.as_of:%Y-%m-%d %H:%M}" if asked.as_of else gettext("下载时"),
        ),
        (gettext("下载时间"), f"{timezone.localtime():%Y-%m-%d %H:%M}"),
        (gettext("下载人"), str(asked.user)),
    ]
    for line, (label, text) in enumerate(lines):
        sheet.write_string(line, 0, label, bold)
        sheet.write_string(line, 1, text)


Writer = Callable[[IO[bytes], Asked, Iterator[Any]], int]
FORMATS: dict[str, tuple[Writer, str]] = {
    "xlsx": (_write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (_write_csv, "text/csv; charset=utf-8"),
}
