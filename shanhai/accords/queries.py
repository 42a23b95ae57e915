"""Reads of accords that several front doors share, each starting from what the user may see."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, Q
from django.utils import timezone

from shanhai.access.scope import scope_of
from shanhai.accords.models import (
    Commitment,
    CommitmentField,
    CommitmentState,
    FromText,
    Pairing,
    Target,
)
from shanhai.journal.models import Entry
from shanhai.kernel.errors import NotFound
from shanhai.kernel.quantities import Quantity, Unit
from shanhai.regions.models import Division, code_prefix
from shanhai.sources.models import Finding


def adopted(model: type[FromText]) -> Callable[[Any, datetime | None], Any]:
    """For a register: the records of one kind that stand, or that stood at a moment."""

    def rows(user: Any, as_of: datetime | None) -> Any:
        visible = model.objects.visible_to(user)
        if as_of is None:
            return visible.standing()
        taken_back_later = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=as_of)
        return visible.filter(taken_back_later, finding__decided_at__lte=as_of)

    return rows


def commitments(user: Any) -> Any:
    """Standing commitments with their fields and state of today."""
    return (
        Commitment.objects.visible_to(user)
        .standing()
        .with_state()
        .select_related("region", "party", "owner_region")
        .prefetch_related(
            Prefetch("fields", CommitmentField.objects.order_by("id"), to_attr="field_rows")
        )
    )


def commitment(user: Any, pk: int) -> Commitment:
    """One commitment; raises `NotFound` also for what the user may not see."""
    found = commitments(user).filter(pk=pk).first()
    if found is None:
        raise NotFound("没有这项任务，或您无权查看")
    assert isinstance(found, Commitment)
    return found


def may_change(user: Any, commitment: Commitment) -> bool:
    """Whether the user may give this commitment an owner or its evidence."""
    scope = scope_of(user, Commitment.record_name(), "change")
    owned = commitment.owner_region_id is not None and scope.covers(commitment.owner_region_id)
    return scope.covers(commitment.region_id) or owned


def source_of(user: Any, record: Any) -> Finding | None:
    """The finding a record came from, when the user may see its document."""
    if record.finding_id is None:
        return None
    found = (
        Finding.objects.visible_to(user)
        .select_related("document")
        .filter(pk=record.finding_id)
        .first()
    )
    assert found is None or isinstance(found, Finding)
    return found


def history(record: Any) -> list[Entry]:
    """What was done to a record that the caller was allowed to open, latest first."""
    entries = Entry.objects.filter(
        subject_type=record._meta.label_lower, subject_key=str(record.pk)
    )
    return list(entries.select_related("actor").order_by("-sequence"))


def states(user: Any) -> dict[str, int]:
    """How many commitments are in each state today, all states listed."""
    counts = Counter(commitments(user).values_list("state", flat=True))
    return {state.value: counts[state.value] for state in CommitmentState}


@dataclass(frozen=True, slots=True)
class PairingCount:
    """Three different figures (domain.md §2.3.5): pairs, eastern units, western units."""

    pairs: int
    east_units: int
    west_units: int


def count_pairings(pairings: Iterable[Pairing]) -> PairingCount:
    """Count a set of pairings; a unit in several pairs counts once on its side."""
    ties, east, west = set(), set(), set()
    for pairing in pairings:
        eastern = (pairing.east_division_id, pairing.east_organisation_id)
        western = (pairing.west_division_id, pairing.west_organisation_id)
        ties.add((pairing.level, eastern, western))
        east.add((pairing.level, eastern))
        west.add((pairing.level, western))
    return PairingCount(len(ties), len(east), len(west))


def pairings(user: Any, as_of: datetime | None = None) -> Any:
    """Pairings that were not taken back, with both sides; with a moment, those in force on its day."""
    rows = (
        Pairing.objects.visible_to(user)
        .standing()
        .select_related("east_division", "east_organisation", "west_division", "west_organisation")
    )
    return rows if as_of is None else rows.on(timezone.localdate(as_of))


def targets(user: Any, as_of: datetime | None = None) -> Any:
    """Targets as they stand, or stood at a moment."""
    return (
        Target.objects.visible_to(user)
        .as_of(as_of)
        .select_related("region", "agreement", "recorded_by")
    )


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A unit's target beside the sum of the units below it, in the parent's unit of measure."""

    target: Target
    children_count: int
    children_sum: Decimal | None
    gap: Decimal | None

    @property
    def excess(self) -> Decimal:
        """By how much the units below go beyond the parent's target; zero when they do not."""
        return max(Decimal(0), -(self.gap or Decimal(0)))


def reconcile(rows: Iterable[Target], divisions: Iterable[Division]) -> list[Reconciliation]:
    """Each target with the sum over its direct children of the same indicator and year, and the gap.

    A child that is measured in another kind of unit leaves the sum unknown; no child, no gap.
    """
    given = list(rows)
    parents = {division.code: division.parent_id for division in divisions}
    result = []
    for target in given:
        children = [
            row
            for row in given
            if (row.indicator, row.year) == (target.indicator, target.year)
            and row.region_id != target.region_id
            and _is_child(row.region_id, target.region_id, parents)
        ]
        total = _sum(children, target.unit) if children else None
        gap = target.value - total if total is not None else None
        result.append(Reconciliation(target, len(children), total, gap))
    return result


def _is_child(code: str, parent: str, parents: dict[str, str | None]) -> bool:
    known = parents.get(code)
    return known == parent if known else code.startswith(code_prefix(parent))


def _sum(rows: list[Target], unit: str) -> Decimal | None:
    try:
        amounts = [
            Quantity(row.value, Unit.parse(row.unit)).to(Unit.parse(unit)).amount for row in rows
        ]
    except ValueError:
        return None
    return sum(amounts, Decimal(0))
