"""The forward half of the auction: every need without a seat bids for the offer that serves it best.

A need offers as much as leaves it exactly as well off as its second choice (or as staying out), plus
one step; so prices climb only where needs compete, and every holder is within one step of its best.
"""

import numpy as np
from numpy.typing import NDArray

from shanhai.match.compiled import compiled
from shanhai.match.edges import Edges
from shanhai.match.seats import NOBODY, Seats, seat


@compiled
def best_bid(
    edges: Edges, price: NDArray[np.int64], need: int, scale: int, step: int
) -> tuple[int, int]:
    """The offer that this need would rather have at these prices and its bid; NOBODY if it stays out."""
    best = np.int64(0)
    second = np.int64(0)
    chosen = -1
    for edge in range(edges.start[need], edges.start[need + 1]):
        offer = edges.offer[edge]
        profit = np.int64(edges.score[edge]) * scale - price[offer]
        if profit > best:
            second = best
            best = profit
            chosen = offer
        elif profit > second:
            second = profit
    if chosen < 0:
        return -1, 0
    return int(chosen), int(price[chosen] + best - second + step)


@compiled
def collect_bids(
    edges: Edges,
    price: NDArray[np.int64],
    needs: NDArray[np.int32],
    terms: tuple[int, int],
    chosen: NDArray[np.int32],
    bids: NDArray[np.int64],
) -> None:
    """The bids of many needs at the prices of this moment; `terms` are scale and step."""
    for position in range(len(needs)):
        chosen[position], bids[position] = best_bid(
            edges, price, needs[position], terms[0], terms[1]
        )


@compiled
def settle_bids(
    seats: Seats,
    needs: NDArray[np.int32],
    chosen: NDArray[np.int32],
    bids: NDArray[np.int64],
    waiting: NDArray[np.int32],
) -> int:
    """Seat the bidders in their order; writes who is left without a seat to `waiting`, returns how many."""
    count = 0
    for position in range(len(needs)):
        if chosen[position] >= 0:
            loser = seat(seats, chosen[position], needs[position], bids[position])
            if loser != NOBODY:
                waiting[count] = loser
                count += 1
    return count


@compiled
def bid_one_by_one(
    edges: Edges, seats: Seats, queue: NDArray[np.int32], waiting: int, terms: tuple[int, int, int]
) -> tuple[int, int]:
    """Bid from the end of the queue until it is empty or the allowance is used up.

    `terms` are scale, step and the allowance. Returns how many still wait and how many bids were made.
    """
    scale, step, allowance = terms
    made = 0
    while waiting > 0 and made < allowance:
        need = queue[waiting - 1]
        waiting -= 1
        offer, bid = best_bid(edges, seats.price, need, scale, step)
        made += 1
        if offer >= 0:
            loser = seat(seats, offer, need, bid)
            if loser != NOBODY:
                queue[waiting] = loser
                waiting += 1
    return waiting, made


@compiled
def keep_contented(
    edges: Edges,
    seats: Seats,
    taken: NDArray[np.int32],
    terms: tuple[int, int],
    queue: NDArray[np.int32],
) -> int:
    """Begin a finer round: seat anew who is within the finer step of its best, the others wait.

    Prices stay as the floors of the new round. `terms` are scale and step. Returns how many wait
    in `queue`; who would rather stay out neither waits nor sits.
    """
    scale, step = terms
    floor = seats.price.copy()
    seats.filled[:] = 0
    waiting = 0
    for need in range(len(taken)):
        best, here, sits = np.int64(0), np.int64(0), False
        for edge in range(edges.start[need], edges.start[need + 1]):
            profit = np.int64(edges.score[edge]) * scale - floor[edges.offer[edge]]
            if edges.offer[edge] == taken[need]:
                here = profit
                sits = True
            elif profit > best:
                best = profit
        if sits and here >= best - step:
            seat(seats, taken[need], need, floor[taken[need]] + here - best + step)
        elif best > 0 or here > 0:
            queue[waiting] = need
            waiting += 1
    return waiting
