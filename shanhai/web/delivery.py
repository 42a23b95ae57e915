"""The pages of the ledgers: which there are, their registers, templates and exports.

Registers are drawn from the ledger, so a new ledger or column needs no page of its own.
"""

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.db.models import Q
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from shanhai.access.registers import column_of
from shanhai.access.registers.filters import read_moment
from shanhai.delivery import actions, queries
from shanhai.delivery import ledger as ledgers
from shanhai.delivery.ledger import Kind, Ledger, find, registry
from shanhai.delivery.workbook.export import SUFFIXES
from shanhai.delivery.workbook.places import Places
from shanhai.delivery.workbook.template import write_template
from shanhai.kernel.errors import NotAllowed, Unusable
from shanhai.web import ledger_batch, ledger_import, ledger_record
from shanhai.web.listing import Action, Column, Filter, Register, respond
from shanhai.web.shell import may

_LONG_CHARACTERS = 100
YES_NO = (("1", "是"), ("0", "否"))


def register_of(ledger: Ledger) -> Register:
    """The register of a ledger, drawn from its columns."""
    texts = tuple(column.path for column in ledger.columns if column.kind is Kind.TEXT)
    return Register(
        record=ledger.model,
        title=ledger.name,
        columns=("record", *(_shown(ledger, column) for column in ledger.columns), "version"),
        filters=tuple(_filters(ledger)),
        search=("record", *texts, f"{ledger.region.name}__name"),
        unit=ledger.region.name,
        year=ledger.model.period,
        order=(ledger.region.name, f"-{ledger.model.period[0]}", "record"),
        link=lambda row: reverse("delivery:record", args=[ledger.code, row.record]),
        empty=_("导入或录入之后，会出现在这里。可先下载模板填写，或换一组筛选条件。"),
        name=ledger.name,
    )


def _shown(ledger: Ledger, column: ledgers.Column) -> Column:
    """The column of the list; long texts get room."""
    shown = column_of(ledger.model, column.path)
    return replace(shown, kind="long") if (column.max_length or 0) >= _LONG_CHARACTERS else shown


def _filters(ledger: Ledger) -> list[Filter]:
    found = []
    for column in ledger.columns:
        if column.kind is Kind.CHOICE:
            found.append(Filter(name=column.name, label=column.header, kind="choice"))
        elif column.kind is Kind.BOOLEAN:
            found.append(Filter(name=column.name, label=column.header, kind="choice",
                                choices=YES_NO, where=_is(column.name)))  # fmt: skip
        elif column.kind is Kind.DIVISION:
            # The ledger's own region is what `?unit=` asks for on every list.
            if column is not ledger.region:
                found.append(Filter(name=column.name, label=column.header, kind="region"))
                found.append(Filter(name=f"{column.name}_east", label=_("在东部协作省份"), kind="flag",
                                    where=_in_the_east(column.attribute)))  # fmt: skip
        elif column.kind is Kind.TEXT and column.name in ledger.key_columns:
            found.append(Filter(name=column.name, label=column.header, kind="text"))
    return found


def _is(name: str) -> Any:
    return lambda value: Q(**{name: value == "1"})


def _in_the_east(attribute: str) -> Any:
    def condition(_value: str) -> Q:
        inside = Q(pk__in=[])
        for prefix in queries.eastern_prefixes():
            inside |= Q(**{f"{attribute}__startswith": prefix})
        return inside

    return condition


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The ledgers that the user may see, with what stands in them."""
    shown = []
    for ledger in registry().values():
        if may(request.user, ledger.record_name):
            rows = queries.rows(by=request.user, ledger=ledger)  # type: ignore[arg-type]
            last = queries.last_written(by=request.user, ledger=ledger)  # type: ignore[arg-type]
            imports = may(request.user, ledger.record_name, "import")
            shown.append((ledger, rows.count(), last, imports))
    if not shown:
        raise NotAllowed("您的角色不能查看台账：请联系本级协作办")
    return render(request, "delivery/overview.html", {"ledgers": shown})


@require_GET
def register(request: HttpRequest, ledger: str) -> HttpResponseBase:
    """A ledger's rows."""
    found = find(ledger)
    buttons = []
    if may(request.user, found.record_name, "import"):
        buttons = [
            Action(_("导入工作簿"), reverse("delivery:import", args=[found.code])),
            Action(_("下载模板"), reverse("delivery:template", args=[found.code]), main=False),
        ]
    if may(request.user, found.record_name, "export"):
        address = reverse("delivery:export", args=[found.code])
        buttons.append(Action(_("导出可导回的文件"), address, main=False))
    extra = {"ledger": found}
    return respond(
        request, register_of(found), actions=buttons, template="delivery/register.html", extra=extra
    )


@require_GET
def template(request: HttpRequest, ledger: str) -> FileResponse:
    """The workbook to fill in, with the user's county filled in when it is one."""
    found = find(ledger)
    if not may(request.user, found.record_name, "import"):
        raise NotAllowed(f"您的角色不填报{found.name}：请联系本级协作办")
    home = queries.home_of(request.user, found)  # type: ignore[arg-type]
    name = Places.load(timezone.localdate()).full_name(home.code) if home else ""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "template.xlsx"
        write_template(found, file, name)
        return _send(file, f"{found.name}模板.xlsx")


@require_GET
def export(request: HttpRequest, ledger: str) -> HttpResponseBase:
    """The form that asks what to export, or the file; it can be imported again unchanged."""
    found = find(ledger)
    suffix = request.GET.get("format", "")
    if not suffix:
        if not may(request.user, found.record_name, "export"):
            raise NotAllowed(f"您的角色不能导出{found.name}：请联系本级协作办")
        return render(request, "delivery/export.html", {"ledger": found, "suffixes": SUFFIXES})
    if suffix not in SUFFIXES:
        raise Unusable(f"没有“{suffix}”格式：可导出 {'、'.join(SUFFIXES)}")
    as_of = request.GET.get("as_of", "").strip()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"export.{suffix}"
        actions.export(
            by=request.user,  # type: ignore[arg-type]
            ledger=found,
            path=file,
            as_of=read_moment(as_of) if as_of else None,
            unit=request.GET.get("unit", "").strip() or None,
        )
        return _send(file, f"{found.name}-{timezone.localdate():%Y%m%d}.{suffix}")


def _send(file: Path, name: str) -> FileResponse:
    # Opened before the folder goes; the bytes live until the response is closed.
    return FileResponse(file.open("rb"), as_attachment=True, filename=name)


urls = [
    path("", overview, name="overview"),
    path("batches/", ledger_batch.batches, name="batches"),
    path("batches/<int:pk>/", ledger_batch.batch, name="batch"),
    path("batches/<int:pk>/withdraw/", ledger_batch.withdraw, name="withdraw"),
    path("<slug:ledger>/", register, name="register"),
    path("<slug:ledger>/template/", template, name="template"),
    path("<slug:ledger>/export/", export, name="export"),
    path("<slug:ledger>/import/", ledger_import.upload, name="import"),
    path("<slug:ledger>/import/<slug:token>/", ledger_import.checked, name="checked"),
    path("<slug:ledger>/import/<slug:token>/commit/", ledger_import.commit, name="commit"),
    path("<slug:ledger>/import/<slug:token>/errors/", ledger_import.errors, name="errors"),
    path("<slug:ledger>/records/<slug:record>/", ledger_record.record, name="record"),
    path("<slug:ledger>/records/<slug:record>/correct/", ledger_record.correct, name="correct"),
    path("<slug:ledger>/records/<slug:record>/reveal/", ledger_record.reveal, name="reveal"),
]
