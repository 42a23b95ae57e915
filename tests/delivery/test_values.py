from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanhai.delivery.ledger import find
from shanhai.delivery.workbook import values
from shanhai.kernel.problems import Severity

WAGE = find("placements").by_name["monthly_wage_yuan"]


@pytest.mark.parametrize(
    "text",
    [
        "2022-08-27", "2022.8.27", "2022/8/27", "2022年8月27日", "20220827", "２０２２．８．２７",
        "2022 年 8 月 27 日", "2022-08-27 00:00:00", "44800", "44800.5",
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_usual_form(text: str) -> None:
    assert values.read_date(text).value == date(2022, 8, 27)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2022-02-30", "no_such_day"),
        ("2022年8月", "day_missing"),
        ("22.8.27", "year_short"),
        ("八月底", "not_a_date"),
        ("99", "not_a_date"),
    ],
)
def test_what_is_no_day_says_why(text: str, code: str) -> None:
    reading = values.read_date(text)
    assert (reading.value, reading.code) == (None, code)
    assert reading.severity is Severity.ERROR


@given(st.dates(date(1960, 1, 1), date(2100, 1, 1)))
def test_every_day_survives_each_form(day: date) -> None:
    serial = (day - values.EXCEL_EPOCH).days
    forms = (
        day.isoformat(),
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
    )
    for form in (*forms, *([str(serial)] if 20_000 <= serial <= 80_000 else [])):
        assert values.read_date(form).value == day


@pytest.mark.parametrize(
    ("text", "amount"),
    [("3500", "3500"), ("3,500.50元", "3500.50"), ("￥3500", "3500"), ("３５００", "3500"),
     ("3500.0000000000005", "3500"), ("4.2E+3", "4200")],
)  # fmt: skip
def test_money_is_read_without_its_marks(text: str, amount: str) -> None:
    reading = values.number_reader(WAGE)(text)
    assert (reading.value, reading.code) == (Decimal(amount), "")


def test_more_places_than_the_column_has_are_rounded_with_a_warning() -> None:
    reading = values.number_reader(WAGE)("3500.555")
    assert reading.value == Decimal("3500.56")
    assert (reading.code, reading.severity) == ("rounded", Severity.WARNING)


@pytest.mark.parametrize(
    ("text", "code"),
    [("0.35万", "other_unit"), ("3000-4000", "not_a_number"), ("约3500", "not_a_number"),
     ("NaN", "not_a_number"), ("1e30", "not_a_number")],
)  # fmt: skip
def test_what_is_no_amount_says_why(text: str, code: str) -> None:
    assert values.number_reader(WAGE)(text).code == code


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("是", True),
        ("Y", True),
        ("1", True),
        ("true", True),
        ("否", False),
        ("n", False),
        ("０", False),
    ],
)
def test_yes_and_no_are_read_as_people_tick_them(text: str, value: bool) -> None:
    assert values.read_boolean(text).value is value


def test_a_code_list_takes_labels_and_codes() -> None:
    read = values.choice_reader(find("placements").by_name["occupation"])
    assert read("餐饮服务").value == read("CATERING").value == "catering"
    assert read("宇航员").code == "not_in_list"


def test_a_text_that_a_spreadsheet_would_run_is_refused() -> None:
    read = values.text_reader(find("placements").by_name["employer"])
    assert read("=HYPERLINK(1)").code == "formula_like"
    assert read("好" * 121).code == "too_long"
    assert read("示例电子（东莞）有限公司").value == "示例电子（东莞）有限公司"
