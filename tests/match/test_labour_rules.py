"""The labour rules: what the law and people's own word forbid, what counts, and one truth in two forms."""

import dataclasses
import random
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shanhai.kernel.errors import NotFound
from shanhai.match.candidates import Candidates
from shanhai.match.places import Places, Tier, covers
from shanhai.match.policy import policies, policy
from shanhai.match.rules import labour
from shanhai.match.rules.labour_columns import encode
from shanhai.match.rules.labour_kernel import limit_bits
from shanhai.match.rules.labour_terms import Housing, Job, Shift, Worker
from tests.match.markets import SPRING, a_job, a_worker, labour_market, setting

WORKER = Worker("451003", date(1990, 5, 4), SPRING, {"catering": 3})
JOB = Job("catering", "440305", 5000, SPRING, date(2026, 4, 1))


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**32), name=st.sampled_from(sorted(policies("labour"))))
def test_columns_and_rules_give_the_same_limits_and_the_same_points(seed: int, name: str) -> None:
    draw = random.Random(seed)
    workers = [a_worker(draw) for _ in range(6)]
    jobs = [a_job(draw) for _ in range(9)]
    around = setting(name)
    columns = encode(workers, jobs, around)
    edges = Candidates(columns).edges(width=len(jobs))
    bits = np.empty(len(jobs), np.uint8)
    for position, worker in enumerate(workers):
        limit_bits((columns.workers, columns.jobs, columns.tables), position, bits)
        expected = {}
        for number, job in enumerate(jobs):
            forbidding = [limit.rule for limit in labour.limits(worker, job, around)]
            named = [name for bit, name in enumerate(labour.LIMITS) if bits[number] >> bit & 1]
            assert named == forbidding
            if not forbidding:
                total = sum(reason.score for reason in labour.reasons(worker, job, around))
                wish = sum(rule(worker, job, around).score for rule in labour.WISHES)
                expected[number] = (total, wish)
        place = edges.of(position)
        found = zip(edges.offer[place], edges.score[place], edges.wish[place], strict=True)
        assert {int(o): (int(s), int(w)) for o, s, w in found} == expected


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_every_reason_stays_within_its_points_and_speaks_chinese(seed: int) -> None:
    draw = random.Random(seed)
    around = setting()
    most = {**around.policy.preferences, **around.policy.persons}
    most["pairing"] = max(around.policy.tiers.values())
    for reason in labour.reasons(a_worker(draw), a_job(draw), around):
        assert 0 <= reason.score <= most[reason.rule]
        assert any("\u4e00" <= sign <= "\u9fff" for sign in reason.sentence)


def test_sex_and_ethnicity_are_no_terms() -> None:
    names = {field.name for kind in (Worker, Job) for field in dataclasses.fields(kind)}
    assert not names & {"sex", "gender", "ethnicity", "nation", "marital_status", "religion"}


@pytest.mark.parametrize(
    ("born", "hazardous", "allowed"),
    [
        (date(2010, 3, 1), False, True),
        (date(2010, 3, 2), False, False),
        (date(2008, 3, 1), True, True),
        (date(2008, 3, 2), True, False),
    ],
)
def test_work_begins_at_sixteen_and_hazardous_work_at_eighteen(
    born: date, hazardous: bool, allowed: bool
) -> None:
    worker = dataclasses.replace(WORKER, born_on=born)
    job = dataclasses.replace(JOB, hazardous=hazardous)
    assert (labour.age_limit(worker, job, setting()) is None) == allowed


def test_who_was_born_on_29_february_is_of_age_on_1_march() -> None:
    assert labour.birthday(date(2008, 2, 29), 18) == date(2026, 3, 1)
    assert labour.birthday(date(2008, 2, 29), 16) == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("worker", "job", "rule"),
    [
        ({}, {"occupation": "domestic"}, "occupation"),
        ({"destinations": ("330000",)}, {}, "destination"),
        ({}, {"certificates": frozenset({"健康证"})}, "certificate"),
        ({"wage_floor_yuan": 5001}, {}, "wage_floor"),
        ({"free_from": date(2026, 4, 2)}, {}, "window"),
        ({"free_until": date(2026, 2, 28)}, {}, "window"),
    ],
)
def test_each_limit_forbids_by_itself(worker: dict, job: dict, rule: str) -> None:
    found = labour.limits(
        dataclasses.replace(WORKER, **worker), dataclasses.replace(JOB, **job), setting()
    )
    assert [limit.rule for limit in found] == [rule]
    assert labour.limits(WORKER, JOB, setting()) == ()


