"""Readings are fresh the moment a commit returns, exact, and the same whatever order commits came in."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shanhai.access.models import Account
from shanhai.delivery.models import Placement
from shanhai.delivery.signals import ledger_committed
from shanhai.journal.models import Entry
from shanhai.kernel.errors import NotAllowed
from shanhai.measure.algebra import Span
from shanhai.results import actions, queries
from shanhai.results.models import Reading
from tests.cast import BAISE, DONGLAN, GUANGXI, TIANYANG, Cast
from tests.results.ledger import Stay, commit, correct

DEBAO = "451024"
HALF_YEAR = [
    Stay("甲", TIANYANG, "2022-01-10", lifted=True),
    Stay("乙", TIANYANG, "2022-03-05", destination="450100"),
    Stay("丙", DEBAO, "2022-03-20"),
    Stay("甲", DEBAO, "2022-05-08", lifted=True),
    Stay("丁", DONGLAN, "2022-06-01"),
]


def value(user: Account, code: str, unit: str, month: int = 12, span: Span = Span.YEAR_TO_DATE):
    """The figure that the user is shown; None: no data."""
    found = [
        cell.value
        for cell in queries.readings(user, year=2022)
        if (cell.indicator, cell.unit, cell.month, cell.span) == (code, unit, month, span)
    ]
    return found[0] if found else None


def test_a_commit_returns_with_its_figures(cast: Cast) -> None:
    commit(cast.operator, *HALF_YEAR)
    assert value(cast.auditor, "L1", TIANYANG) == 2
    assert value(cast.auditor, "L2", TIANYANG) == 1
    assert value(cast.auditor, "L3", TIANYANG) == 1
    assert value(cast.auditor, "L1", TIANYANG, 3, Span.MONTH) == 1
    assert queries.check() == []


def test_a_prefecture_counts_a_person_of_two_counties_once(cast: Cast) -> None:
    commit(cast.operator, *HALF_YEAR)
    counties = [value(cast.auditor, "L1", unit) for unit in (TIANYANG, DEBAO)]
    assert sum(counties) == 4
    assert value(cast.auditor, "L1", BAISE) == 3
    assert value(cast.auditor, "L1", GUANGXI) == 4


def test_a_county_without_rows_has_no_data_and_one_without_matches_has_zero(cast: Cast) -> None:
    commit(cast.operator, Stay("乙", TIANYANG, "2022-03-05", destination="450100"))
    assert value(cast.auditor, "L2", TIANYANG) == Decimal(0)
    assert value(cast.auditor, "L2", DEBAO) is None
    assert value(cast.auditor, "L1", TIANYANG, 4, Span.MONTH) is None


def test_a_late_edit_of_an_earlier_month_moves_that_month_and_all_after_it(cast: Cast) -> None:
    commit(cast.operator, *HALF_YEAR)
    record = Placement.objects.get(employer__startswith="示例", person__name="乙").record
    correct(cast.operator, record, start_date=date(2022, 1, 30))
    assert value(cast.auditor, "L1", TIANYANG, 1) == 2
    assert value(cast.auditor, "L1", TIANYANG, 3, Span.MONTH) is None
    assert value(cast.auditor, "L1", BAISE, 3, Span.MONTH) == 1
    assert queries.check() == []


def test_a_row_that_moves_to_another_county_leaves_the_first(cast: Cast) -> None:
    commit(cast.operator, *HALF_YEAR)
    record = Placement.objects.get(person__name="丁").record
    correct(cast.operator, record, home_county_id=TIANYANG)
    assert value(cast.auditor, "L1", DONGLAN) is None
    assert value(cast.auditor, "L1", TIANYANG) == 3
    assert not Reading.objects.filter(region_id=DONGLAN).exists()
    assert queries.check() == []


def test_a_withdrawn_row_counts_no_more(cast: Cast) -> None:
    commit(cast.operator, *HALF_YEAR)
    record = Placement.objects.get(person__name="乙").record
    correct(cast.operator, record, withdrawn=True)
    assert value(cast.auditor, "L1", TIANYANG) == 1
    assert queries.check() == []


def test_a_past_moment_reads_as_it_did_then(cast: Cast) -> None:
    before = commit(cast.operator, *HALF_YEAR)
    then = queries.readings(cast.auditor, year=2022)
    record = Placement.objects.get(person__name="乙").record
    correct(cast.operator, record, withdrawn=True)
    commit(cast.operator, Stay("戊", TIANYANG, "2022-02-02"))
    for engine in ("local", "duckdb"):
        as_of = queries.readings(cast.auditor, year=2022, as_of=before, engine=engine)
        assert set(as_of) == set(then)
    assert set(queries.readings(cast.auditor, year=2022)) != set(then)


def test_a_failed_commit_takes_its_figures_back(cast: Cast) -> None:
    with transaction.atomic():
        commit(cast.operator, *HALF_YEAR)
        assert Reading.objects.exists()
        transaction.set_rollback(True)
    assert not Reading.objects.exists()


def test_figures_that_fail_take_the_commit_back(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: object) -> int:
        raise RuntimeError

    monkeypatch.setattr(actions, "refresh", broken)
    with pytest.raises(RuntimeError):
        commit(cast.operator, *HALF_YEAR)
    assert not Placement.objects.exists()


def test_only_what_was_touched_is_written_again(cast: Cast) -> None:
    first = commit(cast.operator, *HALF_YEAR)
    second = commit(cast.operator, Stay("戊", DONGLAN, "2022-06-15"))
    moments = dict(
        Reading.objects.filter(indicator="L1", month=12, span="ytd").values_list(
            "region_id", "computed_at"
        )
    )
    assert moments == {
        TIANYANG: first, DEBAO: first, BAISE: first,
        DONGLAN: second, "451200": second, GUANGXI: second,
    }  # fmt: skip


def test_rows_of_years_before_the_programme_make_no_figure(cast: Cast) -> None:
    commit(cast.operator, Stay("甲", TIANYANG, "2014-01-10"))
    assert not Reading.objects.exists()
    assert queries.check() == []


def test_a_reading_changed_behind_our_back_is_found_and_mended(cast: Cast) -> None:
    commit(cast.operator, *HALF_YEAR)
    Reading.objects.filter(region_id=TIANYANG, indicator="L1", month=12, span="ytd").update(value=9)
    Reading.objects.filter(region_id=DONGLAN, month=6).delete()
    found = queries.check()
    assert len(found) == 1 + 3 * 2
    assert f"L1-{TIANYANG}-2022-12-ytd" in {problem.place for problem in found}
    assert actions.recompute_all(by=cast.operator) == len(found)
    assert queries.check() == []
    assert Entry.objects.order_by("-sequence")[0].subject_type == "results.reading"


def test_only_the_operating_account_computes_everything_again(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="系统运维"):
        actions.recompute_all(by=cast.guangxi)


def test_each_sees_the_figures_of_the_own_region_only(cast: Cast) -> None:
    at = commit(cast.operator, *HALF_YEAR)

    def units(user: Account) -> set[str]:
        now = {cell.unit for cell in queries.readings(user, year=2022)}
        assert {cell.unit for cell in queries.readings(user, year=2022, as_of=at)} == now
        return now

    assert units(cast.tianyang) == {TIANYANG}
    assert units(cast.donglan) == {DONGLAN}
    assert units(cast.baise) == {BAISE, TIANYANG, DEBAO}
    assert units(cast.guangxi) == {GUANGXI, BAISE, TIANYANG, DEBAO, "451200", DONGLAN}
    assert units(cast.former) == set()


PEOPLE, COUNTIES = ["甲", "乙", "丙"], [TIANYANG, DEBAO, DONGLAN]


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_the_same_commits_in_any_order_give_the_same_readings(cast: Cast, data) -> None:
    stays = [
        Stay(
            data.draw(st.sampled_from(PEOPLE)),
            data.draw(st.sampled_from(COUNTIES)),
            f"2022-{data.draw(st.integers(1, 12)):02d}-15",
            destination=data.draw(st.sampled_from(["440300", "450100"])),
            lifted=data.draw(st.booleans()),
            employer=f"示例工厂{place}（虚构）",
        )
        for place in range(data.draw(st.integers(1, 6)))
    ]
    outcomes = []
    for order in (stays, data.draw(st.permutations(stays))):
        with transaction.atomic():
            for stay in order:
                commit(cast.operator, stay)
            outcomes.append(set(queries.readings(cast.auditor, year=2022)))
            assert queries.check() == []
            transaction.set_rollback(True)
    assert outcomes[0] == outcomes[1]


def test_word_of_a_commit_is_heard_once() -> None:
    names = [receiver[0][0] for receiver in ledger_committed.receivers]
    assert names.count("results.refresh") == 1
