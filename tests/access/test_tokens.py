"""Tokens open what their account may see, until their day, their revocation or the account's end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shanhai.access import actions, queries
from shanhai.access.models import Account, ApiToken
from shanhai.kernel.errors import NotAllowed, Unusable
from tests.cast import Cast


def issue(by: Account, account: Account | None = None, days: int = 30, label: str = "报送") -> str:
    day = timezone.localdate() + timedelta(days=days)
    return actions.issue_token(by=by, account=account or by, label=label, expires_on=day)


def test_a_token_opens_its_account_and_only_its_hash_is_kept(cast: Cast) -> None:
    plain = issue(cast.donglan)
    assert queries.account_of_token(plain) == cast.donglan
    kept = ApiToken.objects.values().get()
    assert plain not in str(kept)
    assert plain.startswith("shk_")


@pytest.mark.parametrize("wrong", ["", "shk_", "shk_nothing", "Bearer x", "' OR 1=1 --"])
def test_a_wrong_token_opens_nothing(cast: Cast, wrong: str) -> None:
    issue(cast.donglan)
    assert queries.account_of_token(wrong) is None


def test_a_token_ends_after_its_day(cast: Cast) -> None:
    plain = issue(cast.donglan, days=0)
    assert queries.account_of_token(plain) == cast.donglan
    ApiToken.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    assert queries.account_of_token(plain) is None


def test_a_revoked_token_opens_nothing_and_may_be_revoked_twice(cast: Cast) -> None:
    plain = issue(cast.donglan)
    token = ApiToken.objects.get()
    actions.revoke_token(by=cast.donglan, token=token)
    moment = ApiToken.objects.get().revoked_at
    actions.revoke_token(by=cast.donglan, token=token)
    assert queries.account_of_token(plain) is None
    assert ApiToken.objects.get().revoked_at == moment


def test_a_closed_account_s_token_opens_nothing(cast: Cast) -> None:
    plain = issue(cast.donglan)
    actions.deactivate(by=cast.operator, account=cast.donglan)
    assert queries.account_of_token(plain) is None


@pytest.mark.parametrize("days", [-1, 367])
def test_a_token_lasts_from_today_to_a_year(cast: Cast, days: int) -> None:
    with pytest.raises(Unusable, match="一年之内"):
        issue(cast.donglan, days=days)


def test_a_token_says_what_it_is_for(cast: Cast) -> None:
    with pytest.raises(Unusable, match="用途"):
        issue(cast.donglan, label="  ")


def test_nobody_issues_or_revokes_for_accounts_they_do_not_manage(cast: Cast) -> None:
    issue(cast.auditor)
    for by in (cast.donglan, cast.head, cast.tianyang):
        with pytest.raises(NotAllowed):
            issue(by, cast.auditor)
        with pytest.raises(NotAllowed):
            actions.revoke_token(by=by, token=ApiToken.objects.get())
    issue(cast.operator, cast.donglan)


def test_one_sees_only_the_own_tokens(cast: Cast) -> None:
    issue(cast.donglan)
    assert queries.tokens(cast.donglan).count() == 1
    assert queries.tokens(cast.operator).count() == 0
    assert queries.tokens(None).count() == 0