def test_points_follow_what_the_worker_wishes() -> None:
    around = setting()
    wishing = dataclasses.replace(
        WORKER,
        destinations=("440300", "440600"),
        wage_wished_yuan=10_000,
        shifts=frozenset({Shift.NIGHT}),
        companions=1,
    )
    assert labour.wage(wishing, JOB, around).score == 1250
    assert labour.destination(wishing, JOB, around).score == 2000
    second = dataclasses.replace(JOB, destination="440605")
    assert labour.destination(wishing, second, around).score == 1000
    assert labour.shift(wishing, JOB, around).score == 0
    assert labour.household(wishing, JOB, around).score == 0
    couple = dataclasses.replace(JOB, housing=Housing.COUPLE)
    assert labour.household(wishing, couple, around).score == 700
    assert labour.skill(wishing, dataclasses.replace(JOB, skill_level=5), around).score == 1500
    assert labour.distance(wishing, JOB, around).values == {"km": 760}


def test_ties_between_places_are_the_closest_that_holds() -> None:
    places = Places(
        pairs=frozenset({("451003", "440305")}), province_pairs=frozenset({("450000", "440000")})
    )
    assert places.tier("451003", "440305") is Tier.PAIR
    assert places.tier("451003", "440605") is Tier.PROVINCE
    assert places.tier("522601", "440305") is Tier.OPEN
    assert covers("440300", "440305")
    assert not covers("440300", "440605")
    assert places.distance_km("451003", "440305") is None


def test_policies_are_data_and_the_default_puts_tiers_before_wishes() -> None:
    assert policy("labour").tiers_come_first
    assert not policy("labour", "balanced").tiers_come_first
    with pytest.raises(NotFound, match="priority_first、balanced"):
        policy("labour", "nobody_first")


def test_candidates_are_the_best_by_score_and_by_score_less_price() -> None:
    needs, offers = labour_market(3, 60, 80)
    columns = encode([n.terms for n in needs], [o.terms for o in offers], setting("balanced"))
    market = Candidates(columns)
    everything = market.edges(width=len(offers))
    price = np.random.default_rng(1).integers(0, 6000, len(offers)).astype(np.int64)
    for paid in (np.zeros_like(price), price):
        few = market.edges(width=3, price=paid)
        profits = 0
        for need in range(len(needs)):
            worth = sorted(
                everything.score[everything.of(need)] - paid[everything.offer[everything.of(need)]]
            )
            kept = sorted(few.score[few.of(need)] - paid[few.offer[few.of(need)]])
            assert kept == worth[-3:]
            profits += max(0, int(worth[-1])) if worth else 0
        assert market.profits(paid, 1) == profits


def test_equal_jobs_are_spread_over_equal_workers() -> None:
    columns = encode([WORKER] * 200, [JOB] * 50, setting())
    edges = Candidates(columns).edges(width=5)
    assert len(set(edges.offer.tolist())) == 50, "nobody's seat is out of everybody's sight"
    again = Candidates(columns).edges(width=5)
    assert np.array_equal(edges.offer, again.offer)


def test_more_than_64_kinds_of_certificates_are_told_apart() -> None:
    kinds = [f"证书{n:03}" for n in range(130)]
    jobs = [dataclasses.replace(JOB, certificates=frozenset({kind})) for kind in kinds]
    workers = [dataclasses.replace(WORKER, certificates=frozenset({kind})) for kind in kinds]
    edges = Candidates(encode(workers, jobs, setting())).edges(width=5)
    assert edges.offer.tolist() == list(range(130))
