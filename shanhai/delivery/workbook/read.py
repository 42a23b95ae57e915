"""Reads a file into sheets of text, every row where Excel shows it.

All cells come as text: what a cell means is decided where its column is known. The file's kind is told
by its first bytes, because an extension is often wrong.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import fastexcel
import polars as pl

from shanhai.kernel.errors import Unusable

_UNPACKED_MB_AT_MOST = 400
"""A 100,000-row workbook of 20 columns unpacks to about 150 MB; a larger ledger comes as csv."""
_ZIP, _OLE, _PARQUET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1"
_SAMPLE_LINES = 200
_NO_TABLE = (
    "打不开这个文件：既不是 Excel 工作簿也不是文本表格（可能已损坏），请提供 xlsx、xls 或 csv 文件"
)
_OTHER_SIGNS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
"""Control signs stand in no text: what has them is a damaged workbook that happens to decode."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's name and its cells as text; row 0 of the grid is row 1 in Excel."""

    name: str
    grid: pl.DataFrame


def read_sheets(path: Path) -> list[Sheet]:
    """The visible sheets of an xlsx, xls, csv or parquet file; raises `Unusable` for anything else."""
    if not path.is_file():
        raise Unusable(f"找不到文件“{path.name}”：请检查路径")
    head = path.read_bytes()[:8] if path.stat().st_size < 8 else _first_bytes(path)
    if not head:
        raise Unusable(f"文件“{path.name}”是空的：请选择填好的台账")
    if head.startswith((_ZIP, _OLE)):
        return list(_workbook(path, zipped=head.startswith(_ZIP)))
    if head.startswith(_PARQUET):
        return [_columns_file(path)]
    return [_text_table(path)]


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(8)


def _workbook(path: Path, *, zipped: bool) -> Iterator[Sheet]:
    if zipped:
        _refuse_bomb(path)
    try:
        reader = fastexcel.read_excel(path)
        for name in reader.sheet_names:
            # skip_rows=0 keeps the empty rows on top, so that row numbers are those in Excel.
            sheet = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
            if sheet.visible == "visible" and sheet.width:
                grid = sheet.to_polars()
                yield Sheet(
                    name, grid.rename(dict(zip(grid.columns, _names(grid.width), strict=True)))
                )
    except fastexcel.FastExcelError as trouble:
        raise Unusable(
            "打不开这个文件：不是可读的 Excel 工作簿（可能已加密或损坏），请用 Excel 另存为 xlsx 后再试"
        ) from trouble


def _refuse_bomb(path: Path) -> None:
    """Refuse what unpacks to more than the limit, before anything reads it into memory.

    The declared sizes are added up first; `testzip` then unpacks piece by piece, each part up to its
    declared size, so a part that declares less than it holds fails its checksum.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            unpacked_bytes = sum(entry.file_size for entry in packed.infolist())
            if unpacked_bytes > _UNPACKED_MB_AT_MOST * 1024**2:
                raise Unusable(
                    f"文件“{path.name}”解开后超过 {_UNPACKED_MB_AT_MOST} MB："
                    "请拆成几个文件，或另存为 csv"
                )
            damaged = packed.testzip()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as trouble:
        raise Unusable("打不开这个文件：已损坏或已加密，请用 Excel 重新保存后再试") from trouble
    if damaged:
        raise Unusable("打不开这个文件：已损坏，请用 Excel 重新保存后再试")


def _columns_file(path: Path) -> Sheet:
    """A parquet file as our own export writes it, with its column names as the first row."""
    try:
        frame = pl.read_parquet(path)
        texts = frame.select(pl.all().cast(pl.String))
    except pl.exceptions.PolarsError as trouble:
        raise Unusable("打不开这个文件：已损坏或不是表格，请重新导出") from trouble
    names = _names(texts.width)
    header = pl.DataFrame([texts.columns], schema=dict.fromkeys(names, pl.String), orient="row")
    return Sheet(
        path.stem, pl.concat([header, texts.rename(dict(zip(texts.columns, names, strict=True)))])
    )


def _text_table(path: Path) -> Sheet:
    text = _decode(path)
    sample = text.splitlines()[:_SAMPLE_LINES]
    if _OTHER_SIGNS.search("".join(sample)):
        raise Unusable(_NO_TABLE)
    separator = max(",\t;", key=lambda mark: sum(line.count(mark) for line in sample))
    width = max((line.count(separator) for line in sample), default=0) + 1
    if width == 1:
        raise Unusable(_NO_TABLE)
    try:
        grid = pl.read_csv(
            io.BytesIO(text.encode()),
            has_header=False,
            separator=separator,
            schema=dict.fromkeys(_names(width), pl.String),
            truncate_ragged_lines=True,
            missing_columns="insert",
        )
    except pl.exceptions.PolarsError as trouble:
        raise Unusable(_NO_TABLE) from trouble
    return Sheet(path.stem, grid)


def _decode(path: Path) -> str:
    """UTF-8 with or without a mark, else GB18030, which Excel in Chinese offices writes."""
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Unusable(_NO_TABLE)


def _names(width: int) -> list[str]:
    return [f"c{position}" for position in range(width)]
