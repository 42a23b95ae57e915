"""The pages of targets: one set and corrected, a file loaded, and the check of a parent and its children."""

import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shanhai.accords.actions import TargetRow, set_targets
from shanhai.accords.models import Target
from tests.cast import BAISE, DONGLAN, TIANYANG, Cast

SignIn = Callable[[Any], Client]


def text(response: Any) -> str:
    return str(response.content.decode())


def test_a_target_is_set_corrected_and_shown_with_its_history(
    cast: Cast, signed_in: SignIn
) -> None:
    client = signed_in(cast.baise)
    given = {
        "indicator": "L1",
        "region": "田阳区",
        "year": "2024",
        "value": "1,300",
        "unit": "人",
        "seen": "",
    }
    assert "目标已保存" in text(client.post("/accords/targets/set/", given, follow=True))
    first = Target.objects.get()
    assert first.value == 1300
    changed = {**given, "region": TIANYANG, "value": "1,500", "seen": first.pk}
    refused = client.post("/accords/targets/set/", changed)
    assert refused.status_code == 422
    assert "事由" in text(refused)
    client.post("/accords/targets/set/", {**changed, "reason": "协议调整"})
    page = text(client.get(f"/accords/targets/set/?indicator=L1&region={TIANYANG}&year=2024"))
    assert "1,300 人" in page
    assert "协议调整" in page
    assert "1,500" in text(signed_in(cast.tianyang).get("/accords/targets/"))
    assert "1,500" not in text(signed_in(cast.donglan).get("/accords/targets/"))
    assert "1,500" not in text(
        signed_in(cast.donglan).get(
            f"/accords/targets/set/?indicator=L1&region={TIANYANG}&year=2024"
        )
    )


def test_the_gap_between_a_parent_and_its_children_is_shown(cast: Cast, signed_in: SignIn) -> None:
    rows = [
        TargetRow("L1", region, 2024, Decimal(value), "人")
        for region, value in ((BAISE, 1000), (TIANYANG, 400), ("451026", 250))
    ]
    set_targets(by=cast.operator, rows=rows)
    page = text(signed_in(cast.guangxi).get("/accords/targets/?year=2024"))
    assert "上下级核对" in page
    assert "350 人" in page


def test_a_prefecture_is_not_told_that_its_province_left_something_open(
    cast: Cast, signed_in: SignIn
) -> None:
    """百色 reads the province's 1000 and its own 400, and not what the sister cities took on."""
    rows = [
        TargetRow("L1", region, 2024, Decimal(value), "人")
        for region, value in (("450000", 1000), (BAISE, 400), ("451200", 600), (TIANYANG, 401))
    ]
    set_targets(by=cast.operator, rows=rows)
    page = text(signed_in(cast.baise).get("/accords/targets/"))
    checked = page[page.index("上下级核对") : page.index("</table>", page.index("上下级核对"))]
    assert "广西" not in checked
    assert "超出" in checked
    assert "1 人" in checked
    assert "-1" not in checked
    narrowed = text(signed_in(cast.baise).get(f"/accords/targets/?unit={BAISE}&q={'百色市'}"))
    assert "401 人" in narrowed, "the sum is of all that stands, not of what a filter left"


@pytest.mark.parametrize("standing", [True, False])
@pytest.mark.parametrize("value", ["3", "许多"])
def test_who_sets_no_target_learns_nothing_from_the_refusal(
    cast: Cast, signed_in: SignIn, standing: bool, value: str
) -> None:
    if standing:
        set_targets(by=cast.operator, rows=[TargetRow("L1", DONGLAN, 2024, Decimal(5), "人")])
    client = signed_in(cast.tianyang)
    given = {"indicator": "L1", "region": DONGLAN, "year": "2024", "value": value, "unit": "人"}
    assert client.post("/accords/targets/set/", given).status_code == 403
    assert client.get("/accords/targets/set/").status_code == 403
    asked = f"/accords/targets/set/?indicator=L1&region={DONGLAN}&year=2024"
    assert client.get(asked).status_code == 403


