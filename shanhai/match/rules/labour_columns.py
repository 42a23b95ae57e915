"""Workers and jobs as columns, for kernels that look at a hundred million pairs.

What depends on a pair of categories (home and destination, household and housing) is a table filled by
the rules of `labour.py` themselves; only skill, wage and the rank of a wish are computed again here.
Dates are proleptic ordinals, places and occupations positions in sorted lists.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from shanhai.match.rules import labour
from shanhai.match.rules.labour_terms import Housing, Job, Setting, Shift, Worker

Key = TypeVar("Key")

SHIFT_BIT = {Shift.DAY: 1, Shift.NIGHT: 2, Shift.ROTATING: 4}
COMPANIONS_AT_MOST = 2  # from two on, the household rule asks for the same


class Workers(NamedTuple):
    """One entry a worker; the occupations of worker i are `occupation[first[i]:first[i + 1]]`."""

    first: NDArray[np.int64]
    occupation: NDArray[np.int16]
    level: NDArray[np.int8]
    home: NDArray[np.int16]
    wishes: NDArray[np.int32]
    wage_floor: NDArray[np.int32]
    wage_wished: NDArray[np.int32]
    shifts: NDArray[np.uint8]
    companions: NDArray[np.int8]
    standing: NDArray[np.int32]
    free_from: NDArray[np.int32]
    free_until: NDArray[np.int32]
    of_age: NDArray[np.int32]
    adult: NDArray[np.int32]
    certificates: NDArray[np.uint64]


class Jobs(NamedTuple):
    """One entry a job, in any order."""

    occupation: NDArray[np.int16]
    destination: NDArray[np.int16]
    level: NDArray[np.int8]
    wage: NDArray[np.int32]
    shift: NDArray[np.uint8]
    housing: NDArray[np.int8]
    insured: NDArray[np.uint8]
    hazardous: NDArray[np.uint8]
    start_from: NDArray[np.int32]
    start_until: NDArray[np.int32]
    certificates: NDArray[np.uint64]


class Tables(NamedTuple):
    """What the rules say of categories. The places of wish list w are `wish_first[w]:wish_first[w + 1]`
    of `wish_place` (destinations, sorted) with their points in `wish_points`.

    `most` is the full points of skill, wage, shift, insured and possible; `occupations` and `places` are counts.
    """

    wish_first: NDArray[np.int64]
    wish_place: NDArray[np.int16]
    wish_points: NDArray[np.int32]
    tier: NDArray[np.int32]
    distance: NDArray[np.int32]
    household: NDArray[np.int32]
    most: NDArray[np.int32]
    occupations: int
    places: int


class Columns(NamedTuple):
    """A whole market as the kernels see it."""

    workers: Workers
    jobs: Jobs
    tables: Tables


def encode(workers: Sequence[Worker], jobs: Sequence[Job], setting: Setting) -> Columns:
    """Lay out a market; occupations and certificates that no job has can't match and get no number."""
    occupations = _numbered(job.occupation for job in jobs)
    destinations = _numbered(job.destination for job in jobs)
    certificates = _numbered(kind for job in jobs for kind in job.certificates)
    homes = _numbered(worker.home_county for worker in workers)
    wishes = _numbered(worker.destinations for worker in workers)
    tables = _tables(setting, list(homes), list(destinations), list(wishes), len(occupations))
    return Columns(
        _workers(workers, setting, (occupations, homes, wishes, certificates)),
        _jobs(jobs, (occupations, destinations, certificates)),
        tables,
    )


def _numbered(found: Iterable[Key]) -> dict[Key, int]:
    """Each different value with its position in sorted order."""
    return {value: position for position, value in enumerate(sorted(set(found)))}  # type: ignore[type-var]


def _day(day: date) -> int:
    return day.toordinal()


