"""What goes into a match run and what comes out: frozen values, no arrays, no database.

Ids are whatever the caller calls its needs and offers by; terms are the field's own dataclasses
(`rules/<field>.py`). A proposal is an offer to people: nothing here assigns anybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class Need:
    """Somebody who needs something; `declined` names the offers that were refused before, for good."""

    id: str
    terms: Any
    declined: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that is to be had `quantity` times (seats of a job)."""

    id: str
    terms: Any
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class Reason:
    """What one rule thinks of one pair: points (never negative), a Chinese sentence, the values used."""

    rule: str
    score: int
    sentence: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Limit:
    """A hard limit that forbids a pair, whatever its points."""

    rule: str
    sentence: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A need and an offer that should talk to each other; the reasons' scores add up to `score`."""

    need: str
    offer: str
    score: int
    reasons: tuple[Reason, ...]
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class Binding:
    """What stands in a need's way: lifting exactly these limits for `offer` would change the result.

    `limits` are names of hard limits, with `seats` when the offer is also full; `offers` alone says that
    there is nothing on offer at all.
    """

    limits: tuple[str, ...]
    sentence: str
    offer: str | None = None


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A need without a proposal and why."""

    need: str
    binding: Binding


class Status(StrEnum):
    """How a run ended; each is a result to show, none is an error."""

    OPTIMAL = "optimal"
    WITHIN_GAP = "within_gap"
    STOPPED = "stopped"
    EMPTY = "empty"
    INFEASIBLE = "infeasible"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a run. `objective` and `bound` are in points over all possible pairs, `gap` a share.

    `needs`, `offers` and `edges` are counts; `explanation` is one Chinese sentence for people.
    """

    status: Status
    explanation: str
    policy: str
    version: str
    needs: int
    offers: int
    edges: int
    objective: int
    bound: int
    proposals: tuple[Proposal, ...]
    unmatched: tuple[Unmatched, ...]

    @property
    def gap(self) -> float:
        """The share of the bound that may be missing; nought when there is nothing to gain."""
        return (self.bound - self.objective) / self.bound if self.bound else 0.0
