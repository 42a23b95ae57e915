"""The charts of results as ECharts options: plain JSON that a page carries, beside its table and a sentence.

A chart shows nothing that its table does not say; every bar leads to the page behind its number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from shanhai.access.registers.columns import number_text
from shanhai.measure.algebra import Cell, Span
from shanhai.results.figures import FigureId
from shanhai.results.progress import Progress, State, expected_by

_DASHES = "path://M0,4h6v2h-6zM9,4h6v2h-6zM18,4h6v2h-6z"
"""Three dashes, in the legend of a dashed line."""


@dataclass(frozen=True)
class Chart:
    """A chart with its title, the sentence that says what it shows, and the same data as a table."""

    title: str
    sentence: str
    unit: str
    option: Mapping[str, Any]
    columns: Sequence[str]
    rows: Sequence[Sequence[tuple[str, str]]]
    """Cells as text and address (empty: none)."""
    size: str = ""


def units_chart(lines: Sequence[Progress], as_of: str) -> Chart | None:
    """One indicator over units: a bar for the year to date, a mark for the year's target."""
    if not lines:
        return None
    names = [line.unit_name for line in lines]
    bars = [{"value": number(line.value), "url": rows_url(line.figure, as_of)} for line in lines]
    marks = [[number(line.target), line.unit_name] for line in lines if line.target is not None]
    option = {
        "legend": {"data": [_("本年累计"), _("年度目标")]},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {"type": "category", "data": names, "inverse": True},
        "series": [
            {"type": "bar", "name": _("本年累计"), "data": bars},
            {
                "type": "line", "name": _("年度目标"), "data": marks, "symbol": "rect",
                "symbolSize": [4, 22], "lineStyle": {"width": 0}, "z": 3,
            },
        ],
    }  # fmt: skip
    rows = [
        [
            (line.unit_name, ""),
            (_("无数据") if line.value is None else number_text(line.value),
             rows_url(line.figure, as_of) if line.value is not None else ""),
            ("—" if line.target is None else number_text(line.target), ""),
            ("—" if line.rate_percent is None else f"{line.rate_percent}%", ""),
        ]
        for line in lines
    ]  # fmt: skip
    first = lines[0]
    return Chart(
        title=_("各单位%(label)s") % {"label": first.label},
        sentence=units_sentence(lines),
        unit=first.indicator.unit,
        option=option,
        columns=[_("单位"), _("本年累计"), _("年度目标"), _("完成率")],
        rows=rows,
        size="tall" if len(lines) > 6 else "",
    )


def units_sentence(lines: Sequence[Progress]) -> str:
    """How many keep pace, how many do not, and where the largest gap is."""
    aimed = [line for line in lines if line.target is not None]
    behind = [line for line in aimed if line.state is State.BEHIND]
    blank = [line for line in lines if line.value is None]
    text = _("%(count)s 个单位中，%(good)s 个达到序时进度，%(behind)s 个低于序时进度") % {
        "count": len(lines),
        "good": sum(line.state in (State.ON_PACE, State.REACHED) for line in aimed),
        "behind": len(behind),
    }
    if blank:
        text += _("，%(blank)s 个无数据") % {"blank": len(blank)}
    if behind:
        worst = max(behind, key=lambda line: line.gap or Decimal(0))
        text += _("；差额最大的是%(name)s，少 %(gap)s %(unit)s") % {
            "name": worst.unit_name,
            "gap": number_text(worst.gap or 0),
            "unit": worst.indicator.unit,
        }
    return text + _("。")


def trend_chart(line: Progress, cells: Sequence[Cell], as_of: str) -> Chart | None:
    """One indicator of one unit over the months: year to date, month, and what was due."""
    own = {
        (cell.month, cell.span): cell
        for cell in cells
        if (cell.indicator, cell.unit) == (line.indicator.code, line.unit)
        and cell.month <= line.figure.month
    }
    if not own:
        return None
    months = range(1, line.figure.month + 1)
    spans = ((Span.MONTH, "bar", _("当月")), (Span.YEAR_TO_DATE, "line", _("本年累计")))
    series: list[dict[str, Any]] = [
        {"type": kind, "name": name, "data": [_datum(_at(own, month, span, line), as_of) for month in months]}
        for span, kind, name in spans
    ]  # fmt: skip
    columns = [_("月份"), _("当月"), _("本年累计")]
    rows = [
        [(_month(month), ""), *(_cell(_at(own, month, span, line), as_of) for span, _kind, _name in spans)]
        for month in months
    ]  # fmt: skip
    if line.target is not None:
        due = [expected_by(line.target, month) for month in months]
        dashed = {"type": "dashed"}
        series.append(
            {"type": "line", "name": _("序时进度"), "data": [number(one) for one in due],
             "symbol": "none", "lineStyle": dashed}
        )  # fmt: skip
        columns.append(_("序时进度"))
        for row, one in zip(rows, due, strict=True):
            row.append((number_text(one), ""))
    option = {
        "legend": {"data": [_legend(one) for one in series]},
        "xAxis": {"type": "category", "data": [_month(month) for month in months]},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": series,
    }
    return Chart(
        title=_("%(unit)s%(label)s逐月走势") % {"unit": line.unit_name, "label": line.label},
        sentence=trend_sentence(line, own),
        unit=line.indicator.unit,
        option=option,
        columns=columns,
        rows=rows,
    )


def trend_sentence(line: Progress, own: Mapping[tuple[int, Span], Cell]) -> str:
    """Where the year to date stands, what the asked month added, and the distance to pace."""
    if line.value is None:
        return _("到 %(month)s 月没有数据。") % {"month": line.figure.month}
    added = _at(own, line.figure.month, Span.MONTH, line)
    text = _("到 %(month)s 月累计 %(value)s %(unit)s，其中 %(month)s 月新增 %(added)s %(unit)s") % {
        "month": line.figure.month,
        "value": number_text(line.value),
        "added": number_text(added.value) if added else "—",
        "unit": line.indicator.unit,
    }
    if line.state is State.BEHIND:
        text += _("；比序时进度少 %(gap)s %(unit)s") % {
            "gap": number_text(line.gap or 0),
            "unit": line.indicator.unit,
        }
    return text + _("。")


def _at(
    own: Mapping[tuple[int, Span], Cell], month: int, span: Span, line: Progress
) -> Cell | None:
    """The cell of a month; a unit with rows in the year in which nobody started has a zero there."""
    found = own.get((month, span))
    if found is None and span is Span.MONTH and (month, Span.YEAR_TO_DATE) in own:
        return Cell(line.indicator.code, line.unit, line.figure.year, month, span, Decimal(0), 0)
    return found


def _legend(one: Mapping[str, Any]) -> dict[str, Any]:
    """A series in the legend: what is drawn as a dashed line has a dashed line there."""
    return {"name": one["name"], **({"icon": _DASHES} if "lineStyle" in one else {})}


def rows_url(figure: FigureId, as_of: str) -> str:
    """Where the figure's rows are listed, as of the page's moment."""
    return f"{figure.rows_url}{as_of}"


def number(value: Decimal | None) -> int | float | None:
    """A number that JSON knows; blank stays blank."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _datum(cell: Cell | None, as_of: str) -> dict[str, Any] | None:
    if cell is None:
        return None
    return {"value": number(cell.value), "url": rows_url(FigureId.of(cell), as_of)}


def _cell(cell: Cell | None, as_of: str) -> tuple[str, str]:
    if cell is None:
        return _("无数据"), ""
    return number_text(cell.value), rows_url(FigureId.of(cell), as_of)


def _month(month: int) -> str:
    return _("%(month)s 月") % {"month": month}
