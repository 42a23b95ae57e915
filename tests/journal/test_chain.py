"""The chain finds what was changed, removed or slipped in, and says which entry it was.

No database is needed: entries are made here, tampered with, and walked.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shanhai.journal.chain import Head, Walk
from shanhai.journal.seals import GENESIS, head_seal, seal_of

START = datetime(2024, 1, 1, tzinfo=UTC)
Entries = list[dict[str, Any]]


def chain(length: int) -> Entries:
    """An honest chain."""
    entries: Entries = []
    for number in range(1, length + 1):
        row: dict[str, Any] = {
            "sequence": number, "at": START + timedelta(seconds=number), "actor_id": 7,
            "actor_name": "weiguodong", "verb": "change", "subject_type": "delivery.placement",
            "subject_key": str(number), "region_id": "451224", "before": {"月工资": "3000"},
            "after": {"月工资": "3200"}, "reason": "更正", "rows_count": 1, "rows_digest": "",
            "request_id": "r", "previous_seal": entries[-1]["seal"] if entries else GENESIS,
        }  # fmt: skip
        row["seal"] = seal_of(row)
        entries.append(row)
    return entries


def head_of(entries: Entries) -> Head:
    last = entries[-1]
    own = head_seal(last["sequence"], last["seal"], last["at"])
    return Head(last["sequence"], last["seal"], last["at"], own)


def found(entries: Entries, head: Head | None) -> list[tuple[str, str]]:
    """(code, place) of every problem, entries walked in their stored order."""
    ordered = sorted(entries, key=lambda row: row["sequence"])
    return [
        (problem.code.removeprefix("journal_"), problem.place.removeprefix("日志 "))
        for problem in Walk().problems(iter(ordered), lambda: head)
    ]


def forged(sequence: int, previous_seal: str) -> dict[str, Any]:
    """An entry made by somebody without the key."""
    return {
        **chain(1)[0], "sequence": sequence, "previous_seal": previous_seal, "seal": "f" * 64,
    }  # fmt: skip


def test_an_honest_chain_has_no_problem() -> None:
    entries = chain(20)
    assert found(entries, head_of(entries)) == []


def test_an_empty_journal_has_no_problem() -> None:
    assert found([], None) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("after", {"月工资": "9999"}), ("before", None), ("reason", ""), ("actor_id", 8),
        ("actor_name", "x"), ("verb", "add"), ("subject_key", "2"), ("region_id", "451003"),
        ("at", START), ("rows_count", 2), ("rows_digest", "a"), ("request_id", "s"),
        ("seal", "0" * 64),
    ],
)  # fmt: skip
def test_a_changed_column_is_found_and_named(column: str, value: Any) -> None:
    entries = chain(9)
    head = head_of(entries)
    entries[4][column] = value
    assert found(entries, head) == [("changed", "5")]


def test_a_changed_link_is_found() -> None:
    entries = chain(9)
    head = head_of(entries)
    entries[4]["previous_seal"] = "a" * 64
    assert found(entries, head) == [("changed", "5")]


@pytest.mark.parametrize("which", [1, 5, 9])
def test_the_first_a_middle_and_the_last_entry_can_be_seen_changed(which: int) -> None:
    entries = chain(9)
    head = head_of(entries)
    entries[which - 1]["reason"] = "无"
    assert found(entries, head) == [("changed", str(which))]


@pytest.mark.parametrize(
    ("gone", "place"),
    [((1,), "1"), ((5,), "5"), ((4, 5, 6), "4-6"), ((9,), "9"), ((7, 8, 9), "7-9")],
)
def test_removed_entries_are_found_and_named(gone: tuple[int, ...], place: str) -> None:
    entries = chain(9)
    head = head_of(entries)
    kept = [row for row in entries if row["sequence"] not in gone]
    assert found(kept, head) == [("removed", place)]


def test_all_entries_removed_is_found() -> None:
    assert found([], head_of(chain(9))) == [("removed", "1-9")]


@pytest.mark.parametrize("gone", [1, 5, 8])
def test_a_removal_hidden_by_renumbering_is_found_at_its_place(gone: int) -> None:
    entries = chain(9)
    head = head_of(entries)
    kept = [row for row in entries if row["sequence"] != gone]
    for row in kept:
        row["sequence"] -= row["sequence"] > gone
    assert found(kept, head) == [("removed", str(gone))]


def test_an_entry_slipped_in_by_renumbering_the_others_is_found() -> None:
    entries = chain(9)
    head = head_of(entries)
    for row in entries[5:]:
        row["sequence"] += 1
    entries.append(forged(6, entries[4]["seal"]))
    assert found(entries, head) == [("inserted", "6")]


def test_several_entries_slipped_in_are_each_named() -> None:
    entries = chain(9)
    head = head_of(entries)
    for row in entries[5:]:
        row["sequence"] += 2
    entries += [forged(6, entries[4]["seal"]), forged(7, "f" * 64)]
    assert found(entries, head) == [("inserted", "6"), ("inserted", "7")]


def test_an_entry_put_before_the_first_is_found() -> None:
    entries = chain(9)
    assert found([*entries, forged(0, GENESIS)], head_of(entries)) == [("inserted", "0")]


def test_an_entry_put_behind_the_last_is_found() -> None:
    entries = chain(9)
    assert found([*entries, forged(10, entries[-1]["seal"])], head_of(entries)) == [
        ("inserted", "10")
    ]


def test_a_genuine_entry_copied_to_another_place_is_an_insertion() -> None:
    entries = chain(9)
    copied = {**entries[2], "sequence": 10}
    assert found([*entries, copied], head_of(entries)) == [("inserted", "10")]


def test_a_change_beside_a_removal_gives_both() -> None:
    entries = chain(9)
    head = head_of(entries)
    entries[3]["reason"] = "无"
    kept = [row for row in entries if row["sequence"] != 6]
    assert found(kept, head) == [("changed", "4"), ("removed", "6")]


def test_a_change_next_to_a_removal_gives_both() -> None:
    entries = chain(9)
    head = head_of(entries)
    entries[4]["reason"] = "无"
    kept = [row for row in entries if row["sequence"] != 6]
    assert found(kept, head) == [("changed", "5"), ("removed", "6")]


def test_cutting_the_tail_and_pointing_the_head_back_is_found() -> None:
    entries = chain(9)
    own = head_of(entries).own_seal
    cut = entries[:6]
    moved = Head(6, cut[-1]["seal"], cut[-1]["at"], own)
    assert found(cut, moved) == [("head", "链头")]


def test_a_head_taken_from_an_old_copy_is_found_while_later_entries_stand() -> None:
    entries = chain(9)
    assert found(entries, head_of(entries[:6])) == [("head", "链头")]


def test_a_removed_head_is_found() -> None:
    assert found(chain(9), None) == [("head", "链头")]


def test_an_entry_rewritten_with_the_key_is_found_by_the_next_one() -> None:
    entries = chain(9)
    head = head_of(entries)
    entries[4]["reason"] = "无"
    entries[4]["seal"] = seal_of(entries[4])
    assert found(entries, head) == [("changed", "5")]


def test_a_thousand_changed_entries_are_each_named_in_bounded_memory() -> None:
    entries = chain(2_500)
    head = head_of(entries)
    for row in entries[100:2_400]:
        row["reason"] = "无"
    named = [place for code, place in found(entries, head) if code == "changed"]
    assert named == [str(number) for number in range(101, 2_401)]


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_any_mix_of_changes_and_removals_is_named_exactly(data: st.DataObject) -> None:
    length = data.draw(st.integers(1, 25))
    entries = chain(length)
    head = head_of(entries)
    numbers = st.sets(st.integers(1, length))
    gone, changed = data.draw(numbers), data.draw(numbers)
    for row in entries:
        if row["sequence"] in changed:
            row["reason"] = "无"
    kept = [row for row in entries if row["sequence"] not in gone]
    named: dict[str, set[int]] = {"changed": set(), "removed": set()}
    for code, place in found(kept, head):
        first, _, last = place.partition("-")
        named[code].update(range(int(first), int(last or first) + 1))
    assert named["removed"] == gone
    assert named["changed"] == changed - gone
