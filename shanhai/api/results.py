"""Readings, and where every unit stands against its target, now or as of a moment."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from shanhai.access.registers import Filter, Register, find_unit
from shanhai.access.registers.filters import read_moment, read_year
from shanhai.access.scope import scope_of
from shanhai.api.records import Refused, add_routes
from shanhai.kernel.errors import NotAllowed, Unusable
from shanhai.measure.indicators import INDICATORS
from shanhai.results import queries
from shanhai.results.models import Reading
from shanhai.results.progress import Progress

router = Router()


class Line(Schema):
    """One indicator of one unit at the end of a month; null is no data and never zero."""

    indicator: str
    name: str
    unit_code: str
    unit_name: str
    period: str
    value: float | None
    unit: str
    target: float | None
    rate: float | None
    gap: float | None
    state: str
    rows: int


class Standing(Schema):
    """Where the units stand."""

    year: int
    month: int
    as_of: datetime
    readings: list[Line]


@router.get(
    "/progress",
    response={200: Standing, 401: Refused, 403: Refused, 422: Refused},
    summary="各单位进展",
    operation_id="list_progress",
)
def progress(
    request: HttpRequest,
    year: str | None = None,
    month: int | None = None,
    unit: str | None = None,
    as_of: str | None = None,
) -> Any:
    """The year to date of every indicator and unit beside its target; a past moment is computed from rows."""
    scope = scope_of(request.user, "results.reading")
    if not (scope.everywhere or scope.codes):
        raise NotAllowed("您的角色不能查看指标读数：请联系本级协作办")
    moment = read_moment(as_of) if as_of else None
    in_year = read_year(year) if year else queries.latest_year(request.user)
    upto = month or queries.last_month(in_year, moment) or 12
    if not 1 <= upto <= 12:
        raise Unusable("月份应为 1 到 12", month="1 到 12")
    code = find_unit(unit).code if unit else None
    lines = queries.standing(
        queries.scope(request.user, code), year=in_year, month=upto, as_of=moment
    )
    return {
        "year": in_year,
        "month": upto,
        "as_of": moment or timezone.now(),
        "readings": [_line(one) for one in lines],
    }


def _line(one: Progress) -> dict[str, Any]:
    return {
        "indicator": one.indicator.code,
        "name": one.label,
        "unit_code": one.unit,
        "unit_name": one.unit_name,
        "period": str(one.figure.period),
        "value": _plain(one.value),
        "unit": str(one.indicator.unit),
        "target": _plain(one.target),
        "rate": _plain(one.rate),
        "gap": _plain(one.gap),
        "state": str(one.state),
        "rows": one.rows_count,
    }


def _plain(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _readings(user: Any, as_of: datetime | None) -> Any:
    if as_of is not None:
        raise Unusable("这份清单是现在的读数：过去时点的数字请用 /api/v1/results/progress?as_of=")
    return Reading.objects.visible_to(user)


add_routes(
    router,
    "readings",
    Register(
        record=Reading,
        title="指标读数",
        rows=_readings,
        filters=(
            Filter(
                name="indicator",
                label="指标",
                kind="choice",
                choices=[(code, one.name_zh) for code, one in INDICATORS.items()],
            ),
            Filter(name="span", label="期间类型", kind="choice"),
        ),
        totals=(),
    ),
)
