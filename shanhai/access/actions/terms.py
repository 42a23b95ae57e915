"""Terms: a role granted for a region and a time, ended, handed over.

A term that ends takes nothing with it: what its holder recorded stays, under the holder's name, and the
successor sees the same region from the first day on.
"""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from shanhai.access import authority, queries
from shanhai.access.actions.telling import of_holding, tell
from shanhai.access.models import Account, Role, RoleHolding
from shanhai.access.scope import forget
from shanhai.kernel.errors import Conflict, NotAllowed, NotFound, Unusable
from shanhai.regions.models import Division


@transaction.atomic
def grant_role(
    *,
    by: Account,
    account: Account,
    role: str,
    region_code: str | None,
    start_date: date,
    end_date: date | None = None,
    reason: str = "",
) -> RoleHolding:
    """Let an account hold a role for a region (None: the whole programme) and a term.

    Raises `NotAllowed` outside what `by` may grant, `Unusable` for a role, region or term that does not
    fit, `Conflict` when the account already holds the role there in that time.
    """
    if role not in Role.values:
        raise Unusable(f"没有名为“{role}”的角色：可用的有 {'、'.join(Role.values)}")
    region = _region(region_code)
    if not authority.may_grant(by, role, region_code):
        where = f"“{region.name}”" if region else "全部区域"
        raise NotAllowed(f"您不能在{where}授予“{Role(role).label}”：超出您的角色或区域")
    if account.pk == by.pk:
        raise NotAllowed("不能给自己授予角色：请由上级或另一位运维人员办理")
    if account.holdings.exists() and not queries.accounts(by).filter(pk=account.pk).exists():
        raise NotFound("没有这个账号，或您无权查看")
    if end_date is not None and end_date < start_date:
        raise Unusable(f"任期结束（{end_date}）早于任期开始（{start_date}）")
    authority.check_region(role, region, end_date)
    _refuse_overlap(account, role, region, start_date, end_date)
    holding = RoleHolding.objects.create(
        account=account, role=role, region=region, start_date=start_date, end_date=end_date
    )
    forget(account)
    tell(by, "add", holding, after=of_holding(holding), reason=reason)
    return holding


@transaction.atomic
def end_role(*, by: Account, holding: RoleHolding, end_date: date, reason: str = "") -> RoleHolding:
    """Set the last day of a term; what the account recorded stays, with its name."""
    holding = RoleHolding.objects.select_for_update(of=("self",)).get(pk=holding.pk)
    if not authority.may_grant(by, holding.role, holding.region_id):
        raise NotAllowed("您不能结束这项任职：超出您的角色或区域")
    if end_date < holding.start_date:
        raise Unusable(f"任期结束（{end_date}）早于任期开始（{holding.start_date}）")
    before = of_holding(holding)
    holding.end_date = end_date
    holding.save(update_fields=["end_date"])
    forget(holding.account)
    if holding.role == Role.OPERATOR:
        require_an_operator(on=max(end_date + timedelta(days=1), timezone.localdate()))
    tell(by, "change", holding, before=before, after=of_holding(holding), reason=reason)
    return holding


@transaction.atomic
def hand_over(
    *,
    by: Account,
    holding: RoleHolding,
    successor: Account,
    last_day: date,
    end_date: date | None = None,
    reason: str = "",
) -> RoleHolding:
    """End a term and let a successor hold the same role from the next day; returns the new term."""
    end_role(by=by, holding=holding, end_date=last_day, reason=reason or "交接")
    return grant_role(
        by=by, account=successor, role=holding.role, region_code=holding.region_id,
        start_date=last_day + timedelta(days=1), end_date=end_date, reason=reason or "交接",
    )  # fmt: skip


def require_an_operator(on: date) -> None:
    """Somebody must be there on the day who can appoint others; raises `Conflict`."""
    standing = RoleHolding.objects.filter(
        Q(end_date__isnull=True) | Q(end_date__gte=on),
        role=Role.OPERATOR, region__isnull=True, start_date__lte=on, account__is_active=True,
    )  # fmt: skip
    if not standing.exists():
        raise Conflict("这是最后一位系统运维，不能停用或结束任期：请先为另一账号授予系统运维")


def _region(code: str | None) -> Division | None:
    if code is None:
        return None
    region = Division.objects.filter(pk=code).first()
    if region is None:
        raise Unusable(f"区划代码“{code}”不在行政区划表中：请填六位代码")
    return region


def _refuse_overlap(
    account: Account, role: str, region: Division | None, start: date, end: date | None
) -> None:
    same = account.holdings.filter(role=role, region=region)
    meets = Q(end_date__isnull=True) | Q(end_date__gte=start)
    if end is not None:
        meets &= Q(start_date__lte=end)
    if same.filter(meets).exists():
        raise Conflict(f"“{account}”在这段时间已任此职：请先结束原任期")
