"""Runs the matching of workers and jobs from terms to outcome, and proves the result over all pairs.

Only each worker's best candidates enter the auction; then its prices are held against every possible
pair, and pairs that could still do better join until the promised gap is proven over all of them.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shanhai.match.auction import Assignment, Watcher, go_on, solve
from shanhai.match.candidates import CANDIDATES, Candidates
from shanhai.match.certificate import sum_of_products
from shanhai.match.edges import Edges
from shanhai.match.explain import (
    NOTHING_ON_OFFER,
    Answer,
    Decided,
    bindings,
    limits_of,
    propose,
    why_not,
)
from shanhai.match.rules.labour_columns import encode
from shanhai.match.rules.labour_terms import Setting
from shanhai.match.types import Need, Offer, Outcome, Status, Unmatched

VERSION = "labour-1"
"""Raised whenever equal input may give another result; runs keep it."""
WIDENINGS = 8
GAP = 0.0005


@dataclass(frozen=True)
class Run:
    """An outcome that can still be asked about single pairs."""

    outcome: Outcome
    decided: Decided | None

    def why_not(self, need: str, offer: str) -> Answer:
        """What became of a pair, by ids; `KeyError` when the run did not know one of them."""
        if self.decided is None:
            raise KeyError(need)
        needs = {one.id: position for position, one in enumerate(self.decided.needs)}
        offers = {one.id: position for position, one in enumerate(self.decided.offers)}
        return why_not(self.decided, needs[need], offers[offer])


def match_labour(
    needs: Sequence[Need],
    offers: Sequence[Offer],
    setting: Setting,
    *,
    gap: float = GAP,
    exact: bool = False,
    candidates: int = CANDIDATES,
    watcher: Watcher = go_on,
) -> Run:
    """Propose jobs to workers so that the total score is within `gap` of the best possible (or `exact`).

    Terms are `Worker` and `Job`; ids must be unique. Never raises for what a market is like: an empty or
    infeasible one is an outcome. `watcher` is told about progress and may stop the run (status stopped).
    """
    assert len({need.id for need in needs}) == len(needs), "need ids must be unique"
    assert len({offer.id for offer in offers}) == len(offers), "offer ids must be unique"
    if not needs or not offers:
        return Run(_empty(needs, offers, setting), None)
    columns = encode([n.terms for n in needs], [o.terms for o in offers], setting)
    capacity = np.array([offer.quantity for offer in offers], np.int32)
    market = Candidates(columns, _declined(needs, offers))
    promised = 0.0 if exact else gap

    def decide(edges: Edges) -> Assignment:
        # Inside the promise by a third, which is left for what the cut pairs may add to the bound.
        return solve(edges, capacity, gap=gap * 2 / 3, exact=exact, watcher=watcher)

    edges = market.edges(candidates)
    assignment = decide(edges)
    bound = bound_over_all(market, capacity, assignment)
    for _ in range(WIDENINGS):
        missing = bound - assignment.certificate.objective
        if missing <= promised * bound or assignment.stopped:
            break
        edges = _joined(edges, market.edges(candidates, assignment.price, assignment.scale))
        assignment = decide(edges)
        bound = min(bound, bound_over_all(market, capacity, assignment))
    decided = Decided(needs, offers, setting, columns, edges, assignment, capacity)
    return Run(_outcome(decided, bound), decided)


def bound_over_all(market: Candidates, capacity: NDArray[np.int32], assignment: Assignment) -> int:
    """What no assignment over all possible pairs can exceed, edges or not (`certificate.py` says why)."""
    paid = np.maximum(assignment.price, 0)
    total = sum_of_products(capacity, paid) + market.profits(paid, assignment.scale)
    return total // assignment.scale


def _joined(one: Edges, other: Edges) -> Edges:
    """The edges of both, each pair once."""
    pairs = [
        np.repeat(np.arange(edges.needs), np.diff(edges.start)) << 32 | edges.offer
        for edges in (one, other)
    ]
    numbers, first = np.unique(np.concatenate(pairs), return_index=True)
    start = np.zeros(one.needs + 1, np.int64)
    np.cumsum(np.bincount(numbers >> 32, minlength=one.needs), out=start[1:])
    score = np.concatenate([one.score, other.score])[first]
    wish = np.concatenate([one.wish, other.wish])[first]
    return Edges(start, (numbers & 0xFFFFFFFF).astype(np.int32), score, wish)


def _declined(needs: Sequence[Need], offers: Sequence[Offer]) -> NDArray[np.int64]:
    positions = {offer.id: position for position, offer in enumerate(offers)}
    pairs = [
        (number, positions[refused])
        for number, need in enumerate(needs)
        for refused in need.declined
        if refused in positions
    ]
    return np.array(pairs, np.int64).reshape(-1, 2)


def _empty(needs: Sequence[Need], offers: Sequence[Offer], setting: Setting) -> Outcome:
    if needs:
        explanation = f"有{len(needs)}名劳动者求职，但{NOTHING_ON_OFFER.sentence}"
    else:
        explanation = (
            f"有{len(offers)}个岗位，但没有劳动者求职。" if offers else "没有求职，也没有岗位。"
        )
    return Outcome(
        status=Status.EMPTY,
        explanation=explanation,
        policy=setting.policy.name,
        version=VERSION,
        needs=len(needs),
        offers=len(offers),
        edges=0,
        objective=0,
        bound=0,
        proposals=(),
        unmatched=tuple(Unmatched(need.id, NOTHING_ON_OFFER) for need in needs),
    )


def _outcome(decided: Decided, bound: int) -> Outcome:
    needs, offers = decided.needs, decided.offers
    assignment = decided.assignment
    objective = assignment.certificate.objective
    assert assignment.certificate.feasible, "an assignment broke a limit"
    proposals = tuple(
        propose(needs[position], offers[assignment.taken[position]], decided.setting)
        for position in map(int, np.flatnonzero(assignment.taken >= 0))
    )
    assert sum(proposal.score for proposal in proposals) == objective, "rules and columns disagree"
    if not len(decided.edges.offer):
        status, explanation = Status.INFEASIBLE, _why_nothing_fits(decided)
    elif assignment.stopped:
        status, explanation = Status.STOPPED, "计算被中止；以下是中止时已有的方案。"
    elif objective == bound:
        status, explanation = Status.OPTIMAL, "已证明总分最优。"
    else:
        share = (bound - objective) / bound
        status, explanation = Status.WITHIN_GAP, f"已证明与最优总分相差不超过{share:.4%}。"
    return Outcome(
        status=status,
        explanation=explanation,
        policy=decided.setting.policy.name,
        version=VERSION,
        needs=len(needs),
        offers=len(offers),
        edges=len(decided.edges.offer),
        objective=objective,
        bound=bound,
        proposals=proposals,
        unmatched=tuple(
            Unmatched(needs[position].id, binding)
            for position, binding in bindings(decided).items()
        ),
    )


SAMPLED = 200
"""Workers and jobs looked at to say what forbids everything: enough for a sentence."""


def _why_nothing_fits(decided: Decided) -> str:
    if not decided.capacity.any():
        return "所有岗位的席位数都是零。"
    forbidding = Counter(
        _LIMIT_NAMES[limit.rule]
        for need in decided.needs[:SAMPLED]
        for offer in decided.offers[:SAMPLED]
        for limit in limits_of(need, offer, decided.setting)
    )
    named = "、".join(name for name, _ in forbidding.most_common(3))
    return f"没有一名劳动者符合任何岗位的硬性条件；最常见的障碍是：{named}。"


_LIMIT_NAMES = {
    "occupation": "工种不合",
    "destination": "工作地点不在意向之内",
    "age": "年龄未到",
    "certificate": "缺少必需证书",
    "wage_floor": "工资低于底线",
    "window": "时间不合",
    "declined": "本人此前已谢绝",
}
