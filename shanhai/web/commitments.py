"""The pages of commitments: the register with its filters, and one commitment with all that was done to it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from shanhai.access.registers import find_unit
from shanhai.accords import actions, queries
from shanhai.accords.models import FIELD_CHOICES, Commitment, CommitmentState
from shanhai.journal.models import Entry
from shanhai.kernel.errors import Unusable
from shanhai.regions.models import Division
from shanhai.sources.models import Finding
from shanhai.sources.values import PARTY_ROLES, PERSON_ROLES
from shanhai.web import reading
from shanhai.web.listing import Column, Filter, Register, respond
from shanhai.web.segments import Mark, draw

__all__ = ["PARTY_ROLES", "PERSON_ROLES", "STATES", "assign", "commitment", "late", "register"]

STATES = CommitmentState.choices
MARKS = {
    "unassigned": "open", "ongoing": "in_progress", "due_soon": "due", "overdue": "overdue",
    "done": "done",
}  # fmt: skip
"""State of a commitment → the mark that pages draw it with."""
LATE_SHOWN = 5
AROUND_CHARACTERS = 90


def _rows(user: Any, as_of: datetime | None) -> Any:
    if as_of is None:
        return queries.commitments(user)
    then = queries.adopted(Commitment)(user, as_of)
    return then.with_state(timezone.localdate(as_of)).prefetch_related("fields")


def _fields(row: Commitment) -> str:
    names = dict(FIELD_CHOICES)
    given = getattr(row, "field_rows", None)
    return "、".join(names[one.field] for one in (row.fields.all() if given is None else given))


def _state(row: Any) -> str:
    return str(CommitmentState(row.state).label)


COMMITMENTS = Register(
    record=Commitment,
    title=_("任务"),
    rows=_rows,
    columns=(
        "text",
        Column(name="fields", label=_("领域"), value=_fields),
        "party", "owner_region", "owner_office", "due_on",
        Column(name="state", label=_("状态"), value=_state, state=lambda row: MARKS[row.state]),
        "next_step", "speaker", "fulfilled_on", "evidence", "region",
    ),
    filters=(
        Filter(name="field", label=_("领域"), kind="choice", choices=FIELD_CHOICES,
               where=lambda value: Q(fields__field=value)),
        Filter(name="party", label=_("承诺方"), kind="region"),
        Filter(name="owner", label=_("责任地区"), kind="region", path="owner_region"),
        Filter(name="office", label=_("责任单位"), kind="text", path="owner_office"),
        Filter(name="due", label=_("完成时限"), kind="date", path="due_on"),
        Filter(name="state", label=_("状态"), kind="choice", choices=STATES),
    ),
    search=("text", "speaker", "owner_office", "owner_region__name", "next_step", "evidence"),
    unit=("region", "owner_region"),
    year="finding__document__published",
    order=("due_on",),
    link=lambda row: reverse("accords:commitment", args=[row.pk]),
    empty=_("采纳来源文件中的任务后，在这里落实责任、跟踪到完成。"),
)  # fmt: skip


@require_GET
def register(request: HttpRequest) -> HttpResponseBase:
    """All commitments that the user may see."""
    return respond(request, COMMITMENTS, template="accords/register.html")


def late(user: Any) -> list[Commitment]:
    """The commitments that are most overdue."""
    rows = queries.commitments(user).filter(state=CommitmentState.OVERDUE).order_by("due_on", "pk")
    return list(rows[:LATE_SHOWN])


@require_GET
def commitment(request: HttpRequest, pk: int) -> HttpResponse:
    """One commitment: its sentence in both texts, its owner, its evidence, its history."""
    return _page(request, queries.commitment(request.user, pk))


@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who owns it and by when."""

    def act(row: Commitment) -> None:
        actions.assign_commitment(
            by=request.user,  # type: ignore[arg-type]
            commitment=row,
            owner_region=find_unit(request.POST.get("owner_region", ""), "责任地区").code,
            owner_office=request.POST.get("owner_office", ""),
            due_on=_day(request, "due_on", "完成时限", required=False),
            next_step=request.POST.get("next_step", ""),
            check_question=request.POST.get("check_question", ""),
            reason=request.POST.get("reason", ""),
            seen_revision=_revision(request),
        )

    return _act(request, pk, act, gettext("责任已落实。"), "assign")


