"""Targets are versions: set, corrected with a reason, read as of a moment, loaded from a file at once."""

import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from shanhai.accords import queries
from shanhai.accords.actions import TargetRow, set_target, set_targets
from shanhai.accords.models import Target
from shanhai.accords.target_file import HEADINGS, read_targets
from shanhai.kernel.errors import Conflict, NotAllowed, Unusable
from shanhai.regions.models import Division
from tests.cast import BAISE, DONGLAN, GUANGXI, TIANYANG, Cast


def row(region: str = TIANYANG, value: str = "300", **changed: Any) -> TargetRow:
    return TargetRow(**{"indicator": "L1", "region": region, "year": 2024, "value": Decimal(value),
                        "unit": "人", "source": "年度协议", **changed})  # fmt: skip


def put(cast: Cast, value: str, **changed: Any) -> Target:
    given = {"indicator": "L1", "region": TIANYANG, "year": 2024, "unit": "人", **changed}
    return set_target(by=cast.baise, value=Decimal(value), **given)


def test_a_corrected_target_leaves_the_old_one_readable(cast: Cast) -> None:
    first = put(cast, "300")
    second = put(cast, "320", reason="协议调整")
    assert (first.pk, Target.objects.as_of().get().pk) != (second.pk, first.pk)
    assert Target.objects.as_of(first.recorded_at).get().value == 300
    assert Target.objects.as_of(second.recorded_at).get().value == 320
    assert [entry.before for entry in queries.Entry.objects.filter(verb="change")] == [
        {"value": "300", "unit": "人"}
    ]


def test_the_same_target_again_changes_nothing(cast: Cast) -> None:
    assert put(cast, "300").pk == put(cast, "300.0").pk


def test_correcting_needs_a_reason_and_an_up_to_date_page(cast: Cast) -> None:
    first = put(cast, "300", seen=0)
    with pytest.raises(Unusable, match="事由"):
        put(cast, "320")
    with pytest.raises(Conflict):
        put(cast, "320", reason="调整", seen=0)
    assert put(cast, "320", reason="调整", seen=first.pk).value == 320


@pytest.mark.parametrize(
    ("who", "region"), [("tianyang", TIANYANG), ("baise", DONGLAN), ("auditor", BAISE)]
)
def test_targets_are_set_from_above(cast: Cast, who: str, region: str) -> None:
    with pytest.raises(NotAllowed):
        set_targets(by=getattr(cast, who), rows=[row(region)])


def test_one_bad_row_keeps_all_rows_out(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        set_targets(by=cast.baise, rows=[row(TIANYANG), row(DONGLAN)])
    assert not Target.objects.exists()


@pytest.mark.parametrize(
    "changed", [{"value": "-1"}, {"year": 24}, {"unit": ""}, {"value": "NaN"}, {"value": "80.5"}]
)
def test_a_target_that_cannot_be_is_refused(cast: Cast, changed: dict[str, Any]) -> None:
    with pytest.raises(Unusable):
        set_targets(by=cast.baise, rows=[row(**changed)])


def test_a_county_sees_its_own_line_and_no_neighbours_target(cast: Cast) -> None:
    rows = [row(TIANYANG), row(DONGLAN), row(BAISE), row(GUANGXI)]
    set_targets(by=cast.operator, rows=rows)
    seen = {target.region_id for target in queries.targets(cast.donglan)}
    assert seen == {DONGLAN, GUANGXI}


def test_children_are_summed_in_the_parents_unit_and_the_gap_is_shown(cast: Cast) -> None:
    rows = [
        row(BAISE, "0.1", unit="万人"), row(TIANYANG, "300"), row("451026", "500"),
        row(GUANGXI, "2000"),
    ]  # fmt: skip
    set_targets(by=cast.operator, rows=rows)
    lines = {
        line.target.region_id: line
        for line in queries.reconcile(queries.targets(cast.guangxi), Division.objects.all())
    }
    baise, guangxi = lines[BAISE], lines[GUANGXI]
    assert (baise.children_count, baise.children_sum, baise.gap) == (
        2,
        Decimal("0.08"),
        Decimal("0.02"),
    )
    assert (guangxi.children_count, guangxi.children_sum, guangxi.gap) == (1, 1000, 1000)
    assert (lines[TIANYANG].children_count, lines[TIANYANG].gap) == (0, None)


def workbook(*rows: tuple[Any, ...], headings: tuple[str, ...] = HEADINGS) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["2024 年目标任务分解表（示例数据，虚构）"])
    book.active.append(headings)
    for given in rows:
        book.active.append(given)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_workbook_with_a_title_line_and_names_is_read(regions: None) -> None:
    read = read_targets(
        workbook(("L1", "田阳区", 2024, 300, "人", "年度协议"),
            ("F1", "451000", "２０２４年", "5,327.5", "万元", "协议（示例，虚构）")),
        "目标.xlsx",
    )  # fmt: skip
    assert read.problems == ()
    assert [(one.region, one.value, one.unit, one.source) for one in read.rows] == [
        (TIANYANG, 300, "人", "年度协议"), (BAISE, Decimal("5327.5"), "万元", "协议（示例，虚构）"),
    ]  # fmt: skip


def test_all_mistakes_are_told_at_once_with_the_row_that_excel_shows(regions: None) -> None:
    read = read_targets(
        workbook(
            ("L9", "乌有县", "明年", "许多", "人", ""),
            ("L1", "田阳区", 2024, -1, "人次", ""),
            ("L1", "451003", 2024, 300, "人", ""),
            ("L1", "田阳区", 2024, 310, "人", ""),
        ),
        "目标.xlsx",
    )  # fmt: skip
    assert [problem.place for problem in read.problems] == ["第 3 行"] * 4 + ["第 4 行"] * 2 + [
        "第 6 行"
    ]
    assert "与第 5 行重复" in read.problems[-1].message


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_csv_of_either_encoding_is_read(regions: None, encoding: str) -> None:
    text = "指标代码,单位,年度,目标值,单位,依据\nL1,田阳区,2024,300,人,年度协议\n"
    read = read_targets(text.encode(encoding), "目标.csv")
    assert [(one.region, one.unit) for one in read.rows] == [(TIANYANG, "人")]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\x00\xff\xfe", "不是"),
        ("随便写的一段话".encode(), "没有找到表头"),
        ("指标代码,目标值\nL1,3".encode(), "缺少列"),
        (b"PK\x03\x04broken", "另存为 xlsx"),
    ],
)
def test_what_is_no_table_of_targets_is_refused(regions: None, data: bytes, said: str) -> None:
    with pytest.raises(Unusable, match=said):
        read_targets(data, "文件")


def test_a_file_with_half_a_person_is_refused_at_its_row(regions: None) -> None:
    read = read_targets(workbook(("L1", "田阳区", 2024, 80.5, "人", "")), "目标.xlsx")
    assert [(one.place, "应为整数" in one.message) for one in read.problems] == [("第 3 行", True)]


def test_permission_is_asked_before_anything_is_said_of_a_target(cast: Cast) -> None:
    set_targets(by=cast.operator, rows=[row(DONGLAN)])
    with pytest.raises(NotAllowed):
        set_target(
            by=cast.tianyang, indicator="L1", region=DONGLAN, year=2024, value=Decimal(1), unit="人"
        )
