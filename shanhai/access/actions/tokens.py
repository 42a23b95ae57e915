"""Tokens, the keys with which programs come to the API in the name of an account.

A token is shown once when it is issued and kept only as a keyed hash. It opens what its account may
see and nothing more, until its day, its revocation, or the end of the account.
"""

import secrets
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from shanhai.access import authority, queries
from shanhai.access.actions.telling import of_token, tell
from shanhai.access.models import Account, ApiToken
from shanhai.kernel.errors import Unusable

LONGEST_DAYS = 366


@transaction.atomic
def issue_token(*, by: Account, account: Account, label: str, expires_on: date) -> str:
    """Issue a token for one's own account or one that one may manage; returns it, this one time.

    Raises `Unusable` without a label or with a last day that is past or over a year away.
    """
    if account.pk != by.pk:
        authority.require_management(by, account)
    today = timezone.localdate()
    if not label.strip():
        raise Unusable("请写明令牌的用途，如“每月报送程序”")
    if not today <= expires_on <= today + timedelta(days=LONGEST_DAYS):
        raise Unusable(f"令牌有效期至 {expires_on} 无效：应在今天到一年之内")
    plain = queries.TOKEN_PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        account=account, label=label.strip(), token_hash=queries.token_hash(plain),
        expires_on=expires_on,
    )  # fmt: skip
    tell(by, "add", token, after=of_token(token))
    return plain


@transaction.atomic
def revoke_token(*, by: Account, token: ApiToken) -> None:
    """End a token at once; ending it twice changes nothing."""
    token = ApiToken.objects.select_for_update(of=("self",)).get(pk=token.pk)
    if token.account_id != by.pk:
        authority.require_management(by, token.account)
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        tell(by, "remove", token, before=of_token(token))
