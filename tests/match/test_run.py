"""A whole run: optimal over all pairs, in words that hold, and never an error for what a market is like."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from shanhai.match.explain import limits_of
from shanhai.match.places import Tier
from shanhai.match.rules import labour
from shanhai.match.rules.labour_terms import Job, Worker
from shanhai.match.run import Run, match_labour
from shanhai.match.types import Need, Offer, Status
from tests.match.markets import SPRING, exact_optimum, labour_market, setting

WORKER = Worker("451003", date(1990, 5, 4), SPRING, {"catering": 3})
JOB = Job("catering", "440305", 5000, SPRING, date(2026, 4, 1))


def score_table(needs: list[Need], offers: list[Offer], around=None) -> np.ndarray:
    """Every possible pair's points by the rules alone; what a limit forbids is worth nought."""
    around = around or setting()
    table = np.zeros((len(needs), len(offers)), np.int64)
    for row, need in enumerate(needs):
        for column, offer in enumerate(offers):
            if not limits_of(need, offer, around):
                table[row, column] = points(need, offer, around)
    return table


def points(need: Need, offer: Offer, around) -> int:
    return sum(reason.score for reason in labour.reasons(need.terms, offer.terms, around))


def seats(offers: list[Offer]) -> np.ndarray:
    return np.array([offer.quantity for offer in offers])


@pytest.mark.parametrize("policy", ["priority_first", "balanced"])
def test_a_hundred_markets_are_optimal_over_all_pairs_even_from_one_candidate_each(
    policy: str,
) -> None:
    for seed in range(50):
        needs, offers = labour_market(seed, 14, 9)
        outcome = match_labour(needs, offers, setting(policy), exact=True, candidates=1).outcome
        optimum = exact_optimum(score_table(needs, offers, setting(policy)), seats(offers))
        assert outcome.objective == optimum == outcome.bound, seed
        assert outcome.status in {Status.OPTIMAL, Status.INFEASIBLE}


def test_the_promised_gap_is_proven_over_all_pairs() -> None:
    needs, offers = labour_market(8, 400, 60, seats=8)
    outcome = match_labour(needs, offers, setting(), candidates=4).outcome
    optimum = exact_optimum(score_table(needs, offers), seats(offers))
    assert outcome.objective <= optimum <= outcome.bound
    assert outcome.gap <= 0.0005


def test_proposals_break_no_limit_and_their_reasons_add_up() -> None:
    needs, offers = labour_market(21, 80, 30)
    outcome = match_labour(needs, offers, setting()).outcome
    by_need = {need.id: need for need in needs}
    by_offer = {offer.id: offer for offer in offers}
    assert len(outcome.proposals) > 10
    for proposal in outcome.proposals:
        assert proposal.score == sum(reason.score for reason in proposal.reasons)
        assert limits_of(by_need[proposal.need], by_offer[proposal.offer], setting()) == ()
    used = [proposal.offer for proposal in outcome.proposals]
    assert all(used.count(offer.id) <= offer.quantity for offer in offers)
    assert len({proposal.need for proposal in outcome.proposals}) == len(outcome.proposals)
    assert outcome.objective == sum(proposal.score for proposal in outcome.proposals)
    open_needs = {open_need.need for open_need in outcome.unmatched}
    assert open_needs == set(by_need) - {proposal.need for proposal in outcome.proposals}


def test_nobody_is_passed_over_for_somebody_of_a_later_tier() -> None:
    around = setting()
    compared = 0
    for seed in range(60):
        needs, offers = labour_market(seed, 25, 6)
        by_need = {need.id: need for need in needs}
        by_offer = {offer.id: offer for offer in offers}
        outcome = match_labour(needs, offers, around).outcome
        for left in outcome.unmatched:
            for proposal in outcome.proposals:
                outside, offer = by_need[left.need], by_offer[proposal.offer]
                if limits_of(outside, offer, around):
                    continue
                inside = by_need[proposal.need]
                compared += 1
                assert standing(outside, offer) <= standing(inside, offer), seed
    assert compared > 100


def standing(need: Need, offer: Offer) -> tuple[int, bool, bool]:
    """The order that priority_first states: pairing tier, lifted out of poverty, key county."""
    places = setting().places
    tier = places.tier(need.terms.home_county, offer.terms.destination)
    ladder = [Tier.OPEN, Tier.PROVINCE, Tier.PAIR]
    key = need.terms.home_county in places.key_counties
    return ladder.index(tier), need.terms.lifted_out_of_poverty, key


