"""The pages of the batches: every write of the ledgers, what became of it, and the way back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from shanhai.access.scope import scope_of
from shanhai.delivery import actions, lineage, queries
from shanhai.delivery.ledger import registry
from shanhai.delivery.models import Batch
from shanhai.kernel.errors import NotFound, Refusal
from shanhai.web.listing import Column, Filter, Register, respond

MARKS = {"workbook": "done", "form": "edited", "api": "done", "withdrawal": "withdrawn"}
ROWS_SHOWN = 50
FATES = {
    "standing": ("accepted", _("现行")),
    "corrected": ("edited", _("此后已更正")),
    "taken_out": ("withdrawn", _("此后已撤回")),
    "withdrawn": ("withdrawn", _("已撤回")),
}


def ledger_name(batch: Batch) -> str:
    """The Chinese name of a batch's ledger; its code when this version no longer has it."""
    ledger = registry().get(batch.ledger)
    return ledger.name if ledger else batch.ledger


def end_of(batch: Batch) -> str:
    """What a batch took back, or by which it was taken back; empty for one that stands."""
    if batch.withdraws_id:
        return gettext("撤回批次 %(batch)s") % {"batch": batch.withdraws_id}
    by: Batch | None = getattr(batch, "withdrawn_by", None)
    return gettext("已由批次 %(batch)s 撤回") % {"batch": by.pk} if by else ""


BATCHES = Register(
    record=Batch,
    title=_("导入批次"),
    rows=lambda user, as_of: (
        queries.batches(by=user).filter(recorded_at__lte=as_of)
        if as_of
        else queries.batches(by=user)
    ),
    columns=(
        Column(name="number", label=_("批次"), path="id", value=str),
        Column(name="ledger_name", label=_("台账"), path="ledger", value=ledger_name),
        Column(name="way", label=_("方式"), path="origin",
               value=lambda row: row.get_origin_display(), state=lambda row: MARKS[row.origin]),
        Column(name="state", label=_("状态"), value=lambda row: end_of(row) or gettext("现行"),
               state=lambda row: "withdrawn" if end_of(row) else "accepted"),
        "region", "file_name", "created_count", "updated_count", "unchanged_count", "recorded_at",
        "recorded_by", "reason",
    ),
    filters=(
        Filter(name="ledger", label=_("台账"), kind="choice",
               choices=lambda user: [(one.code, one.name) for one in registry().values()]),
        Filter(name="origin", label=_("方式"), kind="choice"),
    ),
    search=("file_name", "reason", "region__name", "recorded_by__display_name"),
    totals=(),
    order=("-recorded_at", "-id"),
    link=lambda row: reverse("delivery:batch", args=[row.pk]),
    empty=_("导入台账之后，每一次写入在这里有一个批次；写错了可以整批撤回。"),
)  # fmt: skip


@require_GET
def batches(request: HttpRequest) -> HttpResponseBase:
    """All batches that the user may see."""
    return respond(request, BATCHES, template="delivery/batches.html")


def _batch(request: HttpRequest, pk: int) -> Batch:
    found: Batch | None = queries.batches(by=request.user).filter(pk=pk).first()  # type: ignore[arg-type]
    if found is None:
        raise NotFound("没有这个批次，或您无权查看")
    return found


@require_GET
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """One batch: what it wrote, and the way back."""
    return _batch_page(request, _batch(request, pk))


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a batch back."""
    found = _batch(request, pk)
    try:
        done = actions.withdraw_batch(
            by=request.user,  # type: ignore[arg-type]
            batch=found,
            reason=request.POST.get("reason", ""),
        )
    except Refusal as refusal:
        return _batch_page(request, _batch(request, pk), refusal)
    said = gettext("已撤回批次 %(batch)s，共 %(rows)s 行。")
    messages.success(request, said % {"batch": found.pk, "rows": done.rows_count})
    return redirect("delivery:batch", done.pk)


def _batch_page(request: HttpRequest, found: Batch, refusal: Refusal | None = None) -> HttpResponse:
    user: Any = request.user
    ledger = registry().get(found.ledger)
    rows = queries.written_by(by=user, batch=found)
    shown = list(rows[:ROWS_SHOWN])
    fates = lineage.states(ledger, found, shown) if ledger else {}
    end = end_of(found)
    allowed = scope_of(user, Batch.record_name(), "withdraw").covers(found.region_id)
    other = found.withdraws_id or getattr(getattr(found, "withdrawn_by", None), "pk", None)
    in_the_way = refusal.detail.get("batches", []) if refusal else []
    # A number is told, a link is given only where it opens.
    opens = queries.batches(by=user).filter(pk__in=[*in_the_way[:ROWS_SHOWN], other or 0])
    links = set(opens.values_list("pk", flat=True))
    context = {
        "batch": found,
        "ledger": ledger,
        "rows": [(row, *FATES[fates[row.record]]) for row in shown],
        "rows_count": rows.count(),
        "mark": MARKS[found.origin],
        "end": end,
        "end_link": other if other in links else None,
        "in_the_way": [number for number in in_the_way if number in links],
        "reason": request.POST.get("reason", ""),
        "may_withdraw": allowed and not end and ledger is not None,
        "problem": refusal.message if refusal else "",
    }
    return render(
        request, "delivery/batch.html", context, status=refusal.status if refusal else 200
    )
