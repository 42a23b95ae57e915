"""Proves how far an assignment can be from the best one, from prices alone.

For any seat prices p >= 0 no assignment scores more than  sum(seats * p) + sum(max(0, best score - p)),
where the second sum is over needs. The proof does not ask where the prices come from, so nothing here
is shared with the solver: wrong prices give a wide bound, never a wrong one.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shanhai.match.compiled import compiled
from shanhai.match.edges import Edges, edges_per_offer


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was reached, what can be reached at most, and whether all limits hold.

    `objective` and `bound` are in points; `gap` is (bound - objective) / bound, nought without a bound.
    `overfilled` counts offers with more takers than seats, `stray` needs that took an offer without an edge.
    """

    objective: int
    bound: int
    matched: int
    overfilled: int
    stray: int

    @property
    def gap(self) -> float:
        """The share of the bound that may be missing."""
        return (self.bound - self.objective) / self.bound if self.bound else 0.0

    @property
    def feasible(self) -> bool:
        """Whether capacities hold and only edges were used."""
        return not self.overfilled and not self.stray


@compiled
def _walk(
    edges: Edges, taken: NDArray[np.int32], price: NDArray[np.int64], scale: int
) -> tuple[int, int, int]:
    objective, profits, stray = np.int64(0), np.int64(0), 0
    for need in range(len(taken)):
        best = np.int64(0)
        found = taken[need] < 0
        for edge in range(edges.start[need], edges.start[need + 1]):
            offer = edges.offer[edge]
            best = max(best, np.int64(edges.score[edge]) * scale - price[offer])
            if offer == taken[need]:
                objective += edges.score[edge]
                found = True
        profits += best
        if not found:
            stray += 1
    return int(objective), int(profits), stray


def certify(
    edges: Edges,
    capacity: NDArray[np.int32],
    taken: NDArray[np.int32],
    price: NDArray[np.int64],
    scale: int,
) -> Certificate:
    """Check an assignment and bound the optimum over these edges.

    `taken[i]` is the offer of need i or negative; `price` is per seat in 1/scale of a point. A negative
    price would void the proof, so it counts as nought. Scores are whole points, hence so is the optimum,
    and the bound is rounded down.
    """
    paid = np.maximum(price, 0)
    objective, profits, stray = _walk(edges, taken, paid, scale)
    sitting = taken[taken >= 0]
    load = np.bincount(sitting, minlength=len(capacity))
    # More seats than edges lead to an offer can never be used, so they bind nobody and cost nothing.
    usable = np.minimum(capacity, edges_per_offer(edges, len(capacity)))
    total = sum_of_products(usable, paid) + int(profits)
    return Certificate(
        objective=int(objective),
        bound=total // scale,
        matched=len(sitting),
        overfilled=int((load > capacity).sum()),
        stray=int(stray),
    )


def sum_of_products(seats: NDArray[np.integer], price: NDArray[np.int64]) -> int:
    """Σ seats * price as a Python integer; refuses what 64 bits cannot hold instead of wrapping round."""
    assert float(np.dot(seats.astype(float), price.astype(float))) < 2.0**62, "prices out of range"
    return int(np.dot(seats.astype(np.int64), price))