@require_POST
def fulfil(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that it is done, with evidence."""

    def act(row: Commitment) -> None:
        day = _day(request, "fulfilled_on", "完成日期")
        assert day is not None
        actions.fulfil_commitment(
            by=request.user,  # type: ignore[arg-type]
            commitment=row,
            evidence=request.POST.get("evidence", ""),
            fulfilled_on=day,
            seen_revision=_revision(request),
        )

    return _act(request, pk, act, gettext("已登记完成。"), "fulfil")


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back that it is done."""

    def act(row: Commitment) -> None:
        actions.reopen_commitment(
            by=request.user,  # type: ignore[arg-type]
            commitment=row,
            reason=request.POST.get("reason", ""),
            seen_revision=_revision(request),
        )

    return _act(request, pk, act, gettext("已重新打开。"), "reopen")


def _act(
    request: HttpRequest, pk: int, act: Callable[[Commitment], None], done: str, form: str
) -> HttpResponse:
    row = queries.commitment(request.user, pk)
    try:
        act(row)
    except Unusable as refusal:
        return _page(request, row, refused=(form, refusal.message))
    messages.success(request, done)
    return redirect("accords:commitment", pk=pk)


def _page(
    request: HttpRequest, row: Commitment, refused: tuple[str, str] = ("", "")
) -> HttpResponse:
    finding = queries.source_of(request.user, row)
    form, problem = refused
    # A refused form shows again what was typed; the others show what stands.
    typed = request.POST if form else {}
    context = {
        "commitment": row,
        "state": (MARKS[row.state], _state(row)),  # type: ignore[attr-defined]
        "fields": [dict(FIELD_CHOICES)[one.field] for one in row.field_rows],  # type: ignore[attr-defined]
        "finding": finding,
        "clean": _around(finding, row, clean=True) if finding else "",
        "source": _around(finding, row, clean=False) if finding else "",
        "damaged": finding is not None and reading.is_damaged(finding, finding.document, row.text),
        "may_change": queries.may_change(request.user, row),
        "history": [_story(entry) for entry in queries.history(row)],
        "today": timezone.localdate(),
        "refused_form": form,
        "problem": problem,
        "typed": typed,
        "divisions": _choices(request.user, row),
    }
    return render(request, "accords/commitment.html", context, status=422 if form else 200)


def _around(finding: Finding, row: Commitment, *, clean: bool) -> str:
    """The sentence with what stands before and after it, marked."""
    text = finding.document.text if clean else finding.document.original_text
    start, end = (
        (finding.start, finding.end) if clean else (finding.source_start, finding.source_end)
    )
    first, last = max(0, start - AROUND_CHARACTERS), min(len(text), end + AROUND_CHARACTERS)
    mark = Mark(
        start - first, end - first, finding=finding.pk, kind=finding.kind, state=finding.state
    )
    return draw(text[first:last], [mark])


def _choices(user: Any, row: Commitment) -> list[Division]:
    """Divisions to suggest as owner: the party's and the keeping region's own and below."""
    near = {code for code in (row.party_id, row.region_id, row.owner_region_id) if code}
    condition = Q(level="province")
    for code in near:
        condition |= Q(parent_id=code) | Q(code=code)
    return list(Division.objects.filter(condition, valid_to__isnull=True)[:200])


def _day(request: HttpRequest, name: str, label: str, *, required: bool = True) -> date | None:
    text = request.POST.get(name, "").strip()
    if not text and not required:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Unusable(f"{label}“{text}”应写成 2024-06-30 的样子") from None


def _revision(request: HttpRequest) -> int | None:
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() else None


LABELS = {
    "owner_region_id": _("责任地区"), "owner_office": _("责任单位"), "due_on": _("完成时限"),
    "next_step": _("下一步"), "check_question": _("核验问题"), "fulfilled_on": _("完成日期"),
    "evidence": _("佐证"),
}  # fmt: skip


def _story(entry: Entry) -> dict[str, Any]:
    """An entry as people read it: what changed from what to what."""
    before, after = entry.before or {}, entry.after or {}
    changes = [
        (label, _said(name, before.get(name)), _said(name, after.get(name)))
        for name, label in LABELS.items()
        if name in after and before.get(name) != after.get(name)
    ]
    return {"entry": entry, "changes": changes}


def _said(name: str, value: Any) -> Any:
    """A division by its name; everything else as it was written."""
    if name != "owner_region_id" or not value:
        return value
    return Division.objects.filter(code=value).values_list("name", flat=True).first() or value
