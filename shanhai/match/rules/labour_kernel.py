"""The labour rules for one pair of columns, compiled: the same limits and the same points as `labour.py`.

The caller walks blocks of equal occupation and wished place, so those two limits hold before it asks.
"""

import numpy as np
from numpy.typing import NDArray

from shanhai.match.compiled import compiled
from shanhai.match.rules.labour_columns import Jobs, Tables, Workers


@compiled
def allowed(workers: Workers, jobs: Jobs, worker: int, job: int) -> bool:
    """Whether age, certificates, wage floor and window permit this pair."""
    if jobs.wage[job] < workers.wage_floor[worker]:
        return False
    if workers.free_from[worker] > jobs.start_until[job]:
        return False
    if jobs.start_from[job] > workers.free_until[worker]:
        return False
    first_day = max(jobs.start_from[job], workers.free_from[worker])
    if first_day < (workers.adult[worker] if jobs.hazardous[job] else workers.of_age[worker]):
        return False
    for word in range(jobs.certificates.shape[1]):
        needed = jobs.certificates[job, word]
        if needed & workers.certificates[worker, word] != needed:
            return False
    return True


@compiled
def wish_points(
    workers: Workers, jobs: Jobs, tables: Tables, worker: int, job: int, place: int
) -> int:
    """Points of what the worker would rather have; `place` is the entry of the wish list."""
    points = tables.wish_points[place]
    points += tables.distance[workers.home[worker], jobs.destination[job]]
    points += tables.household[workers.companions[worker], jobs.housing[job]]
    wished, paid = workers.wage_wished[worker], jobs.wage[job]
    if paid >= wished:
        points += tables.most[1]
    else:
        points += np.int32(np.int64(tables.most[1]) * paid // wished)
    if workers.shifts[worker] & jobs.shift[job]:
        points += tables.most[2]
    if jobs.insured[job]:
        points += tables.most[3]
    return int(points)


@compiled
def rank_points(
    workers: Workers, jobs: Jobs, tables: Tables, worker: int, job: int, skill: int
) -> int:
    """Points of what employer and policy rank by; `skill` is the worker's entry for the occupation."""
    points = workers.standing[worker] + tables.most[4]
    points += tables.tier[workers.home[worker], jobs.destination[job]]
    level, wanted = np.int32(workers.level[skill]), np.int32(jobs.level[job])
    if level >= wanted:
        points += tables.most[0]
    else:
        points += tables.most[0] * level // wanted
    return int(points)


Blocks = tuple[NDArray[np.int64], NDArray[np.int32]]
"""Start of each (occupation, destination) block, and the jobs in block order."""


def blocks_of(jobs: Jobs, tables: Tables) -> Blocks:
    """The jobs sorted by occupation and destination, in their own order within a block."""
    block = jobs.occupation.astype(np.int64) * tables.places + jobs.destination
    start = np.zeros(tables.occupations * tables.places + 1, np.int64)
    np.cumsum(np.bincount(block, minlength=len(start) - 1), out=start[1:])
    return start, np.argsort(block, kind="stable").astype(np.int32)


@compiled
def limit_bits(market: tuple[Workers, Jobs, Tables], worker: int, bits: NDArray[np.uint8]) -> None:
    """Which limits forbid each job to this worker: bit n is the n-th of `labour.LIMITS`."""
    workers, jobs, tables = market
    wishes = workers.wishes[worker]
    wished = tables.wish_place[tables.wish_first[wishes] : tables.wish_first[wishes + 1]]
    known = workers.occupation[workers.first[worker] : workers.first[worker + 1]]
    for job in range(len(bits)):
        found = 0
        if not _contains(known, jobs.occupation[job]):
            found |= 1
        if not _contains(wished, jobs.destination[job]):
            found |= 2
        first_day = max(jobs.start_from[job], workers.free_from[worker])
        if first_day < (workers.adult[worker] if jobs.hazardous[job] else workers.of_age[worker]):
            found |= 4
        for word in range(jobs.certificates.shape[1]):
            needed = jobs.certificates[job, word]
            if needed & workers.certificates[worker, word] != needed:
                found |= 8
        if jobs.wage[job] < workers.wage_floor[worker]:
            found |= 16
        if (
            workers.free_from[worker] > jobs.start_until[job]
            or jobs.start_from[job] > workers.free_until[worker]
        ):
            found |= 32
        bits[job] = found


@compiled
def _contains(numbers: NDArray[np.int16], number: int) -> bool:
    for one in numbers:  # noqa: SIM110 (a generator would not compile)
        if one == number:
            return True
    return False
