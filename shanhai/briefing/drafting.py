"""Collects a notice's figures while its lines are written: every number gets its identifier here.

A figure that is not written has no place in the index, and a number that has no identifier cannot be
written; so the words of `compose` never hold a counted number of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from shanhai.measure.algebra import Cell, Span
from shanhai.regions.models import Division
from shanhai.results.figures import FigureId
from shanhai.results.progress import Progress

Run = dict[str, str]
"""A piece of a line: `{"text": …}`, `{"figure": id}` or `{"head": name}` (a fact of the notice's head)."""

BELOW = {"province": "市州", "prefecture": "县（市、区）", "county": ""}


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
            units,
            key=lambda one: (
                one.value is None,
                one.rate is None,
                -(one.rate or Decimal(0)),
                one.unit,
            ),
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

    def in_month(self, one: Progress) -> Run | None:
        """The figure of the month alone; None when nothing was submitted for it."""
        figure = FigureId(one.indicator.code, one.unit, self.year, self.month, Span.MONTH)
        for cell in self.cells:
            if FigureId.of(cell) == figure:
                label = f"{one.unit_name}{one.label}，{self.month}月当月"
                return self._keep(
                    str(figure), label, plain(cell.value), f"{cell.rows_count}行", figure.rows_url
                )
        return None

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

    def expected(self, one: Progress) -> Run:
        """The share of the target that is due, of a unit that reported nothing."""
        assert one.expected is not None
        assert one.target is not None
        how = f"目标{plain(one.target)}×{self.month}÷12，不足一人按一人计"
        label = f"{one.unit_name}{one.label}，序时进度"
        return self._keep(f"due-{one.figure}", label, plain(one.expected), how, self._page(one))

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
        if one.value is None or not parts or total == one.value:
            return []
        page, how = self._page(one), "+".join(plain(part) for part in parts)
        label = f"{one.unit_name}{one.label}"
        added = self._keep(f"sum-{one.figure}", f"{label}，下级合计", plain(total), how, page)
        missing = plain(total - one.value)
        difference = self._keep(
            f"double-{one.figure}", f"{label}，去重人数", missing, f"{plain(total)}−{plain(one.value)}", page
        )  # fmt: skip
        return line_of(
            f"各{BELOW[self.region.level]}合计", added, "人，去重后", self.value(one), "人，相差", difference,
            "人，系同一人在两个以上单位登记，上级只计一次。",
        )  # fmt: skip

    def _page(self, one: Progress) -> str:
        return (
            f"/results/indicators/{one.indicator.code}/"
            f"?unit={one.unit}&year={self.year}&month={self.month}"
        )


def plain(value: Decimal) -> str:
    """A number as official documents write it: no separators, no superfluous zeros."""
    return f"{value.normalize():f}"


def line_of(*pieces: str | Run) -> list[Run]:
    """Words and figures as one line."""
    return [{"text": piece} if isinstance(piece, str) else piece for piece in pieces]
