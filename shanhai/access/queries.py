"""Reads of accounts, terms and tokens; each starts from who asks."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from shanhai.access import vault
from shanhai.access.models import Account, ApiToken, RoleHolding
from shanhai.access.scope import scope_of

TOKEN_PREFIX = "shk_"  # noqa: S105 - the beginning that all tokens share, so that scanners find leaked ones


def accounts(user: Any) -> QuerySet[Account]:
    """The accounts that `user` may list: their own, and those that ever held a role in their scope.

    An account without any role is seen only by those who see all accounts.
    """
    if not isinstance(user, Account) or not user.is_active:
        return Account.objects.none()
    scope = scope_of(user, "access.account")
    if scope.everywhere:
        return Account.objects.all()
    inside = RoleHolding.objects.filter(scope.within("region_id")).values("account_id")
    return Account.objects.filter(Q(pk__in=inside) | Q(pk=user.pk))


def holdings(user: Any) -> QuerySet[RoleHolding]:
    """The terms that `user` may see: their own, and those inside their scope of accounts."""
    if not isinstance(user, Account) or not user.is_active:
        return RoleHolding.objects.none()
    scope = scope_of(user, "access.account")
    condition = scope.within("region_id") | Q(account_id=user.pk)
    seen = RoleHolding.objects.all() if scope.everywhere else RoleHolding.objects.filter(condition)
    return seen.select_related("account", "region").order_by("-start_date", "-pk")


def tokens(user: Any) -> QuerySet[ApiToken]:
    """The tokens that act in the name of `user`, newest first."""
    if not isinstance(user, Account) or not user.is_active:
        return ApiToken.objects.none()
    return ApiToken.objects.filter(account=user).order_by("-created_at", "-pk")


def account_of_token(token: str) -> Account | None:
    """The account in whose name a program comes with this token; None when it opens nothing.

    Only the keyed hash is looked up, so a copy of the database holds no usable token.
    """
    if not token.startswith(TOKEN_PREFIX):
        return None
    found = (
        ApiToken.objects.select_related("account")
        .filter(
            token_hash=token_hash(token),
            revoked_at__isnull=True,
            expires_on__gte=timezone.localdate(),
            account__is_active=True,
        )
        .first()
    )
    return found.account if found else None


def token_hash(token: str) -> str:
    """What the database keeps of a token."""
    return vault.keyed_hash(token, purpose="tokens")


def home_region(account: Account) -> str | None:
    """The region that all running terms of an account share; None when they differ or there are none."""
    today = timezone.localdate()
    running = account.holdings.filter(Q(end_date__isnull=True) | Q(end_date__gte=today))
    regions = set(running.values_list("region_id", flat=True))
    return regions.pop() if len(regions) == 1 else None
