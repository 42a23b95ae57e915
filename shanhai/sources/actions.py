"""The verbs of sources: take a document in, read it again, decide a finding. Nothing else writes here.

A decision is never lost: reading again leaves what a person decided as it is and says what changed.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePath
from typing import Any, Literal

from django.db import transaction

from shanhai.access.models import Account
from shanhai.access.scope import scope_of
from shanhai.journal import actions as journal
from shanhai.journal.models import Verb
from shanhai.kernel.errors import Conflict, NotAllowed, NotFound, Unusable
from shanhai.regions.models import Division
from shanhai.sources import intake, rereading, store, values
from shanhai.sources.models import Document, Finding
from shanhai.sources.signals import finding_decided

Outcome = Literal["created", "unchanged", "reread"]
State = Finding.State


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of one file; the counts say what reading again changed."""

    document: Document
    outcome: Outcome
    proposed: int = 0
    kept: int = 0
    refreshed: int = 0
    retired: int = 0
    missing: tuple[str, ...] = field(default=())
    """Decided findings that the newer reading no longer gives; they stand all the same."""


def ingest(
    *, by: Account, data: bytes, name: str, region_code: str | None = None, dry_run: bool = False
) -> Ingested:
    """Read a file and keep it with its proposed findings; the same bytes twice change nothing.

    `region_code` is the region that keeps the document (default: the acting user's only one).
    Raises `Unusable` for what cannot be read, `NotAllowed` outside the user's regions.
    """
    region_code = _keeping_region(by, region_code)
    sha256 = hashlib.sha256(data).hexdigest()
    known = Document.objects.filter(sha256=sha256, region_id=region_code).first()
    if known is not None and known.reader_version == intake.READER_VERSION:
        return Ingested(known, "unchanged")
    taken = intake.read_bytes(data, PurePath(name.replace("\\", "/")).name or "document")
    with transaction.atomic():
        at = journal.lock()
        known = Document.objects.filter(sha256=sha256, region_id=region_code).first()
        if known is None:
            result = _create(by, taken, region_code, at)
        elif known.reader_version == intake.READER_VERSION:
            return Ingested(known, "unchanged")
        else:
            result = _reread(by, known, taken, at)
        if dry_run:
            transaction.set_rollback(True)
        else:
            store.keep(sha256, data)
    return result


def read_again(*, by: Account, document: Document) -> Ingested:
    """Read a kept document with the present reader; see `ingest` for what stays."""
    return ingest(
        by=by,
        data=store.load(document.sha256),
        name=document.file_name,
        region_code=document.region_id,
    )


def decide(
    *,
    by: Account,
    finding: Finding,
    state: str,
    value: Mapping[str, Any] | None = None,
    note: str = "",
    seen_revision: int | None = None,
) -> Finding:
    """Accept, edit (with `value`), reject or undo (`proposed`) one finding.

    `seen_revision` is what the user's page showed (default: that of the given row). Raises `Conflict`
    when somebody decided in between, `NotAllowed` outside the user's regions, `Unusable` for a value
    that cannot stand. Sends `finding_decided` inside the transaction.
    """
    seen = finding.revision if seen_revision is None else seen_revision
    with transaction.atomic():
        at = journal.lock()
        row = _reviewable(by, finding)
        if row.revision != seen:
            raise Conflict(
                f"“{row}”已由{row.decided_by or '他人'}改为“{row.get_state_display()}”，请刷新页面后再定"
            )
        decided_value = _decided_value(row, state, value)
        if (row.state, row.decided_value, row.note) == (state, decided_value, note):
            return row
        before = {"state": row.state, "value": row.decided_value}
        row.state = State.ACCEPTED if state == State.EDITED and decided_value is None else state
        row.decided_value = decided_value
        row.note = note[:300]
        undone = row.state == State.PROPOSED
        row.decided_by, row.decided_at = (None, None) if undone else (by, at)
        row.revision += 1
        row.save()
        journal.record(
            by=by, verb=Verb.DECIDE, subject=row, region_code=row.document.region_id, at=at,
            before=before, after={"state": row.state, "value": row.decided_value}, reason=note[:300],
        )  # fmt: skip
        finding_decided.send(sender=Finding, finding=row, by=by, at=at)
    return row


def _keeping_region(by: Account, region_code: str | None) -> str | None:
    scope = scope_of(by, Document.record_name(), "add")
    if not scope.codes and not scope.everywhere:
        raise NotAllowed("您的角色不能收录文件，请联系本单位协作办")
    if region_code is None and not scope.everywhere:
        # A scope may list a county's former codes too; a new document belongs to the present one.
        own = Division.objects.filter(code__in=scope.codes, valid_to__isnull=True)
        if len(own) != 1:
            names = "、".join(str(division) for division in own)
            raise Unusable(f"您在多个区域任职（{names}），请指明文件归属哪个区域")
        region_code = own[0].code
    if not scope.covers(region_code):
        raise NotAllowed(f"您不能为区划 {region_code} 收录文件，请选择本单位所在区域")
    if region_code is not None and not Division.objects.filter(code=region_code).exists():
        raise Unusable(f"没有区划代码 {region_code}，请按六位行政区划代码填写")
    return region_code


