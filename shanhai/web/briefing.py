"""The pages of briefing: the register of notices, one notice as it was frozen, and issuing the next."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from shanhai.access.registers import find_unit
from shanhai.access.scope import scope_of
from shanhai.accords.models import Target
from shanhai.briefing import actions, html, queries
from shanhai.briefing.models import Notice
from shanhai.kernel.errors import NotAllowed, Refusal, Unusable
from shanhai.regions.models import Division
from shanhai.results.models import Reading
from shanhai.results.queries import finished_month, has_rows
from shanhai.results.queries import years as known_years
from shanhai.web.listing import Action, Column, Register, respond
from shanhai.web.shell import may

MEDIA_TYPES = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

NOTICES = Register(
    record=Notice,
    title=_("通报"),
    columns=(
        Column(name="title", label=_("标题"), value=lambda row: row.content["facts"]["title"]),
        "region", "year", "month", "number", "as_of", "issued_by", "issued_at",
    ),
    search=("region__name", "digest"),
    moment="issued_at",
    totals=(),
    order=("-issued_at",),
    link=lambda row: reverse("briefing:notice", args=[row.pk]),
    empty=_("还没有通报。编发后，会出现在这里；每期的数字都冻结在编发的时点。"),
)  # fmt: skip
_READ_ONLY = replace(NOTICES, empty=_("通报由协作办编发后以文件发送，这里只列出本区域编发的通报。"))
"""For who cannot issue: a notice of the level above holds other counties' figures, so it comes as a file."""


@require_GET
def register(request: HttpRequest) -> HttpResponseBase:
    """All notices that the reader may see."""
    if not _may_issue(request.user):
        return respond(request, _READ_ONLY)
    issue = Action(_("编发通报"), reverse("briefing:issue"), icon="speakerphone")
    return respond(request, NOTICES, actions=[issue])


@require_GET
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice, computed again as of its moment to say that it still holds."""
    one = queries.notice(request.user, pk)
    later = (
        Notice.objects.visible_to(request.user)
        .filter(kind=one.kind, region=one.region, year=one.year, month=one.month, number__gt=one.number)
        .order_by("-number")
        .first()
    )  # fmt: skip
    context = {
        "notice": one,
        "title": one.content["facts"]["title"],
        "body": _drawn(one.content),
        "figures_count": len(one.content["facts"]["figures"]),
        "problems": queries.differences(one),
        "later": later,
        "may_export": scope_of(request.user, "briefing.notice", "export").covers(one.region_id),
    }
    return render(request, "briefing/notice.html", context)


@require_GET
def download(request: HttpRequest, pk: int, suffix: str) -> HttpResponse:
    """The notice's file; who took it stands in the journal."""
    one = queries.notice(request.user, pk)
    data = actions.export_notice(by=request.user, notice=one, suffix=suffix)  # type: ignore[arg-type]
    answer = HttpResponse(data, content_type=MEDIA_TYPES[suffix])
    name = f"{one.region.name}{one.year}年{one.month}月通报第{one.number}期.{suffix}"
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return answer


@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest) -> HttpResponse:
    """Choose unit and month, see what the notice would say, and issue it."""
    if not _may_issue(request.user):
        raise NotAllowed("您的角色不能编发通报：由本级或上级协作办编发")
    given = request.POST if request.method == "POST" else request.GET
    choices = _units(request.user)
    today = timezone.localdate()
    typed = _typed(request.user, given.dict(), choices[0].code if choices else "")
    preview, problem, number = None, "", 0
    warnings: list[str] = []
    try:
        region, in_year, in_month = _read(typed)
        if request.method == "POST":
            return _issued(request, region, in_year, in_month)
        actions.check_issuable(by=request.user, region=region, year=in_year, month=in_month)  # type: ignore[arg-type]
        content = queries.preview(region, in_year, in_month)
        if not content["facts"]["has_data"]:
            raise Unusable(actions.no_rows(region, in_year, in_month))
        preview, number = _drawn(content), queries.next_number(region, in_year)
        warnings = _warnings(request.user, region, in_year, in_month)
    except Refusal as refusal:
        problem = refusal.message
    context = {
        "choices": choices,
        "years": sorted({*known_years(request.user), today.year}, reverse=True),
        "months": range(1, 13),
        "typed": typed,
        "preview": preview,
        "number": number,
        "unit_name": next(
            (one.name for one in choices if one.code == typed["unit"]), typed["unit"]
        ),
        "warnings": warnings,
        "problem": problem,
    }
    return render(request, "briefing/issue.html", context, status=422 if problem else 200)


