"""Accounts and terms: who may open, grant, end and hand over what, and what is refused."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from shanhai.access import actions, queries
from shanhai.access.models import Account, Role, RoleHolding
from shanhai.access.scope import scope_of
from shanhai.access.signals import written
from shanhai.kernel.errors import Conflict, NotAllowed, NotFound, Unusable
from tests.cast import BAISE, DONGLAN, GUANGXI, PASSWORD, TIANYANG, Cast

TODAY = timezone.localdate


@pytest.fixture
def newcomer(cast: Cast) -> Account:
    """An account without any role yet."""
    return actions.create_account(
        by=cast.operator, username="xinren", display_name="新人（虚构）", password=PASSWORD
    )


@pytest.fixture
def heard() -> Iterator[list[dict[str, Any]]]:
    """What the actions told the journal."""
    words: list[dict[str, Any]] = []

    def hear(**word: Any) -> None:
        words.append(word)

    written.connect(hear)
    yield words
    written.disconnect(hear)


def grant(by: Account, account: Account, role: str, region: str | None, **term: Any) -> RoleHolding:
    term.setdefault("start_date", TODAY())
    return actions.grant_role(by=by, account=account, role=role, region_code=region, **term)


class TestOpening:
    def test_an_opened_account_sees_nothing_until_it_holds_a_role(self, newcomer: Account) -> None:
        assert newcomer.check_password(PASSWORD)
        assert scope_of(newcomer, "delivery.placement").codes == ()
        assert not queries.accounts(newcomer).exclude(pk=newcomer.pk).exists()

    @pytest.mark.parametrize("who", ["tianyang", "team", "baise", "guangxi", "assessor", "auditor"])
    def test_only_heads_and_operators_open_accounts(self, cast: Cast, who: str) -> None:
        with pytest.raises(NotAllowed, match="不能新建账号"):
            actions.create_account(
                by=getattr(cast, who), username="x1", display_name="", password=PASSWORD
            )

    def test_a_name_is_taken_whatever_its_case(self, cast: Cast) -> None:
        with pytest.raises(Conflict, match="已被使用"):
            actions.create_account(
                by=cast.operator, username="WeiGuodong", display_name="", password=PASSWORD
            )

    @pytest.mark.parametrize("username", ["", "有 空格", "a" * 151, "斜/杠"])
    def test_an_odd_name_is_refused(self, cast: Cast, username: str) -> None:
        with pytest.raises(Unusable):
            actions.create_account(
                by=cast.operator, username=username, display_name="", password=PASSWORD
            )

    @pytest.mark.parametrize("password", ["", "short", "password123", "xinrenxinren"])
    def test_a_weak_password_is_refused_in_chinese(self, cast: Cast, password: str) -> None:
        with pytest.raises(Unusable, match="密码"):
            actions.create_account(
                by=cast.operator, username="xinrenxinren", display_name="", password=password
            )
        assert not Account.objects.filter(username="xinrenxinren").exists()

    def test_appointing_opens_and_grants_together_or_not_at_all(self, cast: Cast) -> None:
        facts = {"display_name": "新人", "password": PASSWORD, "start_date": TODAY()}
        with pytest.raises(NotAllowed):
            actions.appoint(
                by=cast.head, username="x2", role=Role.AUDITOR, region_code=GUANGXI, **facts
            )
        assert not Account.objects.filter(username="x2").exists()
        account = actions.appoint(
            by=cast.head, username="x2", role=Role.TEAM_MEMBER, region_code=DONGLAN, **facts
        )
        assert scope_of(account, "delivery.placement").codes == (DONGLAN,)


class TestGranting:
    def test_a_head_grants_inside_the_own_region(self, cast: Cast, newcomer: Account) -> None:
        holding = grant(cast.head, newcomer, Role.COUNTY_OFFICER, DONGLAN)
        assert scope_of(newcomer, "delivery.placement").codes == (DONGLAN,)
        assert holding.region.name == "东兰县"

    @pytest.mark.parametrize("region", ["440000", "520000", "520281", None])
    def test_a_head_grants_nothing_outside_it(
        self, cast: Cast, newcomer: Account, region: str | None
    ) -> None:
        with pytest.raises(NotAllowed, match="超出您的角色或区域"):
            grant(cast.head, newcomer, Role.TEAM_MEMBER, region)

    @pytest.mark.parametrize("role", [Role.OPERATOR, Role.AUDITOR, Role.ASSESSOR])
    def test_a_head_appoints_neither_operators_nor_those_who_check_him(
        self, cast: Cast, newcomer: Account, role: Role
    ) -> None:
        with pytest.raises(NotAllowed):
            grant(cast.head, newcomer, role, GUANGXI)

    @pytest.mark.parametrize("role", Role.values)
    def test_an_officer_grants_no_role_at_all(
        self, cast: Cast, newcomer: Account, role: str
    ) -> None:
        with pytest.raises(NotAllowed):
            grant(cast.tianyang, newcomer, role, TIANYANG)

    def test_an_operator_grants_every_role(self, cast: Cast, newcomer: Account) -> None:
        for role in (Role.OPERATOR, Role.AUDITOR, Role.ASSESSOR, Role.HEAD):
            grant(cast.operator, newcomer, role, None)
        assert newcomer.holdings.count() == 4

    def test_nobody_grants_to_oneself(self, cast: Cast) -> None:
        with pytest.raises(NotAllowed, match="自己"):
            grant(cast.operator, cast.operator, Role.AUDITOR, None)

    def test_a_head_cannot_reach_an_account_elsewhere_by_granting_it_a_role(
        self, cast: Cast
    ) -> None:
        for account in (cast.operator, cast.auditor):
            with pytest.raises(NotFound):
                grant(cast.head, account, Role.TEAM_MEMBER, TIANYANG)

    @pytest.mark.parametrize(
        ("role", "region", "says"),
        [
            (Role.COUNTY_OFFICER, BAISE, "应为县级"),
            (Role.COUNTY_OFFICER, GUANGXI, "应为县级"),
            (Role.PREFECTURE_OFFICE, TIANYANG, "应为地级"),
            (Role.PROVINCE_OFFICE, BAISE, "应为省级"),
            (Role.COUNTY_OFFICER, None, "必须指定区域"),
            (Role.TEAM_MEMBER, None, "必须指定区域"),
            (Role.TEAM_MEMBER, "451021", "已于 2019-12-30 停用"),
            (Role.TEAM_MEMBER, "999999", "不在行政区划表中"),
            ("king", TIANYANG, "没有名为“king”的角色"),
        ],
    )
    def test_a_role_needs_a_region_of_its_level_that_stands(
        self, cast: Cast, newcomer: Account, role: str, region: str | None, says: str
    ) -> None:
        with pytest.raises(Unusable, match=says):
            grant(cast.operator, newcomer, role, region)

    def test_a_city_without_counties_has_officers_too(self, cast: Cast, newcomer: Account) -> None:
        assert grant(cast.operator, newcomer, Role.COUNTY_OFFICER, "441900").region.name == "东莞市"

    def test_a_term_that_ends_before_it_starts_is_refused(
        self, cast: Cast, newcomer: Account
    ) -> None:
        with pytest.raises(Unusable, match="早于"):
            grant(
                cast.operator, newcomer, Role.TEAM_MEMBER, TIANYANG,
                start_date=date(2024, 5, 2), end_date=date(2024, 5, 1),
            )  # fmt: skip

    def test_the_same_role_twice_in_one_time_is_refused(self, cast: Cast) -> None:
        with pytest.raises(Conflict, match="已任此职"):
            grant(cast.operator, cast.tianyang, Role.COUNTY_OFFICER, TIANYANG)

    def test_a_role_may_be_held_again_after_it_ended(self, cast: Cast) -> None:
        grant(cast.operator, cast.former, Role.TEAM_MEMBER, TIANYANG)
        assert cast.former.holdings.count() == 2


class TestEndingAndHandingOver:
    def test_the_last_day_is_inside_the_term_and_the_next_is_not(self, cast: Cast) -> None:
        actions.end_role(by=cast.operator, holding=cast.donglan.holdings.get(), end_date=TODAY())
        account = Account.objects.get(pk=cast.donglan.pk)
        assert scope_of(account, "delivery.placement").codes == (DONGLAN,)
        tomorrow = TODAY() + timedelta(days=1)
        assert scope_of(account, "delivery.placement", on=tomorrow).codes == ()

    def test_a_head_ends_no_term_of_another_province(self, cast: Cast, newcomer: Account) -> None:
        holding = grant(cast.operator, newcomer, Role.COUNTY_OFFICER, "520281")
        with pytest.raises(NotAllowed):
            actions.end_role(by=cast.head, holding=holding, end_date=TODAY())

    def test_a_successor_holds_the_role_from_the_next_day(
        self, cast: Cast, newcomer: Account
    ) -> None:
        posting = cast.team.holdings.get()
        following = actions.hand_over(
            by=cast.head, holding=posting, successor=newcomer, last_day=TODAY(),
            end_date=date(2033, 6, 30),
        )  # fmt: skip
        posting.refresh_from_db()
        assert posting.end_date == TODAY()
        assert following.start_date == TODAY() + timedelta(days=1)
        assert (following.role, following.region_id) == (posting.role, posting.region_id)

    def test_a_hand_over_that_cannot_be_granted_ends_nothing(self, cast: Cast) -> None:
        posting = cast.team.holdings.get()
        with pytest.raises(NotFound):
            actions.hand_over(
                by=cast.head, holding=posting, successor=cast.auditor, last_day=TODAY()
            )
        posting.refresh_from_db()
        assert posting.end_date == date(2031, 6, 30)

    def test_the_last_operator_stays(self, cast: Cast, newcomer: Account) -> None:
        own = cast.operator.holdings.get()
        with pytest.raises(Conflict, match="最后一位系统运维"):
            actions.end_role(by=cast.operator, holding=own, end_date=TODAY())
        grant(cast.operator, newcomer, Role.OPERATOR, None)
        actions.end_role(by=cast.operator, holding=own, end_date=TODAY())


class TestManaging:
    def test_one_sets_the_own_password(self, cast: Cast) -> None:
        actions.set_password(by=cast.donglan, account=cast.donglan, password="another-one-2024")
        assert Account.objects.get(pk=cast.donglan.pk).check_password("another-one-2024")

    def test_a_head_manages_accounts_of_the_own_region_only(
        self, cast: Cast, newcomer: Account
    ) -> None:
        actions.set_password(by=cast.head, account=cast.tianyang, password="another-one-2024")
        for account in (cast.operator, cast.auditor, newcomer):
            with pytest.raises(NotAllowed):
                actions.set_password(by=cast.head, account=account, password="another-one-2024")

    def test_an_account_that_also_holds_more_is_beyond_a_head(self, cast: Cast) -> None:
        grant(cast.operator, cast.tianyang, Role.AUDITOR, None)
        for verb in (actions.deactivate, actions.reactivate):
            with pytest.raises(NotAllowed, match="超出"):
                verb(by=cast.head, account=cast.tianyang)

    def test_a_closed_account_sees_nothing_and_comes_back_as_it_was(self, cast: Cast) -> None:
        actions.deactivate(by=cast.head, account=cast.tianyang, reason="离岗")
        assert scope_of(cast.tianyang, "delivery.placement").codes == ()
        actions.reactivate(by=cast.head, account=cast.tianyang)
        assert scope_of(cast.tianyang, "delivery.placement").codes[0] == TIANYANG

    def test_nobody_closes_the_own_account(self, cast: Cast) -> None:
        with pytest.raises(NotAllowed, match="自己"):
            actions.deactivate(by=cast.operator, account=cast.operator)


class TestOperator:
    def test_set_up_makes_one_account_and_tells_its_password_once(
        self, db: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("SHANHAI_OPERATOR_PASSWORD", raising=False)
        account, password = actions.ensure_operator()
        assert password
        assert account.check_password(password)
        assert scope_of(account, "journal.entry").everywhere
        again, told = actions.ensure_operator()
        assert (again, told) == (account, None)
        assert Account.objects.count() == 1

    def test_the_password_may_come_from_the_environment(
        self, db: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SHANHAI_OPERATOR_PASSWORD", "from-the-office-2024")
        assert actions.ensure_operator().account.check_password("from-the-office-2024")

    def test_a_weak_password_from_the_environment_is_refused(
        self, db: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SHANHAI_OPERATOR_PASSWORD", "12345678")
        with pytest.raises(Unusable):
            actions.ensure_operator()


def test_every_write_is_told_with_its_region_and_without_any_secret(
    cast: Cast, heard: list[dict[str, Any]]
) -> None:
    account = actions.appoint(
        by=cast.head, username="x3", display_name="新人", password=PASSWORD,
        role=Role.TEAM_MEMBER, region_code=TIANYANG, start_date=TODAY(),
    )  # fmt: skip
    actions.set_password(by=cast.head, account=account, password="another-one-2024")
    token = actions.issue_token(by=account, account=account, label="报送", expires_on=TODAY())
    actions.revoke_token(by=account, token=account.tokens.get())
    actions.end_role(by=cast.head, holding=account.holdings.get(), end_date=TODAY())
    actions.deactivate(by=cast.head, account=account, reason="离岗")
    assert [word["verb"] for word in heard] == [
        "add", "add", "change", "add", "remove", "change", "change",
    ]  # fmt: skip
    assert [word["region_code"] for word in heard] == [TIANYANG] * 7
    assert heard[-1]["reason"] == "离岗"
    said = repr([(word["before"], word["after"]) for word in heard])
    for secret in (PASSWORD, "another-one-2024", token, queries.token_hash(token)):
        assert secret not in said
