from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from examples.ledgers import synthetic
from shanhai.delivery.workbook.examine import Examined
from shanhai.delivery.workbook.persons import IDENTITY, check_digit
from tests.cast import Cast

DONGLAN_NUMBER = synthetic.identity_number("451224", date(1990, 1, 1))


@given(st.from_regex(r"[1-9][0-9]{16}", fullmatch=True))
def test_the_check_digit_is_that_of_the_standard(body: str) -> None:
    frame = pl.DataFrame({IDENTITY: [body + "0"]})
    assert frame.select(check_digit()).item() == ric.calc_check_digit(body + "0")


def number(born: date, county: str = "451003") -> str:
    return synthetic.identity_number(county, born)


SPOILT: list[tuple[str, dict[str, Any], str, str]] = [
    ("identity_check", {"证件号码": number(date(1990, 1, 1))[:16] + "1X"}, "证件号码", "校验码"),
    ("identity_form", {"证件号码": "45100319900101001"}, "证件号码", "十八位"),
    ("identity_form", {"证件号码": "451003900101001"}, "证件号码", "十五位"),
    ("identity_form", {"证件号码": "45100319900101٠01X"}, "证件号码", "十七位数字"),
    ("identity_as_number", {"证件号码": "4.51003199001011E+17"}, "证件号码", "数字"),
    ("identity_as_number", {"证件号码": "451003199001011000"}, "证件号码", "截断"),
    ("identity_birth", {"证件号码": number(date(1990, 1, 1)).replace("19900101", "19901301")}, "证件号码", "出生日期"),
    ("under_age", {"证件号码": number(date(2007, 1, 2)), "上岗日期": "2022-12-01"}, "上岗日期", "16周岁"),
    ("ends_before_start", {"上岗日期": "2022-08-27", "离岗日期": "2022-08-26"}, "离岗日期", "早于"),
    ("in_future", {"上岗日期": "2023-02-01", "离岗日期": None}, "上岗日期", "晚于"),
    ("out_of_range", {"月工资": 100001}, "月工资（元）", "超出范围"),
    ("out_of_range", {"月工资": -1}, "月工资（元）", "超出范围"),
    ("not_in_list", {"工种": "宇航员"}, "工种", "代码表"),
    ("not_yes_or_no", {"是否参保": "也许"}, "是否参保", "看不出"),
    ("no_such_day", {"上岗日期": "2022-02-30"}, "上岗日期", "日历"),
    ("unknown_division", {"就业地": "桃花源县"}, "就业地", "没有名为"),
    ("ambiguous_division", {"就业地": "白云区"}, "就业地", "同名"),
    ("not_a_county", {"户籍县": "百色市"}, "户籍县", "县级"),
    ("required", {"姓名": None}, "姓名", "不能为空"),
    ("out_of_scope", {"户籍县": "东兰县"}, "户籍县", "范围"),
    ("unknown_division", {"户籍县": "桃花源县"}, "户籍县", "没有名为"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "cells", "column", "word"), SPOILT)
def test_a_mistake_is_named_at_its_cell(
    code: str, cells: dict[str, Any], column: str, word: str,
    examine: Callable[..., Examined], cast: Cast, tianyang_rows: list[list[Any]], changed: Any,
) -> None:  # fmt: skip
    rows = [tianyang_rows[0], changed(tianyang_rows[1], **cells)]
    if code == "identity_birth":
        body = rows[1][1][:17]
        rows[1][1] = body + ric.calc_check_digit(body + "0")
    examined = examine(cast.tianyang, rows)
    errors = [problem for problem in examined.problems if problem.is_error]
    assert [(each.code, each.row, each.column) for each in errors] == [(code, 3, column)]
    assert word in errors[0].message
    assert errors[0].accepted
    assert examined.rejected == 1
    assert examined.counts() == {"created": 0, "updated": 0, "unchanged": 0}


@pytest.mark.parametrize(
    ("code", "cells"),
    [
        ("old_division", {"户籍县": "田阳县"}),
        ("old_division", {"户籍县": "451021"}),
        ("wage_unusual", {"月工资": 60000}),
        ("identity_region", {"证件号码": number(date(1990, 1, 1), county="999999")}),
        ("rounded", {"月工资": 3500.555}),
    ],
)
def test_a_doubt_is_listed_and_does_not_stop_the_import(
    code: str, cells: dict[str, Any], examine: Callable[..., Examined], cast: Cast,
    tianyang_rows: list[list[Any]], changed: Any,
) -> None:  # fmt: skip
    examined = examine(cast.tianyang, [changed(tianyang_rows[0], **cells)])
    assert [(each.code, each.row) for each in examined.problems] == [(code, 2)]
    assert (examined.rejected, examined.count("created")) == (0, 1)


def test_all_mistakes_are_listed_at_once_in_the_order_of_the_file(
    examine: Callable[..., Examined], cast: Cast, tianyang_rows: list[list[Any]], changed: Any
) -> None:
    rows = [
        changed(tianyang_rows[0], 姓名=None, 工种="宇航员"),
        tianyang_rows[1],
        changed(tianyang_rows[2], 上岗日期="八月"),
    ]
    examined = examine(cast.tianyang, rows)
    assert [each.row for each in examined.problems] == [2, 2, 4]
    assert (examined.rows, examined.rejected) == (3, 2)


def test_a_row_twice_in_the_file_names_the_other(
    examine: Callable[..., Examined], cast: Cast, tianyang_rows: list[list[Any]], changed: Any
) -> None:
    again = changed(
        tianyang_rows[0], 用工单位=tianyang_rows[0][3].replace("（", "(").replace("）", " )")
    )
    examined = examine(cast.tianyang, [*tianyang_rows, again])
    [problem] = examined.problems
    assert (problem.code, problem.row) == ("duplicate_in_file", 8)
    assert "第 2 行" in problem.message


def test_one_number_under_two_names_is_an_error(
    examine: Callable[..., Examined], cast: Cast, tianyang_rows: list[list[Any]], changed: Any
) -> None:
    other = changed(
        tianyang_rows[0], 姓名="另示例", 用工单位="示例甲厂", 上岗日期="2022-12-05", 离岗日期=None
    )
    [problem] = examine(cast.tianyang, [tianyang_rows[0], other]).problems
    assert (problem.code, problem.row) == ("name_differs", 3)


def test_one_person_of_two_counties_at_once_is_an_error_within_a_file(
    examine: Callable[..., Examined], cast: Cast, tianyang_rows: list[list[Any]], changed: Any
) -> None:
    other = changed(tianyang_rows[0], 户籍县="德保县", 用工单位="示例甲厂")
    [problem] = examine(cast.baise, [tianyang_rows[0], other]).problems
    assert (problem.code, problem.row) == ("claimed_twice_in_file", 3)
    after = tianyang_rows[0][6] + timedelta(days=3)
    first = changed(tianyang_rows[0], 离岗日期=after)
    later = changed(other, 上岗日期=after + timedelta(days=1), 离岗日期=None)
    assert examine(cast.baise, [first, later]).problems == []
