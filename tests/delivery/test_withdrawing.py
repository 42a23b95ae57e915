"""Taking batches back in turn: what stands after each step, and what it says of itself."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from shanhai.delivery import actions, lineage, queries
from shanhai.delivery.ledger import Ledger
from shanhai.delivery.models import Batch, Placement
from shanhai.delivery.signals import ledger_committed
from shanhai.journal.models import Entry
from shanhai.kernel.errors import Conflict
from tests.cast import Cast
from tests.delivery.conftest import TODAY

Load = Callable[..., actions.Outcome]


@pytest.fixture
def imported(load: Load, cast: Cast, tianyang_rows: list[list[Any]], changed: Any) -> Batch:
    """Six rows of 田阳区, each with a wage of 4000."""
    batch = load(cast.tianyang, [changed(row, 月工资=4000) for row in tianyang_rows]).batch
    assert batch
    return batch


@pytest.fixture
def correct(cast: Cast, ledger: Ledger) -> Callable[[str, int], Batch]:
    """Corrects the wage of a record by page."""

    def put(record: str, wage: int) -> Batch:
        batch = actions.correct(
            by=cast.tianyang, ledger=ledger, record=record, reason="工资核实", today=TODAY,
            changes={"monthly_wage_yuan": str(wage)},
        ).batch  # fmt: skip
        assert batch
        return batch

    return put


@pytest.fixture
def withdraw(cast: Cast) -> Callable[[Batch], Batch]:
    return lambda batch: actions.withdraw_batch(by=cast.tianyang, batch=batch, reason="传错文件")


def wages(record: str, moment: datetime | None = None) -> list[Decimal]:
    found = Placement.objects.as_of(moment).filter(record=record)
    return list(found.values_list("monthly_wage_yuan", flat=True))


@pytest.fixture
def record(imported: Batch) -> str:
    return str(Placement.objects.order_by("record")[0].record)


def test_an_import_can_be_withdrawn_once_its_correction_was(
    imported: Batch, record: str, correct: Any, withdraw: Any
) -> None:
    told: list[set[tuple[str, int]]] = []

    def hear(sender: Any, touched: set[tuple[str, int]], **_: Any) -> None:
        told.append(touched)

    correction = correct(record, 5000)
    with pytest.raises(Conflict, match=f"请先撤回批次 {correction.pk}$") as refusal:
        withdraw(imported)
    assert refusal.value.detail["batches"] == [correction.pk]
    back = withdraw(correction)
    assert wages(record) == [4000]
    ledger_committed.connect(hear)
    out = withdraw(imported)
    ledger_committed.disconnect(hear)
    assert [imported.pk, correction.pk] == [out.withdraws_id, back.withdraws_id]
    row = Placement.objects.filter(record=record).latest("version")
    years = range(row.start_date.year, (row.end_date or out.recorded_at).year + 1)
    assert {("451003", year) for year in years} <= told[0]
    assert not Placement.objects.as_of().exists()
    moments = [one.recorded_at for one in (imported, correction, back, out)]
    assert [wages(record, moment) for moment in moments] == [[4000], [5000], [4000], []]
    assert [Placement.objects.as_of(moment).count() for moment in moments] == [6, 6, 6, 0]
    versions = Placement.objects.filter(record=record).values_list("version", flat=True)
    assert sorted(versions) == [1, 2, 3, 4]
    assert queries.check() == []


def test_a_batch_is_withdrawn_once(imported: Batch, withdraw: Any) -> None:
    done = withdraw(imported)
    with pytest.raises(Conflict, match=f"已由批次 {done.pk} 撤回"):
        withdraw(imported)


def test_corrections_come_off_one_by_one_from_the_last(
    imported: Batch, record: str, correct: Any, withdraw: Any
) -> None:
    first, second = correct(record, 5000), correct(record, 6000)
    for batch in (imported, first):
        with pytest.raises(Conflict, match=f"批次 {second.pk}$"):
            withdraw(batch)
    withdraw(second)
    assert wages(record) == [5000]
    with pytest.raises(Conflict, match=f"批次 {first.pk}$"):
        withdraw(imported)
    third = correct(record, 7000)
    withdraw(third)
    withdraw(first)
    assert wages(record) == [4000]
    withdraw(imported)
    assert wages(record) == []
    assert queries.check() == []


def test_every_batch_in_the_way_is_named(imported: Batch, correct: Any, withdraw: Any) -> None:
    records = Placement.objects.order_by("record").values_list("record", flat=True)[:2]
    later = [correct(record, 5000) for record in records]
    with pytest.raises(Conflict, match="有 2 条记录") as refusal:
        withdraw(imported)
    assert refusal.value.detail["batches"] == sorted((one.pk for one in later), reverse=True)


def test_rows_taken_up_again_belong_to_the_batch_that_did_so(
    imported: Batch, record: str, withdraw: Any, load: Load, cast: Cast, correct: Any,
    tianyang_rows: list[list[Any]],
) -> None:  # fmt: skip
    withdraw(imported)
    again = load(cast.tianyang, tianyang_rows).batch
    assert again
    withdraw(correct(record, 5000))
    withdraw(again)
    assert not Placement.objects.as_of().exists()
    assert queries.check() == []


def test_rows_say_what_became_of_them(
    imported: Batch, ledger: Ledger, record: str, correct: Any, withdraw: Any
) -> None:
    def state(batch: Batch) -> str:
        return lineage.states(ledger, batch, Placement.objects.filter(batch=batch))[record]

    correction = correct(record, 5000)
    assert (state(imported), state(correction)) == ("corrected", "standing")
    back = withdraw(correction)
    assert [state(one) for one in (imported, correction, back)] == [
        "standing",
        "withdrawn",
        "standing",
    ]
    out = withdraw(imported)
    assert [state(one) for one in (imported, back, out)] == ["withdrawn", "taken_out", "withdrawn"]


def test_a_withdrawal_turned_to_another_batch_is_found(
    imported: Batch, record: str, correct: Any, withdraw: Any
) -> None:
    back = withdraw(correct(record, 5000))
    assert Entry.objects.latest("sequence").after["withdraws"] == back.withdraws_id
    Batch.objects.filter(pk=back.pk).update(withdraws=imported)
    assert [(each.code, each.place) for each in queries.check()] == [
        ("batch_changed", f"批次 {back.pk}")
    ]
