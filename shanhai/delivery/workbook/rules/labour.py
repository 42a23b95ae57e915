"""Rules of the labour ledgers: working age, plausible wages."""

from collections.abc import Iterator
from decimal import Decimal

import polars as pl

from shanhai.delivery.workbook.material import Check, Material
from shanhai.delivery.workbook.persons import birth_date
from shanhai.delivery.workbook.problems import CellProblem, at_rows
from shanhai.kernel.problems import Severity

WORKING_AGE_YEARS = 16
"""Labour Law (劳动法) art. 15: nobody under sixteen may be employed."""
USUAL_WAGE_YUAN = (Decimal(1_000), Decimal(30_000))
"""Below it a wage is usually by the day or in thousands, above it by the year."""


def of_working_age(material: Material) -> Iterator[CellProblem]:
    """The person was sixteen on the first day."""
    start = material.ledger.by_name["start_date"]
    sixteenth = birth_date().dt.offset_by(f"{WORKING_AGE_YEARS}y")
    yield from at_rows(
        material.table.filter(pl.col(start.name) < sixteenth), code="under_age",
        column=start.header, raw=f"raw.{start.name}",
        say="上岗时未满16周岁：请核对上岗日期和证件号码", accepted="满16周岁以后的日期",
    )  # fmt: skip


def wage_is_usual(material: Material) -> Iterator[CellProblem]:
    """A wage far from what is paid by the month is probably in another unit."""
    column = material.ledger.by_name["monthly_wage_yuan"]
    assert column.minimum is not None
    assert column.maximum is not None
    low, high = USUAL_WAGE_YUAN
    wage = pl.col(column.name)
    unusual = ((wage < low) | (wage > high)) & wage.is_between(column.minimum, column.maximum)
    yield from at_rows(
        material.table.filter(unusual), severity=Severity.WARNING, code="wage_unusual",
        column=column.header, raw=f"raw.{column.name}",
        say=f"月工资不在常见的 {low} 到 {high} 元之间：请确认是按月、按元，确认无误可照常导入",
    )  # fmt: skip


CHECKS: dict[str, tuple[Check, ...]] = {"placements": (of_working_age, wage_is_usual)}