def _marks(kinds: Iterable[frozenset[str]], number: Mapping[str, int]) -> NDArray[np.uint64]:
    """One bit a certificate, as many 64-bit words a row as the market needs."""
    rows = list(kinds)
    words = np.zeros((len(rows), max(1, -(-len(number) // 64))), np.uint64)
    for row, held in enumerate(rows):
        for kind in held:
            if kind in number:
                words[row, number[kind] // 64] |= np.uint64(1 << (number[kind] % 64))
    return words


def _tables(
    setting: Setting,
    homes: list[str],
    destinations: list[str],
    wishes: list[tuple[str, ...]],
    occupations: int,
) -> Tables:
    preferences = setting.policy.preferences
    first, place, points = [0], [], []
    for wish in wishes:
        for number, code in enumerate(destinations):
            rank = labour.wish_rank(wish, code) if wish else 0
            if rank is not None:
                place.append(number)
                most = preferences["destination"]
                points.append(labour.destination_points(most, len(wish), rank))
        first.append(len(place))
    tier = [[setting.policy.tiers[setting.places.tier(h, d)] for d in destinations] for h in homes]
    distance = [
        [
            labour.distance_points(preferences["distance"], setting.places.distance_km(h, d))
            for d in destinations
        ]
        for h in homes
    ]
    household = [
        [
            labour.household_points(preferences["household"], companions, housing)
            for housing in Housing
        ]
        for companions in range(COMPANIONS_AT_MOST + 1)
    ]
    shape = (len(homes), len(destinations))
    return Tables(
        wish_first=np.array(first, np.int64),
        wish_place=np.array(place, np.int16),
        wish_points=np.array(points, np.int32),
        tier=np.array(tier, np.int32).reshape(shape),
        distance=np.array(distance, np.int32).reshape(shape),
        household=np.array(household, np.int32),
        most=np.array(
            [preferences[name] for name in ("skill", "wage", "shift", "insured", "possible")],
            np.int32,
        ),
        occupations=occupations,
        places=len(destinations),
    )


def _workers(
    workers: Sequence[Worker],
    setting: Setting,
    numbers: tuple[
        Mapping[str, int], Mapping[str, int], Mapping[tuple[str, ...], int], Mapping[str, int]
    ],
) -> Workers:
    occupations, homes, wishes, certificates = numbers
    skills = [
        sorted(
            (occupations[code], level)
            for code, level in worker.skills.items()
            if code in occupations
        )
        for worker in workers
    ]
    first = np.zeros(len(workers) + 1, np.int64)
    np.cumsum([len(known) for known in skills], out=first[1:])
    flat = [pair for known in skills for pair in known]
    standing = [
        setting.policy.persons["key_county"] * (worker.home_county in setting.places.key_counties)
        + setting.policy.persons["lifted_out_of_poverty"] * worker.lifted_out_of_poverty
        for worker in workers
    ]
    return Workers(
        first=first,
        occupation=np.array([occupation for occupation, _ in flat], np.int16),
        level=np.array([level for _, level in flat], np.int8),
        home=np.array([homes[worker.home_county] for worker in workers], np.int16),
        wishes=np.array([wishes[worker.destinations] for worker in workers], np.int32),
        wage_floor=np.array([worker.wage_floor_yuan for worker in workers], np.int32),
        wage_wished=np.array([worker.wage_wished_yuan for worker in workers], np.int32),
        shifts=np.array(
            [sum(SHIFT_BIT[shift] for shift in worker.shifts) or 7 for worker in workers], np.uint8
        ),
        companions=np.array(
            [min(worker.companions, COMPANIONS_AT_MOST) for worker in workers], np.int8
        ),
        standing=np.array(standing, np.int32),
        free_from=np.array([_day(worker.free_from) for worker in workers], np.int32),
        free_until=np.array([_day(worker.free_until) for worker in workers], np.int32),
        of_age=_days_of_age(workers, labour.WORKING_AGE_YEARS),
        adult=_days_of_age(workers, labour.ADULT_AGE_YEARS),
        certificates=_marks((worker.certificates for worker in workers), certificates),
    )


def _days_of_age(workers: Sequence[Worker], years: int) -> NDArray[np.int32]:
    return np.array([_day(labour.birthday(worker.born_on, years)) for worker in workers], np.int32)


def _jobs(
    jobs: Sequence[Job],
    numbers: tuple[Mapping[str, int], Mapping[str, int], Mapping[str, int]],
) -> Jobs:
    occupations, destinations, certificates = numbers
    return Jobs(
        occupation=np.array([occupations[job.occupation] for job in jobs], np.int16),
        destination=np.array([destinations[job.destination] for job in jobs], np.int16),
        level=np.array([job.skill_level for job in jobs], np.int8),
        wage=np.array([job.wage_yuan for job in jobs], np.int32),
        shift=np.array([SHIFT_BIT[job.shift] for job in jobs], np.uint8),
        housing=np.array([job.housing for job in jobs], np.int8),
        insured=np.array([job.insured for job in jobs], np.uint8),
        hazardous=np.array([job.hazardous for job in jobs], np.uint8),
        start_from=np.array([_day(job.start_from) for job in jobs], np.int32),
        start_until=np.array([_day(job.start_until) for job in jobs], np.int32),
        certificates=_marks((job.certificates for job in jobs), certificates),
    )
