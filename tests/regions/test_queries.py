"""Which division a code or a written name means, and which old codes belong to a holder."""

from datetime import date

import pytest

from shanhai.regions import queries

pytestmark = pytest.mark.usefixtures("small_map")


def codes(text: str, within: str | None = None, on: date | None = None) -> list[str]:
    return sorted(division.code for division in queries.resolve(text, within, on))


@pytest.mark.parametrize(
    "text",
    [
        "451224",
        "东兰县",
        "东兰",
        " 东兰县 ",
        "河池市东兰县",
        "广西河池东兰",
        "广西壮族自治区东兰县",
    ],
)
def test_code_full_name_short_name_and_path_mean_the_same_county(text: str) -> None:
    assert codes(text) == ["451224"]


def test_a_short_name_drops_the_people_of_an_autonomous_county() -> None:
    assert codes("大化") == ["451229"]


def test_an_unknown_name_or_code_finds_nothing() -> None:
    assert codes("不存在县") == []
    assert codes("999999") == []
    assert codes("") == []


def test_a_name_that_two_places_bear_gives_both_as_candidates() -> None:
    assert codes("鼓楼区") == ["320106", "320302"]


def test_the_holder_s_region_decides_between_places_of_one_name() -> None:
    assert codes("鼓楼区", within="320300") == ["320302"]
    assert codes("徐州市鼓楼区") == ["320302"]
    assert codes("徐州市鼓楼区", within="320100") == []


def test_an_old_name_means_what_it_became() -> None:
    assert codes("田阳县") == ["451003"]
    assert codes("田阳") == ["451003"]


def test_an_old_name_means_the_old_code_on_an_old_day() -> None:
    assert codes("田阳县", on=date(2019, 12, 30)) == ["451021"]
    assert codes("田阳县", on=date(2019, 12, 31)) == ["451003"]
    assert codes("田阳", on=date(2018, 6, 1)) == ["451021"]


def test_an_old_code_is_itself_unless_a_day_is_asked() -> None:
    assert codes("451021") == ["451021"]
    assert codes("451021", on=date(2022, 1, 1)) == ["451003"]


def test_a_new_name_on_a_day_before_it_began_is_still_understood() -> None:
    assert codes("田阳区", on=date(2018, 6, 1)) == ["451003"]


def test_current_code_follows_renamings_and_mergers_but_not_splits() -> None:
    assert queries.current_code("451021") == "451003"
    assert queries.current_code("451021", date(2018, 1, 1)) == "451021"
    assert queries.current_code("440116") == "440112"
    assert queries.current_code("440306") == "440306"
    assert queries.current_code("999999") == "999999"


def test_lineage_goes_from_province_to_county() -> None:
    assert [one.name for one in queries.lineage("451224")] == ["广西壮族自治区", "河池市", "东兰县"]
    assert queries.lineage("999999") == []


def test_divisions_inside_can_be_asked_for_a_day() -> None:
    inside = queries.divisions_inside("451000").values_list("code", flat=True)
    assert set(inside) == {"451000", "451002", "451003", "451021", "451022"}
    then = queries.divisions_inside("451000", on=date(2018, 1, 1)).values_list("code", flat=True)
    assert set(then) == {"451000", "451002", "451021", "451022"}


def test_a_holder_keeps_the_records_under_its_county_s_old_code() -> None:
    assert queries.codes_of(["451003"]) == ["451003", "451021"]
    assert queries.codes_of(["440112"]) == ["440112", "440116"]


def test_a_term_granted_under_an_old_code_goes_on_under_the_new_one() -> None:
    assert queries.codes_of(["451021"]) == ["451021", "451003"]


def test_a_swallowed_district_s_old_holder_does_not_gain_the_bigger_one() -> None:
    assert queries.codes_of(["440116"]) == ["440116"]


def test_a_split_opens_neither_side_to_the_other() -> None:
    assert queries.codes_of(["440311"]) == ["440311"]
    assert queries.codes_of(["440306"]) == ["440306"]


def test_a_prefecture_needs_no_old_codes_of_its_own_counties() -> None:
    assert queries.codes_of(["451000"]) == ["451000"]
