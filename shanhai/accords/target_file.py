"""Reads a file of yearly targets (xlsx or csv): every mistake at once, each with its row as Excel shows it.

The columns are 指标代码、单位（区划名或代码）、年度、目标值、单位、依据; two of them are called 单位 in the
offices' own forms, so the second one, or 计量单位, is the unit of measure.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from shanhai.accords.actions.targets import FIRST_YEAR, LAST_YEAR, TargetRow
from shanhai.accords.indicators import fraction_problem, target_indicators
from shanhai.kernel.errors import Unusable
from shanhai.kernel.problems import Problem, Severity
from shanhai.regions.gazetteer import Gazetteer

HEADINGS = ("指标代码", "单位（区划名或代码）", "年度", "目标值", "单位", "依据")
_NAMES = {
    "指标代码": "indicator", "指标": "indicator",
    "单位(区划名或代码)": "region", "区划": "region", "区划代码": "region", "地区": "region",
    "年度": "year", "年份": "year", "目标值": "value", "目标": "value",
    "单位": "unit", "计量单位": "unit", "依据": "source",
}  # fmt: skip
_NEEDED = {
    "indicator": "指标代码", "region": "单位（区划名或代码）", "year": "年度", "value": "目标值",
    "unit": "单位",
}  # fmt: skip
_NOTES = (
    "见下表，如 L1", "全称或六位区划代码；同名时写代码", f"四位年份，{FIRST_YEAR} 到 {LAST_YEAR}",
    "不小于零的数；以人、人次、个、家、对、次、期计的填整数", "该指标的计量单位，见下表",
    "可不填，如年度协议；最多 300 字",
)  # fmt: skip
"""What each column takes, in the order of the headings."""
_WIDE = str.maketrans("（）０１２３４５６７８９．，％", "()0123456789.,%")


@dataclass(frozen=True, slots=True)
class TargetFile:
    """The rows that can stand and all that is wrong with the others."""

    rows: tuple[TargetRow, ...]
    problems: tuple[Problem, ...]


def read_targets(data: bytes, name: str) -> TargetFile:
    """Read the file; raises `Unusable` only when it is no table of targets at all."""
    table = _workbook(data) if data[:4] == b"PK\x03\x04" else _csv(data, name)
    heads = (
        (place, columns)
        for place, cells in enumerate(table[:20], start=1)
        if {"indicator", "value"} <= set(columns := _columns(cells))
    )
    first, columns = next(heads, (0, {}))
    if not first:
        raise Unusable(f"{name} 里没有找到表头，应有这些列：{'、'.join(HEADINGS)}")
    missing = [label for key, label in _NEEDED.items() if key not in columns]
    if missing:
        raise Unusable(f"{name} 缺少列：{'、'.join(missing)}")
    return _read_rows(table, first, columns)


def target_template() -> bytes:
    """An empty workbook to fill in: the header row, and on a second sheet what each column takes."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "目标"
    sheet.append(HEADINGS)
    sheet.freeze_panes = "A2"
    notes = book.create_sheet("说明")
    for column, note in zip(HEADINGS, _NOTES, strict=True):
        notes.append((column, note))
    notes.append(())
    notes.append(("指标代码", "指标", "单位（第一个为常用）"))
    for one in target_indicators().values():
        notes.append((one.code, one.name, "、".join(one.units)))
    for page, widths in ((sheet, (12, 24, 10, 14, 10, 40)), (notes, (24, 48, 24))):
        for letter, width in zip("ABCDEF", widths, strict=False):
            page.column_dimensions[letter].width = width
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _read_rows(
    table: Sequence[Sequence[str]], first: int, columns: Mapping[str, int]
) -> TargetFile:
    gazetteer = Gazetteer.load()
    rows: list[TargetRow] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, str, int], int] = {}
    for number, cells in enumerate(table[first:], start=first + 1):
        given = {
            key: _plain(key, cells[at]) if at < len(cells) else "" for key, at in columns.items()
        }
        if not any(given.values()):
            continue
        row, wrong = _row(given, gazetteer)
        if row is not None:
            key = (row.indicator, row.region, row.year)
            if key in seen:
                wrong = {"指标代码": f"与第 {seen[key]} 行重复（同一指标、单位、年度）"}
            seen.setdefault(key, number)
        problems += [
            Problem(Severity.ERROR, "bad_target", f"{column}：{what}", f"第 {number} 行")
            for column, what in wrong.items()
        ]
        if row is not None and not wrong:
            rows.append(row)
    if not rows and not problems:
        problems.append(Problem(Severity.ERROR, "empty", "表中没有任何目标", "整个文件"))
    return TargetFile(tuple(rows), tuple(problems))


