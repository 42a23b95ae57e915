"""How figures of one text belong together: parts of a whole, and the same figure told twice."""

import re
from dataclasses import replace
from decimal import Decimal

from shanhai.extract.types import Claim


def goes_on(text: str, last: Claim, claim: Claim, whole: Claim) -> bool:
    """Whether a list of parts opened by 其中 still goes on: the same thing counted, no semicolon between."""
    if re.search(r"[；;]", text[last.span[1] : claim.span[0]]):
        return False
    return claim.statistic != "total" or claim.indicator.startswith(whole.indicator)


def whole_of(claims: list[Claim], earlier: list[int], part: Claim) -> int | None:
    """Which earlier figure of the sentence a 其中 is part of: the last of its kind that is no part itself."""
    for index in reversed(earlier):
        whole = claims[index]
        same_kind = whole.unit.lstrip("百千万亿")[-1:] == part.unit.lstrip("百千万亿")[-1:]
        people = {whole.unit[-1:], part.unit[-1:]} <= {"人", "名", "次"}
        if whole.subset_of is None and whole.statistic == "total" and (same_kind or people):
            return index
    return None


def without_roundings(claims: list[Claim], head_end: int) -> list[Claim]:
    """Drop what only repeats a figure: the same again, or a headline's rounding of an exact one."""
    kept: list[Claim] = []
    new_index: dict[int, int] = {}
    for index, claim in enumerate(claims):
        twin = next(
            (
                i
                for i, other in enumerate(claims)
                if i != index and _repeats(claim, other, i < index, head_end)
            ),
            None,
        )
        if twin is None:
            new_index[index] = len(kept)
            kept.append(claim)
    return [
        replace(claim, subset_of=new_index.get(claim.subset_of))
        if claim.subset_of is not None
        else claim
        for claim in kept
    ]


def _repeats(claim: Claim, other: Claim, other_first: bool, head_end: int) -> bool:
    if (claim.indicator, claim.unit, claim.statistic, claim.stage) != (
        other.indicator, other.unit, other.statistic, other.stage,
    ):  # fmt: skip
        return False
    if claim.value == other.value and claim.period == other.period:
        return other_first and claim.approx == other.approx
    in_head = claim.span[0] < head_end <= other.span[0]
    return in_head and abs(claim.value - other.value) <= other.value * Decimal("0.05")
