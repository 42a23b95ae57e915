"""Targets are set as versions: the old figure stays readable as of the moment when it stood."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from shanhai.access.models import Account
from shanhai.access.scope import scope_of
from shanhai.accords.indicators import fraction_problem
from shanhai.accords.models import Agreement, Target
from shanhai.journal import actions as journal
from shanhai.journal.models import Verb
from shanhai.kernel.errors import Conflict, NotAllowed, Unusable

FIRST_YEAR, LAST_YEAR = 1996, 2100
"""The programme began in 1996; a year outside is a slip of the finger."""


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target as given: the region is a division's code."""

    indicator: str
    region: str
    year: int
    value: Decimal
    unit: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class TargetsSet:
    """What setting changed."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0


def set_target(  # noqa: PLR0913 - each fact has its name
    *,
    by: Account,
    indicator: str,
    region: str,
    year: int,
    value: Decimal,
    unit: str,
    source: str = "",
    reason: str = "",
    agreement: Agreement | None = None,
    seen: int | None = None,
) -> Target:
    """Set one target; the same figure again changes nothing, another one needs a reason.

    `seen` is the number of the version that the user's page showed (0: none); raises `Conflict` when
    another stands by now, `NotAllowed` outside the user's regions, `Unusable` for what cannot be.
    """
    row = TargetRow(indicator, region, year, value, unit, source)
    # Before anything is said of the target: whether one stands is not for everybody to learn.
    _allow(by, region)
    with transaction.atomic():
        at = journal.lock()
        standing = _standing(row)
        if seen is not None and (standing.pk if standing else 0) != seen:
            raise Conflict("这一目标刚被他人修改，请刷新页面后再提交")
        changes = standing is not None and not _same(standing, row)
        if changes and not reason.strip():
            raise Unusable("调整已下达的目标需要说明事由", field="reason")
        return _put(by, row, at, reason, agreement)[0]


def set_targets(
    *, by: Account, rows: Sequence[TargetRow], reason: str = "", dry_run: bool = False
) -> TargetsSet:
    """Set many targets, all or nothing; the same rows twice change nothing."""
    counts = {"created": 0, "changed": 0, "unchanged": 0}
    with transaction.atomic():
        at = journal.lock()
        for row in rows:
            counts[_put(by, row, at, reason, None)[1]] += 1
        if dry_run:
            transaction.set_rollback(True)
    return TargetsSet(**counts)


def _put(
    by: Account, row: TargetRow, at: datetime, reason: str, agreement: Agreement | None
) -> tuple[Target, str]:
    _allow(by, row.region)
    _check(row)
    standing = _standing(row)
    if standing is not None and _same(standing, row):
        return standing, "unchanged"
    if standing is not None:
        standing.superseded_at = at
        standing.save(update_fields=["superseded_at"])
    target = Target.objects.create(
        indicator=row.indicator,
        region_id=row.region,
        year=row.year,
        value=row.value,
        unit=row.unit,
        source=row.source,
        agreement=agreement or (standing.agreement if standing else None),
        recorded_at=at,
        recorded_by=by,
        reason=reason.strip()[:300],
    )
    journal.record(
        by=by, verb=Verb.ADD if standing is None else Verb.CHANGE, subject=Target.record_name(),
        key=f"{row.indicator}/{row.region}/{row.year}", region_code=row.region, at=at,
        before=None if standing is None else {"value": _plain(standing.value), "unit": standing.unit},
        after={"value": _plain(row.value), "unit": row.unit, "source": row.source},
        reason=reason.strip()[:300],
    )  # fmt: skip
    return target, "created" if standing is None else "changed"


def _standing(row: TargetRow) -> Target | None:
    found = (
        Target.objects.as_of()
        .filter(indicator=row.indicator, region_id=row.region, year=row.year)
        .first()
    )
    assert found is None or isinstance(found, Target)
    return found


def _same(standing: Target, row: TargetRow) -> bool:
    return (standing.value, standing.unit, standing.source) == (row.value, row.unit, row.source)


def _allow(by: Account, region: str) -> None:
    if not scope_of(by, Target.record_name(), "change").covers(region):
        raise NotAllowed(f"您不能为区划 {region} 设定目标，请由上级协作办办理")


def _check(row: TargetRow) -> None:
    if not row.value.is_finite() or row.value < 0 or row.value >= Decimal(10) ** 16:
        raise Unusable(f"目标值“{row.value}”应为不小于零的数")
    if not FIRST_YEAR <= row.year <= LAST_YEAR:
        raise Unusable(f"年度“{row.year}”应在 {FIRST_YEAR} 到 {LAST_YEAR} 之间")
    if not row.indicator or not row.unit:
        raise Unusable("指标代码和计量单位不能为空")
    fraction = fraction_problem(row.value, row.unit)
    if fraction:
        raise Unusable(fraction, field="value")


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
