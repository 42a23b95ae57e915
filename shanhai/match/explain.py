"""Says in words what a run decided: why a pair is proposed, what keeps a need open, why a pair is not there.

Sentences come from the rules themselves. What is said to stand in the way is checked to matter: lifting
exactly the named limits lets the need in without putting anybody out, so the total must rise.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shanhai.match.auction import Assignment
from shanhai.match.edges import Edges
from shanhai.match.rules import labour
from shanhai.match.rules.labour_columns import Columns
from shanhai.match.rules.labour_kernel import limit_bits
from shanhai.match.rules.labour_terms import Setting
from shanhai.match.types import Binding, Limit, Need, Offer, Proposal, Reason

SEATS = "seats"
DECLINED = "declined"
OFFERS = "offers"
NOTHING_ON_OFFER = Binding((OFFERS,), "目前没有任何可供选择的岗位。")
_DECLINED_SENTENCE = "本人此前已谢绝这一岗位，不再推荐"


@dataclass(frozen=True)
class Decided:
    """A market and what was decided about it; positions are those of `needs` and `offers`."""

    needs: Sequence[Need]
    offers: Sequence[Offer]
    setting: Setting
    columns: Columns
    edges: Edges
    assignment: Assignment
    capacity: NDArray[np.int32]

    @property
    def free(self) -> NDArray[np.int64]:
        """Seats that nobody got."""
        taken = self.assignment.taken
        return self.capacity - np.bincount(taken[taken >= 0], minlength=len(self.capacity))


def limits_of(need: Need, offer: Offer, setting: Setting) -> tuple[Limit, ...]:
    """All that forbids this pair, an earlier refusal included."""
    found = labour.limits(need.terms, offer.terms, setting)
    if offer.id in need.declined:
        found += (Limit(DECLINED, _DECLINED_SENTENCE, {"offer": offer.id}),)
    return found


def propose(need: Need, offer: Offer, setting: Setting) -> Proposal:
    """A pair with the reasons for it."""
    reasons = labour.reasons(need.terms, offer.terms, setting)
    return Proposal(need.id, offer.id, sum(reason.score for reason in reasons), reasons)


def bindings(decided: Decided) -> dict[int, Binding]:
    """What stands in the way of every need that stays open, by its position."""
    if not decided.offers:
        return dict.fromkeys(range(len(decided.needs)), NOTHING_ON_OFFER)
    free = decided.free
    return {
        int(need): _binding(decided, int(need), free)
        for need in np.flatnonzero(decided.assignment.taken < 0)
    }


def _binding(decided: Decided, position: int, free: NDArray[np.int64]) -> Binding:
    place = decided.edges.of(position)
    if place.start < place.stop:
        return _no_seat(decided, position, place)
    return _nearest(decided, position, free)


def _no_seat(decided: Decided, position: int, place: slice) -> Binding:
    """Everything that would do is full: name where a further seat would gain most."""
    offers = decided.edges.offer[place]
    price = decided.assignment.price[offers]
    gain = decided.edges.score[place].astype(np.int64) * decided.assignment.scale - price
    offer = decided.offers[int(offers[np.argmax(gain)])]
    sentence = f"合适的岗位座位已满；岗位“{offer.id}”多一个席位即可安排。"
    return Binding((SEATS,), sentence, offer.id)


def _nearest(decided: Decided, position: int, free: NDArray[np.int64]) -> Binding:
    """The job that fewest limits keep away, and exactly these limits."""
    need = decided.needs[position]
    bits = np.empty(len(decided.offers), np.uint8)
    columns = decided.columns
    limit_bits((columns.workers, columns.jobs, columns.tables), position, bits)
    declined = np.array([offer.id in need.declined for offer in decided.offers])
    full = free <= 0
    nearest = int(np.argmin(np.bitwise_count(bits) + declined + full))
    offer = decided.offers[nearest]
    found = limits_of(need, offer, decided.setting)
    names = tuple(limit.rule for limit in found)
    said = "；".join(limit.sentence for limit in found)
    if full[nearest]:
        names, said = (*names, SEATS), f"{said}；席位已满" if said else "席位已满"
    return Binding(names, f"最接近的岗位“{offer.id}”：{said}。", offer.id)


@dataclass(frozen=True, slots=True)
class Answer:
    """Why a pair is or is not proposed: `verdict` is for programs, the sentence for people.

    Verdicts: proposed, limit, outbid (the seats are worth more to others), better_elsewhere.
    `among_candidates` says whether the pair was an edge or had been cut as not among the need's best.
    """

    verdict: str
    sentence: str
    among_candidates: bool
    limits: tuple[Limit, ...] = ()
    reasons: tuple[Reason, ...] = ()


def why_not(decided: Decided, need_position: int, offer_position: int) -> Answer:
    """What became of one pair, edge or not."""
    need, offer = decided.needs[need_position], decided.offers[offer_position]
    found = limits_of(need, offer, decided.setting)
    if found:
        said = "；".join(limit.sentence for limit in found)
        return Answer("limit", f"不能推荐：{said}。", False, limits=found)
    place = decided.edges.of(need_position)
    among = bool(np.isin(offer_position, decided.edges.offer[place]))
    reasons = labour.reasons(need.terms, offer.terms, decided.setting)
    score = sum(reason.score for reason in reasons)
    taken = int(decided.assignment.taken[need_position])
    cut = "" if among else "（未列入该需求的候选岗位，但按席位价格核对过）"
    if taken == offer_position:
        return Answer("proposed", f"已推荐，得分{score}。", True, reasons=reasons)
    price = int(decided.assignment.price[offer_position]) / decided.assignment.scale
    if taken >= 0:
        mine = sum(
            reason.score
            for reason in labour.reasons(need.terms, decided.offers[taken].terms, decided.setting)
        )
        sentence = (
            f"可以推荐{cut}，得分{score}，席位紧缺程度折合{price:.0f}分；"
            f"已推荐的“{decided.offers[taken].id}”得分{mine}，对总体更有利。"
        )
        return Answer("better_elsewhere", sentence, among, reasons=reasons)
    sentence = (
        f"可以推荐{cut}，得分{score}，但席位紧缺程度折合{price:.0f}分，已由更合适的人选使用。"
    )
    return Answer("outbid", sentence, among, reasons=reasons)
