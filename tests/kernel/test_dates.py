"""Partial dates say what was said and no more."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanhai.kernel.dates import PartialDate


@pytest.mark.parametrize("text", ["2022-06-14", "2022-06", "2022", "--06-14", "--06"])
def test_the_iso_form_reads_back(text: str) -> None:
    assert PartialDate.parse(text).isoformat() == text


@given(st.dates())
def test_a_whole_date_is_a_calendar_day(day: date) -> None:
    assert PartialDate.parse(day.isoformat()).as_date() == day


def test_a_day_without_its_year_becomes_a_date_only_with_a_year() -> None:
    said = PartialDate(month=6, day=14)
    assert said.as_date() is None
    assert said.with_year(2022).as_date() == date(2022, 6, 14)


@pytest.mark.parametrize(
    "text", ["", "-", "2022-13", "2022-02-30", "22-06-14", "2022-06-14x", "--00"]
)
def test_what_no_calendar_has_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        PartialDate.parse(text)


def test_the_29th_of_february_stands_while_the_year_is_unknown() -> None:
    assert PartialDate(month=2, day=29).isoformat() == "--02-29"
    with pytest.raises(ValueError):
        PartialDate(month=2, day=29).with_year(2022)
