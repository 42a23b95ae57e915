from collections.abc import Callable
from typing import Any

import pytest

from shanhai.delivery import queries
from shanhai.delivery.models import Batch, Person, Placement
from tests.cast import Cast


@pytest.fixture
def kept(load: Callable[..., Any], cast: Cast, tianyang_rows: list[list[Any]], changed: Any) -> str:
    """Six rows, the first of them corrected once; its record number."""
    load(cast.tianyang, tianyang_rows)
    load(cast.tianyang, [changed(tianyang_rows[0], 月工资=5000), *tianyang_rows[1:]])
    return str(Placement.objects.get(version=2).record)


def codes_and_places() -> set[tuple[str, str]]:
    return {(problem.code, problem.place) for problem in queries.check()}


def test_what_was_written_by_the_rules_holds(kept: str) -> None:
    assert queries.check() == []


@pytest.mark.parametrize(
    "change",
    [{"monthly_wage_yuan": 9999}, {"home_county_id": "451224"}, {"employer": "另一家"},
     {"withdrawn": True}, {"end_date": None, "evidence": "补"}, {"recorded_at": "2021-01-01T00:00:00Z"}],
)  # fmt: skip
def test_a_row_changed_behind_our_back_is_named(kept: str, change: dict[str, Any]) -> None:
    Placement.objects.filter(record=kept, version=2).update(**change)
    assert ("row_changed", f"务工就业台账 {kept} 第 2 版") in codes_and_places()


def test_a_row_pointed_at_another_person_is_named(kept: str) -> None:
    other = Person.objects.exclude(pk=Placement.objects.filter(record=kept)[0].person_id)[0]
    Placement.objects.filter(record=kept, version=2).update(person=other)
    assert ("row_changed", f"务工就业台账 {kept} 第 2 版") in codes_and_places()


def test_a_removed_correction_is_named_by_its_record(kept: str) -> None:
    Placement.objects.filter(record=kept, version=2).delete()
    found = codes_and_places()
    assert ("version_missing", f"务工就业台账 {kept} 第 1 版") in found
    assert ("rows_count_differs", f"批次 {Batch.objects.latest('pk').pk}") in found


def test_a_removed_first_version_is_named_by_its_record(kept: str) -> None:
    Placement.objects.filter(record=kept, version=1).delete()
    assert "version_missing" in {code for code, place in codes_and_places() if kept in place}


def test_a_row_removed_with_all_its_versions_leaves_its_batch_short(kept: str) -> None:
    Placement.objects.filter(record=kept).delete()
    problems = queries.check()
    assert [each.code for each in problems] == ["rows_count_differs"] * 2
    assert kept in problems[0].message


def test_a_row_slipped_in_is_named(kept: str) -> None:
    row = Placement.objects.get(record=kept, version=2)
    row.pk, row.record, row.version, row.employer = None, "JY999999-000001", 1, "虚构厂"
    row.save(force_insert=True)
    assert ("row_changed", "务工就业台账 JY999999-000001 第 1 版") in codes_and_places()


def test_a_person_changed_behind_our_back_is_named(kept: str) -> None:
    first, second = Person.objects.order_by("pk")[:2]
    Person.objects.filter(pk=first.pk).update(name="改名")
    Person.objects.filter(pk=second.pk).update(identity_sealed=first.identity_sealed)
    found = dict(codes_and_places())
    assert found["person_changed"].startswith(f"人员 {first.pk}")
    assert found["identity_changed"].startswith(f"人员 {second.pk}")


def test_a_batch_changed_or_removed_is_named(kept: str) -> None:
    first, second = Batch.objects.order_by("pk")
    Batch.objects.filter(pk=first.pk).update(created_count=60)
    Placement.objects.filter(batch=second).delete()
    second_key = second.pk
    second.delete()
    found = codes_and_places()
    assert ("batch_changed", f"批次 {first.pk}") in found
    assert ("batch_removed", f"批次 {second_key}") in found
