"""Figures in the forms that reports use; the numbers are fictional（示例数据，虚构）."""

# ruff: noqa: E501 - the cases are tables

from typing import Any

import pytest

from shanhai.extract import read

HEAD = "粤桂协作示例通报\n2023-01-18 来源：示例协作办\n2022年，粤桂两省区深化协作，广东省全力帮扶广西。"


def claims(sentence: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read((HEAD + sentence).encode(), "示例.txt").as_json()["claims"]
    return found


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("投入财政援助资金12.5亿元，33个县县均3788万元。", [("fiscal_aid", 12.5, "亿元", "total"), ("fiscal_aid", 3788, "万元", "per_county")]),
        ("产业类项目资金占比57.6%。投资同比增长8.1%。", [("investment", 8.1, "%", "change")]),
        ("实际到位投资额20亿元，同比增长8.1%。", [("investment", 20, "亿元", "total"), ("investment", 8.1, "%", "change")]),
        ("选派36名干部和412名专业技术人才到广西挂职。", [("cadres_seconded", 36, "名", "total"), ("professionals_seconded", 412, "名", "total")]),
        ("选派党政干部、专业技术人才67人、411人次。", [("cadres_seconded", 67, "人", "total"), ("professionals_seconded", 411, "人次", "total")]),
        ("开展劳务培训312期15600人次。", [("training", 312, "期", "total"), ("training", 15600, "人次", "total")]),
        ("21所广东学校与20所广西学校结对。", [("pairs_school", 21, "所", "total"), ("pairs_school", 20, "所", "total")]),
        ("镇街结对186对、村企结对312对。", [("pairs_town", 186, "对", "total"), ("pairs_village", 312, "对", "total")]),
        ("共建产业园区1,111个。", [("parks", 1111, "个", "total")]),
        ("会议于9时30分在3号楼召开，共有14家单位参会。", []),
    ],
)  # fmt: skip
def test_the_words_around_a_number_say_what_it_counts(
    sentence: str, expected: list[tuple[Any, ...]]
) -> None:
    found = claims(sentence)
    assert [
        (one["indicator"], one["value"], one["unit"], one["statistic"]) for one in found
    ] == expected


def test_parts_opened_by_among_them_belong_to_the_whole_until_the_list_ends() -> None:
    whole, east, poor, near, parks = claims(
        "帮助农村劳动力就业75万人，其中到广东就业26万人、脱贫劳动力31万人、就近就业18万人；共建产业园区9个。"
    )
    assert [one["subset_of"] for one in (whole, east, poor, near, parks)] == [None, 0, 0, 0, None]
    assert (east["indicator"], poor["indicator"]) == ("labour_placed_east", "labour_placed_poverty")


@pytest.mark.parametrize(
    ("written", "approx"),
    [("近300", True), ("超300", True), ("约300", True), ("300余", True), ("300多", True), ("达300", False), ("300", False)],
)  # fmt: skip
def test_rounding_words_set_approx_and_leave_the_number(written: str, approx: bool) -> None:
    [claim] = claims(f"引进企业{written}家。")
    assert (claim["value"], claim["approx"]) == (300, approx)


@pytest.mark.parametrize(
    ("sentence", "stage"),
    [
        ("引进企业15家。", "realised"),
        ("力争引进企业15家。", "planned"),
        ("计划引进企业15家。", "planned"),
        ("现场签约产业项目15个。", "contracted"),
    ],
)
def test_plans_and_contracts_are_no_results(sentence: str, stage: str) -> None:
    [claim] = claims(sentence)
    assert claim["stage"] == stage


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("2021年", "2021-01-01", "2021-12-31"), ("2021年以来", "2021-01-01", None), ("截至2022年10月底", None, "2022-10-31"),
        ("截至10月底", None, "2022-10-31"), ("2022年1至9月", "2022-01-01", "2022-09-30"), ("2022年上半年", "2022-01-01", "2022-06-30"),
        ("“十四五”以来", "2021-01-01", None), ("2016年至2020年", "2016-01-01", "2020-12-31"), ("近年来", None, None),
    ],
)  # fmt: skip
def test_each_figure_has_the_period_that_was_written(
    words: str, start: str | None, end: str | None
) -> None:
    [claim] = claims(f"{words}，引进企业15家。")
    assert (claim["period"]["start"], claim["period"]["end"]) == (start, end)
    assert claim["period"]["as_written"] == words


def test_who_gives_and_who_receives_is_told_from_the_direction() -> None:
    east, west, both = claims(
        "广东选派党政干部12名到广西挂职。广西选派干部8名赴广东跟岗锻炼。两省区互派干部30名。"
    )
    assert (east["from"], east["to"]) == ("广东省", "广西壮族自治区")
    assert (west["from"], west["to"]) == ("广西壮族自治区", "广东省")
    assert (both["from"], both["to"]) == (None, None)
