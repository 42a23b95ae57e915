"""Finds each worker's best candidate jobs without looking at a worker's every job, and forgets none.

A block is all jobs of one occupation in one place; a worker looks only into the blocks that it wishes,
since everything else its own limits forbid. Of these the best few become edges. What is cut is never
lost: the same walk at seat prices proves that no cut pair could do better, or brings it in.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shanhai.match.compiled import compiled
from shanhai.match.edges import Edges
from shanhai.match.parts import in_parts
from shanhai.match.rules.labour_columns import Columns, Jobs, Tables, Workers
from shanhai.match.rules.labour_kernel import Blocks, allowed, blocks_of, rank_points, wish_points

CANDIDATES = 20


class Best(NamedTuple):
    """The best jobs of each worker in no order, `filled[i]` of them from `i * width` on.

    `top[i]` is the worth of the very best, nought without one.
    """

    job: NDArray[np.int32]
    score: NDArray[np.int32]
    wish: NDArray[np.int32]
    filled: NDArray[np.int32]
    top: NDArray[np.int64]


class Ladder(NamedTuple):
    """The worths of the kept jobs of one worker, least first, and the slot where each is written."""

    worth: NDArray[np.int64]
    slot: NDArray[np.int64]


@compiled
def _mixed(worker: int, job: int) -> np.uint64:
    """A number that looks random but is always the same, so that equals are spread over the jobs.

    If ties went to the first job, a thousand equal workers would all hold the same few candidates.
    """
    mixed = (np.uint64(worker) * np.uint64(0x9E3779B97F4A7C15)) ^ (
        np.uint64(job) * np.uint64(0xC2B2AE3D27D4EB4F)
    )
    mixed ^= mixed >> np.uint64(29)
    return mixed * np.uint64(0xBF58476D1CE4E5B9)


@compiled
def _climb(ladder: Ladder, count: int, width: int, worth: int) -> int:
    """Make room for a worth; returns the slot to write the job to, which was the least one's if full."""
    if count < width:
        slot = count
        place = count
        while place > 0 and ladder.worth[place - 1] > worth:
            ladder.worth[place] = ladder.worth[place - 1]
            ladder.slot[place] = ladder.slot[place - 1]
            place -= 1
    else:
        slot = ladder.slot[0]
        place = 0
        while place + 1 < width and ladder.worth[place + 1] < worth:
            ladder.worth[place] = ladder.worth[place + 1]
            ladder.slot[place] = ladder.slot[place + 1]
            place += 1
    ladder.worth[place] = worth
    ladder.slot[place] = slot
    return slot


@compiled
def _walk(
    market: tuple[Workers, Jobs, Tables],
    blocks: Blocks,
    banned: NDArray[np.int64],
    price: NDArray[np.int64],
    best: Best,
    span: tuple[int, int, int, int],
) -> int:
    """Fill `best` for the workers of `span` (first, last, width, scale); returns how many pairs were seen.

    A pair is worth score * scale - price of the job. `banned` are sorted numbers worker * jobs + job.
    """
    workers, jobs, tables = market
    first, last, width, scale = span
    start, order = blocks
    ladder = Ladder(np.empty(width, np.int64), np.empty(width, np.int64))
    seen = 0
    for worker in range(first, last):
        some_banned = _any_banned(banned, worker, len(order))
        count = 0
        wishes = workers.wishes[worker]
        for skill in range(workers.first[worker], workers.first[worker + 1]):
            row = np.int64(workers.occupation[skill]) * tables.places
            for place in range(tables.wish_first[wishes], tables.wish_first[wishes + 1]):
                block = row + tables.wish_place[place]
                seen += start[block + 1] - start[block]
                for position in range(start[block], start[block + 1]):
                    if not allowed(workers, jobs, worker, position):
                        continue
                    job = order[position]
                    if some_banned and _is_banned(banned, worker * np.int64(len(order)) + job):
                        continue
                    wish = wish_points(workers, jobs, tables, worker, position, place)
                    score = wish + rank_points(workers, jobs, tables, worker, position, skill)
                    worth = np.int64(score) * scale - price[job]
                    if score <= 0 or (
                        count == width and not _beats(best, ladder, worker, worth, job)
                    ):
                        continue
                    slot = worker * width + _climb(ladder, count, width, worth)
                    count = min(count + 1, width)
                    best.job[slot] = job
                    best.score[slot] = score
                    best.wish[slot] = wish
        best.filled[worker] = count
        best.top[worker] = ladder.worth[count - 1] if count else 0
    return seen


