"""Pairings load twice without a change, read as they stood, and are counted in three figures."""

from datetime import date

import pytest

from shanhai.accords import queries
from shanhai.accords.actions import load_pairings
from shanhai.accords.models import Pairing
from shanhai.journal.models import Entry
from shanhai.kernel.errors import NotAllowed, Unusable
from shanhai.regions.actions import load_reference
from shanhai.regions.models import Organisation
from tests.cast import Cast

LINE = {
    "level": "county", "east_code": "440307", "east_name": "龙岗区", "east_kind": "division",
    "east_within": "", "west_code": "451081", "west_name": "靖西市", "valid_from": "2021-01-01",
    "valid_to": "", "source": "示例（虚构）", "note": "",
}  # fmt: skip


@pytest.fixture
def regions(db: None) -> None:
    """All divisions: the pairings before 2021 reach to 浙江."""
    load_reference(by=None)


def line(**changed: str) -> dict[str, str]:
    return {**LINE, **changed}


def test_the_file_loads_and_loading_again_changes_nothing(cast: Cast) -> None:
    first = load_pairings(by=cast.operator)
    assert first.added == Pairing.objects.count() > 40
    entries = Entry.objects.count()
    second = load_pairings(by=cast.operator)
    assert (second.added, second.changed, second.retired) == (0, 0, 0)
    assert second.unchanged == first.added
    assert Entry.objects.count() == entries


def test_zones_and_town_groups_become_organisations_once(cast: Cast) -> None:
    load_pairings(by=cast.operator)
    before = Organisation.objects.count()
    assert Organisation.objects.get(name="小榄组团").kind == "town_group"
    load_pairings(by=cast.operator)
    assert Organisation.objects.count() == before


def test_a_new_edition_changes_and_retires_and_forgets_nothing(cast: Cast) -> None:
    load_pairings(by=cast.operator, lines=[line(), line(west_code="451026")])
    done = load_pairings(by=cast.operator, lines=[line(valid_to="2025-12-31")])
    assert (done.added, done.changed, done.retired) == (0, 1, 1)
    assert Pairing.objects.count() == 2
    assert Pairing.objects.standing().get().valid_to == date(2025, 12, 31)
    back = load_pairings(
        by=cast.operator, lines=[line(valid_to="2025-12-31"), line(west_code="451026")]
    )
    assert (back.added, back.changed) == (0, 1)
    assert Pairing.objects.standing().count() == 2


def test_bad_lines_are_all_named_and_none_is_loaded(cast: Cast) -> None:
    lines = [line(), line(level="street"), line(west_code="999999"), line(valid_from="去年")]
    with pytest.raises(Unusable, match=r"第 3 行.*第 4 行.*第 5 行"):
        load_pairings(by=cast.operator, lines=lines)
    assert not Pairing.objects.exists()


def test_only_who_may_change_every_region_loads(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        load_pairings(by=cast.guangxi)


def test_a_past_year_is_read_as_it_stood(cast: Cast) -> None:
    load_pairings(by=cast.operator)
    before = Pairing.objects.in_year(2019).filter(west_division_id="522600", level="prefecture")
    after = Pairing.objects.in_year(2022).filter(west_division_id="522600", level="prefecture")
    assert [row.east_name for row in before] == ["杭州市"]
    assert [row.east_name for row in after] == ["佛山市"]
    assert not Pairing.objects.on(date(2015, 12, 31)).exists()


def test_pairs_east_units_and_west_units_are_three_figures(cast: Cast) -> None:
    lines = [
        line(), line(west_code="451026"), line(east_code="440306", west_code="451026"),
        line(valid_from="2016-01-01", valid_to="2020-12-31"),
    ]  # fmt: skip
    load_pairings(by=cast.operator, lines=lines)
    count = queries.count_pairings(Pairing.objects.all())
    assert (count.pairs, count.east_units, count.west_units) == (3, 2, 2)


def test_a_county_sees_its_own_ties_and_no_neighbours(cast: Cast) -> None:
    load_pairings(by=cast.operator)
    seen = {row.west_division_id for row in queries.pairings(cast.donglan)}
    assert seen == {"451224", "451200", "450000"}
