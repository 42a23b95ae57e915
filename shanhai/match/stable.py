"""The second policy: a matching in which no worker and no job would both rather have each other.

Deferred acceptance: needs ask in the order of their own wishes, offers keep whom they rank highest.
It costs some of the total score (the price of stability) and gives something an optimum can't: nobody
has a reason to deal behind the others' backs, and no need can gain by lying about its wishes.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shanhai.match.certificate import Certificate, certify
from shanhai.match.compiled import compiled
from shanhai.match.edges import Edges, edges_per_offer
from shanhai.match.lowering import who_sits_where
from shanhai.match.parts import in_parts
from shanhai.match.seats import NOBODY, Seats, empty_seats, seat


@dataclass(frozen=True, slots=True)
class StableMatching:
    """`taken[i]` is the offer of need i or -1; `blocking_pairs` is counted afterwards and must be nought."""

    taken: NDArray[np.int32]
    certificate: Certificate
    blocking_pairs: int

    def price_of_stability(self, optimum: int) -> float:
        """The share of an optimal total that stability gives up."""
        return (optimum - self.certificate.objective) / optimum if optimum else 0.0


@compiled
def _sort_wishes(
    edges: Edges, turn: NDArray[np.int64], keys: NDArray[np.int64], first: int, last: int
) -> None:
    """Write each need's edges into `keys` in the order of its wishes, equals in edge order.

    A key is everything that asking takes: the offer in the low half, the need's rank there above it.
    """
    for need in range(first, last):
        start = edges.start[need]
        for edge in range(start, edges.start[need + 1]):
            wish = edges.wish[edge]
            place = edge
            while place > start and turn[place - 1 - start] < wish:
                turn[place - start] = turn[place - 1 - start]
                keys[place] = keys[place - 1]
                place -= 1
            turn[place - start] = wish
            rank = np.int64(edges.score[edge] - wish + 1) if edges.score[edge] > 0 else np.int64(0)
            keys[place] = (rank << 32) + edges.offer[edge]


@compiled
def _defer(start: NDArray[np.int64], keys: NDArray[np.int64], seats: Seats) -> None:
    """Everybody asks down the own list until seated or through; offers keep the highest ranked."""
    needs = len(start) - 1
    asked = start[:-1].copy()
    for newcomer in range(needs):
        need = newcomer
        while need != NOBODY and asked[need] < start[need + 1]:
            key = keys[asked[need]]
            asked[need] += 1
            rank = key >> 32
            if rank > 0:
                # All bids differ: equals in rank are kept in the order of the needs.
                need = seat(seats, key & 0xFFFFFFFF, need, (rank << 32) - need)


def _ask_in_order(edges: Edges, seats: Seats) -> None:
    keys = np.empty(len(edges.offer), np.int64)
    widest = int(np.diff(edges.start).max(initial=1))
    in_parts(edges.needs, lambda a, b: _sort_wishes(edges, np.empty(widest, np.int64), keys, a, b))
    _defer(edges.start, keys, seats)


@compiled
def _holders(
    edges: Edges, taken: NDArray[np.int32], free: NDArray[np.int64], lowest: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The wish that each need got (-1 for none); fills the free seats and the lowest rank of each offer."""
    has = np.full(len(taken), -1, np.int64)
    for need in range(len(taken)):
        for edge in range(edges.start[need], edges.start[need + 1]):
            if edges.offer[edge] == taken[need]:
                has[need] = edges.wish[edge]
                free[taken[need]] -= 1
                rank = np.int64(edges.score[edge] - edges.wish[edge])
                lowest[taken[need]] = min(lowest[taken[need]], rank)
    return has


@compiled
def _blocking(
    edges: Edges,
    has: NDArray[np.int64],
    room: tuple[NDArray[np.int64], NDArray[np.int64]],
    first: int,
    last: int,
) -> int:
    free, lowest = room
    blocking = 0
    for need in range(first, last):
        for edge in range(edges.start[need], edges.start[need + 1]):
            if edges.wish[edge] > has[need] and edges.score[edge] > 0:
                offer = edges.offer[edge]
                if free[offer] > 0 or edges.score[edge] - edges.wish[edge] > lowest[offer]:
                    blocking += 1
    return blocking


def count_blocking_pairs(
    edges: Edges, capacity: NDArray[np.int32], taken: NDArray[np.int32]
) -> int:
    """Pairs that would both rather have each other: the proof, from the matching alone.

    A need must wish the offer strictly more than what it has; the offer must have a free seat or hold
    a need that it ranks strictly lower.
    """
    free = capacity.astype(np.int64)
    lowest = np.full(len(capacity), 1 << 62, np.int64)  # who holds nobody gives nobody up
    has = _holders(edges, taken, free, lowest)
    return sum(in_parts(edges.needs, lambda a, b: _blocking(edges, has, (free, lowest), a, b)))


def match_stably(edges: Edges, capacity: NDArray[np.int32]) -> StableMatching:
    """The need-optimal stable matching over these edges; wish and rank points must not be negative."""
    wanted = edges_per_offer(edges, len(capacity))
    seats = empty_seats(np.minimum(capacity, wanted + 1).astype(np.int32))
    _ask_in_order(edges, seats)
    taken = who_sits_where(seats, edges.needs)
    proof = certify(edges, capacity, taken, np.zeros(len(capacity), np.int64), 1)
    return StableMatching(taken, proof, count_blocking_pairs(edges, capacity, taken))
