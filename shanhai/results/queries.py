"""Scoped reads of readings, targets and progress, now or as of a moment, and the check of all readings.

Now is read from the kept readings; a past moment is computed from the versions that stood then. Both
give the same cells, and `check` says where they do not.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max, Q
from django.utils import timezone

from shanhai.access.scope import Scope, scope_of
from shanhai.accords.models import Target
from shanhai.kernel.problems import Problem, Severity
from shanhai.measure.algebra import Cell, Indicator, Span
from shanhai.measure.indicators import INDICATORS
from shanhai.regions.models import Division, code_prefix
from shanhai.results import computing
from shanhai.results.figures import FigureId
from shanhai.results.models import Reading
from shanhai.results.progress import Progress, behind_since, expected_by, state_of
from shanhai.results.responsibility import with_closers

TargetKey = tuple[str, str]
"""Indicator and unit."""


def scope(user: Any, unit: str | None = None) -> Scope:
    """Where the user may see readings; with a unit, that unit and what lies inside it, if allowed."""
    own = scope_of(user, "results.reading")
    if unit is None:
        return own
    if own.covers(unit):
        return Scope((unit,), everywhere=False)
    inside = tuple(code for code in own.codes if code.startswith(code_prefix(unit)))
    return Scope(inside, everywhere=False)


def last_month(year: int, as_of: datetime | None = None) -> int:
    """The last month of the year that had begun at the moment (or now): 12 for past years, 0 for later."""
    moment = timezone.localtime(as_of) if as_of else timezone.localtime()
    if year == moment.year:
        return moment.month
    return 12 if year < moment.year else 0


def readings(
    user: Any,
    *,
    year: int,
    as_of: datetime | None = None,
    unit: str | None = None,
    engine: str | None = None,
) -> list[Cell]:
    """All cells of the year in the user's scope; see `readings_within`."""
    return readings_within(scope(user, unit), year=year, as_of=as_of, engine=engine)


def readings_within(
    within: Scope, *, year: int, as_of: datetime | None = None, engine: str | None = None
) -> list[Cell]:
    """All cells of the year inside a scope, in the order of indicators, units and months.

    Without a moment and engine the kept readings answer; otherwise they are computed from rows. Months
    that had not begun by then have none.
    """
    if as_of is None and engine is None:
        found = _kept(year, within)
    else:
        found = computing.cells(year, within=within, as_of=as_of, engine=engine)
    until = last_month(year, as_of)
    order = {code: place for place, code in enumerate(INDICATORS)}
    shown = [cell for cell in found if cell.month <= until]
    shown.sort(key=lambda cell: (order[cell.indicator], cell.unit, cell.month, cell.span))
    return shown


def _kept(year: int, within: Scope) -> list[Cell]:
    rows = (
        Reading.objects.filter(within.within("region_id"), year=year, value__isnull=False)
        .order_by()
        .values_list("indicator", "region_id", "month", "span", "value", "rows_count")
    )
    return [
        Cell(indicator, unit, year, month, Span(span), value, count)
        for indicator, unit, month, span, value, count in rows
        if indicator in INDICATORS
    ]


def targets(within: Scope, *, year: int, as_of: datetime | None = None) -> dict[TargetKey, Target]:
    """The year's targets of the units inside a scope, as they stood at the moment."""
    rows = Target.objects.filter(within.within("region_id"), year=year).as_of(as_of)
    return {(target.indicator, target.region_id): target for target in rows}


def unit_names(codes: Collection[str]) -> dict[str, str]:
    """Code → name, of divisions past and present."""
    return dict(Division.objects.filter(code__in=codes).values_list("code", "name"))


def years(user: Any) -> list[int]:
    """Years that have readings or targets in the user's scope, latest first."""
    own = Reading.objects.visible_to(user).order_by().values_list("year", flat=True)
    planned = Target.objects.visible_to(user).order_by().values_list("year", flat=True)
    return sorted({*own.distinct(), *planned.distinct()}, reverse=True)


def latest_year(user: Any) -> int:
    """The year that pages open on: the latest that has rows, so that a new year's first target hides nothing.

    Without any row it is the latest year that has a target, and this year when there is nothing at all.
    """
    this_year = timezone.localdate().year
    counted = Reading.objects.visible_to(user).filter(value__isnull=False, year__lte=this_year)
    latest: int | None = counted.aggregate(latest=Max("year"))["latest"]
    if latest is None:
        planned = Target.objects.visible_to(user).filter(year__lte=this_year)
        latest = planned.aggregate(latest=Max("year"))["latest"]
    return latest or this_year


