"""The indicators for which targets are set, with the units an agreement may write them in.

An agreement sets targets for more than is computed yet; a code that the measuring engine declares takes
its name from there, by year, and the others from this station's list (domain.md §2.2).
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

from shanhai.measure.indicators import INDICATORS


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
