"""Where people come from and go to: who is paired with whom, which counties come first, how far it is.

Divisions are six-digit codes; a code ending in 0000 stands for its province, in 00 for its prefecture.
The engine knows no map and no year: the caller hands over what stands on the day of the run.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Tier(StrEnum):
    """How close two places are in the programme; earlier ones come first (design: existing pairs first)."""

    PAIR = "pair"
    PROVINCE = "province"
    OPEN = "open"


def covers(wider: str, code: str) -> bool:
    """Whether the division `code` is `wider` or lies in it."""
    prefix = wider[:2] if wider.endswith("0000") else wider[:4] if wider.endswith("00") else wider
    return code.startswith(prefix)


def prefecture(code: str) -> str:
    """The prefecture of a county; provinces and prefectures stay as they are."""
    return code[:4] + "00"


@dataclass(frozen=True)
class Places:
    """`pairs` are (west unit, east unit) of county or prefecture level, `province_pairs` of provinces.

    `distances_km` is by (prefecture, prefecture) in either order; what is missing is unknown.
    """

    pairs: frozenset[tuple[str, str]] = frozenset()
    province_pairs: frozenset[tuple[str, str]] = frozenset()
    key_counties: frozenset[str] = frozenset()
    distances_km: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def tier(self, home: str, destination: str) -> Tier:
        """The closest tie between a home county and a destination."""
        for tier, ties in ((Tier.PAIR, self.pairs), (Tier.PROVINCE, self.province_pairs)):
            if any(covers(west, home) and covers(east, destination) for west, east in ties):
                return tier
        return Tier.OPEN

    def distance_km(self, home: str, destination: str) -> int | None:
        """Kilometres between the prefectures of two places; None when unknown."""
        one, other = prefecture(home), prefecture(destination)
        if one == other:
            return 0
        return self.distances_km.get((one, other), self.distances_km.get((other, one)))
