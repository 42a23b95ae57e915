"""The pages of sources: the register of documents, taking one in, and the reader with its findings.

Every button works as a plain form too; with HTMX only the card that was decided is drawn again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import F, Q
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from shanhai.access.scope import scope_of
from shanhai.accords.actions import accept_findings
from shanhai.journal import actions as journal
from shanhai.journal.models import Verb
from shanhai.kernel.errors import NotAllowed, NotFound, Refusal, Unusable
from shanhai.regions.models import Division
from shanhai.sources import actions, intake, queries, store, values
from shanhai.sources.models import Document, Finding
from shanhai.web import mending, reading
from shanhai.web.listing import Action, Column, Filter, Register, respond
from shanhai.web.shell import may

MAX_FILES = 50
DECISIONS = {
    "accept": Finding.State.ACCEPTED,
    "edit": Finding.State.EDITED,
    "reject": Finding.State.REJECTED,
    "undo": Finding.State.PROPOSED,
}


def _address(row: Document) -> str:
    return reverse("sources:document", args=[row.pk])


DOCUMENTS = Register(
    record=Document,
    title=_("来源文件"),
    rows=lambda user, as_of: (
        queries.documents(user) if as_of is None else queries.documents(user).filter(received_at__lte=as_of)
    ),
    columns=(
        "title", "region", "published", "publisher",
        Column(name="decided", label=_("已审核"), value=lambda row: f"{row.decided_count}/{row.findings_count}"),
        "received_at", "received_by", "file_name",
    ),
    filters=(
        Filter(
            name="waiting", label=_("有待审核"), kind="flag",
            where=lambda _: Q(decided_count__lt=F("findings_count")),
        ),
        Filter(name="script", label=_("字形"), kind="choice"),
        Filter(name="received", label=_("收录日期"), kind="date", path="received_at__date"),
    ),
    search=("title", "file_name", "publisher", "text"),
    year="received_at",
    link=_address,
    empty=_("上传联席会议纪要、协议或新闻通稿后，读出的事项在这里等待审核。"),
)  # fmt: skip


@require_GET
def register(request: HttpRequest) -> HttpResponseBase:
    """The documents that the user may see."""
    add = [Action(_("收录文件"), reverse("sources:add"))]
    return respond(
        request, DOCUMENTS, actions=add if may(request.user, "sources.document", "add") else []
    )


@dataclass(frozen=True)
class Arrival:
    """What became of one file, for the page that tells."""

    name: str
    tone: str
    message: str
    document: Document | None = None


def add(request: HttpRequest) -> HttpResponse:
    """Take documents in: files, several at once, or a pasted text."""
    if not may(request.user, "sources.document", "add"):
        raise NotAllowed("您的角色不能收录文件，请联系本单位协作办")
    arrivals: list[Arrival] = []
    if request.method == "POST":
        arrivals = _take_in(request)
        kept = [arrival for arrival in arrivals if arrival.document is not None]
        if len(arrivals) == 1 and kept and kept[0].document is not None:
            messages.success(request, arrivals[0].message)
            return redirect(_address(kept[0].document))
    context = {
        "arrivals": arrivals,
        "regions": _regions(request.user),
        "text": request.POST.get("text", "") if not any(one.document for one in arrivals) else "",
        "title": request.POST.get("title", ""),
        "region": request.POST.get("region", ""),
    }
    refused = bool(arrivals) and not any(one.document for one in arrivals)
    return render(request, "sources/add.html", context, status=422 if refused else 200)


def _take_in(request: HttpRequest) -> list[Arrival]:
    given = [(file.name or "document", file.read()) for file in request.FILES.getlist("files")]
    text = request.POST.get("text", "").strip()
    if text:
        title = request.POST.get("title", "").strip() or text.splitlines()[0][:40]
        given.append((f"{title}.txt", text.encode()))
    if not given:
        return [Arrival("", "danger", gettext("请选择文件，或粘贴一段文字"))]
    if len(given) > MAX_FILES:
        return [Arrival("", "danger", gettext("一次最多收录 %(n)s 份文件") % {"n": MAX_FILES})]
    region = request.POST.get("region") or None
    return [_arrival(request, name, data, region) for name, data in given]


def _arrival(request: HttpRequest, name: str, data: bytes, region: str | None) -> Arrival:
    try:
        result = actions.ingest(by=request.user, data=data, name=name, region_code=region)  # type: ignore[arg-type]
    except Refusal as refusal:
        return Arrival(name, "danger", refusal.message)
    document = result.document
    if result.outcome == "unchanged":
        said = gettext("“%(title)s”此前已收录，内容相同，没有重复收录。") % {
            "title": document.title
        }
        return Arrival(name, "info", said, document)
    said = gettext("已收录“%(title)s”，读出 %(n)s 条待审核事项。") % {
        "title": document.title, "n": result.proposed,
    }  # fmt: skip
    return Arrival(name, "success", said, document)


def _regions(user: Any) -> Sequence[Division]:
    """Where the user's documents may belong; the form asks only when there is a choice."""
    scope = scope_of(user, "sources.document", "add")
    current = Division.objects.filter(valid_to__isnull=True)
    if scope.everywhere:
        return list(current.filter(level__in=["province", "prefecture"]))
    return list(current.filter(code__in=scope.codes))


