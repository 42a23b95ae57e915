"""A commitment gets an owner and a date, is fulfilled with evidence, and its state follows from them."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone

from shanhai.accords import queries
from shanhai.accords.actions import (
    accept_findings,
    assign_commitment,
    fulfil_commitment,
    reopen_commitment,
)
from shanhai.accords.models import Commitment
from shanhai.kernel.errors import Conflict, NotAllowed, NotFound, Unusable
from shanhai.sources.actions import ingest
from tests.cast import BAISE, DONGLAN, GUANGXI, TIANYANG, Cast
from tests.sources.reading import DATA


@pytest.fixture
def commitment(cast: Cast, reader: Callable[..., None]) -> Commitment:
    """One of the province's."""
    document = ingest(by=cast.guangxi, data=DATA, name="纪要.txt").document
    accept_findings(by=cast.guangxi, document=document)
    return Commitment.objects.get()


def owned_by(
    cast: Cast, commitment: Commitment, region: str, due: date | None = None
) -> Commitment:
    return assign_commitment(
        by=cast.guangxi, commitment=commitment, owner_region=region, owner_office="人社局",
        due_on=due, reason="按分工方案",
    )  # fmt: skip


def state(cast: Cast) -> str:
    [found] = [name for name, count in queries.states(cast.guangxi).items() if count]
    return found


def test_the_state_follows_from_owner_date_and_evidence(cast: Cast, commitment: Commitment) -> None:
    today = timezone.localdate()
    assert state(cast) == "unassigned"
    for days, expected in (
        (None, "ongoing"),
        (31, "ongoing"),
        (30, "due_soon"),
        (0, "due_soon"),
        (-1, "overdue"),
    ):
        due = None if days is None else today + timedelta(days=days)
        commitment = owned_by(cast, commitment, BAISE, due)
        assert state(cast) == expected, days
    fulfil_commitment(
        by=cast.baise, commitment=commitment, evidence="百人社〔2022〕1号", fulfilled_on=today
    )
    assert state(cast) == "done"


def test_reopening_needs_a_reason_and_keeps_the_evidence(
    cast: Cast, commitment: Commitment
) -> None:
    row = owned_by(cast, commitment, BAISE)
    row = fulfil_commitment(
        by=cast.baise, commitment=row, evidence="台账", fulfilled_on=date(2022, 7, 1)
    )
    with pytest.raises(Unusable, match="事由"):
        reopen_commitment(by=cast.guangxi, commitment=row, reason=" ")
    row = reopen_commitment(by=cast.guangxi, commitment=row, reason="证据与任务不符")
    assert (row.fulfilled_on, row.evidence) == (None, "台账")
    assert queries.history(row)[0].reason == "证据与任务不符"


def test_changing_an_owner_needs_a_reason_and_the_same_again_changes_nothing(
    cast: Cast, commitment: Commitment
) -> None:
    row = owned_by(cast, commitment, BAISE)
    given = {"owner_office": "人社局", "due_on": None}
    again = assign_commitment(by=cast.guangxi, commitment=row, owner_region=BAISE, **given)
    assert again.revision == row.revision
    with pytest.raises(Unusable, match="事由"):
        assign_commitment(by=cast.guangxi, commitment=row, owner_region=TIANYANG, **given)


def test_an_owner_passes_on_inside_the_own_region_only(cast: Cast, commitment: Commitment) -> None:
    row = owned_by(cast, commitment, BAISE)
    with pytest.raises(NotAllowed):
        assign_commitment(
            by=cast.baise, commitment=row, owner_region=DONGLAN, owner_office="人社局", due_on=None,
            reason="转交",
        )  # fmt: skip
    row = assign_commitment(
        by=cast.baise, commitment=row, owner_region=TIANYANG, owner_office="人社局", due_on=None,
        reason="转交",
    )  # fmt: skip
    assert fulfil_commitment(
        by=cast.tianyang, commitment=row, evidence="名册", fulfilled_on=date(2022, 8, 1)
    ).fulfilled_on


def test_a_neighbours_task_is_not_there(cast: Cast, commitment: Commitment) -> None:
    assert queries.commitments(cast.donglan).count() == 1  # the province's, still without owner
    owned_by(cast, commitment, TIANYANG)
    assert queries.commitments(cast.tianyang).count() == 1
    assert queries.commitments(cast.donglan).count() == 0
    assert sum(queries.states(cast.donglan).values()) == 0
    with pytest.raises(NotFound):
        queries.commitment(cast.donglan, commitment.pk)
    with pytest.raises(NotFound):
        fulfil_commitment(
            by=cast.donglan, commitment=commitment, evidence="x", fulfilled_on=date(2022, 1, 1)
        )


def test_everybody_who_sees_the_whole_programme_sees_owned_ones_too(
    cast: Cast, commitment: Commitment
) -> None:
    owned_by(cast, commitment, TIANYANG)
    assert queries.commitments(cast.auditor).count() == 1
    assert queries.commitments(cast.operator).count() == 1


def test_the_county_may_read_the_provinces_task_and_not_change_it(
    cast: Cast, commitment: Commitment
) -> None:
    with pytest.raises(NotAllowed):
        assign_commitment(
            by=cast.donglan, commitment=commitment, owner_region=DONGLAN, owner_office="人社局", due_on=None
        )  # fmt: skip


def test_who_was_slower_is_told(cast: Cast, commitment: Commitment) -> None:
    stale = Commitment.objects.get()
    owned_by(cast, commitment, BAISE)
    with pytest.raises(Conflict):
        owned_by(cast, stale, GUANGXI)


@pytest.mark.parametrize(
    ("region", "office", "said"),
    [("", "人社局", "责任地区"), ("999999", "人社局", "责任地区"), (BAISE, " ", "责任单位")],
)
def test_an_assignment_without_owner_is_refused(
    cast: Cast, commitment: Commitment, region: str, office: str, said: str
) -> None:
    with pytest.raises(Unusable, match=said):
        assign_commitment(
            by=cast.guangxi, commitment=commitment, owner_region=region, owner_office=office, due_on=None
        )  # fmt: skip


def test_done_needs_an_owner_evidence_and_a_day_that_has_come(
    cast: Cast, commitment: Commitment
) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Unusable, match="责任"):
        fulfil_commitment(
            by=cast.guangxi, commitment=commitment, evidence="函", fulfilled_on=date(2022, 1, 1)
        )
    row = owned_by(cast, commitment, BAISE)
    with pytest.raises(Unusable, match="佐证"):
        fulfil_commitment(
            by=cast.guangxi, commitment=row, evidence=" ", fulfilled_on=date(2022, 1, 1)
        )
    with pytest.raises(Unusable, match="晚于今天"):
        fulfil_commitment(by=cast.guangxi, commitment=row, evidence="函", fulfilled_on=tomorrow)
