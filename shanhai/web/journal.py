"""The pages of the journal: the register for auditors, one entry with what it changed, a check on demand."""

import time
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from shanhai.access.registers.columns import written
from shanhai.journal import queries
from shanhai.journal.models import Entry
from shanhai.journal.seals import SEALED, seal_of
from shanhai.kernel.errors import NotAllowed, NotFound
from shanhai.web.listing import Column, Filter, Register, respond
from shanhai.web.shell import may

_OTHER_SUBJECTS = {"regions": _("参考数据"), "access.permission": _("权限表")}
_OTHER_NAMES = {
    "added": _("新增"), "changed": _("修改"), "retired": _("停用"), "sha256": _("文件摘要"),
    "address": _("来源地址"), "filters": _("筛选条件"), "format": _("格式"), "password": _("密码"),
}  # fmt: skip
"""Values of before and after that are no field of a model."""
_TOO_LONG_CHARACTERS = 200
_WALKED_ON_A_PAGE = 50_000
"""A page answers within seconds; the whole of a longer journal is walked by `shanhai verify`."""
_NEIGHBOURS = 50


def subject_name(subject_type: str) -> str:
    """What people call the kind of record: its model's Chinese name."""
    if subject_type in _OTHER_SUBJECTS:
        return str(_OTHER_SUBJECTS[subject_type])
    try:
        return gettext(str(apps.get_model(subject_type)._meta.verbose_name))
    except (LookupError, ValueError):
        return subject_type


def _label(codes: dict[Any, Any], value: Any) -> Any:
    """What a code is called; filters of an export and other nested values stand for themselves."""
    return codes.get(value, value) if isinstance(value, str | int) else value


def changes(entry: Entry) -> list[tuple[str, str, str]]:
    """(what, before, after) of all that the entry changed, in words."""
    said = []
    for name, before, after in queries.difference(entry.before, entry.after):
        field = _field(entry.subject_type, name)
        codes = dict(getattr(field, "flatchoices", ()))
        label = _OTHER_NAMES.get(name, getattr(field, "verbose_name", name))
        said.append((str(label), written(_label(codes, before)), written(_label(codes, after))))
    return said


def _field(subject_type: str, name: str) -> Any:
    """The model's field behind a value of before and after; None when there is none."""
    try:
        return apps.get_model(subject_type)._meta.get_field(name.removesuffix("_id"))
    except (LookupError, ValueError, FieldDoesNotExist):
        return None


def _changes_in_one_line(entry: Entry) -> str:
    parts = [
        f"{name}：{before or '—'} → {after or '—'}" if entry.before else f"{name}：{after or '—'}"
        for name, before, after in changes(entry)
    ]
    text = "；".join(parts)
    return text if len(text) <= _TOO_LONG_CHARACTERS else text[:_TOO_LONG_CHARACTERS] + "…"


def _rows(user: Any, as_of: datetime | None) -> Any:
    rows = Entry.objects.visible_to(user)
    return rows if as_of is None else rows.filter(at__lte=as_of)


def _subjects(user: Any) -> list[tuple[str, str]]:
    seen = Entry.objects.visible_to(user).order_by("subject_type")
    kinds = seen.values_list("subject_type", flat=True).distinct()
    return [(kind, subject_name(kind)) for kind in kinds]


ENTRIES = Register(
    record=Entry,
    title=_("日志"),
    rows=_rows,
    columns=(
        Column(name="sequence", label=_("序号"), path="sequence", kind="code",
               value=lambda entry: str(entry.sequence)),
        "at", "actor_name", "verb",
        Column(name="subject_type", label=_("对象类型"), path="subject_type",
               value=lambda entry: subject_name(entry.subject_type)),
        "subject_key", "region",
        Column(name="changes", label=_("内容"), value=_changes_in_one_line, kind="long"),
        "reason", "rows_count", "request_id",
    ),
    filters=(
        Filter(name="verb", label=_("操作"), kind="choice"),
        Filter(name="actor", label=_("操作账号"), kind="text", path="actor_name"),
        Filter(name="subject", label=_("对象类型"), kind="choice", path="subject_type",
               choices=_subjects),
        Filter(name="key", label=_("对象"), kind="text", path="subject_key"),
        Filter(name="at", label=_("日期"), kind="date", path="at__date"),
        Filter(name="request", label=_("请求编号"), kind="text", path="request_id"),
    ),
    search=("actor_name", "subject_key", "reason", "request_id", "region__name"),
    unit="region",
    year="at",
    order=("-sequence",),
    totals=(),
    link=lambda entry: reverse("journal:entry", args=[entry.pk]),
    empty=_("每一次写入、导出和查看个人信息都会记在这里。"),
)  # fmt: skip


@require_GET
def register(request: HttpRequest) -> HttpResponseBase:
    """All entries that the user may see, newest first."""
    return _page(request)


@require_POST
def verify(request: HttpRequest) -> HttpResponseBase:
    """Walk the chain now and say what was found and how long it took."""
    if not may(request.user, "journal.entry", "verify"):
        raise NotAllowed("您的角色不能核对日志：请联系审计人员或系统运维")
    start = time.perf_counter()
    count, problems = queries.verify_latest(_WALKED_ON_A_PAGE)
    head = queries.head()
    outcome = {
        "count": count,
        "problems": problems,
        "seconds": time.perf_counter() - start,
        "is_whole": head is None or head.sequence <= _WALKED_ON_A_PAGE,
        "anchor": f"{head.sequence}:{head.seal}" if head else "",
    }
    return _page(request, outcome)


@require_GET
def entry(request: HttpRequest, sequence: int) -> HttpResponse:
    """One entry: who, when, what before and after, why, and what else the same request did."""
    found: Entry | None = Entry.objects.visible_to(request.user).filter(pk=sequence).first()
    if found is None:
        raise NotFound("没有这条日志，或您无权查看")
    together = Entry.objects.visible_to(request.user).filter(request_id=found.request_id)
    context = {
        "entry": found,
        "subject": subject_name(found.subject_type),
        "changes": changes(found),
        "fits": seal_of({name: getattr(found, name) for name in SEALED}) == found.seal,
        "together": [
            (one, subject_name(one.subject_type))
            for one in together.exclude(pk=found.pk).order_by("sequence")[:_NEIGHBOURS]
        ],
        "history": queries.history(request.user, found.subject_type, found.subject_key).exclude(
            pk=found.pk
        )[:_NEIGHBOURS]
        if found.subject_key
        else [],
    }
    return render(request, "journal/entry.html", context)


def _page(request: HttpRequest, outcome: dict[str, Any] | None = None) -> HttpResponseBase:
    return respond(
        request,
        ENTRIES,
        template="journal/register.html",
        extra={"outcome": outcome, "may_verify": may(request.user, "journal.entry", "verify")},
    )


urls = [
    path("", register, name="register"),
    path("verify/", verify, name="verify"),
    path("<int:sequence>/", entry, name="entry"),
]
