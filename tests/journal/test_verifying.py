"""Tampering in the database itself: the guard refuses it, and past the guard the chain finds it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from shanhai.journal import actions, guard, queries
from shanhai.journal.models import ChainHead, Entry, Verb

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries() -> list[Entry]:
    """Nine honest entries."""
    with transaction.atomic():
        return [
            actions.record(by=None, verb=Verb.CHANGE, subject="tests.thing", key=str(number))
            for number in range(1, 10)
        ]


@pytest.fixture
def guarded(entries: list[Entry]) -> Iterator[list[Entry]]:
    """The same with the guard up, as in an office."""
    guard.put_up(connection)
    yield entries
    guard.take_down(connection)


def problems() -> list[tuple[str, str]]:
    return [(problem.code, problem.place) for problem in queries.check()]


def run(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET reason = 'x' WHERE sequence = 5",
        "DELETE FROM journal_entry WHERE sequence = 5",
        "DELETE FROM journal_entry",
    ],
)
def test_the_database_refuses_to_change_or_delete_an_entry(
    guarded: list[Entry], statement: str
) -> None:
    with pytest.raises(DatabaseError, match="日志只能追加"), transaction.atomic():
        run(statement)
    assert Entry.objects.count() == 9


def test_an_entry_cannot_be_written_over_by_a_new_one(guarded: list[Entry]) -> None:
    verb = "REPLACE" if connection.vendor == "sqlite" else "INSERT"  # which fails by its key alone
    with pytest.raises(DatabaseError), transaction.atomic():
        run(f"{verb} INTO journal_entry SELECT * FROM journal_entry WHERE sequence = 5")
    assert problems() == []


def test_the_guard_refuses_through_the_models_too(guarded: list[Entry]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        guarded[3].delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        guarded[3].save()


def test_the_guard_lets_new_entries_in(guarded: list[Entry]) -> None:
    with transaction.atomic():
        actions.record(by=None, verb=Verb.ADD, subject="tests.thing")
    assert problems() == []


def test_putting_the_guard_up_twice_is_harmless(guarded: list[Entry]) -> None:
    guard.put_up(connection)
    assert guard.is_up(connection)


def test_verify_says_when_the_guard_was_taken_down(guarded: list[Entry], settings: Any) -> None:
    settings.JOURNAL_GUARDED = True
    assert problems() == []
    guard.take_down(connection)
    assert [code for code, _ in problems()] == ["journal_guard"]


def test_a_truncated_journal_is_refused_or_found(guarded: list[Entry]) -> None:
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")  # TRUNCATE waits for no pending checks
        with pytest.raises(DatabaseError, match="日志只能追加"), transaction.atomic():
            run("TRUNCATE journal_entry")
    else:
        guard.take_down(connection)
        run("DELETE FROM journal_entry")
        assert problems() == [("journal_removed", "日志 1-9")]


def test_a_changed_entry_is_named(entries: list[Entry]) -> None:
    run("UPDATE journal_entry SET reason = 'x' WHERE sequence = 5")
    assert problems() == [("journal_changed", "日志 5")]


def test_a_changed_value_inside_before_or_after_is_named(entries: list[Entry]) -> None:
    Entry.objects.filter(pk=4).update(after={"wage": 1})
    assert problems() == [("journal_changed", "日志 4")]


def test_a_removed_entry_is_named(entries: list[Entry]) -> None:
    run("DELETE FROM journal_entry WHERE sequence = 5")
    assert problems() == [("journal_removed", "日志 5")]


def test_the_removed_last_entries_are_named(entries: list[Entry]) -> None:
    run("DELETE FROM journal_entry WHERE sequence > 7")
    assert problems() == [("journal_removed", "日志 8-9")]


def test_an_inserted_entry_is_named(entries: list[Entry]) -> None:
    for number in (9, 8, 7, 6):
        run("UPDATE journal_entry SET sequence = %s WHERE sequence = %s", number + 1, number)
    forged = Entry.objects.get(pk=5)
    forged.pk, forged.previous_seal, forged.seal = 6, entries[4].seal, "f" * 64
    forged.save(force_insert=True)
    assert problems() == [("journal_inserted", "日志 6")]


def test_an_entry_put_behind_the_head_is_named(entries: list[Entry]) -> None:
    forged = Entry.objects.get(pk=9)
    forged.pk, forged.previous_seal = 10, entries[-1].seal
    forged.save(force_insert=True)
    assert problems() == [("journal_inserted", "日志 10")]


def test_a_head_pointed_back_is_found(entries: list[Entry]) -> None:
    run("DELETE FROM journal_entry WHERE sequence > 7")
    ChainHead.objects.update(sequence=7, seal=entries[6].seal)
    assert problems() == [("journal_head", "日志 链头")]


def test_a_noted_seal_proves_that_nothing_up_to_it_was_rewritten(entries: list[Entry]) -> None:
    assert queries.verify_anchor(6, entries[5].seal) is None
    changed = queries.verify_anchor(6, entries[4].seal)
    gone = queries.verify_anchor(60, entries[4].seal)
    assert changed is not None
    assert gone is not None
    assert "改写" in changed.message
    assert "不存在" in gone.message


def test_the_latest_entries_can_be_walked_alone(entries: list[Entry]) -> None:
    assert queries.verify_latest(4) == (4, [])
    run("UPDATE journal_entry SET reason = 'x' WHERE sequence = 3")
    assert queries.verify_latest(4) == (4, [])
    run("UPDATE journal_entry SET reason = 'x' WHERE sequence = 8")
    count, found = queries.verify_latest(4)
    assert (count, [problem.place for problem in found]) == (4, ["日志 8"])
    assert len(queries.verify_latest(100)[1]) == 2


def test_progress_is_told_while_entries_stream(entries: list[Entry], monkeypatch: Any) -> None:
    monkeypatch.setattr(queries, "_CHUNK", 3)
    told: list[int] = []
    assert list(queries.verify_chain(told.append)) == []
    assert told == [3, 6, 9]
