"""Reads what an office decides about matching: points of rules, of persons' priority and of pairing tiers.

Who comes first is politics and changes; so it is rows of data (`policies/<field>.csv`), never code.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise

from shanhai.kernel.errors import NotFound
from shanhai.match.places import Tier

DEFAULT = "priority_first"


@dataclass(frozen=True)
class Policy:
    """Points at most per preference, points of a person's priority, points per pairing tier."""

    name: str
    preferences: Mapping[str, int]
    persons: Mapping[str, int]
    tiers: Mapping[Tier, int]

    @property
    def tiers_come_first(self) -> bool:
        """Whether each priority outweighs everything below it together, so that no wish passes it by."""
        below = sum(self.preferences.values())
        for points in sorted(self.persons.values()):
            if points <= below:
                return False
            below += points
        ladder = [self.tiers[tier] for tier in (Tier.OPEN, Tier.PROVINCE, Tier.PAIR)]
        steps = (higher - lower for lower, higher in pairwise(ladder))
        return all(step > below for step in steps)


@cache
def policies(field: str) -> Mapping[str, Policy]:
    """The packaged policies of a field by name, in the order of the file."""
    text = resources.files("shanhai.match.policies").joinpath(f"{field}.csv").read_text("utf-8")
    points: dict[str, dict[str, dict[str, int]]] = {}
    for row in csv.DictReader(text.splitlines()):
        kinds = points.setdefault(row["policy"], {"preference": {}, "person": {}, "tier": {}})
        kinds[row["kind"]][row["name"]] = int(row["points"])
    return {
        name: Policy(
            name,
            kinds["preference"],
            kinds["person"],
            {Tier(tier): worth for tier, worth in kinds["tier"].items()},
        )
        for name, kinds in points.items()
    }


def policy(field: str, name: str = DEFAULT) -> Policy:
    """One policy; refuses a name that the field does not have."""
    known = policies(field)
    if name not in known:
        raise NotFound(f"没有名为“{name}”的匹配政策；可用的有：{'、'.join(known)}。")
    return known[name]
