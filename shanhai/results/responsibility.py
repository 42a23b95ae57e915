"""Who can close a gap: for a county its people in post and the offices that owe a labour commitment,
for a prefecture or province the units below that make the gap up.

A warning without a name is noise (domain.md §9.17), so each flag is handed to somebody.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils import timezone

from shanhai.access.models import Role, RoleHolding
from shanhai.access.scope import Scope
from shanhai.accords.models import Commitment
from shanhai.measure.algebra import unit_codes
from shanhai.results.progress import Closer, Progress

_COUNTY_ROLES = (Role.COUNTY_OFFICER, Role.TEAM_MEMBER)
_OFFICE_ROLES = (Role.PREFECTURE_OFFICE, Role.PROVINCE_OFFICE, Role.HEAD)


def with_closers(user: Any, lines: Sequence[Progress]) -> list[Progress]:
    """The same lines, each flagged one with those who can close its gap, as far as `user` may see them."""
    return _answered(Commitment.objects.visible_to(user), lines)


def with_closers_within(
    within: Scope, lines: Sequence[Progress], on: date | None = None
) -> list[Progress]:
    """The same for a region instead of a reader, on a day: what a notice of the region says."""
    return _answered(Commitment.objects.filter(within.within("owner_region")), lines, on)


def _answered(
    commitments: Any, lines: Sequence[Progress], on: date | None = None
) -> list[Progress]:
    flagged = [line for line in lines if line.is_flagged]
    people = _people({line.unit for line in flagged}, on)
    offices = _offices(commitments, flagged)
    answered = []
    for line in lines:
        if line.is_flagged:
            own = offices.get((line.unit, str(line.indicator.field)), [])
            held = people.get(line.unit, [])
            named = () if not line.is_county else held  # an office answers by the units below
            closers = (*_units_below(line, lines), *named, *own)
            answered.append(replace(line, closers=closers, in_post=bool(held)))
        else:
            answered.append(line)
    return answered


def _units_below(line: Progress, lines: Sequence[Progress]) -> list[Closer]:
    """The units below that are behind, the largest gap first, with their shares of all those gaps.

    Those that reported nothing stand last and have no share: nobody knows what they are short of.
    A county whose prefecture has no target of its own answers to the province directly.
    """
    with_target = {
        other.unit
        for other in lines
        if other.indicator is line.indicator and other.target is not None
    }
    below = [
        other
        for other in lines
        if other.indicator is line.indicator
        and other.is_flagged
        and (other.gap or other.value is None)
        and _answers_to(other.unit, with_target) == line.unit
    ]
    total = sum((other.gap for other in below if other.gap), Decimal(0))
    below.sort(key=lambda other: (-(other.gap or 0), other.unit))
    return [
        Closer(
            "unit",
            other.unit_name,
            detail="" if other.gap else "未报送数据",
            gap=other.gap,
            share=other.gap / total if other.gap else None,
            url=f"/results/?unit={other.unit}&year={other.figure.year}&month={other.figure.month}",
        )
        for other in below
    ]


def _answers_to(code: str, with_target: set[str]) -> str | None:
    """The nearest unit above that has a target."""
    return next((above for above in unit_codes(code)[1:] if above in with_target), None)


def _people(units: Iterable[str], on: date | None = None) -> dict[str, list[Closer]]:
    """Who is in post and has to see to a gap, by unit; one account is named once."""
    day = on or timezone.localdate()
    in_term = Q(start_date__lte=day) & (Q(end_date__isnull=True) | Q(end_date__gte=day))
    holdings = (
        RoleHolding.objects.filter(
            in_term,
            role__in=(*_COUNTY_ROLES, *_OFFICE_ROLES),
            region_id__in=units,
            account__is_active=True,
        )
        .select_related("account")
        .order_by("region_id", "role", "account_id")
    )
    found: dict[str, list[Closer]] = {}
    for holding in holdings:
        closer = Closer("person", str(holding.account), detail=str(Role(holding.role).label))
        held = found.setdefault(str(holding.region_id), [])
        if closer not in held:
            held.append(closer)
    return found


def _offices(commitments: Any, flagged: Sequence[Progress]) -> dict[tuple[str, str], list[Closer]]:
    """Offices that owe an open commitment of the indicator's field for the unit, by unit and field."""
    fields = {str(line.indicator.field) for line in flagged}
    owed = (
        commitments.filter(
            owner_region_id__in={line.unit for line in flagged},
            fields__field__in=fields,
            fulfilled_on__isnull=True,
            withdrawn_at__isnull=True,
        )
        .exclude(owner_office="")
        .order_by("owner_region_id", "due_on", "id")
        .values_list("owner_region_id", "fields__field", "owner_office", "due_on", "pk")
    )
    found: dict[tuple[str, str], list[Closer]] = {}
    for unit, name, office, due_on, pk in owed:
        held = found.setdefault((unit, name), [])
        if all(closer.name != office for closer in held):
            due = f"任务时限 {due_on:%Y-%m-%d}" if due_on else "任务未定时限"
            held.append(Closer("office", office, detail=due, url=f"/accords/commitments/{pk}/"))
    return found
