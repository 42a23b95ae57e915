"""Accepted findings become records, and undone or rejected ones are withdrawn: the row stays.

Every decision comes through the signal of sources, so whichever door it was made at, the record follows
in the same transaction.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from shanhai.access.models import Account
from shanhai.accords import adoption
from shanhai.accords.models import (
    Agreement,
    Commitment,
    CommitmentField,
    CommitmentState,
    Event,
    FromText,
    Site,
)
from shanhai.journal import actions as journal
from shanhai.journal.models import Verb
from shanhai.kernel.errors import Unusable
from shanhai.sources import actions as sources
from shanhai.sources.models import Document, Finding

_IN_ORDER = ("event", "person", "agreement", "site", "commitment", "claim")


@dataclass(frozen=True, slots=True)
class Accepted:
    """How many findings of each kind became records, and why the others still wait."""

    counts: dict[str, int]
    left: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """All kinds together."""
        return sum(self.counts.values())


def accept_findings(
    *,
    by: Account,
    document: Document,
    findings: Sequence[Finding] | None = None,
    kind: str | None = None,
) -> Accepted:
    """Accept the given findings of a document, or all that wait (of one kind), in one transaction.

    One that has to be mended first goes on waiting and is reported in `left`. Raises `NotAllowed`
    outside the user's regions and `Conflict` when one was decided in between.
    """
    with transaction.atomic():
        if findings is None:
            waiting = Finding.objects.visible_to(by).filter(
                document=document, state=Finding.State.PROPOSED
            )
            findings = list(waiting.filter(kind=kind) if kind else waiting)
        counts: Counter[str] = Counter()
        left: list[str] = []
        for finding in sorted(findings, key=lambda row: (_IN_ORDER.index(row.kind), row.pk)):
            try:
                sources.decide(by=by, finding=finding, state=Finding.State.ACCEPTED)
            except Unusable as refusal:
                left.append(refusal.message)
            else:
                counts[finding.kind] += 1
    return Accepted(dict(counts), tuple(left))


def follow_decision(*, finding: Finding, by: Account, at: datetime, **_: Any) -> None:
    """Receiver of `sources.signals.finding_decided`: make, change, revive or withdraw the record."""
    model = adoption.MODELS[finding.kind]
    record = model.objects.filter(finding=finding).first()
    if finding.state in Finding.STANDING:
        _stand(finding, record, by, at)
    elif record is not None and record.withdrawn_at is None:
        if isinstance(record, Commitment) and not finding.note.strip():
            _refuse_silent_loss(record, at)
        record.withdrawn_at = at
        record.save(update_fields=["withdrawn_at"])
        journal.record(
            by=by, verb=Verb.REMOVE, subject=record, region_code=record.region_id, at=at,
            reason=finding.note or finding.get_state_display(),
        )  # fmt: skip


def _refuse_silent_loss(commitment: Commitment, at: datetime) -> None:
    """Who took a task on, and what was done, goes with it: that is said, and a reason is asked for."""
    if commitment.owner_region_id is None and commitment.fulfilled_on is None:
        return
    row = Commitment.objects.with_state(timezone.localdate(at)).get(pk=commitment.pk)
    owner = f"由{row.owner_region or ''}{row.owner_office}负责，" if row.owner_region else ""
    state = CommitmentState(row.state).label
    raise Unusable(
        f"这项任务已{owner}现为“{state}”，撤销后责任和完成情况随之撤下：请填写理由", field="note"
    )


def _stand(finding: Finding, record: FromText | None, by: Account, at: datetime) -> None:
    adopted = adoption.adopt(finding)
    verb = Verb.ADD if record is None else Verb.CHANGE
    if record is None:
        record = adopted.model(finding=finding, region_id=finding.document.region_id)
    for name, content in adopted.columns.items():
        setattr(record, name, content)
    record.withdrawn_at = None
    record.save()
    if isinstance(record, Commitment):
        _set_fields(record, adopted.fields)
    if isinstance(record, Event):
        # What was accepted before its event is tied to it now.
        waiting = {"finding__event": finding, "event__isnull": True}
        Agreement.objects.filter(**waiting).update(event=record)
        Site.objects.filter(**waiting).update(event=record)
    journal.record(
        by=by, verb=verb, subject=record, region_code=record.region_id, at=at,
        after={"finding": finding.pk, "document": finding.document_id, "text": finding.quote[:200]},
    )  # fmt: skip


def _set_fields(commitment: Commitment, fields: Sequence[str]) -> None:
    """The fields a clause touches are part of its text: an edited text has an edited list."""
    CommitmentField.objects.filter(commitment=commitment).exclude(field__in=fields).delete()
    for field in fields:
        CommitmentField.objects.get_or_create(commitment=commitment, field=field)
