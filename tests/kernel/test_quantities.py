"""Quantities convert within a kind and refuse across kinds."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanhai.kernel.quantities import Quantity, Unit

AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=4)


def quantity(amount: str, unit: str) -> Quantity:
    return Quantity(Decimal(amount), Unit.parse(unit))


def test_hundred_millions_of_yuan_are_ten_thousands_of_yuan() -> None:
    # 17.58 亿元 over 33 counties is the published 5,327 万元 a county (domain.md §2.3.12).
    aid = quantity("17.58", "亿元").to(Unit.parse("万元"))
    assert aid == quantity("175800", "万元")
    assert int(aid.amount / 33) == 5327


@given(AMOUNTS, st.sampled_from(["元", "万元", "亿元"]), st.sampled_from(["元", "万元", "亿元"]))
def test_there_and_back_is_the_same_amount(amount: Decimal, first: str, second: str) -> None:
    start = Quantity(amount, Unit.parse(first))
    assert start.to(Unit.parse(second)).to(start.unit).amount == amount


@pytest.mark.parametrize(("one", "other"), [("人", "人次"), ("对", "所"), ("万元", "万人")])
def test_persons_are_not_person_times_and_money_is_not_people(one: str, other: str) -> None:
    with pytest.raises(ValueError):
        quantity("1", one).to(Unit.parse(other))
    with pytest.raises(ValueError):
        quantity("1", one) + quantity("1", other)


def test_a_sum_is_in_the_first_ones_unit() -> None:
    assert str(quantity("1.5", "亿元") + quantity("5000", "万元")) == "2亿元"
