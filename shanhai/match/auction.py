"""Decides who gets which offer: an auction whose prices prove the result.

Needs bid for offers until nobody wants to move; what the seats then cost bounds every other assignment
(`certificate.py`). Where many needs want the same few offers, small steps would take for ever (a price
war) and large ones would be coarse; so the step starts coarse there and becomes finer round by round,
and between rounds free seats lose the price that a coarser round left on them (`lowering.py`).
Equal input gives equal output, however many threads bid.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from shanhai.match.bidding import bid_one_by_one, collect_bids, keep_contented, settle_bids
from shanhai.match.certificate import Certificate, certify
from shanhai.match.compiled import compiled
from shanhai.match.edges import Edges, edges_per_offer
from shanhai.match.lowering import Takers, lower_prices, take_stock, takers_of, who_sits_where
from shanhai.match.parts import cores
from shanhai.match.seats import Seats, empty_seats

BATCH = (
    16_384  # bids against the same prices: fixed, or the number of threads would show in the result
)
ONE_BY_ONE_BELOW = 2_000
"""So few waiting needs are quicker served one after the other, each at the newest prices."""

FINE = 0.005
SCARCE = (1.0, 0.001)
CONTESTED = (0.05, 0.001)
"""Steps as shares of the mean best score: FINE where seats are to spare, SCARCE where they are too few,
CONTESTED when FINE runs into a price war. Measured to prove 0.05 % from 10,000 to 1,000,000 needs
(`bench/match_labour.py`); a gap that stays open is closed by ever finer steps."""
PATIENCE = 6
"""Bids per need after which a market that began with FINE is taken for a price war."""

Watcher = Callable[[str, int, int], bool]
"""Told (what is done, needs still waiting, of how many); answers whether to go on."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """`taken[i]` is the offer of need i or -1; `price` is per seat in 1/`scale` of a point."""

    taken: NDArray[np.int32]
    price: NDArray[np.int64]
    scale: int
    certificate: Certificate
    bids: int
    rounds: int
    stopped: bool


def go_on(_what: str, _waiting: int, _of: int) -> bool:
    """The watcher that nobody is."""
    return True


class _Stopped(Exception):
    """The watcher asked to stop; what is seated so far is still a valid assignment."""


class _Auction:
    """The running state of one market."""

    def __init__(self, edges: Edges, capacity: NDArray[np.int32], watcher: Watcher) -> None:
        self.edges = edges
        # One seat more than can ever be asked for says "never full", hence never a price.
        wanted = edges_per_offer(edges, len(capacity))
        self.capacity = np.minimum(capacity, wanted + 1).astype(np.int32)
        self.seats: Seats = empty_seats(self.capacity)
        self.scale = _scale_for(edges)
        # An offer without seats costs more than anything is worth: nobody bids for it for ever.
        out_of_reach = self.scale * int(edges.score.max(initial=1)) + 1
        self.seats.price[self.capacity == 0] = out_of_reach
        self.watcher = watcher
        self.threads = cores()
        self.takers: Takers | None = None
        self.bids = 0

    def bid(self, pool: ThreadPoolExecutor, queue: NDArray[np.int32], step: int, most: int) -> int:
        """One forward round at this step; returns how many still wait after `most` bids."""
        waiting, last = len(queue), self.bids + most
        spare = np.empty_like(queue)
        while waiting and self.bids < last:
            if not self.watcher("bidding", waiting, self.edges.needs):
                raise _Stopped
            if waiting < ONE_BY_ONE_BELOW:
                allowance = min(last - self.bids, 50 * BATCH)
                waiting, made = bid_one_by_one(
                    self.edges, self.seats, queue, waiting, (self.scale, step, allowance)
                )
                self.bids += made
                continue
            left = 0
            for first in range(0, waiting, BATCH):
                left += self._batch(
                    pool, queue[first : min(waiting, first + BATCH)], step, spare[left:]
                )
            queue, spare, waiting = spare, queue, left
        self.queue = queue[:waiting]
        return waiting

    def _batch(
        self, pool: ThreadPoolExecutor, needs: NDArray[np.int32], step: int, rest: NDArray[np.int32]
    ) -> int:
        chosen = np.empty(len(needs), np.int32)
        bids = np.empty(len(needs), np.int64)
        cuts = np.linspace(0, len(needs), self.threads + 1).astype(int)
        work = [
            pool.submit(
                collect_bids,
                self.edges,
                self.seats.price,
                needs[a:b],
                (self.scale, step),
                chosen[a:b],
                bids[a:b],
            )
            for a, b in pairwise(cuts)
        ]
        for part in work:
            part.result()
        self.bids += len(needs)
        return int(settle_bids(self.seats, needs, chosen, bids, rest))

    def refine(self, pool: ThreadPoolExecutor, taken: NDArray[np.int32], step: int) -> None:
        """A finer round from the present prices, then the lowering of what stayed free."""
        queue = np.empty(self.edges.needs, np.int32)
        waiting = keep_contented(self.edges, self.seats, taken, (self.scale, step), queue)
        self.bid(pool, queue[:waiting].copy(), step, _NO_END)
        if not self.watcher("lowering", 0, self.edges.needs):
            raise _Stopped
        if self.takers is None:
            self.takers = takers_of(self.edges, len(self.capacity))
        holdings = take_stock(self.edges, self.seats, self.scale)
        lower_prices(self.takers, self.seats, holdings, self.scale, step)

    def taken(self) -> NDArray[np.int32]:
        return who_sits_where(self.seats, self.edges.needs)


_NO_END = 1 << 60


def solve(
    edges: Edges,
    capacity: NDArray[np.int32],
    *,
    gap: float = 0.0005,
    exact: bool = False,
    watcher: Watcher = go_on,
) -> Assignment:
    """The best assignment of needs to offers, proven to within `gap` of the optimum (or `exact`).

    `capacity` is seats per offer. A need may stay out at a score of nought. When `watcher` answers
    False the assignment found so far is returned, feasible and with the gap that it has.
    """
    auction = _Auction(edges, capacity, watcher)
    rounds, stopped = 0, False
    taken = np.full(edges.needs, -1, np.int32)
    if not len(edges.offer):
        proof = certify(edges, capacity, taken, auction.seats.price, auction.scale)
        return Assignment(taken, auction.seats.price, auction.scale, proof, 0, 0, False)
    with ThreadPoolExecutor(auction.threads) as pool:
        try:
            for step in _steps(auction, pool):
                rounds += 1
                if rounds > 1:
                    auction.refine(pool, taken, step)
                taken = auction.taken()
                proof = certify(edges, capacity, taken, auction.seats.price, auction.scale)
                if proof.gap == 0 if exact else proof.gap <= gap:
                    break
        except _Stopped:
            stopped = True
    taken = auction.taken()
    fill_free_seats(edges, auction.capacity, taken)
    proof = certify(edges, capacity, taken, auction.seats.price, auction.scale)
    return Assignment(
        taken, auction.seats.price, auction.scale, proof, auction.bids, rounds, stopped
    )


def _steps(auction: _Auction, pool: ThreadPoolExecutor) -> Iterator[int]:
    """Run the first round, then name the step of every further one, down to one unit of the scale."""
    unit = _mean_best(auction.edges) * auction.scale
    everybody = np.arange(auction.edges.needs, dtype=np.int32)
    fine, scarce, contested = (
        [max(1, int(share * unit)) for share in shares] for shares in ((FINE,), SCARCE, CONTESTED)
    )
    if int(auction.capacity.sum()) < auction.edges.needs:
        steps = scarce
        auction.bid(pool, everybody, steps[0], _NO_END)
    elif auction.bid(pool, everybody, fine[0], PATIENCE * auction.edges.needs):
        steps = contested
        auction.bid(pool, auction.queue, steps[0], _NO_END)
    else:
        steps = fine
    yield from steps
    step = steps[-1]
    while step > 1:
        step = max(1, step // 4)
        yield step


@compiled
def fill_free_seats(edges: Edges, capacity: NDArray[np.int32], taken: NDArray[np.int32]) -> None:
    """Seat who stands outside although a seat is free: worth less than a step, or the run was stopped."""
    free = capacity.copy()
    for need in range(len(taken)):
        if taken[need] >= 0:
            free[taken[need]] -= 1
    for need in range(len(taken)):
        if taken[need] >= 0:
            continue
        best = 0
        for edge in range(edges.start[need], edges.start[need + 1]):
            if edges.score[edge] > best and free[edges.offer[edge]] > 0:
                best = edges.score[edge]
                taken[need] = edges.offer[edge]
        if taken[need] >= 0:
            free[taken[need]] -= 1


def _scale_for(edges: Edges) -> int:
    """Units of price in a point: more than there are needs, so that a step of one unit is exact.

    Kept so small that the sum over all needs holds in 62 bits, and at least one.
    """
    highest = int(edges.score.max(initial=1))
    wanted = 1 << edges.needs.bit_length()
    room = (1 << 61) // (highest * (edges.needs + 1))
    return max(1, min(wanted, room))


def _mean_best(edges: Edges) -> float:
    filled = np.flatnonzero(np.diff(edges.start) > 0)
    best = np.maximum.reduceat(edges.score, edges.start[filled])
    return max(1.0, float(best.mean()))