def _create(by: Account, taken: intake.Intake, region_code: str | None, at: datetime) -> Ingested:
    document = Document.objects.create(
        **taken.document, region_id=region_code, received_at=at, received_by=by
    )
    _propose(document, taken.proposals, range(len(taken.proposals)), {})
    journal.record(
        by=by, verb=Verb.ADD, subject=document, region_code=region_code, at=at,
        after={
            "title": document.title, "sha256": document.sha256,
            "reader_version": document.reader_version, "findings": len(taken.proposals),
        },
    )  # fmt: skip
    return Ingested(document, "created", proposed=len(taken.proposals))


def _reread(by: Account, document: Document, taken: intake.Intake, at: datetime) -> Ingested:
    before = {"reader_version": document.reader_version}
    for name, content in taken.document.items():
        # The name under which the document is known stays; everything read from it is read anew.
        if name != "file_name":
            setattr(document, name, content)
    document.save()
    old = list(document.findings.order_by("id"))
    retired = {place for place, row in enumerate(old) if row.state == State.RETIRED}
    found = rereading.match(old, taken.proposals, retired)
    rows = {there: old[here] for here, there in found.pairs.items()}
    for there, row in rows.items():
        _refresh(row, taken.proposals[there])
    gone = [old[place] for place in found.gone if place not in retired]
    for row in gone:
        _set_aside(row, document.text)
    _propose(document, taken.proposals, found.new, rows)
    result = Ingested(
        document,
        "reread",
        proposed=len(found.new),
        kept=sum(row.is_decided for row in old),
        refreshed=sum(not row.is_decided for row in rows.values()),
        retired=sum(not row.is_decided for row in gone),
        missing=tuple(row.quote for row in gone if row.is_decided),
    )
    journal.record(
        by=by, verb=Verb.CHANGE, subject=document, region_code=document.region_id, at=at,
        before=before, reason="重新读取",
        after={
            "reader_version": document.reader_version, "proposed": result.proposed,
            "kept": result.kept, "refreshed": result.refreshed, "retired": result.retired,
            "missing": len(result.missing),
        },
    )  # fmt: skip
    return result


def _refresh(row: Finding, proposal: intake.Proposal) -> None:
    """Take place from the new reading, and content too where nobody has decided."""
    row.identity = proposal.identity
    row.start, row.end = proposal.start, proposal.end
    row.source_start, row.source_end = proposal.source_start, proposal.source_end
    if not row.is_decided:
        row.state = State.PROPOSED
        row.value, row.quote = proposal.value, proposal.quote
        row.reader_version = intake.READER_VERSION
    row.save()


def _set_aside(row: Finding, text: str) -> None:
    """The new reading lacks it: a proposal retires, a decision stands and is found again in the text."""
    if row.is_decided:
        row.start, row.end = rereading.locate(row.quote, text, row.start)
    else:
        row.state = State.RETIRED
        row.revision += 1
    row.save()


def _propose(
    document: Document,
    proposals: Sequence[intake.Proposal],
    places: Sequence[int],
    rows: dict[int, Finding],
) -> None:
    """Write the new findings, then tie each to its event."""
    wanted = set(places)
    for place, proposal in enumerate(proposals):
        if place in wanted:
            rows[place] = Finding.objects.create(
                document=document,
                kind=proposal.kind,
                identity=proposal.identity,
                start=proposal.start,
                end=proposal.end,
                source_start=proposal.source_start,
                source_end=proposal.source_end,
                quote=proposal.quote,
                value=proposal.value,
                reader_version=intake.READER_VERSION,
            )
    for place, proposal in enumerate(proposals):
        row = rows[place]
        event = rows[proposal.event] if proposal.event is not None else None
        if event is not None and row.event_id != event.pk and not row.is_decided:
            row.event = event
            row.save(update_fields=["event"])


def _reviewable(by: Account, finding: Finding) -> Finding:
    row = (
        Finding.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("document", "decided_by")
        .filter(pk=finding.pk)
        .first()
    )
    if row is None:
        raise NotFound("没有这条读出的事项，或您无权查看")
    if not scope_of(by, Finding.record_name(), "review").covers(row.document.region_id):
        raise NotAllowed("您只能审核本区域收录的文件，请联系收录单位")
    assert isinstance(row, Finding)
    return row


def _decided_value(
    row: Finding, state: str, value: Mapping[str, Any] | None
) -> dict[str, Any] | None:
    if state not in (State.PROPOSED, *Finding.DECIDED):
        raise Unusable(f"没有“{state}”这种审核结论")
    if row.state == State.RETIRED:
        raise Conflict("这一条在重新读取后已不再提出，请刷新页面")
    if state == State.ACCEPTED:
        _check_read_value(row)
    if state != State.EDITED:
        return None
    if value is None:
        raise Unusable("修改后采纳需要给出修改后的内容")
    checked = values.check(row.kind, value)
    values.check_party(checked, row.current_value)
    return None if checked == _checked_or_none(row) else checked


def _check_read_value(row: Finding) -> None:
    """What the reader gave must fit the record that it becomes, or a person mends it first."""
    try:
        values.check(row.kind, row.value)
    except Unusable as refusal:
        raise Unusable(f"“{row}”不能直接采纳：{refusal.message}，请修改后采纳") from refusal


def _checked_or_none(row: Finding) -> dict[str, Any] | None:
    """The value as read, in its checked form; none when it could not stand as it was."""
    try:
        return values.check(row.kind, row.value)
    except Unusable:
        return None
