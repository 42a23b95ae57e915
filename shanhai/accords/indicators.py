"""The indicators for which targets are set, with the units an agreement may write them in.

An agreement sets targets for more than is computed yet; a code that the measuring engine declares takes
its name from there, by year, and the others from this station's list (domain.md §2.2).
"""

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources

from shanhai.measure.indicators import INDICATORS

WHOLE_UNITS = frozenset({"人", "人次", "个", "家", "对", "次", "期"})
"""Units that count things: half a person is a slip of the finger."""


def fraction_problem(value: Decimal, unit: str) -> str:
    """One sentence for a count that is not whole; empty when the value can stand."""
    if unit not in WHOLE_UNITS or value == value.to_integral_value():
        return ""
    return f"目标值“{value.normalize():f}”应为整数：以“{unit}”计的目标没有小数"


@dataclass(frozen=True, slots=True)
class TargetIndicator:
    """A code, its names and the units it is counted in; the first is the usual one."""

    code: str
    name: str
    name_en: str
    units: tuple[str, ...]


@cache
def target_indicators() -> dict[str, TargetIndicator]:
    """Code → indicator, in the order of the list."""
    file = resources.files("shanhai.accords").joinpath("data/target_indicators.csv")
    return {
        line["code"]: TargetIndicator(
            line["code"], line["name"], line["name_en"], tuple(line["units"].split("/"))
        )
        for line in csv.DictReader(file.read_text("utf-8").splitlines())
    }


def name_of(code: str, year: int) -> str:
    """The name an indicator bore in a year; a code that no list has is its own name."""
    measured = INDICATORS.get(code)
    if measured is not None:
        return measured.label(year)
    listed = target_indicators().get(code)
    return listed.name if listed else code