def _row(given: Mapping[str, str], gazetteer: Gazetteer) -> tuple[TargetRow | None, dict[str, str]]:
    wrong: dict[str, str] = {}
    code = given["indicator"].upper()
    indicator = target_indicators().get(code)
    if indicator is None:
        wrong["指标代码"] = (
            f"没有指标“{given['indicator']}”，可用：{'、'.join(target_indicators())}"
        )
    elif given["unit"] not in indicator.units:
        wrong["单位"] = f"{code} 的计量单位应为 {'、'.join(indicator.units)}，不是“{given['unit']}”"
    found = gazetteer.resolve(given["region"]) if given["region"] else []
    if len(found) != 1:
        several = "、".join(f"{division.name}（{division.code}）" for division in found[:5])
        wrong["单位（区划名或代码）"] = (
            f"“{given['region']}”可指 {several}，请写六位代码"
            if found
            else f"没有区划“{given['region']}”，请写全称或六位代码"
        )
    year = re.fullmatch(r"(\d{4})年?", given["year"])
    if not year or not FIRST_YEAR <= int(year[1]) <= LAST_YEAR:
        wrong["年度"] = f"“{given['year']}”应为四位年份"
    try:
        value = Decimal(given["value"].replace(",", "").removesuffix("%"))
        if not value.is_finite() or value < 0 or value >= Decimal(10) ** 16:
            raise InvalidOperation
        fraction = fraction_problem(value, given["unit"])
        if fraction:
            wrong["目标值"] = fraction.removeprefix("目标值")
    except InvalidOperation:
        wrong["目标值"] = f"“{given['value']}”应为不小于零的数"
    if len(given.get("source", "")) > 300:
        wrong["依据"] = "最多 300 字"
    if wrong or year is None:
        return None, wrong
    source = given.get("source", "")
    return TargetRow(code, found[0].code, int(year[1]), value, given["unit"], source), wrong


def _plain(key: str, cell: str) -> str:
    """Full-width digits and signs as the narrow ones, except in the words of the source."""
    return cell if key == "source" else cell.translate(_WIDE)


def _columns(cells: Sequence[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    unit_columns = []
    for at, cell in enumerate(cells):
        heading = re.sub(r"\s", "", cell).translate(_WIDE)
        if heading == "单位":
            unit_columns.append(at)
        elif heading in _NAMES:
            columns.setdefault(_NAMES[heading], at)
    if unit_columns:
        # With two columns called 单位, or one beside 计量单位, the first is who has to reach the target.
        if len(unit_columns) > 1 or "unit" in columns:
            columns.setdefault("region", unit_columns[0])
        columns.setdefault("unit", unit_columns[-1])
    return columns


def _workbook(data: bytes) -> list[list[str]]:
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError, ValueError) as trouble:
        raise Unusable(
            "这不是可读的 xlsx 工作簿，请用 Excel 或 WPS 另存为 xlsx 后再试"
        ) from trouble
    try:
        sheet = book.worksheets[0]
        return [[_cell(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    finally:
        book.close()


def _csv(data: bytes, name: str) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Unusable(f"{name} 不是 xlsx 工作簿，也不是 UTF-8 或 GB18030 编码的 csv")
    if "\x00" in text:
        raise Unusable(f"{name} 不是 xlsx 工作簿，也不是 csv 文本")
    return [[_cell(value) for value in row] for row in csv.reader(io.StringIO(text))]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        # Decimal keeps 0.1 as typed; str of a whole float would show a tail of .0.
        return f"{Decimal(repr(value)).normalize():f}"
    return str(value).strip()
