"""Commitments are given an owner and a date, fulfilled with evidence, and reopened with a reason."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from shanhai.access.models import Account
from shanhai.access.scope import scope_of
from shanhai.accords.models import Commitment
from shanhai.journal import actions as journal
from shanhai.journal.models import Verb
from shanhai.kernel.errors import Conflict, NotAllowed, NotFound, Unusable
from shanhai.regions.models import Division

_OWNED = ("owner_region_id", "owner_office", "due_on", "next_step", "check_question")


def assign_commitment(  # noqa: PLR0913 - each fact has its name
    *,
    by: Account,
    commitment: Commitment,
    owner_region: str,
    owner_office: str,
    due_on: date | None,
    next_step: str = "",
    check_question: str = "",
    reason: str = "",
    seen_revision: int | None = None,
) -> Commitment:
    """Say who owns a commitment and by when; changing that later needs a reason.

    `owner_region` is a division's code. Who only owns it may pass it on inside their own region.
    Raises `NotAllowed`, `Conflict`, or `Unusable` with all that is wrong.
    """
    with transaction.atomic():
        at = journal.lock()
        row = _changeable(by, commitment, seen_revision)
        wanted = {
            "owner_region_id": owner_region,
            "owner_office": owner_office.strip(),
            "due_on": due_on,
            "next_step": next_step.strip(),
            "check_question": check_question.strip(),
        }
        before = {name: getattr(row, name) for name in _OWNED}
        if wanted == before:
            return row
        _check_assignment(by, row, wanted, reason)
        _change(row, wanted)
        journal.record(
            by=by, verb=Verb.CHANGE, subject=row, region_code=owner_region, at=at,
            before=_plain(before), after=_plain(wanted), reason=reason.strip(),
        )  # fmt: skip
    return row


def fulfil_commitment(
    *,
    by: Account,
    commitment: Commitment,
    evidence: str,
    fulfilled_on: date,
    seen_revision: int | None = None,
) -> Commitment:
    """Say that it is done, with the evidence and the day; raises `Unusable` without either."""
    with transaction.atomic():
        at = journal.lock()
        row = _changeable(by, commitment, seen_revision)
        if row.owner_region_id is None:
            raise Unusable("这项任务还没有责任地区，请先落实责任再登记完成")
        if not evidence.strip():
            raise Unusable("登记完成需要佐证：请填写文件名、文号或链接", field="evidence")
        if len(evidence.strip()) > 300:
            raise Unusable("佐证最多 300 字", field="evidence")
        if fulfilled_on > timezone.localdate():
            raise Unusable("完成日期不能晚于今天", field="fulfilled_on")
        before = {"fulfilled_on": row.fulfilled_on, "evidence": row.evidence}
        wanted = {"fulfilled_on": fulfilled_on, "evidence": evidence.strip()}
        if wanted == before:
            return row
        _change(row, wanted)
        journal.record(
            by=by, verb=Verb.CHANGE, subject=row, region_code=row.owner_region_id, at=at,
            before=_plain(before), after=_plain(wanted), reason="登记完成",
        )  # fmt: skip
    return row


def reopen_commitment(
    *, by: Account, commitment: Commitment, reason: str, seen_revision: int | None = None
) -> Commitment:
    """Take back that it is done; the evidence stays with the row, the reason in the journal."""
    with transaction.atomic():
        at = journal.lock()
        row = _changeable(by, commitment, seen_revision)
        if row.fulfilled_on is None:
            raise Unusable("这项任务没有登记完成，不需要重新打开")
        if not reason.strip():
            raise Unusable("重新打开需要说明事由", field="reason")
        before = {"fulfilled_on": row.fulfilled_on, "evidence": row.evidence}
        _change(row, {"fulfilled_on": None})
        journal.record(
            by=by, verb=Verb.CHANGE, subject=row, region_code=row.owner_region_id, at=at,
            before=_plain(before), after={"fulfilled_on": None}, reason=reason.strip(),
        )  # fmt: skip
    return row


def _changeable(by: Account, commitment: Commitment, seen_revision: int | None) -> Commitment:
    row = (
        Commitment.objects.visible_to(by)
        .standing()
        .select_for_update(of=("self",))
        .filter(pk=commitment.pk)
        .first()
    )
    if row is None:
        raise NotFound("没有这项任务，或您无权查看")
    assert isinstance(row, Commitment)
    scope = scope_of(by, Commitment.record_name(), "change")
    owned = row.owner_region_id is not None and scope.covers(row.owner_region_id)
    if not (scope.covers(row.region_id) or owned):
        raise NotAllowed("您只能办理本区域的任务，请联系归属单位")
    seen = commitment.revision if seen_revision is None else seen_revision
    if row.revision != seen:
        raise Conflict("这项任务刚被他人修改，请刷新页面后再提交")
    return row


def _check_assignment(by: Account, row: Commitment, wanted: dict[str, Any], reason: str) -> None:
    wrong: dict[str, str] = {}
    code = wanted["owner_region_id"]
    if not code or not Division.objects.filter(code=code, valid_to__isnull=True).exists():
        wrong["owner_region"] = "责任地区应为现行行政区划"
    if not wanted["owner_office"]:
        wrong["owner_office"] = "责任单位不能为空"
    for name, label, longest in (
        ("owner_office", "责任单位", 120),
        ("next_step", "下一步", 300),
        ("check_question", "核验问题", 300),
    ):
        if len(wanted[name]) > longest:
            wrong[name] = f"{label}最多 {longest} 字"
    if row.owner_region_id is not None and not reason.strip():
        wrong["reason"] = "调整已落实的责任需要说明事由"
    if wrong:
        raise Unusable("；".join(wrong.values()), fields=wrong)
    scope = scope_of(by, Commitment.record_name(), "change")
    if not scope.covers(row.region_id) and not scope.covers(code):
        raise NotAllowed("您只能把任务交给本区域内的单位，请联系归属单位")


def _change(row: Commitment, columns: dict[str, Any]) -> None:
    for name, content in columns.items():
        setattr(row, name, content)
    row.revision += 1
    row.save()


def _plain(columns: dict[str, Any]) -> dict[str, Any]:
    return {
        name: content.isoformat() if isinstance(content, date) else content
        for name, content in columns.items()
    }
