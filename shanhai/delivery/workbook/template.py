"""Writes the workbook to fill in: header, drop-downs, an example row, and what each column means.

It is drawn from the ledger, so a column that a later release adds is in the next template downloaded.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from shanhai.delivery.ledger import Column, Kind, Ledger, Privacy
from shanhai.delivery.workbook.parse import EXAMPLE_MARK

SHEET = "填报"
NOTES = "填表说明"
CODES = "代码表"
_TITLE_ROW, _HINT_ROW, _HEADER_ROW, _EXAMPLE_ROW = 0, 1, 2, 3
_PREPARED_ROWS = 5000
"""Rows that carry drop-downs; more may be filled in, they are checked on import anyway."""

_WIDTHS = {Kind.IDENTITY: 22, Kind.TEXT: 20, Kind.DIVISION: 20, Kind.DATE: 13}
_EXAMPLES: dict[Kind, Any] = {
    Kind.IDENTITY: "450202200001010002",
    Kind.DIVISION: "广西柳州市城中区",
    Kind.DATE: date(2022, 8, 27),
    Kind.DECIMAL: 4500,
    Kind.INTEGER: 1,
    Kind.BOOLEAN: "是",
}
_PRIVACY = {
    Privacy.PUBLIC: "可公开",
    Privacy.INTERNAL: "内部",
    Privacy.PERSONAL: "个人信息",
    Privacy.SENSITIVE: "敏感个人信息",
}


def write_template(ledger: Ledger, path: Path, home: str = "") -> None:
    """Write the template; `home` is the full name of the only county that the user fills in for."""
    with xlsxwriter.Workbook(
        path, {"strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        # The same template is the same file: a moment of writing says nothing about it.
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - a file's label
        styles = _styles(book)
        sheet = book.add_worksheet(SHEET)
        _write_notes(book.add_worksheet(NOTES), ledger, styles)
        _write_sheet(book, sheet, ledger, home, styles)
        _write_codes(book, ledger, styles)
        sheet.activate()


def _styles(book: Any) -> dict[str, Any]:
    border = {"border": 1, "border_color": "#BFC7D1"}
    head = {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", **border}
    return {
        "title": book.add_format({"bold": True, "font_size": 16, "valign": "vcenter"}),
        "hint": book.add_format({"font_color": "#5B6675", "text_wrap": True, "valign": "top"}),
        "required": book.add_format({**head, "bg_color": "#F6D9D3"}),
        "optional": book.add_format({**head, "bg_color": "#E4EAF1"}),
        "example": book.add_format({"italic": True, "font_color": "#8A94A3"}),
        "example_day": book.add_format(
            {"italic": True, "font_color": "#8A94A3", "num_format": "yyyy-mm-dd"}
        ),
        "text": book.add_format({"num_format": "@"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top", **border}),
        "head": book.add_format({**head, "bg_color": "#E4EAF1"}),
    }


def _write_sheet(book: Any, sheet: Any, ledger: Ledger, home: str, styles: Any) -> None:
    sheet.set_row(_TITLE_ROW, 28)
    sheet.write_string(_TITLE_ROW, 0, ledger.name, styles["title"])
    hint = "红底列必填；各列含义见“填表说明”；灰色示例行导入时自动跳过，可删除；一行一条。"
    sheet.write_string(_HINT_ROW, 0, hint)
    sheet.set_row(_HEADER_ROW, 32)
    last = _EXAMPLE_ROW + _PREPARED_ROWS
    marked = False
    for place, column in enumerate(ledger.columns):
        style = styles["required" if column.required else "optional"]
        sheet.write_string(_HEADER_ROW, place, column.header, style)
        cell_style = styles.get({Kind.DATE: "day", Kind.IDENTITY: "text"}.get(column.kind, ""))
        sheet.set_column(place, place, _WIDTHS.get(column.kind, 14), cell_style)
        mark = not marked and column.kind is Kind.TEXT
        _write_example(sheet, place, column, EXAMPLE_MARK if mark else "", styles)
        marked = marked or mark
        _validate(sheet, place, column, last)
        if home and column is ledger.region:
            sheet.write_string(_EXAMPLE_ROW + 1, place, home)
    sheet.freeze_panes(_HEADER_ROW + 1, 1)
    sheet.autofilter(_HEADER_ROW, 0, _HEADER_ROW, len(ledger.columns) - 1)
    sheet.set_landscape()
    sheet.repeat_rows(_HEADER_ROW)


def _write_example(sheet: Any, place: int, column: Column, mark: str, styles: Any) -> None:
    value = mark or example(column)
    if isinstance(value, date):
        sheet.write_datetime(_EXAMPLE_ROW, place, value, styles["example_day"])
    elif isinstance(value, int):
        sheet.write_number(_EXAMPLE_ROW, place, value, styles["example"])
    else:
        sheet.write_string(_EXAMPLE_ROW, place, value, styles["example"])


def example(column: Column) -> Any:
    """A value that the importer would take."""
    if column.choices:
        return column.choices[0][1]
    return _EXAMPLES.get(column.kind, f"示例{column.header}")


def _validate(sheet: Any, place: int, column: Column, last: int) -> None:
    """Drop-downs and date checks; a warning only, since the importer reads more forms than Excel."""
    name = xl_col_to_name(place)
    hint = {"input_title": column.header[:32], "input_message": column.accepted[:255]}
    rule: dict[str, Any] = {"validate": "any", **hint}
    if column.choices:
        rule = {
            "validate": "list", "source": f"={CODES}!${name}$2:${name}${len(column.choices) + 1}",
            "error_type": "warning", **hint,
        }  # fmt: skip
    elif column.kind is Kind.BOOLEAN:
        rule = {"validate": "list", "source": ["是", "否"], "error_type": "warning", **hint}
    elif column.kind is Kind.DATE:
        rule = {
            "validate": "date", "criteria": "between", "minimum": date(2000, 1, 1),
            "maximum": date(2099, 12, 31), "error_type": "warning",
            "error_message": "请填写日期，如 2022-08-27", **hint,
        }  # fmt: skip
    elif column.minimum is not None and column.maximum is not None:
        rule = {
            "validate": "decimal", "criteria": "between", "minimum": float(column.minimum),
            "maximum": float(column.maximum), "error_type": "warning", **hint,
        }  # fmt: skip
    sheet.data_validation(_EXAMPLE_ROW + 1, place, last, place, rule)


def _write_notes(sheet: Any, ledger: Ledger, styles: Any) -> None:
    heads = ("列", "必填", "含义", "单位", "可填内容", "信息级别")
    for place, (head, width) in enumerate(zip(heads, (18, 8, 44, 8, 60, 14), strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, head, styles["head"])
    for row, column in enumerate(ledger.columns, start=1):
        texts = (
            column.header, "是" if column.required else "否", column.definition, column.unit,
            column.accepted, _PRIVACY[column.privacy],
        )  # fmt: skip
        for place, text in enumerate(texts):
            sheet.write_string(row, place, text, styles["wrap"])
    sheet.freeze_panes(1, 0)


def _write_codes(book: Any, ledger: Ledger, styles: Any) -> None:
    """The code lists stand under the letter of their column, so that a drop-down finds its own."""
    sheet = book.add_worksheet(CODES)
    for place, column in enumerate(ledger.columns):
        if column.choices:
            sheet.write_string(0, place, column.header, styles["head"])
            for row, (_, label) in enumerate(column.choices, start=1):
                sheet.write_string(row, place, label)
    sheet.hide()
