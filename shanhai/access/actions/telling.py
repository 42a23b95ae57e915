"""Says to the journal what an action wrote, by the signal that the journal listens to."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from shanhai.access import queries
from shanhai.access.models import Account, ApiToken, RoleHolding
from shanhai.access.signals import written


def tell(
    by: Account,
    verb: str,
    subject: models.Model,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
    region_code: str | None = None,
) -> None:
    """Send `written` with the region that the row belongs to (None: more than one, or the programme)."""
    region = subject.region_id if isinstance(subject, RoleHolding) else region_code
    if isinstance(subject, Account):
        region = region_code or queries.home_region(subject)
    elif isinstance(subject, ApiToken):
        region = queries.home_region(subject.account)
    written.send(
        sender=type(subject), by=by, verb=verb, subject=subject, region_code=region,
        before=before, after=after, reason=reason,
    )  # fmt: skip


def of_account(account: Account) -> dict[str, Any]:
    """What the journal keeps of it."""
    return {
        "username": account.username,
        "display_name": account.display_name,
        "is_active": account.is_active,
    }


def of_holding(holding: RoleHolding) -> dict[str, Any]:
    """What the journal keeps of it."""
    return {
        "account": holding.account.username,
        "role": str(holding.role),
        "region": holding.region_id,
        "start_date": holding.start_date.isoformat(),
        "end_date": holding.end_date.isoformat() if holding.end_date else None,
    }


def of_token(token: ApiToken) -> dict[str, Any]:
    """What the journal keeps of it: never the token nor its hash."""
    return {
        "account": token.account.username,
        "label": token.label,
        "expires_on": token.expires_on.isoformat(),
    }
