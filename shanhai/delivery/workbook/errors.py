"""Writes the error workbook: the user's own file with the bad cells coloured and a comment in each.

Only here is openpyxl used, because it alone keeps the user's own formatting; it is slow, so the file is
made when somebody wants it and never for a file without problems.
"""

import os
import secrets
import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
from django.conf import settings
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from shanhai.access.models import Account
from shanhai.delivery.ledger import registry
from shanhai.delivery.workbook.headers import plain, vocabulary
from shanhai.delivery.workbook.problems import CellProblem
from shanhai.delivery.workbook.read import Sheet, read_sheets
from shanhai.kernel.errors import NotFound
from shanhai.kernel.problems import Severity

KEPT = timedelta(days=7)
"""The files hold full identity numbers, so they are not kept longer than it takes to mend them."""

_FILLS = {
    Severity.ERROR: PatternFill("solid", fgColor="F4B6AA"),
    Severity.WARNING: PatternFill("solid", fgColor="FBE7A3"),
}
_HEADER_SEARCHED_ROWS = 60
_VALUE_PLACE = 4
_LISTED_AT_MOST = 3000
"""Rows of the list of problems; beyond it nobody reads on, while every bad cell is marked anyway."""


def folder_of(account: Account) -> Path:
    """Where the account's error workbooks lie, for its owner's eyes only."""
    folder = Path(settings.MEDIA_ROOT) / "errors" / str(account.pk)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def write_error_workbook(by: Account, source: Path, problems: Iterable[CellProblem]) -> Path:
    """Write the workbook into the account's folder; its path."""
    folder = folder_of(by)
    _forget_old(folder)
    book = _open(source)
    by_sheet: dict[str, list[CellProblem]] = defaultdict(list)
    for problem in problems:
        if problem.severity is not Severity.INFO:
            by_sheet[problem.sheet].append(problem)
    for name, found in by_sheet.items():
        if name in book.sheetnames:
            _mark(book[name], found)
    _list_all(book, [problem for found in by_sheet.values() for problem in found])
    path = folder / f"{secrets.token_hex(8)}-{source.stem[:60]}-问题.xlsx"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        book.save(file)
    return path


def find_error_workbook(by: Account, name: str) -> Path:
    """The account's own error workbook of this name; raises `NotFound` for any other."""
    path = folder_of(by) / Path(name).name
    if Path(name).name != name or not path.is_file():
        raise NotFound("没有这份问题清单，或已过期：请重新检查文件")
    return path


def _open(source: Path) -> Any:
    """The user's workbook; a csv or an old xls is copied into a new one."""
    with source.open("rb") as file:
        zipped = file.read(4) == b"PK\x03\x04"
    if zipped:
        return openpyxl.load_workbook(source)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in read_sheets(source):
        _copy(book.create_sheet(sheet.name[:31]), sheet)
    return book


def _copy(target: Any, sheet: Sheet) -> None:
    for row, cells in enumerate(sheet.grid.iter_rows(), start=1):
        for place, text in enumerate(cells, start=1):
            if text is not None:
                cell = target.cell(row, place, text)
                # A text that begins with = must stay a text.
                cell.data_type = "s"


def _mark(sheet: Any, problems: list[CellProblem]) -> None:
    places = _columns(sheet, {problem.column for problem in problems})
    cells: dict[tuple[int, int], list[CellProblem]] = defaultdict(list)
    for problem in problems:
        cells[problem.row, places.get(problem.column, 1)].append(problem)
    merged = {
        (row, column): (area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }
    for at, found in cells.items():
        row, column = merged.get(at, at)
        cell = sheet.cell(row, column)
        worst = Severity.ERROR if any(each.is_error for each in found) else Severity.WARNING
        cell.fill = _FILLS[worst]
        comment = Comment("\n".join(_say(each) for each in found), "山海")
        comment.width, comment.height = 320, 40 + 36 * len(found)
        cell.comment = comment


def _say(problem: CellProblem) -> str:
    hint = f"（可填：{problem.accepted[:200]}）" if problem.accepted else ""
    return f"{problem.message}{hint}"


def _columns(sheet: Any, headers: set[str]) -> dict[str, int]:
    """Header → column in the sheet, by the row near the top that has most of them.

    The importer's header may be an alias in the sheet; then the plain words decide.
    """
    best: dict[str, int] = {}
    for ledger in registry().values():
        words = vocabulary(ledger)
        for row in sheet.iter_rows(max_row=_HEADER_SEARCHED_ROWS):
            found: dict[str, int] = {}
            for cell in row:
                text = str(cell.value).strip() if cell.value is not None else ""
                name = words.get(plain(text)) if text else None
                shown = ledger.by_name[name].header if name and name in ledger.by_name else text
                for header in (shown, text):
                    if header in headers:
                        found.setdefault(header, cell.column)
            if len(found) > len(best):
                best = found
    return best


def _list_all(book: Any, problems: list[CellProblem]) -> None:
    """A sheet of all problems in front of nobody's data: the last one."""
    sheet = book.create_sheet("问题清单")
    sheet.append(["工作表", "行", "列", "值", "问题", "可填内容", "级别"])
    words = {Severity.ERROR: "错误", Severity.WARNING: "提醒"}
    ordered = sorted(problems, key=lambda each: (each.sheet, each.row))
    # The row is counted here: asking the sheet for its last row looks at every cell.
    for at, problem in enumerate(ordered[:_LISTED_AT_MOST], start=2):
        texts = (
            problem.sheet, problem.row, problem.column, problem.value, problem.message,
            problem.accepted, words[problem.severity],
        )  # fmt: skip
        for place, text in enumerate(texts, start=1):
            cell = sheet.cell(at, place, text)
            if place == _VALUE_PLACE:
                # What looks like a formula stays a text.
                cell.data_type = "s"
    if len(ordered) > _LISTED_AT_MOST:
        more = f"另有 {len(ordered) - _LISTED_AT_MOST} 处未在此列出，各格均已标色并附批注"
        sheet.cell(_LISTED_AT_MOST + 2, 1, more)
    for letter, width in zip("ABCDEFG", (14, 7, 16, 24, 60, 50, 8), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"


def _forget_old(folder: Path) -> None:
    oldest = time.time() - KEPT.total_seconds()
    for path in folder.glob("*.xlsx"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
