"""Composes a monthly notice (通报): every number with its identifier, and the words around them.

The content is plain data. Files are drawn from it and nothing else, so a notice written again is the same
file; wording is put together from states and figures, never invented.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from shanhai.access.scope import Scope
from shanhai.measure.algebra import Cell, Span
from shanhai.measure.indicators import INDICATORS
from shanhai.regions.models import Division
from shanhai.results import queries
from shanhai.results.figures import FigureId
from shanhai.results.progress import Progress, State

Run = dict[str, str]
"""A piece of a line: `{"text": …}`, `{"figure": id}` or `{"head": name}` (a fact of the notice's head)."""

MAIN, EAST, LIFTED = "L1", "L2", "L3"
_ADDRESSEES = {
    "province": "各市（州）协作办：",
    "prefecture": "各县（市、区）协作专班：",
    "county": "各有关单位：",
}
_BELOW = {"province": "市州", "prefecture": "县（市、区）", "county": ""}


@dataclass
class Draft:
    """Collects figures while lines are written: a figure that is not written has no place in the index."""

    region: Division
    year: int
    month: int
    lines: Sequence[Progress]
    cells: Sequence[Cell]
    figures: dict[str, dict[str, str]] = field(default_factory=dict)

    def line(self, code: str, unit: str) -> Progress | None:
        """The standing of one indicator of one unit."""
        for one in self.lines:
            if (one.indicator.code, one.unit) == (code, unit):
                return one
        return None

    def below(self, code: str) -> list[Progress]:
        """The units one level down, the best rate first, those without data last."""
        own = self.region.code
        depth = {"province": "00", "prefecture": "", "county": None}[self.region.level]
        units = [
            one
            for one in self.lines
            if one.indicator.code == code
            and one.unit != own
            and depth is not None
            and one.unit.endswith(depth)
        ]
        return sorted(
            units, key=lambda one: (one.rate is None, -(one.rate or Decimal(0)), one.unit)
        )

    def _keep(self, key: str, label: str, text: str, rows: str, opens: str) -> Run:
        self.figures[key] = {"label": label, "text": text, "rows": rows, "opens": opens}
        return {"figure": key}

    def value(self, one: Progress) -> Run:
        """The year to date, which opens to its rows; without data the words say so."""
        if one.value is None:
            return {"text": "（无数据）"}
        label = f"{one.unit_name}{one.label}，1—{self.month}月累计"
        return self._keep(
            str(one.figure), label, plain(one.value), f"{one.rows_count}行", one.figure.rows_url
        )

    def in_month(self, one: Progress) -> Run:
        """The figure of the month alone."""
        figure = FigureId(one.indicator.code, one.unit, self.year, self.month, Span.MONTH)
        for cell in self.cells:
            if FigureId.of(cell) == figure:
                label = f"{one.unit_name}{one.label}，{self.month}月当月"
                return self._keep(
                    str(figure), label, plain(cell.value), f"{cell.rows_count}行", figure.rows_url
                )
        return {"text": "（无数据）"}

    def target(self, one: Progress) -> Run:
        """The year's target, which opens to the register of targets."""
        if one.target is None:
            return {"text": "—"}
        key = f"target-{one.indicator.code}-{one.unit}-{self.year}"
        opens = f"/accords/targets/?unit={one.unit}&year={self.year}"
        label = f"{one.unit_name}{one.label}，{self.year}年目标"
        return self._keep(key, label, plain(one.target), one.target_source or "目标任务", opens)

    def rate(self, one: Progress) -> Run:
        """The rate of completion in percent, truncated to one place."""
        if one.rate_percent is None or one.target is None or one.value is None:
            return {"text": "—"}
        how = f"{plain(one.value)}÷{plain(one.target)}，舍去尾数"
        label = f"{one.unit_name}{one.label}，完成率"
        return self._keep(f"rate-{one.figure}", label, f"{one.rate_percent}%", how, self._page(one))

    def gap(self, one: Progress) -> Run:
        """What is missing from the share of the target that is due."""
        assert one.expected is not None
        assert one.gap is not None
        how = f"应完成{plain(one.expected)}，已完成{plain(one.value or Decimal(0))}"
        label = f"{one.unit_name}{one.label}，与序时进度之差"
        return self._keep(f"gap-{one.figure}", label, plain(one.gap), how, self._page(one))

    def gap_to_target(self, one: Progress) -> Run:
        """What is missing from the year's target."""
        assert one.target is not None
        assert one.gap_to_target is not None
        how = f"目标{plain(one.target)}，已完成{plain(one.value or Decimal(0))}"
        label = f"{one.unit_name}{one.label}，与全年目标之差"
        return self._keep(
            f"left-{one.figure}", label, plain(one.gap_to_target), how, self._page(one)
        )

    def double(self, one: Progress, children: Sequence[Progress]) -> list[Run]:
        """The sentence on people who are registered in more than one unit below; empty when none is."""
        parts = [child.value for child in children if child.value is not None]
        total = sum(parts, Decimal(0))
        if one.value is None or total == one.value:
            return []
        page, how = self._page(one), "+".join(plain(part) for part in parts)
        label = f"{one.unit_name}{one.label}"
        added = self._keep(f"sum-{one.figure}", f"{label}，下级合计", plain(total), how, page)
        missing = plain(total - one.value)
        difference = self._keep(
            f"double-{one.figure}", f"{label}，去重人数", missing, f"{plain(total)}−{plain(one.value)}", page
        )  # fmt: skip
        return _runs(
            f"各{_BELOW[self.region.level]}合计", added, "人，去重后", self.value(one), "人，相差", difference,
            "人，系同一人在两个以上单位登记，上级只计一次。",
        )  # fmt: skip

    def _page(self, one: Progress) -> str:
        return (
            f"/results/indicators/{one.indicator.code}/"
            f"?unit={one.unit}&year={self.year}&month={self.month}"
        )


def facts(region: Division, year: int, month: int, as_of: datetime) -> dict[str, Any]:
    """What the notice says of a region (itself and one level below) as of a moment, without its head.

    Equal rows and targets give equal facts, whenever they are composed.
    """
    within = Scope((region.code,), everywhere=False)
    cells = queries.readings_within(within, year=year, as_of=as_of)
    lines = queries.standing(within, year=year, month=month, as_of=as_of, cells=cells)
    draft = Draft(region, year, month, lines, cells)
    sections = [_overall(draft), _by_unit(draft), _below_target(draft), _about(draft)]
    return {
        "region": {"code": region.code, "name": region.name},
        "year": year,
        "month": month,
        "title": f"关于{year}年{month}月劳务协作进展情况的通报",
        "issuer": f"{region.name}东西部协作办公室",
        "addressee": _ADDRESSEES[region.level],
        "sections": [section for section in sections if section],
        "figures": draft.figures,
        "has_data": any(line.value is not None or line.target is not None for line in lines),
    }


def plain(value: Decimal) -> str:
    """A number as official documents write it: no separators, no superfluous zeros."""
    return f"{value.normalize():f}"


def _runs(*pieces: str | Run) -> list[Run]:
    return [{"text": piece} if isinstance(piece, str) else piece for piece in pieces]


def _overall(draft: Draft) -> dict[str, Any]:
    paragraphs = []
    main = draft.line(MAIN, draft.region.code)
    if main is None or main.value is None:
        text = f"截至{draft.year}年{draft.month}月底，{draft.region.name}尚无务工就业台账数据，"
        paragraphs.append(_runs(text + "各项数字待台账导入后计算；无数据不等于零。"))
    else:
        paragraphs.append(_main_sentence(draft, main))
        double = draft.double(main, draft.below(MAIN))
        if double:
            paragraphs.append(double)
    return {"heading": "一、总体进展", "paragraphs": paragraphs}


def _main_sentence(draft: Draft, main: Progress) -> list[Run]:
    text = f"截至{draft.year}年{draft.month}月底，{draft.region.name}本年累计{main.label.removesuffix('人数')}"
    runs = _runs(
        text, draft.value(main), f"人，其中{draft.month}月新增", draft.in_month(main), "人"
    )
    if main.target is not None:
        runs += _runs("，完成年度目标", draft.target(main), "人的", draft.rate(main))
        runs += _runs(f"（时间进度为{draft.month}/12），{main.state.chinese}")
    runs += _runs("。")
    for code in (EAST, LIFTED):
        part = draft.line(code, draft.region.code)
        if part and part.value is not None:
            runs += _runs(f"其中，{part.label.removesuffix('人数')}", draft.value(part), "人")
            if part.target is not None:
                runs += _runs("，完成年度目标的", draft.rate(part))
            runs += _runs("。")
    return runs


def _by_unit(draft: Draft) -> dict[str, Any] | None:
    mains = draft.below(MAIN)
    if not mains:
        return None
    codes = [code for code in (MAIN, EAST, LIFTED) if INDICATORS[code].definition(draft.year)]
    columns = ["单位"]
    for code in codes:
        columns += [
            INDICATORS[code].label(draft.year).removesuffix("人数") + "（人）",
            "目标",
            "完成率",
        ]
    rows = []
    for main in mains:
        row: list[list[Run]] = [_runs(main.unit_name)]
        for code in codes:
            one = draft.line(code, main.unit)
            assert one is not None
            row += [[draft.value(one)], [draft.target(one)], [draft.rate(one)]]
        rows.append(row)
    name = _BELOW[draft.region.level]
    return {
        "heading": f"二、分{name}进展",
        "paragraphs": [_runs(f"各{name}按帮助就业完成率由高到低排列，无数据的列在最后。")],
        "table": {"columns": columns, "rows": rows},
    }


def _below_target(draft: Draft) -> dict[str, Any]:
    units = [main.unit for main in draft.below(MAIN)] or [draft.region.code]
    flagged = [line for line in draft.lines if line.is_flagged and line.unit in units]
    flagged.sort(key=lambda one: (-(one.gap or 0), one.unit, one.indicator.code))
    heading = "三、低于序时进度的单位" if draft.below(MAIN) else "二、低于序时进度的指标"
    if not flagged:
        return {"heading": heading, "paragraphs": [_runs("各单位均达到序时进度。")]}
    paragraphs = [
        _runs(
            f"按“截至{draft.month}月底应完成全年目标的{draft.month}/12”衡量，"
            "下列单位低于序时进度，请对照差额抓紧推进："
        )
    ]
    for place, one in enumerate(flagged, start=1):
        subject = f"{place}．{one.unit_name}{one.label.removesuffix('人数')}"
        if one.state is State.NO_DATA:
            runs = _runs(subject + "尚未报送数据，无数据不等于零，应完成", draft.gap(one), "人")
        else:
            runs = _runs(subject, draft.value(one), "人，较序时进度少", draft.gap(one), "人")
            runs += _runs("，距全年目标还差", draft.gap_to_target(one), "人")
            if one.behind_since and one.behind_since < draft.month:
                runs += _runs(f"，自{one.behind_since}月起持续低于进度")
        paragraphs.append(runs + _runs(f"。由{_responsible(one)}负责补足。"))
    return {"heading": heading, "paragraphs": paragraphs}


def _responsible(one: Progress) -> str:
    return one.unit_name + ("协作办" if one.unit.endswith("00") else "协作专班")


def _about(draft: Draft) -> dict[str, Any]:
    paragraphs = [
        [
            {"text": "本通报数据取自务工就业台账逐行计算，数据时点为"},
            {"head": "as_of_text"},
            {
                "text": "；时点之后的补报、更正不影响本通报。文中每个数字均有编号，可在系统中打开所计的台账记录。"
            },
        ]
    ]
    for indicator in INDICATORS.values():
        version = indicator.definition(draft.year)
        if version:
            paragraphs.append(_runs(f"“{version.name_zh}”口径：{version.text}"))
    heading = "四、数据说明" if draft.below(MAIN) else "三、数据说明"
    return {"heading": heading, "paragraphs": paragraphs}
