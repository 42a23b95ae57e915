"""Writing the journal: what an entry says, in which transaction, and what it reads back as."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.db import transaction
from django.test import Client, RequestFactory

from shanhai.access import actions as access
from shanhai.journal import actions, queries
from shanhai.journal.models import ChainHead, Entry, Verb
from shanhai.journal.request_id import one_request
from shanhai.journal.snapshots import difference, snapshot
from shanhai.regions.actions import load_reference
from shanhai.regions.models import Division
from tests.cast import DONGLAN, PASSWORD, TIANYANG, Cast

pytestmark = pytest.mark.django_db


def record(**facts: Any) -> Entry:
    """One entry in a transaction of its own, read back from the database."""
    facts = {"by": None, "verb": Verb.CHANGE, "subject": "tests.thing", "key": "1", **facts}
    with transaction.atomic():
        written = actions.record(**facts)
    return Entry.objects.get(pk=written.pk)


def verified() -> list[str]:
    return [problem.message for problem in queries.verify_chain()]


def test_entries_are_numbered_without_gaps_and_each_holds_the_seal_before_it() -> None:
    first, second, third = (record(key=key) for key in "abc")
    assert (second.sequence, third.sequence) == (first.sequence + 1, first.sequence + 2)
    assert third.previous_seal == second.seal
    assert verified() == []


def test_what_is_rolled_back_leaves_no_entry_and_no_gap() -> None:
    before = record()
    with transaction.atomic():
        actions.record(by=None, verb=Verb.ADD, subject="tests.thing")
        transaction.set_rollback(True)
    assert record().sequence == before.sequence + 1
    assert verified() == []


@pytest.mark.django_db(transaction=True)
def test_writing_outside_a_transaction_is_a_bug() -> None:
    with pytest.raises(AssertionError, match="in the transaction of what it records"):
        actions.record(by=None, verb=Verb.ADD, subject="tests.thing")


def test_a_later_entry_never_has_an_earlier_moment() -> None:
    with transaction.atomic():
        moment = actions.lock()
        actions.record(by=None, verb=Verb.ADD, subject="tests.thing")
        late = actions.record(by=None, verb=Verb.ADD, subject="tests.thing", at=moment)
        assert actions.lock() > ChainHead.objects.get().at
    assert ChainHead.objects.get().at > late.at
    assert verified() == []


def test_all_entries_of_one_request_share_its_number() -> None:
    with one_request() as identifier:
        together = {record().request_id, record().request_id}
    assert together == {identifier}
    assert record().request_id != identifier


@pytest.mark.parametrize(
    "value",
    [
        1, 0, -7, 10**30, True, False, None, "", "汉字 “引号” \\ \n", "😀", 1e16, 1e-7, -0.0, 3.10, 1e300,
        Decimal("3000.50"), Decimal("1E+3"), date(2024, 2, 29), datetime(2024, 1, 1, tzinfo=UTC),
        [1, [2, {"b": 1, "a": None}]], ("x", 2), {"b", "a"}, {"z": 1, "a": {"y": 2, "b": 3}}, {1: "x"},
        Verb.ADD, "nul\x00here", "half\ud800pair",
    ],
)  # fmt: skip
def test_every_value_reads_back_as_it_was_sealed(value: Any) -> None:
    entry = record(before={"value": value}, after={"value": [value]}, reason=str(value)[:50])
    assert verified() == []
    assert "\x00" not in repr(entry.before)


def test_a_moment_keeps_its_microseconds() -> None:
    moment = datetime(2024, 5, 6, 7, 8, 9, 123456, tzinfo=UTC)
    assert record(at=moment).at == moment
    assert record(at=moment.replace(microsecond=0)).at.microsecond == 0
    assert verified() == []


def test_an_over_long_key_is_cut_rather_than_lost() -> None:
    assert len(record(key="长" * 900, reason="由" * 5_000).subject_key) == 200
    assert verified() == []


class TestSnapshots:
    def test_a_snapshot_says_the_shown_columns_and_nothing_withheld(self, cast: Cast) -> None:
        said = snapshot(cast.tianyang)
        assert said["username"] == "qinxiaomei"
        assert not {"password", "id", "email", "is_superuser"} & set(said)

    def test_a_relation_is_its_key_and_a_date_is_text(self, cast: Cast) -> None:
        said = snapshot(cast.former.holdings.get())
        assert (said["region"], said["end_date"]) == (TIANYANG, "2022-06-30")

    def test_a_column_called_personal_is_left_out(
        self, regions: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        division = Division.objects.get(pk=TIANYANG)
        assert snapshot(division)["name"] == "田阳区"
        monkeypatch.setattr(Division, "personal", ("name",), raising=False)
        assert "name" not in snapshot(division)

    def test_the_difference_lists_only_what_differs(self) -> None:
        before = {"a": 1, "b": 2, "gone": None}
        assert difference(before, {"a": 1, "b": 3, "new": 4}) == [
            ("b", 2, 3), ("gone", None, None), ("new", None, 4),
        ]  # fmt: skip
        assert difference(None, {"a": 1}) == [("a", None, 1)]


class TestHearing:
    def test_writes_of_access_are_journalled_with_region_and_without_secrets(
        self, cast: Cast
    ) -> None:
        account = access.appoint(
            by=cast.head, username="x9", display_name="新人", password=PASSWORD,
            role="team_member", region_code=DONGLAN, start_date=date(2024, 1, 1),
        )  # fmt: skip
        granted = Entry.objects.latest("sequence")
        assert (granted.actor, granted.verb, granted.region_id) == (cast.head, "add", DONGLAN)
        assert granted.after["account"] == account.username
        assert not Entry.objects.filter(after__icontains=PASSWORD).exists()

    def test_a_write_whose_entry_fails_is_taken_back(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(**_: Any) -> None:
            raise RuntimeError("the journal cannot be written")

        monkeypatch.setattr("shanhai.journal.actions.record", fail)
        with pytest.raises(RuntimeError):
            access.deactivate(by=cast.head, account=cast.tianyang)
        cast.tianyang.refresh_from_db()
        assert cast.tianyang.is_active

    def test_a_load_of_reference_data_is_journalled_by_table_and_a_second_is_not(self) -> None:
        load_reference(by=None)
        keys = set(Entry.objects.filter(verb="load").values_list("subject_key", flat=True))
        assert keys == {"divisions", "division_changes", "key_counties", "programme_counties"}
        load_reference(by=None)
        assert Entry.objects.filter(verb="load").count() == 4

    def test_login_and_logout_are_journalled_for_the_holder_s_region(self, cast: Cast) -> None:
        client = Client()
        client.post("/login/", {"username": "weiguodong", "password": PASSWORD})
        client.post("/logout/")
        came, went = Entry.objects.filter(subject_key="weiguodong").order_by("sequence")
        assert [came.verb, went.verb] == ["login", "logout"]
        assert (came.actor, came.region_id) == (cast.donglan, DONGLAN)
        assert came.after == {"address": "127.0.0.1"}

    def test_a_failed_login_keeps_the_name_tried_and_never_the_password(self, cast: Cast) -> None:
        request = RequestFactory().post("/login/")
        assert authenticate(request, username="weiguodong", password="guess-of-somebody") is None
        assert authenticate(request, username="nobody", password="guess-of-somebody") is None
        known, unknown = Entry.objects.filter(verb="login_failed").order_by("sequence")
        assert (known.subject_key, known.region_id) == ("weiguodong", DONGLAN)
        assert (unknown.subject_key, unknown.region_id, unknown.actor) == ("nobody", None, None)
        assert "guess-of-somebody" not in repr(list(Entry.objects.values()))
        assert verified() == []


def test_the_history_of_a_record_is_scoped(cast: Cast) -> None:
    record(key="7", region_code=TIANYANG)
    record(key="7", region_code=DONGLAN)
    assert queries.history(cast.auditor, "tests.thing", "7").count() == 2
    assert queries.history(cast.head, "tests.thing", "7").count() == 2
    assert queries.history(cast.donglan, "tests.thing", "7").count() == 0
