"""A figure's period writes itself one way and reads back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanhai.kernel.periods import Period

YEARS = st.integers(1990, 2100)
MONTHS = st.integers(1, 12)


@given(YEARS, MONTHS)
def test_what_a_period_writes_reads_back(year: int, month: int) -> None:
    for period in (Period.year(year), Period.month(year, month), Period.year_to_date(year, month)):
        assert Period.parse(str(period)) == period


@given(YEARS, MONTHS)
def test_a_month_is_the_end_of_its_year_to_date(year: int, month: int) -> None:
    in_month, to_date = Period.month(year, month), Period.year_to_date(year, month)
    assert in_month.end == to_date.end
    assert to_date.start == date(year, 1, 1)
    assert in_month.start in to_date


def test_december_to_date_is_the_year() -> None:
    assert Period.year_to_date(2022, 12) == Period.year(2022)
    assert str(Period.year_to_date(2022, 12)) == "2022"
    assert str(Period.year_to_date(2022, 8)) == "2022-01/2022-08"


def test_a_period_that_ends_before_it_starts_is_no_period() -> None:
    with pytest.raises(ValueError):
        Period(date(2022, 2, 1), date(2022, 1, 1))
    with pytest.raises(ValueError):
        Period.parse("2022-01-01")
