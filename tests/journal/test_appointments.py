"""Accounts and terms changed in the database itself are named; an honest life gives no problem."""

from datetime import date
from typing import Any

import pytest

from shanhai.access import actions
from shanhai.access.models import Account, Role, RoleHolding
from shanhai.journal import appointments
from tests.cast import DONGLAN, GUANGXI, PASSWORD

pytestmark = pytest.mark.django_db


def found() -> list[tuple[str, str]]:
    return [(problem.code, problem.place) for problem in appointments.check()]


@pytest.fixture
def officer(regions: None) -> Account:
    """An officer of 东兰县 whom the operator appointed, after a life of the usual acts."""
    operator = actions.ensure_operator().account
    make: dict[str, Any] = {"by": operator, "password": PASSWORD, "role": Role.COUNTY_OFFICER,
            "region_code": DONGLAN, "start_date": date(2024, 1, 1)}  # fmt: skip
    first = actions.appoint(username="weiguodong", display_name="韦国栋", **make)
    second = actions.create_account(
        by=operator, username="luyan", display_name="陆燕", password=PASSWORD
    )
    actions.set_password(by=operator, account=first, password=PASSWORD + "-new")
    actions.deactivate(by=operator, account=second, reason="休假")
    actions.reactivate(by=operator, account=second)
    actions.hand_over(
        by=operator, holding=first.holdings.get(), successor=second, last_day=date(2024, 6, 30)
    )
    actions.deactivate(by=operator, account=first, reason="调离")
    return first


def test_an_honest_life_gives_no_problem(officer: Account) -> None:
    assert found() == []


@pytest.mark.parametrize(
    "change",
    [
        {"region_id": GUANGXI},
        {"role": Role.HEAD},
        {"end_date": None},
        {"start_date": date(2023, 1, 1)},
    ],
)
def test_a_changed_term_is_named(officer: Account, change: dict[str, Any]) -> None:
    holding = officer.holdings.get()
    RoleHolding.objects.filter(pk=holding.pk).update(**change)
    assert found() == [("access_changed", f"任职 {holding.pk}（weiguodong）")]


@pytest.mark.parametrize("change", [{"is_active": True}, {"display_name": "别人"}])
def test_a_changed_account_is_named(officer: Account, change: dict[str, Any]) -> None:
    Account.objects.filter(pk=officer.pk).update(**change)
    assert found() == [("access_changed", f"账号 {officer.pk}（weiguodong）")]


def test_a_term_that_was_slipped_in_is_named(officer: Account) -> None:
    slipped = RoleHolding.objects.create(
        account=officer, role=Role.HEAD, region_id=GUANGXI, start_date=date(2024, 1, 1)
    )
    assert found() == [("access_inserted", f"任职 {slipped.pk}（weiguodong）")]


def test_a_removed_term_is_named(officer: Account) -> None:
    holding = officer.holdings.get()
    place = f"任职 {holding.pk}（weiguodong）"
    RoleHolding.objects.filter(pk=holding.pk).delete()
    assert found() == [("access_removed", place)]
