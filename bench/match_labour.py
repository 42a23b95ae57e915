"""Measures the labour auction beside OR-Tools min-cost flow on the same instance in the same run.

Three kinds of market: 10 % spare seats, 10 % too few, and one common value per job (everybody ranks the
jobs alike: the worst case for auctions). Each measurement is a process of its own, so that its peak
memory is its own. `--million` adds 1,000,000 workers x 100,000 jobs (minutes, because of the peer).

    python bench/match_labour.py --million
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

KINDS = {"spare": 1.1, "short": 0.9, "common": 0.9}
WIDTH = 20
REGIONS = 21


def instance(workers: int, kind: str, seed: int = 7) -> dict[str, np.ndarray]:
    """Synthetic edges: half of a worker's candidates at home, popular jobs in demand, scores 1..10000."""
    rng = np.random.default_rng(seed)
    jobs, seats = workers // 10, int(KINDS[kind] * workers)
    size = rng.lognormal(0, 0.8, jobs)
    capacity = 1 + rng.multinomial(seats - jobs, size / size.sum())
    popular = capacity * rng.lognormal(0, 0.35, jobs)
    place, home = rng.integers(0, REGIONS, jobs), rng.integers(0, REGIONS, workers)
    offer = np.empty((workers, WIDTH), np.int32)
    half = WIDTH // 2
    for region in range(REGIONS):
        local, here = np.flatnonzero(place == region), np.flatnonzero(home == region)
        offer[here, :half] = rng.choice(local, (len(here), half), p=_share(popular[local]))
    offer[:, half:] = rng.choice(jobs, (workers, WIDTH - half), p=_share(popular))
    while True:  # a job comes once among a worker's candidates
        offer.sort(axis=1)
        double = np.zeros(offer.shape, bool)
        double[:, 1:] = offer[:, 1:] == offer[:, :-1]
        if not double.any():
            break
        offer[double] = rng.integers(0, jobs, int(double.sum()))
    fame = np.argsort(np.argsort(popular / capacity)) / jobs
    if kind == "common":
        value = rng.integers(1000, 9900, jobs).astype(np.int32)
        score = value[offer] + rng.integers(1, 101, offer.shape, dtype=np.int32)
    else:
        draw = rng.random(offer.shape, np.float32)
        score = 4000 * draw + 3000 * (0.5 * fame + 0.5 * rng.random(jobs))[offer]
        score += 1500 * rng.random(offer.shape, np.float32) + 1000 * (place[offer] == home[:, None])
        score = np.clip(score + 500 * rng.random(offer.shape, np.float32), 1, 10_000)
    flat = score.astype(np.int32).ravel()
    return {"offer": offer.ravel(), "score": flat, "capacity": capacity.astype(np.int32)}


def _share(weight: np.ndarray) -> np.ndarray:
    return weight / weight.sum()


def timed(runs: int, work: Callable[[], Any]) -> tuple[Any, dict]:
    """The last result of `work`, with the seconds on the clock and of processor time of every run."""
    seconds, cpu = [], []
    for _ in range(runs):
        clock, used = time.perf_counter(), time.process_time()
        result = work()
        seconds.append(time.perf_counter() - clock)
        cpu.append(time.process_time() - used)
    return result, {"seconds": seconds, "cpu": cpu}


def by_shanhai(offer: np.ndarray, score: np.ndarray, capacity: np.ndarray, runs: int) -> dict:
    """From edges in memory to the proven result; kernels are loaded before the clock starts."""
    from shanhai.match.auction import solve
    from shanhai.match.edges import Edges

    edges = Edges(np.arange(0, len(offer) + 1, WIDTH), offer, score, score)
    for kind in KINDS:
        warm = instance(3_000, kind)
        few = np.arange(0, 3_000 * WIDTH + 1, WIDTH)
        solve(Edges(few, warm["offer"], warm["score"], warm["score"]), warm["capacity"])
    found, times = timed(runs, lambda: solve(edges, capacity))
    proof = found.certificate
    assert proof.feasible
    return times | {
        "objective": proof.objective,
        "bound": proof.bound,
        "gap": proof.gap,
        "matched": proof.matched,
    }


def by_stable(offer: np.ndarray, score: np.ndarray, capacity: np.ndarray, runs: int) -> dict:
    """The stable policy on the same edges; how much of a score is wish is drawn from a seed."""
    from shanhai.match.edges import Edges
    from shanhai.match.stable import match_stably

    wish = (score * np.random.default_rng(3).random(len(score), np.float32) * 0.6).astype(np.int32)
    start = np.arange(0, len(offer) + 1, WIDTH)
    match_stably(Edges(start[:6_001], offer, score, wish), capacity)
    edges = Edges(start, offer, score, wish)
    found, times = timed(runs, lambda: match_stably(edges, capacity))
    assert found.blocking_pairs == 0
    return times | {"objective": found.certificate.objective}


