"""Targets and adopted records changed in the database itself are named; an honest life gives no problem."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from shanhai.accords import integrity
from shanhai.accords.actions import accept_findings, set_target
from shanhai.accords.models import Agreement, Claim, Commitment, CommitmentField, Event, Target
from shanhai.sources.actions import decide, ingest
from shanhai.sources.models import Finding
from tests.cast import DONGLAN, TIANYANG, Cast
from tests.sources.reading import DATA


@pytest.fixture
def life(cast: Cast, reader: Callable[..., None]) -> Target:
    """A document adopted, one finding undone and taken up again, one undone; a target corrected."""
    document = ingest(by=cast.tianyang, data=DATA, name="纪要.txt").document
    accept_findings(by=cast.tianyang, document=document)
    for kind, states in (("claim", ("proposed", "accepted")), ("event", ("rejected",))):
        for state in states:
            decide(
                by=cast.tianyang, finding=Finding.objects.get(kind=kind), state=state, note="复核"
            )
    facts: dict[str, Any] = {"by": cast.baise, "indicator": "L1", "year": 2024, "unit": "人"}
    set_target(region=TIANYANG, value=Decimal(300), **facts)
    return set_target(region=TIANYANG, value=Decimal(320), reason="调整", **facts)


def found() -> list[tuple[str, str]]:
    return [(problem.code, problem.place) for problem in integrity.check()]


def test_an_honest_life_gives_no_problem(life: Target) -> None:
    assert (Target.objects.count(), Claim.objects.count(), Event.objects.count()) == (2, 1, 1)
    assert found() == []


@pytest.mark.parametrize("change", [{"value": 999}, {"unit": "万人"}, {"source": "别处"}])
def test_a_changed_target_is_named(life: Target, change: dict[str, Any]) -> None:
    Target.objects.filter(pk=life.pk).update(**change)
    assert found() == [("target_changed", f"目标任务 L1/{TIANYANG}/2024")]


def test_a_moved_target_is_missed_there_and_found_here(life: Target) -> None:
    Target.objects.filter(pk=life.pk).update(region_id=DONGLAN)
    assert found() == [
        ("target_inserted", f"目标任务 L1/{DONGLAN}/2024"),
        ("target_removed", f"目标任务 L1/{TIANYANG}/2024"),
    ]


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Claim, {"value": 99999}),
        (Commitment, {"text": "别的话"}),
        (Agreement, {"title": "别的协议"}),
    ],
)
def test_a_changed_record_is_named(life: Target, model: Any, change: dict[str, Any]) -> None:
    model.objects.update(**change)
    place = f"{model._meta.verbose_name} {model.objects.get().pk}"
    assert found() == [("record_changed", place)]


def test_changed_fields_of_a_commitment_are_named(life: Target) -> None:
    CommitmentField.objects.all().delete()
    assert found() == [("record_changed", f"任务 {Commitment.objects.get().pk}")]


def test_a_revived_record_is_named(life: Target) -> None:
    Event.objects.update(withdrawn_at=None)
    assert found() == [("record_state", f"活动 {Event.objects.get().pk}")]