def test_a_region_outside_keeps_the_form_of_who_sets_others(cast: Cast, signed_in: SignIn) -> None:
    set_targets(by=cast.operator, rows=[TargetRow("L1", DONGLAN, 2024, Decimal(5), "人")])
    given = {"indicator": "L1", "region": DONGLAN, "year": "2024", "value": "77", "unit": ""}
    page = signed_in(cast.baise).post("/accords/targets/set/", given)
    assert page.status_code == 422
    assert "您不能为" in text(page)
    assert 'value="77"' in text(page)
    signed_in(cast.baise).post("/accords/targets/set/", {**given, "region": TIANYANG})
    assert Target.objects.get(region=TIANYANG).unit == "人", "the indicator's own unit"


def test_half_a_person_is_no_target(cast: Cast, signed_in: SignIn) -> None:
    given = {"indicator": "L1", "region": TIANYANG, "year": "2024", "value": "80.5", "unit": "人"}
    page = signed_in(cast.baise).post("/accords/targets/set/", given)
    assert page.status_code == 422
    assert "应为整数" in text(page)
    signed_in(cast.baise).post("/accords/targets/set/", {**given, "unit": "万人"})
    assert Target.objects.get().value == Decimal("80.5")


def test_the_template_has_the_headings_that_loading_reads(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.baise)
    answer = client.get("/accords/targets/template/")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    book.worksheets[0].append(["L1", "田阳区", 2024, 300, "人", ""])
    file = io.BytesIO()
    book.save(file)
    upload = SimpleUploadedFile("目标.xlsx", file.getvalue())
    page = client.post("/accords/targets/load/", {"file": upload}, follow=True)
    assert "新增 1 项" in text(page)
    assert "下载模板" in text(client.get("/accords/targets/load/"))
    assert signed_in(cast.tianyang).get("/accords/targets/template/").status_code == 403


@pytest.mark.parametrize("value", ["许多", "", "-3", "NaN"])
def test_a_target_that_is_no_number_is_refused(cast: Cast, signed_in: SignIn, value: str) -> None:
    given = {"indicator": "L1", "region": TIANYANG, "year": "2024", "value": value, "unit": "人"}
    assert signed_in(cast.baise).post("/accords/targets/set/", given).status_code == 422
    assert not Target.objects.exists()


def test_a_file_of_targets_is_loaded_or_refused_as_a_whole(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.baise)

    def send(*rows: tuple[Any, ...]) -> Any:
        book = openpyxl.Workbook()
        book.active.append(["指标代码", "单位（区划名或代码）", "年度", "目标值", "单位", "依据"])
        for row in rows:
            book.active.append(row)
        file = io.BytesIO()
        book.save(file)
        upload = SimpleUploadedFile("目标.xlsx", file.getvalue())
        return client.post("/accords/targets/load/", {"file": upload}, follow=True)

    good = ("L1", "田阳区", 2024, 300, "人", "年度协议")
    page = send(good, ("L9", "田阳区", 2024, 300, "人", ""))
    assert "第 3 行" in text(page)
    assert not Target.objects.exists()
    assert "新增 1 项" in text(send(good))
    assert "未变 1 项" in text(send(good))
    page = send(("L1", "东兰县", 2024, 300, "人", ""))
    assert f"您不能为区划 {DONGLAN} 设定目标" in text(page)
    assert Target.objects.count() == 1


@pytest.mark.parametrize("who", ["tianyang", "auditor"])
def test_who_may_not_set_targets_has_no_way_in(cast: Cast, signed_in: SignIn, who: str) -> None:
    client = signed_in(getattr(cast, who))
    assert client.post("/accords/targets/load/", {}).status_code == 403
    given = {"indicator": "L1", "region": TIANYANG, "year": "2024", "value": "3", "unit": "人"}
    assert client.post("/accords/targets/set/", given).status_code == 403
    assert "录入目标" not in text(client.get("/accords/targets/"))