def test_what_is_said_to_bind_changes_the_result_when_it_is_lifted() -> None:
    seen: set[str] = set()
    for seed in range(60):
        needs, offers = labour_market(seed, 12, 7)
        outcome = match_labour(needs, offers, setting(), exact=True).outcome
        table, capacity = score_table(needs, offers), seats(offers)
        names = [need.id for need in needs]
        for left in outcome.unmatched:
            row = names.index(left.need)
            column = [offer.id for offer in offers].index(left.binding.offer)
            found = [limit.rule for limit in limits_of(needs[row], offers[column], setting())]
            assert [name for name in left.binding.limits if name != "seats"] == found
            lifted, room = table.copy(), capacity.copy()
            lifted[row, column] = points(needs[row], offers[column], setting())
            room[column] += "seats" in left.binding.limits
            assert exact_optimum(lifted, room) > outcome.objective, (seed, left)
            assert left.binding.sentence.endswith("。")
            seen |= set(left.binding.limits)
    assert seen == {*labour.LIMITS, "declined", "seats"}


def test_a_certificate_that_is_missing_binds_until_it_is_there() -> None:
    offer = Offer("厨房", replace(JOB, certificates=frozenset({"健康证"})))
    left = match_labour([Need("w", WORKER)], [offer], setting()).outcome
    assert left.status is Status.INFEASIBLE
    assert "缺少必需证书" in left.explanation
    assert left.unmatched[0].binding.limits == ("certificate",)
    assert "健康证" in left.unmatched[0].binding.sentence
    with_it = replace(WORKER, certificates=frozenset({"健康证"}))
    there = match_labour([Need("w", with_it)], [offer], setting()).outcome
    assert there.status is Status.OPTIMAL
    assert there.proposals[0].offer == "厨房"


def test_a_declined_job_is_not_proposed_again() -> None:
    offers = [Offer("a", JOB), Offer("b", replace(JOB, wage_yuan=3000))]
    first = match_labour([Need("w", replace(WORKER, wage_wished_yuan=6000))], offers, setting())
    assert first.outcome.proposals[0].offer == "a"
    again = Need("w", replace(WORKER, wage_wished_yuan=6000), frozenset({"a", "gone"}))
    second = match_labour([again], offers, setting())
    assert second.outcome.proposals[0].offer == "b"
    assert second.why_not("w", "a").verdict == "limit"
    assert "谢绝" in second.why_not("w", "a").sentence


def test_empty_markets_are_outcomes_with_a_sentence() -> None:
    for needs, offers in ([], []), ([Need("w", WORKER)], []), ([], [Offer("j", JOB)]):
        outcome = match_labour(needs, offers, setting()).outcome
        assert outcome.status is Status.EMPTY
        assert outcome.explanation.endswith("。")
        assert outcome.gap == 0
        assert [left.binding.limits for left in outcome.unmatched] == [("offers",)] * len(needs)
    closed = match_labour([Need("w", WORKER)], [Offer("j", JOB, 0)], setting()).outcome
    assert closed.status is Status.INFEASIBLE or closed.proposals == ()
    assert closed.unmatched[0].binding.limits == ("seats",)


def test_every_pair_can_be_asked_about() -> None:
    needs, offers = labour_market(33, 60, 25)
    run = match_labour(needs, offers, setting(), candidates=2)
    verdicts = {(n.id, o.id): run.why_not(n.id, o.id) for n in needs for o in offers}
    proposed = {(p.need, p.offer) for p in run.outcome.proposals}
    assert {pair for pair, said in verdicts.items() if said.verdict == "proposed"} == proposed
    kinds = {said.verdict for said in verdicts.values()}
    assert kinds == {"proposed", "limit", "outbid", "better_elsewhere"}
    assert any(
        not said.among_candidates and said.verdict != "limit" for said in verdicts.values()
    ), "a pair that was cut answers too"
    for (need, offer), said in verdicts.items():
        forbidden = limits_of(needs[int(need[1:])], offers[int(offer[1:])], setting())
        assert said.limits == forbidden


def test_the_same_market_gives_the_same_outcome() -> None:
    needs, offers = labour_market(5, 150, 40)
    assert (
        match_labour(needs, offers, setting()).outcome
        == match_labour(needs, offers, setting()).outcome
    )


def test_a_stopped_run_is_an_outcome_too() -> None:
    needs, offers = labour_market(5, 50, 20)
    run: Run = match_labour(needs, offers, setting(), watcher=lambda *_: False)
    assert run.outcome.status is Status.STOPPED
    assert run.outcome.objective <= run.outcome.bound
