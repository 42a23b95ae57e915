"""The pages of results: progress against target, an indicator with its definitions, and a figure's rows."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from shanhai.access.registers.filters import read_moment
from shanhai.kernel.errors import NotFound, Unusable
from shanhai.measure.algebra import DefinitionVersion, Indicator, Span
from shanhai.measure.indicators import INDICATORS
from shanhai.results import queries
from shanhai.results.computing import ledger_model
from shanhai.results.figures import FigureId, counted_rows, value_of_rows
from shanhai.results.models import Reading
from shanhai.web.charts import trend_chart, units_chart
from shanhai.web.listing import Column, Filter, Register, column_of, linked, respond
from shanhai.web.standing import Question, Standing, ask


def _frame(asked: Question, standing: Standing) -> dict[str, Any]:
    """What both pages of figures carry: the question, the tabs and the addresses that keep it."""
    return {
        "asked": asked,
        "standing": standing,
        "tabs": [
            (one.code, one.label(asked.year))
            for one in INDICATORS.values()
            if one.definition(asked.year)
        ],
        "tab_query": asked.query(indicator=""),
        "now_query": asked.query(as_of=""),
        "as_of_more": f"&{urlencode({'as_of': asked.as_of_text})}" if asked.as_of_text else "",
    }


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Progress of the user's level against target and time, what is behind, and who can close it."""
    asked = ask(request)
    standing = Standing(request.user, asked)
    line = standing.one(asked.indicator)
    charts = [units_chart(standing.below(asked.indicator), asked.as_of_query)]
    if line:
        charts.append(trend_chart(line, standing.cells, asked.as_of_query))
    context = {
        **_frame(asked, standing),
        "indicators": [one for one in INDICATORS.values() if one.definition(asked.year)],
        "labels": [
            (one.code, one.label(asked.year))
            for one in INDICATORS.values()
            if one.definition(asked.year)
        ],
        "charts": [chart for chart in charts if chart],
        "time_percent": round(asked.month * 100 / 12, 1),
    }
    return render(request, "results/overview.html", context, status=_status(asked))


