"""Where a unit stands against its target, and the rule by which it is flagged as below target.

The rule is one line that anybody can check: by the end of month m, m twelfths of the year's target are
due. What is missing is said in people, not in percent, because people are what somebody has to place.
"""

from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_DOWN, Decimal
from enum import StrEnum
from typing import Any

from shanhai.measure.algebra import Indicator
from shanhai.results.figures import FigureId

RULE = "截至当月底应完成全年目标的 {month}/12；低于此数即提示。"


class State(StrEnum):
    """How a unit stands; no data is a state of its own, never a zero."""

    REACHED = "reached"
    ON_PACE = "on_pace"
    BEHIND = "behind"
    NO_DATA = "no_data"
    NO_TARGET = "no_target"

    @property
    def chinese(self) -> str:
        """The word that pages show."""
        return _CHINESE[self]

    @property
    def mark(self) -> str:
        """The state's name among the marks that pages draw."""
        return _MARKS[self]


_CHINESE = {
    State.REACHED: "已完成全年目标",
    State.ON_PACE: "达到序时进度",
    State.BEHIND: "低于序时进度",
    State.NO_DATA: "无数据",
    State.NO_TARGET: "未下达目标",
}
_MARKS = {
    State.REACHED: "done",
    State.ON_PACE: "on_track",
    State.BEHIND: "behind",
    State.NO_DATA: "no_data",
    State.NO_TARGET: "closed",
}


@dataclass(frozen=True, slots=True)
class Closer:
    """Somebody who can close a gap: a person in post, an office that owes a commitment, a unit below.

    `share` is the part of the gap that a unit below makes up (0 to 1), `gap` the same in the indicator's
    unit; both only for units. `url` leads to the unit or the commitment.
    """

    kind: str
    name: str
    detail: str = ""
    gap: Decimal | None = None
    share: Decimal | None = None
    url: str = ""

    @property
    def percent(self) -> Decimal | None:
        """The share in whole percent."""
        return None if self.share is None else (self.share * 100).quantize(Decimal(1))


@dataclass(frozen=True, slots=True)
class Progress:
    """One indicator of one unit at the end of a month.

    `value` is the year to date (None: no data), `expected` what the month's share of the target comes
    to, `gap` what is missing from that, `gap_to_target` what is missing from the year's target (both
    None without a target or without data). `behind_since` is the first month of the unbroken stretch
    below pace. `in_post` says whether somebody holds a post in the unit that has to close the gap.
    """

    indicator: Indicator
    figure: FigureId
    unit_name: str
    value: Decimal | None
    rows_count: int
    target: Decimal | None
    target_source: str
    state: State
    expected: Decimal | None = None
    gap: Decimal | None = None
    gap_to_target: Decimal | None = None
    behind_since: int | None = None
    closers: tuple[Closer, ...] = field(default=())
    in_post: bool = False

    @property
    def unit(self) -> str:
        """The unit's six-digit code."""
        return self.figure.unit

    @property
    def is_county(self) -> bool:
        """Whether the unit is a county, which answers by its own people; levels above by the units below."""
        return not self.unit.endswith("00")

    @property
    def label(self) -> str:
        """The indicator's name in the words of the year."""
        return self.indicator.label(self.figure.year)

    @property
    def rate(self) -> Decimal | None:
        """Value over target, cut off after four places as its percentage is; None without either."""
        if self.value is None or not self.target:
            return None
        return truncated_rate(self.value, self.target)

    @property
    def rate_percent(self) -> Decimal | None:
        """The rate in percent with one place, cut off and not rounded up to a target that is not reached."""
        return None if self.rate is None else truncated_percent(self.value, self.target)

    @property
    def time_share(self) -> Decimal:
        """The part of the year that has passed at the month's end."""
        return Decimal(self.figure.month) / 12

    @property
    def is_flagged(self) -> bool:
        """Whether this is a below-target warning."""
        return self.state in (State.BEHIND, State.NO_DATA) and self.target is not None


def truncated_rate(part: Decimal, whole: Decimal) -> Decimal:
    """`part` of `whole` with four places, truncated: 0.99996 of a target is not all of it."""
    return (part / whole).quantize(Decimal("0.0001"), rounding=ROUND_DOWN)


def truncated_percent(part: Any, whole: Any) -> Decimal:
    """`part` of `whole` in percent with one decimal, truncated as published figures are."""
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"), ROUND_DOWN)


def expected_by(target: Decimal, month: int) -> Decimal:
    """What is due by the end of the month: m twelfths of the target, in whole units, rounded up."""
    return (target * month / 12).to_integral_value(ROUND_CEILING)


def state_of(value: Decimal | None, target: Decimal | None, month: int) -> State:
    """The state by the one rule above."""
    if target is None:
        return State.NO_DATA if value is None else State.NO_TARGET
    if value is None:
        return State.NO_DATA
    if value >= target:
        return State.REACHED
    return State.ON_PACE if value >= expected_by(target, month) else State.BEHIND


def behind_since(months: dict[int, Decimal], target: Decimal, month: int) -> int | None:
    """The first month of the stretch below pace that lasts until `month`; None when it is not below."""
    since = None
    for earlier in range(month, 0, -1):
        if months.get(earlier, Decimal(0)) >= expected_by(target, earlier):
            break
        since = earlier
    return since
