"""The pages of targets: the register, the sums below each parent, the form of one, and a whole file."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from shanhai.access.registers import find_unit
from shanhai.access.scope import scope_of
from shanhai.accords import actions, queries
from shanhai.accords.indicators import name_of, target_indicators
from shanhai.accords.models import Target
from shanhai.accords.target_file import HEADINGS, read_targets, target_template
from shanhai.kernel.errors import NotAllowed, Unusable
from shanhai.kernel.problems import Problem
from shanhai.regions.models import Division
from shanhai.web.listing import Action, Column, Filter, Listing, Register, listing_of, respond


def _name(code: str, year: int) -> str:
    """The indicator's name in the year's words, in the reader's language."""
    listed = target_indicators().get(code)
    if listed is not None and get_language() == "en":
        return listed.name_en
    return name_of(code, year)


def _choices() -> list[tuple[str, str]]:
    """Every indicator as code and label."""
    this_year = timezone.localdate().year
    return [(code, f"{code} {_name(code, this_year)}") for code in target_indicators()]


def _edit_address(row: Target) -> str:
    return (
        reverse("accords:target")
        + f"?indicator={row.indicator}&region={row.region_id}&year={row.year}"
    )


TARGETS = Register(
    record=Target,
    title=_("目标任务"),
    rows=queries.targets,
    columns=(
        "region",
        Column(
            name="indicator_name", label=_("指标"), path="indicator",
            value=lambda row: f"{row.indicator} {_name(row.indicator, row.year)}",
        ),
        "year", "value", "unit", "source", "recorded_by", "recorded_at", "reason",
    ),
    filters=(
        Filter(
            name="indicator", label=_("指标"), kind="choice",
            choices=lambda user: _choices(),
        ),
    ),
    search=("indicator", "region__name", "source"),
    totals=(),
    order=("-year", "indicator", "region"),
    link=_edit_address,
    empty=_("录入或载入年度目标后，会出现在这里；每次调整都保留原数。"),
)  # fmt: skip


def register(request: HttpRequest, may_set: bool) -> HttpResponseBase:
    """The targets with their history behind them, and what does not add up."""
    buttons = [
        Action(_("录入目标"), reverse("accords:target")),
        Action(_("载入文件"), reverse("accords:load_targets"), main=False),
    ]
    found = listing_of(request, TARGETS)
    lines = [] if found.problems else _checked(request.user, found)
    extra = {"named": [(line, _name(line.target.indicator, line.target.year)) for line in lines]}
    return respond(
        request,
        TARGETS,
        actions=buttons if may_set else [],
        template="accords/targets.html",
        extra=extra,
    )


def _checked(user: Any, found: Listing) -> list[queries.Reconciliation]:
    """The found targets beside the sums below them, for units that the account sees down to each child.

    A prefecture reads its province's target and not its sisters': what the sisters took on would look
    as if nobody had. All that stands is added up, not only what the filters found.
    """
    scope = scope_of(user, "accords.target")
    parents = {row.pk for row in found.asked.rows() if scope.covers(row.region_id)}
    if not parents:
        return []
    rows = list(queries.targets(user, found.asked.as_of))
    lines = queries.reconcile(rows, _divisions(rows))
    return [line for line in lines if line.children_count and line.target.pk in parents]


def edit(request: HttpRequest) -> HttpResponse:
    """One target: its versions, and the form that sets it."""
    given = request.POST if request.method == "POST" else request.GET
    problem, standing = "", None
    scope = scope_of(request.user, "accords.target", "change")
    may_set = bool(scope.codes or scope.everywhere)
    if request.method == "POST":
        _refuse_reader(may_set)
        try:
            _set(request)
        except (Unusable, NotAllowed) as refusal:
            # Who sets some targets and typed a region of somebody else's keeps the form to correct it.
            problem = refusal.message
        else:
            messages.success(request, gettext("目标已保存。"))
            return redirect("accords:targets")
    versions = _versions(request.user, given)
    if not versions:
        _refuse_reader(may_set)
    standing = next((row for row in versions if row.superseded_at is None), None)
    context = {
        "given": given,
        "problem": problem,
        "versions": versions,
        "standing": standing,
        "indicators": [
            (code, f"{label}（{target_indicators()[code].units[0]}）") for code, label in _choices()
        ],
        "units": sorted({unit for one in target_indicators().values() for unit in one.units}),
        "may_set": may_set if problem or not standing else scope.covers(standing.region_id),
        "year": timezone.localdate().year,
        "divisions": _settable(request.user),
    }
    return render(request, "accords/target.html", context, status=422 if problem else 200)


