"""Small markets drawn from a seed, all synthetic, and what is exactly best in them by brute force or SciPy."""

import random
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow
from scipy.optimize import linear_sum_assignment

from shanhai.match.edges import Edges, edges_from_pairs
from shanhai.match.places import Places
from shanhai.match.policy import policy
from shanhai.match.rules.labour_terms import Housing, Job, Setting, Shift, Worker
from shanhai.match.types import Need, Offer

HOMES = ("451003", "451224", "522601", "451022")
PLACES = ("440305", "440605", "440307", "441900", "330102")
OCCUPATIONS = ("manufacturing", "catering", "domestic")
CERTIFICATES = ("电工证", "健康证", "焊工证")
SPRING = date(2026, 3, 1)

TIES = Places(
    pairs=frozenset({("451003", "440305"), ("451224", "440307"), ("522600", "440600")}),
    province_pairs=frozenset({("450000", "440000"), ("520000", "440000")}),
    key_counties=frozenset({"451224"}),
    distances_km={("451000", "440300"): 760, ("522600", "440600"): 820, ("440600", "451000"): 640},
)


def setting(name: str = "priority_first") -> Setting:
    return Setting(TIES, policy("labour", name), {"manufacturing": "生产制造"})


def a_worker(draw: random.Random) -> Worker:
    return Worker(
        home_county=draw.choice(HOMES),
        born_on=date(draw.randint(1970, 2011), draw.randint(1, 12), draw.randint(1, 28)),
        free_from=SPRING + timedelta(days=draw.randint(-30, 60)),
        free_until=draw.choice([date.max, SPRING + timedelta(days=90)]),
        skills={code: draw.randint(0, 5) for code in draw.sample(OCCUPATIONS, draw.randint(1, 3))},
        destinations=tuple(
            draw.sample(("440000", "440300", "440605", "330000"), draw.randint(0, 3))
        ),
        certificates=frozenset(draw.sample(CERTIFICATES, draw.randint(0, 3))),
        wage_floor_yuan=draw.choice([0, 3000, 4500]),
        wage_wished_yuan=draw.choice([0, 5000, 7000]),
        shifts=frozenset(draw.sample(list(Shift), draw.randint(0, 3))),
        companions=draw.randint(0, 4),
        lifted_out_of_poverty=draw.random() < 0.4,
    )


def a_job(draw: random.Random) -> Job:
    start = SPRING + timedelta(days=draw.randint(-20, 60))
    return Job(
        occupation=draw.choice(OCCUPATIONS),
        destination=draw.choice(PLACES),
        wage_yuan=draw.randint(2500, 9000),
        start_from=start,
        start_until=start + timedelta(days=draw.randint(0, 45)),
        skill_level=draw.randint(0, 5),
        certificates=frozenset(draw.sample(CERTIFICATES, draw.choice([0, 0, 0, 1, 2]))),
        shift=draw.choice(list(Shift)),
        housing=draw.choice(list(Housing)),
        insured=draw.random() < 0.5,
        hazardous=draw.random() < 0.2,
    )


def labour_market(
    seed: int, workers: int, jobs: int, seats: int = 2
) -> tuple[list[Need], list[Offer]]:
    """Workers w0, w1 … (some have declined a job before) and jobs j0, j1 … of up to `seats` seats."""
    draw = random.Random(seed)
    offers = [Offer(f"j{n}", a_job(draw), draw.randint(0, seats)) for n in range(jobs)]
    ids = [offer.id for offer in offers]
    needs = [
        Need(
            f"w{n}",
            a_worker(draw),
            frozenset(draw.sample(ids, 1)) if ids and draw.random() < 0.2 else frozenset(),
        )
        for n in range(workers)
    ]
    return needs, offers


def random_edges(seed: int) -> tuple[Edges, NDArray[np.int32]]:
    """A small market of edges; scores are coarse, fine or nearly common, capacities may be nought."""
    rng = np.random.default_rng(seed)
    needs, offers = int(rng.integers(1, 13)), int(rng.integers(1, 9))
    there = rng.random((needs, offers)) < rng.choice([0.2, 0.5, 1.0])
    kind = seed % 3
    score = rng.integers(1, (4, 10_001, 101)[kind], (needs, offers))
    if kind == 2:
        score = score + rng.integers(1, 10, offers) * 1000
    pairs = np.argwhere(there)
    picked = score[there].astype(np.int32)
    wish = (picked * rng.random(len(picked))).astype(np.int32)
    capacity = rng.integers(0, 4, offers).astype(np.int32)
    return edges_from_pairs(needs, pairs, picked, wish), capacity


def dense(edges: Edges, offers: int) -> NDArray[np.int64]:
    table = np.zeros((edges.needs, offers), np.int64)
    rows = np.repeat(np.arange(edges.needs), np.diff(edges.start))
    table[rows, edges.offer] = edges.score
    return table


def exact_by_flow(edges: Edges, capacity: NDArray[np.int32]) -> int:
    """The best total by OR-Tools, for markets of thousands: units flow from needs over offers to one sink."""
    flow = min_cost_flow.SimpleMinCostFlow()
    needs, offers = edges.needs, len(capacity)
    sink = needs + offers
    tails = np.repeat(np.arange(needs), np.diff(edges.start))
    everybody = np.arange(needs)
    one = np.ones(len(tails), np.int64)
    flow.add_arcs_with_capacity_and_unit_cost(
        tails, needs + edges.offer, one, -edges.score.astype(np.int64)
    )
    flow.add_arcs_with_capacity_and_unit_cost(
        np.arange(needs, sink), np.full(offers, sink), capacity, np.zeros(offers, np.int64)
    )
    flow.add_arcs_with_capacity_and_unit_cost(
        everybody, np.full(needs, sink), one[:needs], np.zeros(needs, np.int64)
    )
    supply = np.zeros(sink + 1, np.int64)
    supply[:needs], supply[sink] = 1, -needs
    flow.set_nodes_supplies(np.arange(sink + 1), supply)
    assert flow.solve() == flow.OPTIMAL
    return -int(flow.optimal_cost())


def exact_optimum(table: NDArray[np.int64], capacity: NDArray[np.int32]) -> int:
    """The best total by SciPy: each seat a column; a pair that may not be is worth nought, like staying out."""
    seats = np.repeat(table, capacity, axis=1)
    rows, columns = linear_sum_assignment(seats, maximize=True)
    return int(seats[rows, columns].sum())
