"""Stable matchings: nobody would rather have each other, the same number sits, and it costs what it costs."""

from itertools import product

import numpy as np

from shanhai.match.auction import solve
from shanhai.match.stable import count_blocking_pairs, match_stably
from tests.match.markets import random_edges


def test_three_hundred_small_markets_have_no_blocking_pair_and_break_no_limit() -> None:
    for seed in range(300):
        edges, capacity = random_edges(seed)
        found = match_stably(edges, capacity)
        best = solve(edges, capacity, exact=True).certificate.objective
        assert found.blocking_pairs == 0, seed
        assert found.certificate.feasible, seed
        assert found.certificate.objective <= best, seed
        assert 0 <= found.price_of_stability(best) <= 1


def test_the_counter_finds_exactly_the_pairs_that_a_plain_search_finds() -> None:
    rng = np.random.default_rng(1)
    some = 0
    for seed in range(60):
        edges, capacity = random_edges(seed)
        taken = np.full(edges.needs, -1, np.int32)
        left = capacity.copy()
        for need in rng.permutation(edges.needs):
            can = [o for o in edges.offer[edges.of(need)] if left[o] > 0]
            if can and rng.random() < 0.8:
                taken[need] = rng.choice(can)
                left[taken[need]] -= 1
        plain = blocking_by_search(edges, capacity, taken)
        some += plain > 0
        assert count_blocking_pairs(edges, capacity, taken) == plain, seed
    assert some > 30


def blocking_by_search(edges, capacity, taken) -> int:
    wish, rank = {}, {}
    for need in range(edges.needs):
        for edge in range(edges.start[need], edges.start[need + 1]):
            pair = (need, int(edges.offer[edge]))
            wish[pair] = int(edges.wish[edge])
            rank[pair] = int(edges.score[edge]) - wish[pair]
    found = 0
    for need, offer in product(range(edges.needs), range(len(capacity))):
        if (need, offer) not in wish or not capacity[offer]:
            continue
        mine = wish[need, int(taken[need])] if taken[need] >= 0 else -1
        held = [rank[other, offer] for other in range(edges.needs) if taken[other] == offer]
        room = len(held) < capacity[offer] or min(held) < rank[need, offer]
        found += wish[need, offer] > mine and room
    return found


def test_stability_gives_up_score_where_wishes_and_total_differ() -> None:
    lost = []
    for seed in range(1, 300, 3):  # the seeds with finely spread scores
        edges, capacity = random_edges(seed)
        best = solve(edges, capacity, exact=True).certificate.objective
        lost.append(match_stably(edges, capacity).price_of_stability(best))
    assert max(lost) > 0
