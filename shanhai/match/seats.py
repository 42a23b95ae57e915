"""The seats of the offers: who holds them at which bid, and what one more would have to pay.

Each offer's seats are a heap with the lowest bid on top, all heaps in three flat arrays, so that
a bid costs the logarithm of one offer's seats and no memory is taken while the auction runs.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shanhai.match.compiled import compiled

NOBODY = -1


class Seats(NamedTuple):
    """Seats of all offers; offer j owns the places `start[j]:start[j + 1]` of `bid` and `holder`.

    `price` is what the next need must outbid: the lowest bid once the offer is full, else its floor.
    Bids and prices are in units of 1/scale of a point (see `auction.Auction`).
    """

    start: NDArray[np.int64]
    bid: NDArray[np.int64]
    holder: NDArray[np.int32]
    filled: NDArray[np.int32]
    price: NDArray[np.int64]


def empty_seats(capacity: NDArray[np.int32]) -> Seats:
    """Nobody seated and every price nought."""
    start = np.zeros(len(capacity) + 1, np.int64)
    np.cumsum(capacity, out=start[1:])
    total = int(start[-1])
    return Seats(
        start,
        np.zeros(total, np.int64),
        np.full(total, NOBODY, np.int32),
        np.zeros(len(capacity), np.int32),
        np.zeros(len(capacity), np.int64),
    )


@compiled
def seat(seats: Seats, offer: int, need: int, bid: int) -> int:
    """Give the need a seat if its bid beats the price; returns who has none now (or NOBODY)."""
    first = seats.start[offer]
    size = seats.start[offer + 1] - first
    filled = seats.filled[offer]
    if filled < size:
        place = filled
        while place > 0:
            above = (place - 1) >> 1
            if seats.bid[first + above] <= bid:
                break
            seats.bid[first + place] = seats.bid[first + above]
            seats.holder[first + place] = seats.holder[first + above]
            place = above
        seats.bid[first + place] = bid
        seats.holder[first + place] = need
        seats.filled[offer] = filled + 1
        if filled + 1 == size and seats.bid[first] > seats.price[offer]:
            seats.price[offer] = seats.bid[first]
        return NOBODY
    if size == 0 or bid <= seats.price[offer]:
        return need
    loser = seats.holder[first]
    place = 0
    while True:
        below = 2 * place + 1
        if below >= size:
            break
        if below + 1 < size and seats.bid[first + below + 1] < seats.bid[first + below]:
            below += 1
        if seats.bid[first + below] >= bid:
            break
        seats.bid[first + place] = seats.bid[first + below]
        seats.holder[first + place] = seats.holder[first + below]
        place = below
    seats.bid[first + place] = bid
    seats.holder[first + place] = need
    seats.price[offer] = max(seats.price[offer], seats.bid[first])
    return int(loser)
