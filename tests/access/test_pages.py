"""The pages of accounts: who is let in where, what a form does, and what it says when refused."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shanhai.access.actions import issue_token
from shanhai.access.models import Account, ApiToken, Role, RoleHolding
from shanhai.access.queries import account_of_token
from tests.cast import DONGLAN, PASSWORD, TIANYANG, Cast

SignIn = Callable[[Account], Client]


def page(client: Client, name: str, *args: object) -> tuple[int, str]:
    response = client.get(reverse(f"access:{name}", args=args))
    return response.status_code, response.content.decode()


def send(client: Client, name: str, *args: object, **facts: object) -> tuple[int, str]:
    response = client.post(reverse(f"access:{name}", args=args), facts)
    return response.status_code, response.content.decode()


NEW = {
    "username": "xinren", "display_name": "新人（虚构）", "password": PASSWORD,
    "role": "team_member", "region": "东兰", "start_date": "2026-01-01", "end_date": "2027-06-30",
}  # fmt: skip


class TestWho:
    @pytest.mark.parametrize("who", ["tianyang", "team", "baise", "guangxi", "assessor"])
    def test_those_who_manage_no_accounts_have_only_their_own_page(
        self, cast: Cast, signed_in: SignIn, who: str
    ) -> None:
        client = signed_in(getattr(cast, who))
        assert client.get("/access/")["Location"] == reverse("access:me")
        assert page(client, "accounts")[0] == 403
        assert page(client, "add")[0] == 403
        assert page(client, "me")[0] == 200
        assert page(client, "permissions")[0] == 200
        for name in ("grant", "set_password", "switch"):
            assert send(client, name, cast.donglan.pk)[0] == 404

    def test_an_officer_opens_no_other_account_and_ends_no_term(
        self, cast: Cast, signed_in: SignIn
    ) -> None:
        client = signed_in(cast.donglan)
        theirs = cast.tianyang.holdings.get()
        assert page(client, "account", cast.tianyang.pk)[0] == 404
        facts = {"last_day": "2026-01-01", "reason": "x"}
        assert send(client, "end", cast.tianyang.pk, theirs.pk, **facts)[0] == 404
        issue_token(
            by=cast.tianyang, account=cast.tianyang, label="x", expires_on=timezone.localdate()
        )
        assert send(client, "revoke", ApiToken.objects.get().pk)[0] == 404
        assert ApiToken.objects.get().revoked_at is None

    def test_a_head_sees_the_province_s_accounts_and_not_the_auditor_s(
        self, cast: Cast, signed_in: SignIn
    ) -> None:
        client = signed_in(cast.head)
        status, text = page(client, "accounts")
        assert status == 200
        assert "qinxiaomei" in text
        assert "zhenglan" not in text
        assert page(client, "account", cast.auditor.pk)[0] == 404

    def test_an_auditor_looks_and_is_offered_no_button(self, cast: Cast, signed_in: SignIn) -> None:
        client = signed_in(cast.auditor)
        status, text = page(client, "account", cast.donglan.pk)
        assert status == 200
        assert "授予任职" not in text
        assert "重设密码" not in text
        assert send(client, "set_password", cast.donglan.pk, password="another-one-2024")[0] == 403
        assert send(client, "switch", cast.donglan.pk)[0] == 403
        cast.donglan.refresh_from_db()
        assert cast.donglan.is_active
        assert cast.donglan.check_password(PASSWORD)

    @pytest.mark.parametrize(
        ("question", "names"),
        [
            ({"unit": TIANYANG}, {"qinxiaomei", "hejing", "longan"}),
            ({"unit": "东兰县"}, {"weiguodong"}),
            ({"q": "何静"}, {"hejing"}),
            ({"role": "province_office"}, {"limin"}),
        ],
    )
    def test_the_register_is_searched_and_filtered(
        self, cast: Cast, signed_in: SignIn, question: dict[str, str], names: set[str]
    ) -> None:
        text = signed_in(cast.head).get(reverse("access:accounts"), question).content.decode()
        everybody = {one.username for _, one in cast.everybody()}
        assert {name for name in everybody if f">{name}</a>" in text} == names


class TestForms:
    def test_a_head_opens_an_account_with_its_first_role(
        self, cast: Cast, signed_in: SignIn
    ) -> None:
        status, _ = send(signed_in(cast.head), "add", **NEW)
        account = Account.objects.get(username="xinren")
        assert status == 302
        assert account.holdings.get().region_id == DONGLAN

    @pytest.mark.parametrize(
        ("wrong", "says"),
        [
            ({"username": "weiguodong"}, "已被使用"),
            ({"password": "123"}, "密码太短"),
            ({"region": "没有县"}, "不在行政区划表中"),
            ({"region": "鼓楼区"}, "对应多个区划"),
            ({"region": ""}, "您不能在全部区域授予"),
            ({"region": "盘州市"}, "超出您的角色或区域"),
            ({"role": "auditor"}, "选择一个有效的选项"),
            ({"start_date": "明天"}, "日期应写成"),
            ({"end_date": "2025-01-01"}, "早于任期开始"),
            ({"display_name": ""}, "必填"),
        ],
    )
    def test_what_is_wrong_is_said_on_the_form_and_nothing_is_opened(
        self, cast: Cast, signed_in: SignIn, wrong: dict[str, str], says: str
    ) -> None:
        before = Account.objects.count()
        status, text = send(signed_in(cast.head), "add", **{**NEW, **wrong})
        assert status == 422
        assert says in text
        assert Account.objects.count() == before

    def test_a_role_is_granted_and_a_second_time_refused(
        self, cast: Cast, signed_in: SignIn
    ) -> None:
        client = signed_in(cast.operator)
        facts = {"role": "assessor", "region": "", "start_date": "2026-01-01"}
        assert send(client, "grant", cast.donglan.pk, **facts)[0] == 302
        status, text = send(client, "grant", cast.donglan.pk, **facts)
        assert status == 409
        assert "已任此职" in text

    def test_a_term_is_ended_with_its_reason(self, cast: Cast, signed_in: SignIn) -> None:
        holding = cast.team.holdings.get()
        client = signed_in(cast.head)
        facts = {"last_day": "2026-06-30", "reason": "挂职期满"}
        status, text = send(client, "end", cast.team.pk, holding.pk, last_day="2026-06-30")
        assert status == 422
        assert "必填" in text
        assert send(client, "end", cast.team.pk, holding.pk, **facts)[0] == 302
        holding.refresh_from_db()
        assert holding.end_date.isoformat() == "2026-06-30"

    def test_a_term_is_handed_over_to_a_named_account(self, cast: Cast, signed_in: SignIn) -> None:
        holding = cast.team.holdings.get()
        client = signed_in(cast.head)
        facts = {"last_day": timezone.localdate().isoformat(), "reason": "轮换"}
        status, text = send(client, "end", cast.team.pk, holding.pk, successor="nobody", **facts)
        assert status == 404
        assert "没有账号“nobody”" in text
        send(client, "end", cast.team.pk, holding.pk, successor="weiguodong", **facts)
        following = RoleHolding.objects.get(account=cast.donglan, role=Role.TEAM_MEMBER)
        assert following.region_id == TIANYANG
        assert following.start_date == timezone.localdate() + timedelta(days=1)

    def test_an_account_is_closed_and_opened_again(self, cast: Cast, signed_in: SignIn) -> None:
        client = signed_in(cast.head)
        for expected in (False, True):
            assert send(client, "switch", cast.donglan.pk, reason="离岗")[0] == 302
            cast.donglan.refresh_from_db()
            assert cast.donglan.is_active is expected
        _, text = page(client, "account", cast.donglan.pk)
        assert "离岗" in text

    def test_a_forgotten_password_is_set_anew(self, cast: Cast, signed_in: SignIn) -> None:
        client = signed_in(cast.head)
        status, text = send(client, "set_password", cast.donglan.pk, password="12345678")
        assert status == 422
        assert "密码" in text
        send(client, "set_password", cast.donglan.pk, password="another-one-2024")
        cast.donglan.refresh_from_db()
        assert cast.donglan.check_password("another-one-2024")


class TestOwn:
    def test_a_token_is_shown_once_and_then_only_its_label(
        self, cast: Cast, signed_in: SignIn
    ) -> None:
        client = signed_in(cast.donglan)
        day = (timezone.localdate() + timedelta(days=9)).isoformat()
        status, text = send(client, "issue", label="每月报送", expires_on=day)
        plain = text.partition("shk_")[2].partition("<")[0]
        assert status == 200
        assert account_of_token(f"shk_{plain}") == cast.donglan
        _, again = page(client, "me")
        assert "每月报送" in again
        assert plain not in again
        assert send(client, "revoke", ApiToken.objects.get().pk)[0] == 302
        assert "已撤销" in page(client, "me")[1]

    @pytest.mark.parametrize("wrong", [{"label": ""}, {"expires_on": "2990-01-01"}, {"expires_on": "x"}])  # fmt: skip
    def test_a_refused_token_says_why(
        self, cast: Cast, signed_in: SignIn, wrong: dict[str, str]
    ) -> None:
        facts = {"label": "报送", "expires_on": timezone.localdate().isoformat(), **wrong}
        assert send(signed_in(cast.donglan), "issue", **facts)[0] == 422
        assert not ApiToken.objects.exists()

    def test_the_permission_table_is_read_in_words(self, cast: Cast, signed_in: SignIn) -> None:
        _, text = page(signed_in(cast.donglan), "permissions")
        for word in ("县级协作专班", "务工就业台账", "查看个人信息", "谁可以授予哪些角色"):
            assert word in text
