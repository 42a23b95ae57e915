"""Checks that every ledger has by the kinds of its columns; each is one rule over all rows at once.

A rule of one field of cooperation stands in `rules/<field>.py`.
"""

from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec

import polars as pl

from shanhai.delivery.ledger import Ledger
from shanhai.delivery.workbook import persons
from shanhai.delivery.workbook.headers import RECORD
from shanhai.delivery.workbook.material import Check, Material
from shanhai.delivery.workbook.problems import CellProblem, at_rows
from shanhai.regions.models import Division

FUTURE_DAYS_AT_MOST = 31
"""Contracts are signed a few weeks ahead; a start later than that is a slip of the year."""


def checks_of(ledger: Ledger) -> tuple[Check, ...]:
    """The common checks, then those of the ledger's own field."""
    module = f"shanhai.delivery.workbook.rules.{ledger.field}"
    own = import_module(module).CHECKS if find_spec(module) else {}
    of_persons = persons.CHECKS if ledger.about_persons else ()
    return (*COMMON, *of_persons, *own.get(ledger.code, ()))


def required_is_filled(material: Material) -> Iterator[CellProblem]:
    """A required column is empty."""
    for column in material.ledger.columns:
        raw = f"raw.{column.name}"
        if column.required:
            # A cell that could not be read has its own problem; only a blank one is missing.
            empty = pl.col(f"blank.{column.name}")
            yield from at_rows(
                material.table.filter(empty), code="required", column=column.header, raw=raw,
                say=f"“{column.header}”不能为空", accepted=column.accepted,
            )  # fmt: skip


def number_in_range(material: Material) -> Iterator[CellProblem]:
    """A number lies outside the limits that the model sets."""
    for column in material.ledger.columns:
        if column.minimum is None or column.maximum is None:
            continue
        number = pl.col(column.name)
        outside = material.table.filter((number < column.minimum) | (number > column.maximum))
        yield from at_rows(
            outside, code="out_of_range", column=column.header, raw=f"raw.{column.name}",
            say=f"超出范围：应在 {column.minimum} 到 {column.maximum} 之间",
            accepted=column.accepted,
        )  # fmt: skip


def end_follows_start(material: Material) -> Iterator[CellProblem]:
    """The period ends before it starts."""
    first, last = (material.ledger.by_name[name] for name in material.ledger.model.period)
    wrong = material.table.filter(pl.col(last.name) < pl.col(first.name))
    yield from at_rows(
        wrong, code="ends_before_start", column=last.header, raw=f"raw.{last.name}",
        say=lambda row: f"“{last.header}”早于“{first.header}”{row[first.name]}",
        accepted=f"不早于“{first.header}”的日期",
    )  # fmt: skip


def start_not_in_future(material: Material) -> Iterator[CellProblem]:
    """The period starts later than a contract is usually signed ahead."""
    column = material.ledger.by_name[material.ledger.model.period[0]]
    latest = material.today + timedelta(days=FUTURE_DAYS_AT_MOST)
    yield from at_rows(
        material.table.filter(pl.col(column.name) > latest), code="in_future",
        column=column.header, raw=f"raw.{column.name}",
        say=f"“{column.header}”晚于今天起 {FUTURE_DAYS_AT_MOST} 天：请核对年份",
        accepted=f"{latest} 或更早的日期",
    )  # fmt: skip


def region_is_a_county(material: Material) -> Iterator[CellProblem]:
    """A ledger's rows belong to counties, not to the levels above."""
    column = material.ledger.region
    code = pl.col(column.name)
    yield from at_rows(
        material.table.filter(code.str.ends_with("00")), code="not_a_county",
        column=column.header, raw=f"raw.{column.name}",
        say=lambda row: f"“{row[f'raw.{column.name}']}”不是县级区划：请填到县（市、区）",
        accepted=f"{Division.Level.COUNTY.label}区划的名称或六位代码",
    )  # fmt: skip


def row_in_scope(material: Material) -> Iterator[CellProblem]:
    """The row belongs to a county for which the acting user may not write."""
    column = material.ledger.region
    # A level above the county has a problem of its own.
    outside = material.table.filter(~pl.col("in_scope") & ~pl.col(column.name).str.ends_with("00"))
    yield from at_rows(
        outside, code="out_of_scope", column=column.header, raw=f"raw.{column.name}",
        say="本行所属的县不在您可导入的范围内", accepted=scope_in_words(material),
    )  # fmt: skip


def scope_in_words(material: Material) -> str:
    """The regions for which the acting user may write, by name; their former codes go without saying."""
    standing = [code for code in material.scope.codes if material.places.stands(code)]
    return "、".join(material.places.full_name(code) for code in standing[:10])


def same_key_in_file(material: Material) -> Iterator[CellProblem]:
    """Two rows of the file are the same thing: the later one names the first."""
    keys = [f"key.{name}" for name in material.ledger.key_columns]
    headers = "、".join(
        material.ledger.by_name[name].header for name in material.ledger.key_columns
    )
    first = material.ledger.by_name[material.ledger.key_columns[0]]
    whole = material.table.filter(pl.all_horizontal(pl.col(key).is_not_null() for key in keys))
    repeated = _later_ones(whole, keys)
    yield from at_rows(
        repeated, code="duplicate_in_file", column=first.header, raw=f"raw.{first.name}",
        say=lambda row: f"与{_place(row)}重复（{headers}相同）：请只留一行",
        accepted="每行一条，不重复",
    )  # fmt: skip
    numbered = material.table.filter(pl.col(RECORD).is_not_null())
    yield from at_rows(
        _later_ones(numbered, [RECORD]), code="duplicate_record", column="记录编号",
        raw=f"raw.{RECORD}", say=lambda row: f"与{_place(row)}的记录编号相同：请只留一行",
        accepted="每个记录编号一行",
    )  # fmt: skip


def _later_ones(table: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Rows whose key stood before, with the sheet and row of the first one."""
    return table.with_columns(
        pl.col("row").first().over(keys).alias("first_row"),
        pl.col("sheet").first().over(keys).alias("first_sheet"),
        pl.int_range(pl.len()).over(keys).alias("nth"),
    ).filter(pl.col("nth") > 0)


def _place(row: "dict[str, object] | object") -> str:
    assert isinstance(row, dict)
    sheet = "" if row["first_sheet"] == row["sheet"] else f"工作表“{row['first_sheet']}”"
    return f"{sheet}第 {row['first_row']} 行"


COMMON: tuple[Check, ...] = (
    required_is_filled,
    number_in_range,
    end_follows_start,
    start_not_in_future,
    region_is_a_county,
    row_in_scope,
    same_key_in_file,
)
