"""The proof trusts nobody: any prices give a true bound, and a broken limit is found."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shanhai.match.certificate import certify, sum_of_products
from tests.match.markets import dense, exact_optimum, random_edges


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 10_000), scale=st.sampled_from([1, 7, 1024]), data=st.data())
def test_no_prices_whatever_give_a_bound_below_the_optimum(
    seed: int, scale: int, data: st.DataObject
) -> None:
    edges, capacity = random_edges(seed)
    prices = data.draw(
        st.lists(st.integers(-50, 20_000), min_size=len(capacity), max_size=len(capacity))
    )
    nobody = np.full(edges.needs, -1, np.int32)
    proof = certify(edges, capacity, nobody, np.array(prices, np.int64), scale)
    assert proof.bound >= exact_optimum(dense(edges, len(capacity)), capacity)
    assert proof.objective == 0


def test_more_takers_than_seats_and_pairs_without_an_edge_are_found() -> None:
    edges, _ = random_edges(0)
    offers = 8
    taken = np.full(edges.needs, -1, np.int32)
    held = np.repeat(np.arange(edges.needs), np.diff(edges.start))
    taken[held] = edges.offer
    price = np.zeros(offers, np.int64)
    full = certify(edges, np.zeros(offers, np.int32), taken, price, 1)
    assert full.overfilled > 0
    assert not full.feasible
    there = {(int(need), int(offer)) for need, offer in zip(held, edges.offer, strict=True)}
    need, offer = next(
        (n, o) for n in range(edges.needs) for o in range(offers) if (n, o) not in there
    )
    taken[:] = -1
    taken[need] = offer
    assert certify(edges, np.full(offers, 9, np.int32), taken, price, 1).stray == 1


def test_a_sum_that_64_bits_cannot_hold_is_no_silent_nonsense() -> None:
    with pytest.raises(AssertionError):
        sum_of_products(np.array([1 << 20], np.int64), np.array([1 << 50], np.int64))