@require_GET
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator: its definitions by year, its series, its units, and sum against distinct count."""
    if code not in INDICATORS:
        raise NotFound(f"没有指标“{code}”：可选 {'、'.join(INDICATORS)}")
    asked = ask(request)
    standing = Standing(request.user, asked)
    declared, line = INDICATORS[code], standing.one(code)
    below = standing.below(code)
    told = [line for line in standing.lines if line.indicator.code == code]
    charts = [
        trend_chart(line, standing.cells, asked.as_of_query) if line else None,
        units_chart(below, asked.as_of_query),
    ]
    cards = [_card(declared, version) for version in reversed(declared.versions)]
    context = {
        **_frame(asked, standing),
        "declared": declared,
        "label": declared.label(asked.year),
        "whole": INDICATORS[declared.subset_of] if declared.subset_of else None,
        "current": [card for card in cards if card["version"].stands_in(asked.year)],
        "others": [card for card in cards if not card["version"].stands_in(asked.year)],
        "line": line
        if any(one.value is not None or one.target is not None for one in told)
        else None,
        "below": below,
        "double": standing.double(code),
        "charts": [chart for chart in charts if chart],
    }
    return render(request, "results/indicator.html", context, status=_status(asked))


def _status(asked: Question) -> int:
    return Unusable.status if asked.problems else 200


def _card(declared: Indicator, version: DefinitionVersion) -> dict[str, Any]:
    """A definition with its source taken apart into words and address."""
    words, _colon, address = version.source.partition("：http")
    return {
        "version": version,
        "code": declared.version_code(version.valid_from_year),
        "source": words,
        "url": f"http{address}" if address else "",
    }


@require_GET
def rows(request: HttpRequest, figure_id: str) -> HttpResponseBase:
    """Exactly the rows that a figure counts, and the count made once more from them."""
    figure = FigureId.parse(figure_id)
    if not queries.scope(request.user).covers(figure.unit):
        raise NotFound("这个数字不在您的区域内：请从成效页重新选择")
    declared = figure.declared
    name = queries.unit_names([figure.unit]).get(figure.unit, figure.unit)
    model = ledger_model(declared.record)

    def _record_url(row: Any) -> str:
        return reverse("delivery:record", args=[declared.record, row.record])

    needed = [
        column
        for column in model.columns
        if model.privacy.get(column) != "sensitive" or column in declared.columns
    ]
    register = Register(
        record=model,
        columns=(*needed, linked(column_of(model, "record"), _record_url)),
        link=_record_url,
        title=f"{name}{declared.label(figure.year)}",
        name=str(figure),
        rows=lambda user, as_of: counted_rows(user, figure, as_of),
        empty=_("这个数字没有计入任何一行。"),
    )
    text = request.GET.get("as_of", "").strip()
    as_of = read_moment(text) if text else None
    counted = counted_rows(request.user, figure, as_of)
    context = {
        "figure": figure,
        "declared": declared,
        "unit_name": name,
        "value": value_of_rows(figure, counted),
        "rows_count": counted.count(),
        "has_data": _has_data(request.user, figure, as_of),
        "definition": declared.definition(figure.year),
        "as_of": as_of,
        "period": _period(figure),
    }
    return respond(request, register, template="results/rows.html", extra=context)


def _period(figure: FigureId) -> str:
    if figure.span is Span.MONTH or figure.month == 1:
        return f"{figure.year} 年 {figure.month} 月"
    return f"{figure.year} 年 1—{figure.month} 月"


def _has_data(user: Any, figure: FigureId, as_of: datetime | None) -> bool:
    """Whether the figure exists: zero rows of a unit that reported is zero, of one that did not, no data."""
    cells = queries.readings(user, year=figure.year, as_of=as_of, unit=figure.unit)
    # A month in which nobody started has rows in its year to date, so it is a zero and not blank.
    known = {FigureId.of(cell) for cell in cells}
    return figure in known or replace(figure, span=Span.YEAR_TO_DATE) in known


def _readings(user: Any, as_of: datetime | None) -> Any:
    if as_of is not None:
        raise Unusable("这份清单是现在的读数：要看过去时点的数字，请在“成效”总览页填写时点")
    return Reading.objects.visible_to(user)


def _figure_of(row: Reading) -> FigureId:
    return FigureId(row.indicator, row.region_id, row.year, row.month, Span(row.span))


def _indicator_choices(year: int) -> list[tuple[str, str]]:
    """Indicators in the words of the year that pages open on, so that a name is the same everywhere."""
    return [(one.code, f"{one.code} {gettext(one.label(year))}") for one in INDICATORS.values()]


READINGS = Register(
    record=Reading,
    title=_("指标读数"),
    rows=_readings,
    columns=(
        Column(
            name="indicator_name", label=_("指标"), path="indicator",
            value=lambda row: f"{row.indicator} {gettext(INDICATORS[row.indicator].label(row.year))}",
        ),
        "region", "year", "month", "span", "value", "rows_count", "definition", "computed_at",
    ),
    filters=(
        Filter(
            name="indicator", label=_("指标"), kind="choice",
            choices=lambda user: _indicator_choices(queries.latest_year(user)),
        ),
        Filter(name="span", label=_("期间类型"), kind="choice", choices=lambda user: Reading.Span.choices),
    ),
    totals=(),
    search=("region__name", "indicator"),
    link=lambda row: _figure_of(row).rows_url,
    empty=_("导入台账后，读数会立即出现在这里。"),
)  # fmt: skip


@require_GET
def readings(request: HttpRequest) -> HttpResponseBase:
    """Every kept reading, to search and to download."""
    return respond(request, READINGS, template="results/readings.html")


urls = [
    path("", overview, name="overview"),
    path("indicators/<str:code>/", indicator, name="indicator"),
    path("readings/", readings, name="readings"),
    path("readings/<str:figure_id>/rows/", rows, name="rows"),
]
