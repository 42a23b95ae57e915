"""The reverse half of the auction: an offer with free seats lowers its price until needs want them.

A forward round that begins with prices can leave free seats with a price on them, which no optimum
has and which the bound would pay for. Here each such offer takes the needs that gain most by coming,
at the price which the next one would just not pay; what they leave behind lowers its price in turn.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shanhai.match.compiled import compiled
from shanhai.match.edges import Edges, edges_per_offer
from shanhai.match.seats import NOBODY, Seats


class Takers(NamedTuple):
    """The edges seen from the offers: who could take a seat at `start[j]:start[j + 1]`, and its score."""

    start: NDArray[np.int64]
    need: NDArray[np.int32]
    score: NDArray[np.int32]


class Holdings(NamedTuple):
    """Where each need sits (NOBODY's number if nowhere) and its profit: score less price, scaled."""

    taken: NDArray[np.int32]
    profit: NDArray[np.int64]


class Heap(NamedTuple):
    """The needs that gain most, by the number of their edge within the offer; least gain on top."""

    gain: NDArray[np.int64]
    edge: NDArray[np.int32]


@compiled
def _turn(edges: Edges, start: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    place = start.copy()
    need_of = np.empty(len(edges.offer), np.int32)
    score_of = np.empty(len(edges.offer), np.int32)
    for need in range(len(edges.start) - 1):
        for edge in range(edges.start[need], edges.start[need + 1]):
            offer = edges.offer[edge]
            need_of[place[offer]] = need
            score_of[place[offer]] = edges.score[edge]
            place[offer] += 1
    return need_of, score_of


def takers_of(edges: Edges, offers: int) -> Takers:
    """The same edges sorted by offer."""
    start = np.zeros(offers + 1, np.int64)
    np.cumsum(edges_per_offer(edges, offers), out=start[1:])
    return Takers(start, *_turn(edges, start))


@compiled
def who_sits_where(seats: Seats, needs: int) -> NDArray[np.int32]:
    """The offer of each need, -1 without one."""
    taken = np.full(needs, -1, np.int32)
    for offer in range(len(seats.filled)):
        first = seats.start[offer]
        for place in range(first, first + seats.filled[offer]):
            taken[seats.holder[place]] = offer
    return taken


@compiled
def take_stock(edges: Edges, seats: Seats, scale: int) -> Holdings:
    """Who sits where, and with what profit at the present prices."""
    taken = who_sits_where(seats, len(edges.start) - 1)
    profit = np.zeros(len(taken), np.int64)
    for need in range(len(taken)):
        if taken[need] >= 0:
            for edge in range(edges.start[need], edges.start[need + 1]):
                if edges.offer[edge] == taken[need]:
                    worth = np.int64(edges.score[edge]) * scale
                    profit[need] = worth - seats.price[taken[need]]
    return Holdings(taken, profit)


@compiled
def _keep_greatest(heap: Heap, count: int, limit: int, gain: int, edge: int) -> int:
    """Offer one edge to the heap of the `limit` greatest gains; returns how many it holds then."""
    if count < limit:
        place = count
        while place > 0 and heap.gain[(place - 1) >> 1] > gain:
            heap.gain[place] = heap.gain[(place - 1) >> 1]
            heap.edge[place] = heap.edge[(place - 1) >> 1]
            place = (place - 1) >> 1
        heap.gain[place] = gain
        heap.edge[place] = edge
        return count + 1
    if gain <= heap.gain[0]:
        return count
    place = 0
    while 2 * place + 1 < limit:
        below = 2 * place + 1
        if below + 1 < limit and heap.gain[below + 1] < heap.gain[below]:
            below += 1
        if heap.gain[below] >= gain:
            break
        heap.gain[place] = heap.gain[below]
        heap.edge[place] = heap.edge[below]
        place = below
    heap.gain[place] = gain
    heap.edge[place] = edge
    return count


@compiled
def _leave(seats: Seats, offer: int, need: int) -> None:
    """Free the seat that the need holds; the order within an offer does not matter here."""
    first = seats.start[offer]
    last = first + seats.filled[offer] - 1
    for place in range(first, last + 1):
        if seats.holder[place] == need:
            seats.holder[place] = seats.holder[last]
            break
    seats.filled[offer] -= 1


@compiled
def _lower_to(seats: Seats, holdings: Holdings, offer: int, price: int) -> None:
    first = seats.start[offer]
    for place in range(first, first + seats.filled[offer]):
        holdings.profit[seats.holder[place]] += seats.price[offer] - price
    seats.price[offer] = price


@compiled
def _gather(
    takers: Takers, holdings: Holdings, offer: int, terms: tuple[int, int], heap: Heap
) -> int:
    """The `free + 1` needs that gain most by coming to this offer, as a heap; returns how many."""
    scale, free = terms
    count = 0
    for edge in range(takers.start[offer], takers.start[offer + 1]):
        need = takers.need[edge]
        gain = np.int64(takers.score[edge]) * scale - holdings.profit[need]
        if gain > 0 and holdings.taken[need] != offer:
            count = _keep_greatest(heap, count, free + 1, gain, edge - takers.start[offer])
    return count


@compiled
def _welcome(
    takers: Takers, seats: Seats, holdings: Holdings, offer: int, edge: int, scale: int
) -> int:
    """Seat the need of this edge here; returns the offer that it left (or NOBODY)."""
    need = takers.need[edge]
    left = holdings.taken[need]
    if left != NOBODY:
        _leave(seats, left, need)
    seats.holder[seats.start[offer] + seats.filled[offer]] = need
    seats.filled[offer] += 1
    holdings.taken[need] = offer
    holdings.profit[need] = np.int64(takers.score[edge]) * scale - seats.price[offer]
    return int(left)


@compiled
def lower_prices(takers: Takers, seats: Seats, holdings: Holdings, scale: int, step: int) -> int:
    """Lower prices until no free seat has one; returns how many times an offer looked for needs.

    Each need that moves gains at least one step, so this ends. The bids of the heaps are spent.
    """
    offers = len(seats.filled)
    size = np.diff(seats.start)
    heap = Heap(np.empty(1 + np.max(size), np.int64), np.empty(1 + np.max(size), np.int32))
    queue = np.empty(offers, np.int32)
    queued = (seats.price > 0) & (seats.filled < size)
    head, waiting, looked = 0, 0, 0
    for offer in range(offers):
        if queued[offer]:
            queue[waiting] = offer
            waiting += 1
    while waiting > 0:
        offer = queue[head]
        head = (head + 1) % offers
        waiting -= 1
        queued[offer] = False
        looked += 1
        free = size[offer] - seats.filled[offer]
        count = _gather(takers, holdings, offer, (scale, free), heap)
        beaten = 1 if count > free else 0  # the top of a full heap only sets the price
        price = max(0, heap.gain[0] - step) if beaten else 0
        _lower_to(seats, holdings, offer, min(price, seats.price[offer]))
        for position in range(beaten, count):
            if heap.gain[position] < seats.price[offer] + step:
                continue
            edge = takers.start[offer] + heap.edge[position]
            left = _welcome(takers, seats, holdings, offer, edge, scale)
            if left != NOBODY and seats.price[left] > 0 and not queued[left]:
                queue[(head + waiting) % offers] = left
                queued[left] = True
                waiting += 1
    return looked
