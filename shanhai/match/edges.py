"""Candidate edges as sorted arrays: which need may take which offer, and how good that is.

Twenty million Python objects would not fit; four arrays do, and every kernel walks them in order.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shanhai.match.compiled import compiled


class Edges(NamedTuple):
    """Edges of need i at `start[i]:start[i + 1]`, sorted by offer within a need.

    `score` is the whole score in points (positive; others are never chosen); `wish` is the part of it
    that says what the need itself would rather have, the rest being what the offer and the policy
    rank by (`stable.py` needs the two apart).
    """

    start: NDArray[np.int64]
    offer: NDArray[np.int32]
    score: NDArray[np.int32]
    wish: NDArray[np.int32]

    @property
    def needs(self) -> int:
        """How many needs there are, those without an edge included."""
        return len(self.start) - 1

    def of(self, need: int) -> slice:
        """The place of one need's edges."""
        return slice(int(self.start[need]), int(self.start[need + 1]))


@compiled
def edges_per_offer(edges: Edges, offers: int) -> NDArray[np.int64]:
    """How many edges lead to each offer (numpy's bincount would copy the whole array first)."""
    count = np.zeros(offers, np.int64)
    for edge in range(len(edges.offer)):
        count[edges.offer[edge]] += 1
    return count


def edges_from_pairs(
    needs: int, pairs: NDArray[np.int64], score: NDArray[np.int32], wish: NDArray[np.int32]
) -> Edges:
    """Edges from rows (need, offer) in any order; a pair must not come twice."""
    order = np.lexsort((pairs[:, 1], pairs[:, 0]))
    start = np.zeros(needs + 1, np.int64)
    np.cumsum(np.bincount(pairs[:, 0], minlength=needs), out=start[1:])
    return Edges(
        start,
        pairs[order, 1].astype(np.int32),
        score[order].astype(np.int32),
        wish[order].astype(np.int32),
    )