@require_GET
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """The reader: original and cleaned text side by side, findings in place."""
    row = _document(request, pk)
    mended = request.GET.get("mend", "")
    context = reading.page(request.user, row, mended=int(mended) if mended.isdigit() else 0)
    context["outdated"] = row.reader_version != intake.READER_VERSION
    return render(request, "sources/document.html", context)


@require_GET
def original(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The bytes as they arrived, for who may take them out; the journal keeps who did."""
    row = _document(request, pk)
    scope = scope_of(request.user, "sources.document", "export")
    if not Document.objects.filter(pk=row.pk).filter(scope.on_line("region_id")).exists():
        raise NotAllowed("您的角色不能下载原文件，请联系收录单位")
    data = store.load(row.sha256)
    with transaction.atomic():
        journal.record(
            by=request.user, verb=Verb.EXPORT, subject=row, region_code=row.region_id,  # type: ignore[arg-type]
            after={"file": row.file_name, "sha256": row.sha256},
        )  # fmt: skip
    # Never opened in the page's own name: a kept HTML file may carry scripts.
    from io import BytesIO

    return FileResponse(
        BytesIO(data),
        as_attachment=True,
        filename=row.file_name,
        content_type="application/octet-stream",
    )


@require_POST
def reread(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the kept bytes with the present reader and say what changed."""
    row = _document(request, pk)
    result = actions.read_again(by=request.user, document=row)  # type: ignore[arg-type]
    said = gettext("已重新读取：新增 %(new)s 条，保留审核结论 %(kept)s 条，不再提出 %(gone)s 条。") % {
        "new": result.proposed, "kept": result.kept, "gone": result.retired,
    }  # fmt: skip
    messages.success(request, said)
    for quote in result.missing:
        messages.warning(
            request,
            gettext("新的读取没有再读出“%(quote)s”，原审核结论保留。") % {"quote": quote[:60]},
        )
    return redirect(_address(row))


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept all that waits, or all of one kind."""
    row = _document(request, pk)
    kind = request.POST.get("kind") or None
    if kind is not None and kind not in values.PARTS:
        raise Unusable(f"没有“{kind}”这一类事项")
    accepted = accept_findings(by=request.user, document=row, kind=kind)  # type: ignore[arg-type]
    messages.success(request, gettext("已采纳 %(n)s 条。") % {"n": accepted.total})
    for sentence in accepted.left:
        messages.warning(request, sentence)
    return redirect(_address(row))


@require_GET
def mend(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of one finding in place of its card."""
    row = _finding(request, pk)
    if not request.htmx:  # type: ignore[attr-defined]
        return HttpResponseRedirect(f"{_address(row.document)}?mend={pk}#finding-{pk}")
    return render(request, "sources/mend.html", reading.mend_context(row))


@require_GET
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """One finding's card: what Cancel brings back."""
    row = _finding(request, pk)
    return render(request, "sources/card.html", reading.card_context(request.user, row))


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept, mend, reject or undo one finding."""
    row = _finding(request, pk)
    state = DECISIONS.get(request.POST.get("decision", ""))
    if state is None:
        raise Unusable("请选择采纳、修改、不采纳或撤销")
    revision = request.POST.get("revision", "")
    value = (
        mending.value_from(row.kind, request.POST, row.current_value) if state == "edited" else None
    )
    try:
        row = actions.decide(
            by=request.user,  # type: ignore[arg-type]
            finding=row,
            state=state,
            value=value,
            note=request.POST.get("note", "").strip(),
            seen_revision=int(revision) if revision.isdigit() else None,
        )
    except Unusable as refusal:
        if value is None and refusal.detail.get("field") != "note":
            raise
        return reading.asked_again(request, row, value, refusal)
    if not request.htmx:  # type: ignore[attr-defined]
        return HttpResponseRedirect(f"{_address(row.document)}#finding-{pk}")
    context = reading.card_context(request.user, row)
    rows = queries.findings(request.user, row.document)
    context["progress"] = queries.progress(rows)
    context["waiting"] = sum(one.kind == row.kind and not one.is_decided for one in rows)
    return render(request, "sources/decided.html", context)


def _document(request: HttpRequest, pk: int) -> Document:
    return queries.document(request.user, str(pk))


def _finding(request: HttpRequest, pk: int) -> Finding:
    row = (
        Finding.objects.visible_to(request.user)
        .select_related("document", "decided_by")
        .filter(pk=pk)
        .first()
    )
    if row is None or row.state == Finding.State.RETIRED:
        raise NotFound("没有这条读出的事项，或您无权查看")
    assert isinstance(row, Finding)
    return row


urls = [
    path("", register, name="documents"),
    path("add/", add, name="add"),
    path("<int:pk>/", document, name="document"),
    path("<int:pk>/original/", original, name="original"),
    path("<int:pk>/reread/", reread, name="reread"),
    path("<int:pk>/accept/", accept, name="accept"),
    path("findings/<int:pk>/", card, name="card"),
    path("findings/<int:pk>/mend/", mend, name="mend"),
    path("findings/<int:pk>/decide/", decide, name="decide"),
]
