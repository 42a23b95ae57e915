"""The terms of the labour field: what a worker brings and wishes, what a job asks and gives.

Sex and ethnicity are no terms at all: 《就业促进法》第二十七条、第二十八条 forbid choosing by them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum

from shanhai.match.places import Places
from shanhai.match.policy import Policy


class Shift(StrEnum):
    """When the work is done."""

    DAY = "day"
    NIGHT = "night"
    ROTATING = "rotating"

    @property
    def chinese(self) -> str:
        """The term that sentences use."""
        return {"day": "白班", "night": "夜班", "rotating": "倒班"}[self.value]


class Housing(IntEnum):
    """What the employer offers to live in."""

    NONE = 0
    DORMITORY = 1
    COUPLE = 2
    FAMILY = 3

    @property
    def chinese(self) -> str:
        """The term that sentences use."""
        return ("不提供住宿", "集体宿舍", "夫妻房", "家庭房")[self.value]


@dataclass(frozen=True, slots=True)
class Worker:
    """What a worker brings and wishes.

    `skills` is level 0–5 (0 none, 1 初级工 … 5 高级技师) by each occupation that the worker would take up;
    `destinations` are wished places in order (empty: anywhere), `shifts` the welcome ones (empty: any).
    Wages are yuan a month; nought means no wish. `companions` are family members who come along.
    """

    home_county: str
    born_on: date
    free_from: date
    skills: Mapping[str, int]
    destinations: tuple[str, ...] = ()
    certificates: frozenset[str] = frozenset()
    wage_floor_yuan: int = 0
    wage_wished_yuan: int = 0
    shifts: frozenset[Shift] = frozenset()
    companions: int = 0
    free_until: date = date.max
    lifted_out_of_poverty: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """What a job asks and gives; work starts on a day of `[start_from, start_until]`."""

    occupation: str
    destination: str
    wage_yuan: int
    start_from: date
    start_until: date
    skill_level: int = 0
    certificates: frozenset[str] = frozenset()
    shift: Shift = Shift.DAY
    housing: Housing = Housing.NONE
    insured: bool = False
    hazardous: bool = False


@dataclass(frozen=True)
class Setting:
    """What stands around every pair of a run."""

    places: Places
    policy: Policy
    occupations: Mapping[str, str] = field(default_factory=dict)
    """Code → Chinese name for sentences; a code without a name speaks for itself."""
