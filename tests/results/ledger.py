"""Ledger commits as the delivery station makes them: rows are versions, and word is sent inside."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from shanhai.access import vault
from shanhai.access.models import Account
from shanhai.accords.models import Target
from shanhai.delivery.models import Batch, Person, Placement
from shanhai.delivery.signals import ledger_committed
from shanhai.journal import actions as journal


@dataclass(frozen=True)
class Stay:
    """One line of a placements ledger （示例数据，虚构）."""

    person: str
    county: str
    start: str
    destination: str = "440300"
    lifted: bool = False
    employer: str = "示例电子厂（虚构）"


def person_named(name: str) -> Person:
    found, _ = Person.objects.get_or_create(
        identity_hash=vault.keyed_hash(name),
        defaults={"name": name, "identity_masked": "450***********00", "identity_sealed": b""},
    )
    return found


@transaction.atomic
def commit(by: Account, *stays: Stay) -> datetime:
    """Write new rows and send word; returns the moment of the commit."""
    at, batch = _batch(by, len(stays))
    touched = set()
    for place, stay in enumerate(stays):
        start = date.fromisoformat(stay.start)
        Placement.objects.create(
            record=f"JY{batch.pk:05d}{place:04d}",
            batch=batch,
            recorded_at=at,
            person=person_named(stay.person),
            home_county_id=stay.county,
            destination_id=stay.destination,
            employer=stay.employer,
            occupation="manufacturing",
            start_date=start,
            lifted_out_of_poverty=stay.lifted,
        )
        touched.add((stay.county, start.year))
    ledger_committed.send(Placement, ledger=Placement, batch=batch, touched=touched)
    return at


@transaction.atomic
def correct(by: Account, record: str, **changes: object) -> datetime:
    """Close the version that stands and write the next; `withdrawn=True` withdraws the row."""
    at, batch = _batch(by, 1)
    old = Placement.objects.get(record=record, superseded_at__isnull=True)
    touched = {(old.home_county_id, old.start_date.year)}
    Placement.objects.filter(pk=old.pk).update(superseded_at=at)
    new = Placement.objects.get(pk=old.pk)
    new.pk = None
    new.version, new.batch, new.recorded_at, new.superseded_at = old.version + 1, batch, at, None
    for name, value in changes.items():
        setattr(new, name, value)
    new.save(force_insert=True)
    touched.add((new.home_county_id, new.start_date.year))
    ledger_committed.send(Placement, ledger=Placement, batch=batch, touched=touched)
    return at


def aim(by: Account, indicator: str, unit: str, value: int, year: int = 2022) -> Target:
    """Set a target as of now."""
    with transaction.atomic():
        at = journal.lock()
        return Target.objects.create(
            indicator=indicator, region_id=unit, year=year, value=value, unit="人",
            source="示例年度协议（虚构）", recorded_at=at, recorded_by=by,
        )  # fmt: skip


def _batch(by: Account, rows_count: int) -> tuple[datetime, Batch]:
    at = journal.lock()
    batch = Batch.objects.create(
        ledger="placements", origin="form", rows_count=rows_count, created_count=rows_count,
        updated_count=0, unchanged_count=0, recorded_at=at, recorded_by=by,
    )  # fmt: skip
    journal.record(by=by, verb=journal.Verb.IMPORT, subject=batch, at=at)
    return at, batch
