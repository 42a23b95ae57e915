"""Definitions follow each other by year, carry their source, and name what they count."""

from itertools import pairwise

import pytest

from shanhai.measure import parameters
from shanhai.measure.algebra import Inside
from shanhai.measure.indicators import INDICATORS, over

CODES = sorted(INDICATORS)


@pytest.mark.parametrize("code", CODES)
def test_versions_follow_each_other_without_gap_or_overlap(code: str) -> None:
    versions = INDICATORS[code].versions
    for earlier, later in pairwise(versions):
        assert earlier.valid_to_year is not None
        assert later.valid_from_year == earlier.valid_to_year + 1
    assert versions[-1].valid_to_year is None


@pytest.mark.parametrize("code", CODES)
def test_every_version_says_what_it_counts_and_who_says_so(code: str) -> None:
    for version in INDICATORS[code].versions:
        assert version.text.endswith("。")
        assert "http" in version.source


@pytest.mark.parametrize("code", CODES)
def test_a_part_is_counted_like_its_whole(code: str) -> None:
    part = INDICATORS[code]
    if part.subset_of:
        whole = INDICATORS[part.subset_of]
        assert (part.record, part.aggregate, part.date, part.unit) == (
            whole.record, whole.aggregate, whole.date, whole.unit,
        )  # fmt: skip
        assert set(whole.where) < set(part.where)


@pytest.mark.parametrize("year", [2016, 2020, 2021, 2025, 2026])
def test_every_parameter_that_a_definition_needs_stands_in_its_years(year: int) -> None:
    standing = parameters.of_year(year)
    for indicator in over("placements", year):
        for condition in indicator.where:
            if isinstance(condition, Inside):
                assert standing[condition.parameter]


def test_the_words_are_those_of_the_year() -> None:
    lifted = INDICATORS["L3"]
    assert lifted.label(2019) == "建档立卡贫困劳动力就业人数"
    assert lifted.label(2022) == "脱贫劳动力就业人数"
    assert lifted.label(2026) != lifted.label(2025)
    assert lifted.version_code(2022) == "L3@2021"


def test_before_the_programme_nothing_is_defined() -> None:
    assert over("placements", 2015) == ()
    assert [indicator.code for indicator in over("placements", 2022)] == ["L1", "L2", "L3"]
    assert over("another_ledger", 2022) == ()


def test_the_east_is_guangdong_since_the_pairing_was_redrawn() -> None:
    assert parameters.of_year(2021)["eastern_provinces"] == ("44",)
    assert set(parameters.of_year(2019)["eastern_provinces"]) == {"44", "33"}
