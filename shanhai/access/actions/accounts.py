"""Accounts: opened, given a password, closed and opened again.

Each verb checks that the acting account may do it (`access.authority`) and says so to the journal in the
same transaction.
"""

import os
import secrets
from datetime import date
from typing import NamedTuple

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from shanhai.access import authority
from shanhai.access.actions.telling import of_account, of_holding, tell
from shanhai.access.actions.terms import grant_role, require_an_operator
from shanhai.access.models import Account, Role, RoleHolding
from shanhai.access.scope import scope_of
from shanhai.kernel.errors import Conflict, NotAllowed, Unusable

OPERATING_USERNAME = "operator"
PASSWORD_VARIABLE = "SHANHAI_OPERATOR_PASSWORD"  # noqa: S105 - the variable's name, not a password

_PASSWORD_WORDS = {
    "password_too_short": "密码太短：至少 8 个字符",
    "password_too_common": "密码太常见，容易被猜中：请换一个",
    "password_too_similar": "密码与账号名或姓名太相近：请换一个",
}


class Operating(NamedTuple):
    """The operating account, and its password if it was made just now (else None)."""

    account: Account
    password: str | None


@transaction.atomic
def ensure_operator() -> Operating:
    """The account that `setup` creates; a second run finds it and changes nothing.

    The password comes from SHANHAI_OPERATOR_PASSWORD or is random; it is given back only once.
    """
    found = Account.objects.filter(username=OPERATING_USERNAME).first()
    if found is not None:
        return Operating(found, None)
    password = os.environ.get(PASSWORD_VARIABLE) or secrets.token_urlsafe(12)
    account = Account(username=OPERATING_USERNAME, display_name="系统运维")
    _set_checked_password(account, password)
    account.save()
    tell(account, "add", account, after=of_account(account), reason="建库")
    holding = RoleHolding.objects.create(
        account=account, role=Role.OPERATOR, region=None, start_date=timezone.localdate()
    )
    tell(account, "add", holding, after=of_holding(holding), reason="建库")
    return Operating(account, password)


@transaction.atomic
def create_account(
    *,
    by: Account,
    username: str,
    display_name: str,
    password: str,
    region_code: str | None = None,
) -> Account:
    """Open an account without any role; raises `NotAllowed`, `Conflict` (name taken) or `Unusable`.

    `region_code` says in whose journal the entry stands, where the first role follows at once.
    """
    scope = scope_of(by, "access.account", "add")
    if not scope.everywhere and not scope.codes:
        raise NotAllowed("您的角色不能新建账号：请联系本级协作办负责人或系统运维")
    account = Account(username=username.strip(), display_name=display_name.strip())
    _set_checked_password(account, password)
    try:
        account.full_clean(exclude=["password"], validate_unique=False)
    except ValidationError as trouble:
        raise Unusable(_sentence(trouble)) from trouble
    if Account.objects.filter(username__iexact=account.username).exists():
        raise Conflict(f"账号名“{account.username}”已被使用：请换一个")
    account.save()
    tell(by, "add", account, after=of_account(account), region_code=region_code)
    return account


@transaction.atomic
def appoint(
    *,
    by: Account,
    username: str,
    display_name: str,
    password: str,
    role: str,
    region_code: str | None,
    start_date: date,
    end_date: date | None = None,
) -> Account:
    """Open an account and grant its first role, both or neither."""
    account = create_account(
        by=by, username=username, display_name=display_name, password=password,
        region_code=region_code,
    )  # fmt: skip
    grant_role(
        by=by, account=account, role=role, region_code=region_code,
        start_date=start_date, end_date=end_date,
    )  # fmt: skip
    return account


@transaction.atomic
def set_password(*, by: Account, account: Account, password: str) -> None:
    """Set a password: one's own, or that of an account one may manage. It is never journalled."""
    if account.pk != by.pk:
        authority.require_management(by, account)
    _set_checked_password(account, password)
    account.save(update_fields=["password"])
    tell(by, "change", account, after={"username": account.username, "password": "已重设"})


@transaction.atomic
def deactivate(*, by: Account, account: Account, reason: str = "") -> None:
    """Close an account at once: sessions and tokens open nothing from the next request on."""
    authority.require_management(by, account)
    if account.pk == by.pk:
        raise NotAllowed("不能停用自己的账号：请由另一位管理人员办理")
    _switch(by, account, active=False, reason=reason)
    require_an_operator(on=timezone.localdate())


@transaction.atomic
def reactivate(*, by: Account, account: Account, reason: str = "") -> None:
    """Open a closed account again; its terms are what they were."""
    authority.require_management(by, account)
    _switch(by, account, active=True, reason=reason)


def _switch(by: Account, account: Account, *, active: bool, reason: str) -> None:
    before = of_account(account)
    account.is_active = active
    account.save(update_fields=["is_active"])
    tell(by, "change", account, before=before, after=of_account(account), reason=reason)


def _set_checked_password(account: Account, password: str) -> None:
    try:
        validate_password(password, account)
    except ValidationError as trouble:
        raise Unusable(_sentence(trouble)) from trouble
    account.set_password(password)


def _sentence(trouble: ValidationError) -> str:
    """All that is wrong, in one sentence; our own words where Django's have no Chinese."""
    errors = (
        [one for field in trouble.error_dict.values() for one in field]
        if hasattr(trouble, "error_dict")
        else trouble.error_list
    )
    said = [
        _PASSWORD_WORDS.get(one.code or "", "；".join(one.messages).rstrip("。")) for one in errors
    ]
    return "；".join(dict.fromkeys(said))
