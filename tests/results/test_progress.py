"""Below target is one rule, a gap in people, the month it began, and somebody who can close it."""

from decimal import Decimal

import pytest
from django.db import transaction

from shanhai.access.models import Account
from shanhai.accords.models import Commitment
from shanhai.accords.models.commitments import CommitmentField
from shanhai.journal import actions as journal
from shanhai.results import queries
from shanhai.results.progress import (
    Progress,
    State,
    behind_since,
    expected_by,
    state_of,
    truncated_percent,
)
from tests.cast import BAISE, DONGLAN, GUANGXI, TIANYANG, Cast
from tests.results.ledger import Stay, aim, commit

DEBAO = "451024"


def at(user: Account, unit: str, month: int = 6, code: str = "L1", **more: object) -> Progress:
    """How a unit stands for the user."""
    lines = queries.progress(user, year=2022, month=month, **more)
    return next(line for line in lines if (line.unit, line.indicator.code) == (unit, code))


@pytest.fixture
def half_year(cast: Cast) -> Cast:
    """Tianyang placed five, Debao one, Donglan has not reported; all have targets."""
    for unit, value in ((TIANYANG, 8), (DEBAO, 12), (DONGLAN, 6), (BAISE, 20), (GUANGXI, 26)):
        aim(cast.operator, "L1", unit, value)
    months = zip("甲乙丙丁戊", (1, 1, 2, 3, 6), strict=True)
    stays = [Stay(name, TIANYANG, f"2022-0{month}-10") for name, month in months]
    commit(cast.operator, *stays, Stay("己", DEBAO, "2022-01-20"))
    return cast


def test_the_gap_is_said_in_people(half_year: Cast) -> None:
    line = at(half_year.auditor, DEBAO)
    assert line.state is State.BEHIND
    assert (line.value, line.expected, line.gap, line.gap_to_target) == (1, 6, 5, 11)
    assert line.rate_percent == Decimal("8.3")


def test_it_says_since_when(half_year: Cast) -> None:
    assert at(half_year.auditor, DEBAO).behind_since == 2
    assert at(half_year.auditor, TIANYANG).behind_since is None


def test_on_pace_and_reached_are_not_flagged(half_year: Cast) -> None:
    assert at(half_year.auditor, TIANYANG).state is State.ON_PACE
    more = [Stay(name, TIANYANG, "2022-06-11") for name in "庚辛壬"]
    commit(half_year.operator, *more)
    assert at(half_year.auditor, TIANYANG).state is State.REACHED
    assert not at(half_year.auditor, TIANYANG).is_flagged


def test_no_data_is_flagged_as_no_data_and_not_as_zero(half_year: Cast) -> None:
    line = at(half_year.auditor, DONGLAN)
    assert line.state is State.NO_DATA
    assert line.value is None
    assert line.rate is None
    assert (line.expected, line.gap, line.gap_to_target, line.behind_since) == (3, None, None, None)
    assert line.is_flagged


def test_without_a_target_nothing_is_flagged(half_year: Cast) -> None:
    line = at(half_year.auditor, DEBAO, code="L2")
    assert (line.state, line.target, line.gap, line.is_flagged) == (State.NO_TARGET, None, None, False)  # fmt: skip


def test_a_county_gap_is_closed_by_its_people_in_post(half_year: Cast) -> None:
    commit(half_year.operator, Stay("己", TIANYANG, "2022-12-10"))
    closers = at(half_year.auditor, TIANYANG, month=12).closers
    assert [(one.kind, one.name, one.detail) for one in closers] == [
        ("person", "覃晓梅", "县级协作专班"),
        ("person", "何静", "协作工作队员"),
    ]


def test_an_office_that_owes_an_open_labour_commitment_is_named(half_year: Cast) -> None:
    def owe(office: str, field: str, **more: object) -> None:
        one = Commitment.objects.create(
            region_id=GUANGXI, owner_region_id=DEBAO, text="扩大劳务输出（示例）", form="single",
            owner_office=office, **more,
        )  # fmt: skip
        CommitmentField.objects.create(commitment=one, field=field)

    owe("德保县人社局", "labour")
    owe("德保县商务局", "consumption")
    owe("德保县就业中心", "labour", fulfilled_on="2022-03-01", evidence="示例文号")
    closers = at(half_year.guangxi, DEBAO).closers
    assert [one.name for one in closers if one.kind == "office"] == ["德保县人社局"]


def test_a_prefecture_gap_is_made_up_of_its_counties(half_year: Cast) -> None:
    line = at(half_year.guangxi, BAISE)
    assert (line.value, line.gap) == (6, 4)
    assert [(one.name, one.gap, one.share) for one in line.closers] == [("德保县", 5, 1)]
    above = at(half_year.guangxi, GUANGXI)
    assert [one.name for one in above.closers] == ["百色市", "东兰县"]
    assert [(one.gap, one.share, one.detail) for one in above.closers] == [
        (4, 1, ""),
        (None, None, "未报送数据"),
    ]


def test_targets_are_read_as_they_stood(half_year: Cast) -> None:
    with transaction.atomic():
        before = journal.lock()
        journal.record(by=half_year.operator, verb=journal.Verb.ADD, subject="x", at=before)
    with transaction.atomic():
        moment = journal.lock()
        queries.Target.objects.filter(indicator="L1", region_id=DEBAO).update(superseded_at=moment)
    aim(half_year.operator, "L1", DEBAO, 2)
    assert at(half_year.auditor, DEBAO).target == 2
    assert at(half_year.auditor, DEBAO).state is State.ON_PACE
    assert at(half_year.auditor, DEBAO, as_of=before).target == 12


def test_each_sees_the_progress_of_the_own_region_only(half_year: Cast) -> None:
    seen = {line.unit for line in queries.progress(half_year.donglan, year=2022, month=6)}
    assert seen == {DONGLAN}
    asked = queries.progress(half_year.donglan, year=2022, month=6, unit=TIANYANG)
    assert asked == []
    narrowed = queries.progress(half_year.guangxi, year=2022, month=6, unit=BAISE)
    assert {line.unit for line in narrowed} == {BAISE, TIANYANG, DEBAO}


@pytest.mark.parametrize(
    ("value", "target", "month", "state"),
    [
        (None, None, 6, State.NO_DATA),
        (5, None, 6, State.NO_TARGET),
        (0, 0, 6, State.REACHED),
        (49, 100, 6, State.BEHIND),
        (50, 100, 6, State.ON_PACE),
        (100, 100, 6, State.REACHED),
        (None, 100, 6, State.NO_DATA),
    ],
)
def test_the_rule(value: int | None, target: int | None, month: int, state: State) -> None:
    def decimal(number: int | None) -> Decimal | None:
        return None if number is None else Decimal(number)

    assert state_of(decimal(value), decimal(target), month) is state


@pytest.mark.parametrize(
    ("part", "whole", "written"),
    [(66, 60, "110.0"), (2, 3, "66.6"), (999, 1000, "99.9"), (0, 5, "0.0")],
)
def test_a_rate_is_cut_off_and_written_plainly(part: int, whole: int, written: str) -> None:
    assert str(truncated_percent(part, whole)) == written


def test_half_a_person_due_is_a_whole_one() -> None:
    assert expected_by(Decimal(7), 6) == 4


def test_the_stretch_below_pace_is_unbroken() -> None:
    values = {1: Decimal(0), 2: Decimal(20), 3: Decimal(20), 4: Decimal(21)}
    assert behind_since(values, Decimal(120), 4) == 3
    assert behind_since(values, Decimal(120), 2) is None