def finished_month(
    user: Any, unit: str | None, *, year: int | None = None
) -> tuple[int, int] | None:
    """Year and month of the latest month that is over and in which the unit has rows; None without one.

    With a `year` only its months are looked at.
    """
    today = timezone.localdate()
    over = Q(year__lt=today.year) | Q(year=today.year, month__lt=today.month)
    counted = Reading.objects.visible_to(user).filter(
        over, region_id=unit, span=Span.MONTH, rows_count__gt=0
    )
    if year is not None:
        counted = counted.filter(year=year)
    found: tuple[int, int] | None = (
        counted.order_by("-year", "-month").values_list("year", "month").first()
    )
    return found


def has_rows(user: Any, unit: str, *, year: int, month: int) -> bool:
    """Whether the unit has ledger rows that are dated in the month."""
    counted = Reading.objects.visible_to(user).filter(
        region_id=unit, year=year, month=month, span=Span.MONTH, rows_count__gt=0
    )
    return bool(counted.exists())


def progress(
    user: Any,
    *,
    year: int,
    month: int,
    as_of: datetime | None = None,
    unit: str | None = None,
    cells: list[Cell] | None = None,
    named: Collection[str] = (),
) -> list[Progress]:
    """Indicator × unit at the end of a month, with flags and who can close each gap.

    Units are those in scope that have readings or a target in the year. The order is that of the
    indicators, then of the codes (province before prefecture before county). `cells` are the year's
    readings when the caller has read them already; `named` are units that are wanted even without either.
    """
    within = scope(user, unit)
    lines = standing(within, year=year, month=month, as_of=as_of, cells=cells, named=named)
    return with_closers(user, lines)


def standing(
    within: Scope,
    *,
    year: int,
    month: int,
    as_of: datetime | None = None,
    cells: list[Cell] | None = None,
    named: Collection[str] = (),
) -> list[Progress]:
    """The same lines inside a scope, without the people: figures, targets and states only."""
    if cells is None:
        cells = readings_within(within, year=year, as_of=as_of)
    aims = targets(within, year=year, as_of=as_of)
    to_date: dict[TargetKey, dict[int, Cell]] = defaultdict(dict)
    for cell in cells:
        if cell.span is Span.YEAR_TO_DATE:
            to_date[cell.indicator, cell.unit][cell.month] = cell
    units = sorted({key[1] for key in (*to_date, *aims)} | set(named))
    names = unit_names(units)
    return [
        _line(
            indicator,
            FigureId(indicator.code, code, year, month, Span.YEAR_TO_DATE),
            names.get(code, code),
            to_date[indicator.code, code],
            aims.get((indicator.code, code)),
        )
        for indicator in INDICATORS.values()
        if indicator.definition(year)
        for code in units
    ]


def _line(
    indicator: Indicator,
    figure: FigureId,
    name: str,
    months: dict[int, Cell],
    target: Target | None,
) -> Progress:
    month = figure.month
    cell = months.get(month)
    value = cell.value if cell else None
    aim = target.value if target else None
    line = Progress(
        indicator=indicator,
        figure=figure,
        unit_name=name,
        value=value,
        rows_count=cell.rows_count if cell else 0,
        target=aim,
        target_source=target.source if target else "",
        state=state_of(value, aim, month),
    )
    if aim is None:
        return line
    line = replace(line, expected=expected_by(aim, month))
    if value is None:
        return line  # nothing was reported: nobody knows what is missing
    values = {at: one.value for at, one in months.items()}
    return replace(
        line,
        gap=max(expected_by(aim, month) - value, Decimal(0)),
        gap_to_target=max(aim - value, Decimal(0)),
        behind_since=behind_since(values, aim, month),
    )


def check() -> list[Problem]:
    """Compute every reading again from rows and say where the kept ones differ; empty when all agree."""
    problems: list[Problem] = []
    kept_years = set(Reading.objects.order_by().values_list("year", flat=True).distinct())
    for year in sorted(kept_years | computing.years_with_rows()):
        kept = {_key(cell): cell for cell in _kept(year, computing.EVERYWHERE)}
        known = set(Division.objects.values_list("code", flat=True))
        found = {_key(cell): cell for cell in computing.cells(year) if cell.unit in known}
        for key in sorted(kept.keys() | found.keys()):
            if kept.get(key) != found.get(key):
                problems.append(_difference(key, kept.get(key), found.get(key)))
    return problems


def _key(cell: Cell) -> str:
    return str(FigureId.of(cell))


def _difference(key: str, kept: Cell | None, found: Cell | None) -> Problem:
    said = _said(kept)
    counted = _said(found)
    return Problem(
        Severity.ERROR,
        "reading_differs",
        f"读数 {key} 存为 {said}，由台账重算为 {counted}：请运行 shanhai measure --store 重算",
        place=key,
    )


def _said(cell: Cell | None) -> str:
    return "无数据" if cell is None else f"{cell.value:f}（{cell.rows_count} 行）"
