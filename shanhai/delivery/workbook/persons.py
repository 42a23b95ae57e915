"""Checks of persons: the resident identity number part by part (GB 11643), and one name a number.

Check digit, county part and birth date are separate rules: a county part that no list knows is only a
warning, since people registered long ago carry codes that ended long ago.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from shanhai.delivery.workbook.material import Check, Material
from shanhai.delivery.workbook.problems import CellProblem, at_rows
from shanhai.kernel.problems import Severity

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
IDENTITY = "identity_number"
MASKED = r"^[0-9]{6}\*+[0-9X]{2}$"
_WHOLE = r"^[0-9]{17}[0-9X]$"
_ACCEPTED = "十八位居民身份证号，末位可为 X"


def check_digit() -> pl.Expr:
    """The eighteenth character that GB 11643 wants for the seventeen before it."""
    digits = [
        pl.col(IDENTITY).str.slice(place, 1).cast(pl.Int32, strict=False) * weight
        for place, weight in enumerate(_WEIGHTS)
    ]
    rest = pl.sum_horizontal(digits) % 11
    return pl.lit(_CHECK_DIGITS).str.slice(rest, 1)


def birth_date() -> pl.Expr:
    """The birth date inside the number; null when there is no such day."""
    return pl.col(IDENTITY).str.slice(6, 8).str.to_date("%Y%m%d", strict=False)


def _whole(material: Material) -> pl.DataFrame:
    return material.table.filter(pl.col(IDENTITY).str.contains(_WHOLE))


def _report(
    rows: pl.DataFrame, material: Material, code: str, message: str, accepted: str = _ACCEPTED,
    severity: Severity = Severity.ERROR,
) -> Iterator[CellProblem]:  # fmt: skip
    yield from at_rows(
        rows, severity=severity, code=code, column=material.ledger.by_name[IDENTITY].header,
        raw=f"raw.{IDENTITY}", say=message, accepted=accepted,
    )  # fmt: skip


def form_holds(material: Material) -> Iterator[CellProblem]:
    """The number has eighteen characters, seventeen digits and a digit or X."""
    number = pl.col(IDENTITY)
    odd = material.table.filter(
        ~number.str.contains(_WHOLE) & ~number.str.contains(MASKED)
    ).with_columns(number.str.contains(r"^[0-9](?:\.[0-9]+)?E\+?[0-9]+$").alias("exponent"))
    yield from _report(
        odd.filter("exponent"), material, "identity_as_number",
        "证件号码被 Excel 当作数字，末几位已丢失：请把该列设为文本后重填",
    )  # fmt: skip
    yield from at_rows(
        odd.filter(~pl.col("exponent")), code="identity_form",
        column=material.ledger.by_name[IDENTITY].header, raw=f"raw.{IDENTITY}",
        say=lambda row: _form_message(row[IDENTITY]), accepted=_ACCEPTED,
    )  # fmt: skip


def _form_message(number: str) -> str:
    if len(number) == 15 and number.isdigit():
        return "这是十五位的旧证件号码：请填十八位"
    if len(number) != 18:
        return f"证件号码应为十八位，此处 {len(number)} 位"
    return "证件号码应为十七位数字加一位数字或 X"


def check_digit_holds(material: Material) -> Iterator[CellProblem]:
    """The last character is the check digit of the others."""
    wrong = _whole(material).filter(pl.col(IDENTITY).str.slice(17, 1) != check_digit())
    # Excel keeps fifteen digits of a number and fills up with zeros.
    cut = pl.col(IDENTITY).str.ends_with("000")
    yield from _report(
        wrong.filter(cut), material, "identity_as_number",
        "证件号码末三位为 000，应是被 Excel 当作数字截断：请把该列设为文本后重填",
    )  # fmt: skip
    yield from _report(
        wrong.filter(~cut), material, "identity_check", "证件号码的校验码不对：请核对各位数字"
    )


def birth_date_holds(material: Material) -> Iterator[CellProblem]:
    """The birth date in the number exists and is not to come."""
    born = birth_date()
    wrong = _whole(material).filter(
        born.is_null() | (born > material.today) | (born.dt.year() < 1900)
    )
    yield from _report(
        wrong, material, "identity_birth", "证件号码中的出生日期不存在：请核对第 7 到 14 位"
    )


def county_part_is_known(material: Material) -> Iterator[CellProblem]:
    """The first six digits name a county of today or of some earlier day."""
    whole = _whole(material).with_columns(pl.col(IDENTITY).str.slice(0, 6).alias("part"))
    parts = whole.get_column("part").unique().to_list()
    unknown = [part for part in parts if not material.places.known_code(part)]
    yield from _report(
        whole.filter(pl.col("part").is_in(unknown)), material, "identity_region",
        "证件号码前六位不在现行和历史区划代码中：请核对，确认无误可照常导入",
        severity=Severity.WARNING,
    )  # fmt: skip


def one_name_a_number(material: Material) -> Iterator[CellProblem]:
    """The same number stands under two names in one file."""
    whole = _whole(material).filter(pl.col("name").is_not_null())
    other = whole.with_columns(
        pl.col("name").first().over(IDENTITY).alias("first_name"),
        pl.col("row").first().over(IDENTITY).alias("first_row"),
        pl.col("sheet").first().over(IDENTITY).alias("first_sheet"),
    ).filter(pl.col("name") != pl.col("first_name"))

    def say(row: Mapping[str, Any]) -> str:
        return f"与第 {row['first_row']} 行证件号码相同而姓名不同：请核对"

    yield from at_rows(
        other, code="name_differs", column=material.ledger.by_name["name"].header,
        raw="raw.name", say=say, accepted="同一证件号码只有一个姓名",
    )  # fmt: skip


CHECKS: tuple[Check, ...] = (
    form_holds,
    check_digit_holds,
    birth_date_holds,
    county_part_is_known,
    one_name_a_number,
)
