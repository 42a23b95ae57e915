"""`shanhai verify`: what it says, what it exits with, and that JSON stays alone on stdout."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.db import transaction

from shanhai.access.actions.telling import of_account, of_holding, tell
from shanhai.access.models import Account, RoleHolding
from shanhai.cli.journal import _readings
from shanhai.cli.main import shanhai
from shanhai.journal import actions
from shanhai.journal.models import Entry, Verb
from shanhai.kernel.errors import NotAllowed, Unusable
from shanhai.kernel.problems import Problem, Severity
from tests.cast import DONGLAN, GUANGXI, Cast


@pytest.fixture
def entries(cast: Cast) -> list[Entry]:
    """Everybody's appointment in the journal, as the office's own actions tell it, and three more."""
    for account in Account.objects.order_by("pk"):
        tell(cast.operator, "add", account, after=of_account(account))
    for holding in RoleHolding.objects.order_by("pk"):
        tell(cast.operator, "add", holding, after=of_holding(holding))
    with transaction.atomic():
        return [
            actions.record(by=None, verb=Verb.ADD, subject="tests.thing", key=key) for key in "abc"
        ]


def verify(*words: str) -> Result:
    return CliRunner().invoke(shanhai, ["verify", *words])


def answer(*words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(verify("--json", *words).stdout)
    return found


def test_an_honest_house_agrees_and_exits_with_0(entries: list[Entry]) -> None:
    result = verify()
    assert result.exit_code == 0
    assert f"全部一致：日志 {entries[-1].pk} 条" in result.stdout
    assert f"{entries[-1].pk}:{entries[-1].seal}" in result.stdout
    assert "核对台账" in result.stderr


def test_json_tells_what_was_checked(entries: list[Entry]) -> None:
    found = answer()
    assert found["ok"] is True
    assert found["entries"] == entries[-1].pk
    assert [one["station"] for one in found["checked"]] == [
        "journal", "access", "accords", "delivery", "results", "briefing",
    ]  # fmt: skip


def test_tampering_is_named_and_exits_with_1(entries: list[Entry]) -> None:
    Entry.objects.filter(pk=entries[0].pk).update(reason="x")
    Entry.objects.filter(pk=entries[1].pk).delete()
    result = verify()
    assert result.exit_code == 1
    assert f"第 {entries[0].pk} 条的内容与封印不符" in result.stdout
    assert f"第 {entries[1].pk} 条被删除" in result.stdout
    found = answer()
    assert found["ok"] is False
    assert {one["code"] for one in found["problems"]} == {"journal_changed", "journal_removed"}


def test_a_widened_term_is_named(cast: Cast, entries: list[Entry]) -> None:
    holding = cast.donglan.holdings.get()
    RoleHolding.objects.filter(pk=holding.pk).update(region_id=GUANGXI)
    [problem] = answer()["problems"]
    assert problem["code"] == "access_changed"
    assert problem["place"] == f"任职 {holding.pk}（weiguodong）"
    assert f"区域为“{GUANGXI}”，日志记为“{DONGLAN}”" in problem["message"]


def test_while_rows_differ_nobody_is_told_to_store_readings_anew() -> None:
    def differs(place: str) -> Problem:
        return Problem(Severity.ERROR, "reading_differs", "请运行 shanhai measure --store", place)

    readings = [differs(str(number)) for number in range(120)]
    assert _readings(readings, rows_differ=False) == readings
    [said] = _readings(readings, rows_differ=True)
    assert "120 个读数" in said.message
    assert "measure" not in said.message
    assert _readings([], rows_differ=True) == []


def test_a_noted_seal_is_held_against_the_chain(entries: list[Entry]) -> None:
    one = entries[1]
    assert verify("--anchor", f"{one.pk}:{one.seal}").exit_code == 0
    result = verify("--anchor", f"{one.pk}:{entries[0].seal}")
    assert result.exit_code == 1
    assert "与当时记下的不同" in result.stdout


@pytest.mark.parametrize("text", ["", "12", "x:y", "12:abc"])
def test_an_odd_anchor_is_refused(entries: list[Entry], text: str) -> None:
    assert isinstance(verify("--anchor", text).exception, Unusable)


@pytest.mark.parametrize("who", ["weiguodong", "luwen", "limin"])
def test_only_those_who_see_the_whole_journal_verify_all_of_it(
    entries: list[Entry], who: str
) -> None:
    assert isinstance(verify("--as", who).exception, NotAllowed)
