"""The auction against exact optima: never wrong, never over a limit, the same every time."""

import numpy as np
import pytest

from shanhai.match import auction
from shanhai.match.auction import solve
from shanhai.match.edges import Edges, edges_from_pairs
from shanhai.match.lowering import take_stock
from shanhai.match.seats import empty_seats
from tests.match.markets import dense, exact_by_flow, exact_optimum, random_edges

SEEDS = range(1000)


def middling_market(
    seed: int, common: bool = False, share: float = 0.9
) -> tuple[Edges, np.ndarray]:
    """3,000 needs and 300 offers: large enough for batches, threads and every kind of round."""
    rng = np.random.default_rng(seed)
    needs, offers, width = 3_000, 300, 12
    offer = np.stack([rng.permutation(offers)[:width] for _ in range(needs)])
    score = rng.integers(1, 10_001, offer.shape)
    if common:
        score = rng.integers(1000, 9900, offers)[offer] + rng.integers(1, 101, offer.shape)
    capacity = rng.multinomial(int(share * needs), np.full(offers, 1 / offers)).astype(np.int32)
    pairs = np.column_stack([np.repeat(np.arange(needs), width), offer.ravel()])
    picked = score.ravel().astype(np.int32)
    return edges_from_pairs(needs, pairs, picked, picked // 2), capacity


def test_a_thousand_small_markets_are_solved_exactly_and_the_bound_is_never_wrong() -> None:
    for seed in SEEDS:
        edges, capacity = random_edges(seed)
        optimum = exact_optimum(dense(edges, len(capacity)), capacity)
        # The rough answer is where a wrong bound would show: the exact one has none to spare.
        rough, exact = solve(edges, capacity, gap=0.2), solve(edges, capacity, exact=True)
        for found in (rough, exact):
            proof = found.certificate
            assert proof.feasible, seed
            assert proof.objective <= optimum <= proof.bound, seed
        assert rough.certificate.gap <= 0.2, seed
        assert exact.certificate.objective == exact.certificate.bound == optimum, seed


@pytest.mark.parametrize(
    ("common", "share"), [(False, 1.1), (False, 0.9), (True, 0.9), (True, 1.1)]
)
def test_a_market_of_thousands_keeps_the_promised_gap(common: bool, share: float) -> None:
    edges, capacity = middling_market(3, common, share)
    optimum = exact_by_flow(edges, capacity)
    for gap in (0.0005, 0.00005):
        proof = solve(edges, capacity, gap=gap).certificate
        assert proof.feasible
        assert proof.objective <= optimum <= proof.bound
        assert proof.gap <= gap
    assert solve(edges, capacity, exact=True).certificate.objective == optimum


def test_equal_input_gives_equal_output_however_many_threads_bid(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    edges, capacity = middling_market(5)
    monkeypatch.setattr(auction, "ONE_BY_ONE_BELOW", 100)
    monkeypatch.setattr(auction, "BATCH", 500)
    results = []
    for threads in (1, 2, 3):
        monkeypatch.setattr(auction, "cores", lambda threads=threads: threads)
        results.append(solve(edges, capacity))
    for other in results[1:]:
        assert np.array_equal(results[0].taken, other.taken)
        assert np.array_equal(results[0].price, other.price)


def test_no_free_seat_has_a_price_and_everybody_is_within_a_step_of_the_best() -> None:
    edges, capacity = middling_market(7)
    found = solve(edges, capacity, gap=0.00005)
    load = np.bincount(found.taken[found.taken >= 0], minlength=len(capacity))
    assert (found.price[load < capacity] == 0).all()
    assert found.rounds > 1, "the market has to be one in which prices are lowered between rounds"


def test_a_price_war_is_noticed_and_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    edges, capacity = middling_market(9, common=True, share=1.1)
    found = solve(edges, capacity)
    assert found.certificate.gap <= 0.0005
    monkeypatch.setattr(auction, "PATIENCE", 10_000)
    patient = solve(edges, capacity)
    assert found.bids < patient.bids, "small steps alone take more bids"


def test_nobody_who_wants_a_free_seat_stays_outside() -> None:
    edges, capacity = middling_market(11, share=1.3)
    found = solve(edges, capacity, gap=0.5)
    free = capacity - np.bincount(found.taken[found.taken >= 0], minlength=len(capacity))
    for need in np.flatnonzero(found.taken < 0):
        assert not (free[edges.offer[edges.of(need)]] > 0).any()


def test_a_run_that_is_stopped_returns_what_it_has_with_the_gap_that_it_has() -> None:
    edges, capacity = middling_market(13)
    heard: list[tuple[str, int, int]] = []

    def stop_soon(what: str, waiting: int, of: int) -> bool:
        heard.append((what, waiting, of))
        return len(heard) < 2

    found = solve(edges, capacity, watcher=stop_soon)
    assert found.stopped
    assert found.certificate.feasible
    assert found.certificate.bound >= solve(edges, capacity).certificate.objective
    assert heard[0] == ("bidding", 3_000, 3_000)


def test_a_market_without_edges_or_seats_has_nothing_to_give() -> None:
    nothing = edges_from_pairs(
        3, np.empty((0, 2), np.int64), np.empty(0, np.int32), np.empty(0, np.int32)
    )
    assert solve(nothing, np.array([2], np.int32)).certificate.bound == 0
    edges, _ = random_edges(4)
    closed = solve(edges, np.zeros(8, np.int32))
    assert closed.certificate.matched == 0
    assert closed.certificate.bound == 0


def test_stock_taking_agrees_with_the_seats() -> None:
    edges, capacity = random_edges(2)
    holdings = take_stock(edges, empty_seats(capacity), 1)
    assert (holdings.taken == -1).all()
    assert (holdings.profit == 0).all()
