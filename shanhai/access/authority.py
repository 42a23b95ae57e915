"""Who may appoint whom, and whose account somebody may manage.

The permission table says which roles a role may grant (`access.holding.<role>`, verb `grant`); here it
is joined with the region. Whoever could manage an account that reaches further than their own would
reach as far as that account, so an account is managed only by somebody who could grant all it holds.
"""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from shanhai.access.models import Account, Role, RoleHolding
from shanhai.access.scope import scope_of
from shanhai.kernel.errors import NotAllowed, Unusable
from shanhai.regions.models import Division

_LEVELS = {
    Role.COUNTY_OFFICER: Division.Level.COUNTY,
    Role.PREFECTURE_OFFICE: Division.Level.PREFECTURE,
    Role.PROVINCE_OFFICE: Division.Level.PROVINCE,
}
_NEED_REGION = (*_LEVELS, Role.TEAM_MEMBER)


def grantable_roles(by: Account) -> list[Role]:
    """The roles that `by` may grant somewhere, in the order of the code list."""
    scopes = ((role, scope_of(by, holding_record(role), "grant")) for role in Role)
    return [role for role, scope in scopes if scope.everywhere or scope.codes]


def may_grant(by: Account, role: str, region_code: str | None) -> bool:
    """Whether `by` may grant the role for the region (None: the whole programme)."""
    return scope_of(by, holding_record(role), "grant").covers(region_code)


def holding_record(role: str) -> str:
    """The name under which the permission table lists the granting of a role."""
    return f"access.holding.{role}"


def current_holdings(account: Account, on: date | None = None) -> QuerySet[RoleHolding]:
    """The terms that run on the day or begin later."""
    day = on or timezone.localdate()
    return account.holdings.filter(Q(end_date__isnull=True) | Q(end_date__gte=day))


def may_manage(by: Account, account: Account) -> bool:
    """Whether `by` may set the other's password, close the account or issue its tokens."""
    scope = scope_of(by, "access.account", "change")
    if scope.everywhere:
        return all(
            may_grant(by, holding.role, holding.region_id) for holding in current_holdings(account)
        )
    was_here = account.holdings.filter(scope.within("region_id")).exists()
    return was_here and all(
        may_grant(by, holding.role, holding.region_id) for holding in current_holdings(account)
    )


def require_management(by: Account, account: Account) -> None:
    """Raise `NotAllowed` unless `by` may manage the account."""
    if not may_manage(by, account):
        raise NotAllowed(
            f"您不能管理账号“{account.username}”：它的任职超出您可以授予的角色或区域，请联系系统运维"
        )


def check_region(role: str, region: Division | None, end_date: date | None) -> None:
    """Raise `Unusable` when a role cannot be held for the region (县级专班 for a province, …)."""
    label = Role(role).label
    if region is None:
        if role in _NEED_REGION:
            raise Unusable(f"“{label}”必须指定区域：请填行政区划名称或六位代码")
        return
    level = _LEVELS.get(Role(role))
    if level is not None and region.level != level and not _stands_for_county(role, region):
        raise Unusable(
            f"“{label}”的区域应为{level.label}，“{region.name}”是{region.get_level_display()}"
        )
    if region.valid_to is not None and (end_date is None or end_date > region.valid_to):
        raise Unusable(
            f"“{region.name}”（{region.code}）已于 {region.valid_to} 停用：请改用现行区划"
        )


def _stands_for_county(role: str, region: Division) -> bool:
    """A prefecture without counties (东莞市, 中山市) has its officers too."""
    return (
        role == Role.COUNTY_OFFICER
        and region.level == Division.Level.PREFECTURE
        and not region.children.exists()
    )