@compiled
def _beats(best: Best, ladder: Ladder, worker: int, worth: int, job: int) -> bool:
    """Whether a job is worth more than the least that a full ladder keeps; equals are drawn by lot."""
    if worth != ladder.worth[0]:
        return bool(worth > ladder.worth[0])
    least = best.job[worker * len(ladder.worth) + ladder.slot[0]]
    return bool(_mixed(worker, job) > _mixed(worker, least))


@compiled
def _any_banned(banned: NDArray[np.int64], worker: int, jobs: int) -> bool:
    at = np.searchsorted(banned, np.int64(worker) * jobs)
    return bool(at < len(banned) and banned[at] < (np.int64(worker) + 1) * jobs)


@compiled
def _is_banned(banned: NDArray[np.int64], pair: int) -> bool:
    at = np.searchsorted(banned, pair)
    return bool(at < len(banned) and banned[at] == pair)


class Candidates:
    """The possible pairs of one market, walked as often as prices ask for it.

    `banned` are rows (worker, job) that were declined before.
    """

    def __init__(self, columns: Columns, banned: NDArray[np.int64] | None = None) -> None:
        self.workers = len(columns.workers.home)
        self.jobs = len(columns.jobs.wage)
        self.blocks = blocks_of(columns.jobs, columns.tables)
        order = self.blocks[1]
        in_blocks = Jobs(*(column[order] for column in columns.jobs))  # type: ignore[arg-type]
        self.market = (columns.workers, in_blocks, columns.tables)
        pairs = np.empty((0, 2), np.int64) if banned is None else banned
        self.banned = np.sort(pairs[:, 0] * self.jobs + pairs[:, 1])
        self.seen = 0

    def edges(
        self, width: int = CANDIDATES, price: NDArray[np.int64] | None = None, scale: int = 1
    ) -> Edges:
        """The best `width` jobs of every worker by score less price; exact scores, sorted by job."""
        best = self._best(width, price, scale)
        start = np.zeros(self.workers + 1, np.int64)
        np.cumsum(best.filled, out=start[1:])
        offer = np.empty(start[-1], np.int32)
        score = np.empty(start[-1], np.int32)
        wish = np.empty(start[-1], np.int32)
        in_parts(self.workers, lambda a, b: _pack(best, start, (offer, score, wish), (a, b, width)))
        return Edges(start, offer, score, wish)

    def profits(self, price: NDArray[np.int64], scale: int) -> int:
        """Σ max(0, best score * scale - price) over all possible pairs, edges or not: the bound's half."""
        top = self._best(1, price, scale).top
        return int(top[top > 0].sum())

    def _best(self, width: int, price: NDArray[np.int64] | None, scale: int) -> Best:
        size = self.workers * width
        best = Best(
            np.empty(size, np.int32),
            np.empty(size, np.int32),
            np.empty(size, np.int32),
            np.zeros(self.workers, np.int32),
            np.zeros(self.workers, np.int64),
        )
        paid = np.zeros(self.jobs, np.int64) if price is None else price
        seen = in_parts(
            self.workers,
            lambda a, b: _walk(
                self.market, self.blocks, self.banned, paid, best, (a, b, width, scale)
            ),
        )
        self.seen = sum(seen)
        return best


@compiled
def _pack(
    best: Best,
    start: NDArray[np.int64],
    out: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]],
    span: tuple[int, int, int],
) -> None:
    """Copy each worker's best to its place among the edges, sorted by job."""
    offer, score, wish = out
    first, last, width = span
    for worker in range(first, last):
        for entry in range(worker * width, worker * width + best.filled[worker]):
            place = start[worker] + entry - worker * width
            while place > start[worker] and offer[place - 1] > best.job[entry]:
                offer[place] = offer[place - 1]
                score[place] = score[place - 1]
                wish[place] = wish[place - 1]
                place -= 1
            offer[place] = best.job[entry]
            score[place] = best.score[entry]
            wish[place] = best.wish[entry]
