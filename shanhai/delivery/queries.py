"""Scoped reads of the ledgers: what pages, commands and the API show.

Every one starts from `visible_to`; what a user may not see is neither listed, counted nor found.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from shanhai.access.models import Account
from shanhai.access.registers import find_unit
from shanhai.access.scope import scope_of
from shanhai.accords.models import Pairing
from shanhai.delivery import integrity
from shanhai.delivery.ledger import Ledger, find
from shanhai.delivery.models import Batch, LedgerVersion
from shanhai.delivery.workbook.examine import refuse_without_scope
from shanhai.kernel.errors import NotFound
from shanhai.kernel.problems import Problem
from shanhai.regions.models import Division, code_prefix


@dataclass(frozen=True, slots=True)
class LastWritten:
    """When and by whom rows were written last; the batch only where the user may see all of it."""

    recorded_at: datetime
    recorded_by: str
    batch: Batch | None


def rows(
    *, by: Account, ledger: Ledger, as_of: datetime | None = None, unit: str | None = None
) -> "QuerySet[Any]":
    """The ledger as it stood at a moment (none: now), of a unit by code or name; raises `Unusable`."""
    found = ledger.model.objects.visible_to(by).as_of(as_of)
    return found.filter(find_unit(unit).within(ledger.region.name)) if unit else found


def exported_rows(
    *, by: Account, ledger: Ledger, as_of: datetime | None = None, unit: str | None = None
) -> "QuerySet[Any]":
    """The same rows, as far as the user may take them out; raises `NotAllowed` without that right."""
    scope = refuse_without_scope(by, ledger, "export")
    found = rows(by=by, ledger=ledger, as_of=as_of, unit=unit)
    return found.filter(scope.within(ledger.region.name))


def history(*, by: Account, ledger: Ledger, record: str) -> list[LedgerVersion]:
    """All versions of a record, the newest first; raises `NotFound` when the user may not see it."""
    found = ledger.model.objects.visible_to(by).filter(record=record)
    relations = [
        field.name
        for field in ledger.model._meta.concrete_fields
        if field.is_relation and field.name != "batch"
    ]
    versions = list(found.select_related("batch__recorded_by", *relations).order_by("-version"))
    # A record that moved to another county leaves its earlier versions there.
    if not versions or versions[0].superseded_at is not None:
        raise NotFound(f"没有记录 {record}，或您无权查看")
    return versions


def batches(*, by: Account) -> "QuerySet[Any]":
    """The batches that the user may see."""
    return Batch.objects.visible_to(by).select_related(
        "region", "recorded_by", "withdraws", "withdrawn_by"
    )


def last_written(*, by: Account, ledger: Ledger) -> LastWritten | None:
    """The newest word on the rows that the user may see; none when there are no rows."""
    newest = ledger.model.objects.visible_to(by).select_related("batch__recorded_by")
    row = newest.order_by("-recorded_at", "-batch").first()
    if row is None:
        return None
    # A file of several counties belongs to the level above them; its rows are each county's own.
    seen = batches(by=by).filter(pk=row.batch_id).first()
    return LastWritten(row.recorded_at, str(row.batch.recorded_by), seen)


def written_by(*, by: Account, batch: Batch) -> "QuerySet[Any]":
    """The versions that a batch wrote, as far as the user may see them."""
    ledger = find(batch.ledger)
    relations = [
        field.name
        for field in ledger.model._meta.concrete_fields
        if field.is_relation and field.name != "batch"
    ]
    found = ledger.model.objects.visible_to(by).filter(batch=batch)
    return found.select_related(*relations).order_by("record")


def home_of(by: Account, ledger: Ledger) -> Division | None:
    """The county that the user fills the ledger in for, when it is exactly one."""
    scope = scope_of(by, ledger.record_name, "import")
    if scope.everywhere:
        return None
    inside = Q(pk__in=[])
    for code in scope.codes:
        inside |= Q(code__startswith=code_prefix(code))
    counties = Division.objects.filter(inside, level=Division.Level.COUNTY, valid_to__isnull=True)[
        :2
    ]
    return counties[0] if len(counties) == 1 else None


def eastern_prefixes() -> list[str]:
    """Two-digit prefixes of the eastern provinces that the pairings name."""
    codes = Pairing.objects.values_list("east_division_id", flat=True).distinct()
    return sorted({code[:2] for code in codes})


def check() -> list[Problem]:
    """Ledger rows that are not what the journal sealed; for `shanhai verify`."""
    return integrity.check()