def load(request: HttpRequest) -> HttpResponse:
    """Set targets from a file: all mistakes at once, all or nothing."""
    scope = scope_of(request.user, "accords.target", "change")
    _refuse_reader(bool(scope.codes or scope.everywhere))
    problems: list[Problem] = []
    refused = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if file is None:
                raise Unusable("请选择 xlsx 或 csv 文件")
            read = read_targets(file.read(), file.name or "文件")
            problems = list(read.problems)
            if not problems:
                done = actions.set_targets(
                    by=request.user,  # type: ignore[arg-type]
                    rows=read.rows,
                    reason=request.POST.get("reason", ""),
                )
                said = gettext("新增 %(created)s 项，调整 %(changed)s 项，未变 %(unchanged)s 项。") % {
                    "created": done.created, "changed": done.changed, "unchanged": done.unchanged,
                }  # fmt: skip
                messages.success(request, said)
                return redirect("accords:targets")
        except (Unusable, NotAllowed) as refusal:
            refused = refusal.message
    context = {"problems": problems, "refused": refused, "headings": HEADINGS}
    return render(
        request, "accords/load_targets.html", context, status=422 if problems or refused else 200
    )


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """The workbook to fill in."""
    scope = scope_of(request.user, "accords.target", "change")
    _refuse_reader(bool(scope.codes or scope.everywhere))
    response = HttpResponse(
        target_template(),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    response["Content-Disposition"] = content_disposition_header(True, "目标任务模板.xlsx")
    return response


def _refuse_reader(may_set: bool) -> None:
    if not may_set:
        raise NotAllowed("您的角色不能设定目标，请由市州或省级协作办办理")


def _set(request: HttpRequest) -> None:
    given = request.POST
    region = find_unit(given.get("region", "")).code
    if not scope_of(request.user, "accords.target", "change").covers(region):
        raise NotAllowed(f"您不能为“{given.get('region', '')}”设定目标，请由上级协作办办理")
    try:
        value = Decimal(given.get("value", "").strip().replace(",", ""))
    except InvalidOperation:
        raise Unusable(f"目标值“{given.get('value', '')}”不是数字") from None
    year = given.get("year", "").strip()
    if not (year.isascii() and year.isdigit()):
        raise Unusable(f"年度“{year}”不是年份：请填四位年份，如 2024")
    indicator = target_indicators().get(given.get("indicator", ""))
    if indicator is None:
        raise Unusable("请从列出的指标中选择")
    unit = given.get("unit", "") or indicator.units[0]
    if unit not in indicator.units:
        raise Unusable(f"{indicator.name}的计量单位应为 {'、'.join(indicator.units)}")
    seen = given.get("seen", "")
    actions.set_target(
        by=request.user,  # type: ignore[arg-type]
        indicator=indicator.code,
        region=region,
        year=int(year),
        value=value,
        unit=unit,
        source=given.get("source", "").strip()[:300],
        reason=given.get("reason", ""),
        seen=int(seen) if seen.isdigit() else None,
    )


def _versions(user: Any, given: Any) -> list[Target]:
    """All versions of the asked target, the latest first."""
    year, region = given.get("year", ""), given.get("region", "")
    if not (year.isascii() and year.isdigit() and region.isascii() and region.isdigit()):
        return []
    rows = Target.objects.visible_to(user).select_related("region", "recorded_by")
    asked = rows.filter(indicator=given.get("indicator", ""), region_id=region, year=int(year[:4]))
    return list(asked.order_by("-recorded_at"))


def _settable(user: Any) -> list[Division]:
    scope = scope_of(user, "accords.target", "change")
    return list(
        Division.objects.filter(scope.within("code"), valid_to__isnull=True).order_by("code")[:300]
    )


def _divisions(rows: list[Target]) -> list[Division]:
    codes = {row.region_id for row in rows}
    return list(Division.objects.filter(code__in=codes))