def by_flow(offer: np.ndarray, score: np.ndarray, capacity: np.ndarray, runs: int) -> dict:
    """OR-Tools min-cost flow, building included; a worker may flow past the jobs at no cost."""
    from ortools.graph.python import min_cost_flow

    workers, jobs = len(offer) // WIDTH, len(capacity)
    sink = workers + jobs
    people = np.arange(workers, dtype=np.int32)

    def build_and_solve() -> int:
        flow = min_cost_flow.SimpleMinCostFlow()
        one = np.ones(len(offer), np.int64)
        tails, heads = np.repeat(people, WIDTH), workers + offer
        flow.add_arcs_with_capacity_and_unit_cost(tails, heads, one, -score.astype(np.int64))
        tails, heads = np.arange(workers, sink, dtype=np.int32), np.full(jobs, sink, np.int32)
        flow.add_arcs_with_capacity_and_unit_cost(tails, heads, capacity, np.zeros(jobs, np.int64))
        heads, free = np.full(workers, sink, np.int32), np.zeros(workers, np.int64)
        flow.add_arcs_with_capacity_and_unit_cost(people, heads, one[:workers], free)
        supply = np.zeros(sink + 1, np.int64)
        supply[:workers], supply[sink] = 1, -workers
        flow.set_nodes_supplies(np.arange(sink + 1, dtype=np.int32), supply)
        assert flow.solve() == flow.OPTIMAL
        return -flow.optimal_cost()

    objective, times = timed(runs, build_and_solve)
    return times | {"objective": objective}


SOLVERS = {"shanhai": by_shanhai, "stable": by_stable, "ortools": by_flow}


def measure(solver: str, path: Path, runs: int) -> dict:
    """One solver on one instance in a process of its own."""
    call = [sys.executable, __file__, "--one", solver, str(path), str(runs)]
    done = subprocess.run(call, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def one(solver: str, path: str, runs: str) -> None:
    """The inner process: load, measure, print one JSON value with the peak memory in MB."""
    with np.load(path) as stored:
        arrays = [stored[name] for name in ("offer", "score", "capacity")]
    found = SOLVERS[solver](*arrays, int(runs))
    found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(found))


def compare(workers: int, kind: str, folder: Path, runs: int, peer_runs: int) -> None:
    """Print one line a solver and hold them to each other."""
    path = folder / f"{kind}-{workers}.npz"
    np.savez(path, **instance(workers, kind))
    ours, stable = measure("shanhai", path, runs), measure("stable", path, runs)
    peer = measure("ortools", path, peer_runs)
    path.unlink()
    assert ours["objective"] <= peer["objective"] <= ours["bound"], "the certificate is wrong"
    said = {
        name: f"{name:<8}{median(times['seconds']):8.3f} s (cpu {median(times['cpu']):.3f}), "
        f"peak {times['peak_mb']:,} MB"
        for name, times in (("shanhai", ours), ("ortools", peer), ("stable", stable))
    }
    faster, less_cpu = (median(peer[unit]) / median(ours[unit]) for unit in ("seconds", "cpu"))
    lost = 1 - stable["objective"] / peer["objective"]
    print(
        f"{workers:>9,} {kind:<7} {said['shanhai']}, gap proven {ours['gap']:.4%}, "
        f"true {1 - ours['objective'] / peer['objective']:.4%}, matched {ours['matched']:,}\n"
        f"{'':>17} {said['ortools']}, exact; shanhai is {faster:.1f} x as fast "
        f"({less_cpu:.1f} x less cpu)\n"
        f"{'':>17} {said['stable']}, no blocking pair, gives up {lost:.2%} of the score",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--million", action="store_true", help="the largest size too (minutes)")
    parser.add_argument("--one", nargs=3, metavar=("SOLVER", "FILE", "RUNS"))
    asked = parser.parse_args()
    if asked.one:
        one(*asked.one)
        return
    with tempfile.TemporaryDirectory() as folder:
        sizes = [(10_000, 5, 3), (100_000, 5, 1)] + [(1_000_000, 3, 1)] * asked.million
        for workers, runs, peer_runs in sizes:
            for kind in KINDS:
                compare(workers, kind, Path(folder), runs, peer_runs)


if __name__ == "__main__":
    main()