def _issued(request: HttpRequest, region: Division, year: int, month: int) -> HttpResponse:
    before = Notice.objects.filter(kind="monthly", region=region, year=year).count()
    made = actions.issue_notice(by=request.user, region=region, year=year, month=month)  # type: ignore[arg-type]
    after = Notice.objects.filter(kind="monthly", region=region, year=year).count()
    if after == before:
        messages.info(request, gettext("数据与上一期相同，没有另编新的一期。"))
    else:
        messages.success(request, gettext("已编发，数字冻结在此刻。"))
    return redirect("briefing:notice", pk=made.pk)


def _read(typed: dict[str, str]) -> tuple[Division, int, int]:
    """Unit, year and month as typed; raises `Unusable`."""
    region = Division.objects.get(code=find_unit(typed["unit"]).code)
    for name, label in (("year", "年度"), ("month", "月份")):
        if not (typed[name].isascii() and typed[name].isdigit()):
            raise Unusable(f"{label}“{typed[name]}”不是数字：请从列表中选择")
    return region, int(typed["year"]), int(typed["month"])


def _typed(user: Any, given: dict[str, str], own: str) -> dict[str, str]:
    """Unit, year and month as asked; what is not said is the unit's latest month that is over and has rows."""
    unit, year, month = (given.get(name, "").strip() for name in ("unit", "year", "month"))
    unit = unit or own
    wanted = int(year) if year.isascii() and year.isdigit() else None
    today = timezone.localdate()
    over = today.replace(day=1) - timedelta(days=1)
    if wanted is None:
        usual = finished_month(user, unit) or (over.year, over.month)
    else:
        ended = 12 if wanted < today.year else max(today.month - 1, 1)
        usual = finished_month(user, unit, year=wanted) or (wanted, ended)
    return {"unit": unit, "year": year or str(usual[0]), "month": month or str(usual[1])}


def _warnings(user: Any, region: Division, year: int, month: int) -> list[str]:
    """What whoever issues should know before: the month is not over, or nobody started in it."""
    found = []
    today = timezone.localdate()
    if (year, month) == (today.year, today.month):
        said = gettext(
            "%(year)s 年 %(month)s 月还没有结束：以后的上岗不会计入本期，建议月底之后再编发。"
        )
        found.append(said % {"year": year, "month": month})
    if not has_rows(user, region.code, year=year, month=month):
        said = gettext(
            "%(unit)s %(year)s 年 %(month)s 月没有新上岗人员的台账行：请确认台账已经导入齐全。"
        )
        found.append(said % {"unit": region.name, "year": year, "month": month})
    return found


def _units(user: Any) -> list[Division]:
    """Units for which the account may issue: its own, and those below that have figures or targets."""
    scope = scope_of(user, "briefing.notice", "issue")
    figured = {
        *Reading.objects.visible_to(user).order_by().values_list("region_id", flat=True).distinct(),
        *Target.objects.visible_to(user).order_by().values_list("region_id", flat=True).distinct(),
    }
    asked = Q(code__in=scope.codes) | Q(code__in=figured)
    return list(Division.objects.filter(asked & scope.within("code")).order_by("code"))


def _may_issue(user: Any) -> bool:
    return may(user, "briefing.notice", "issue")


def _drawn(content: dict[str, Any]) -> SafeString:
    """The notice's own html: every text in it was escaped when it was drawn."""
    return mark_safe(html.fragment(content))  # noqa: S308


urls = [
    path("", register, name="register"),
    path("issue/", issue, name="issue"),
    path("<int:pk>/", notice, name="notice"),
    path("<int:pk>/file.<str:suffix>", download, name="download"),
]
