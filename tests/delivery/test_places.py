from datetime import date

import pytest

from shanhai.delivery.workbook.places import Places

pytestmark = pytest.mark.usefixtures("regions")


@pytest.fixture
def places(regions: None) -> Places:
    return Places.load(date(2022, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "451003",
        "田阳区",
        "百色市田阳区",
        "广西百色市田阳区",
        "广西壮族自治区百色市田阳区",
        "田阳",
        "451003000000",
    ],
)
def test_a_county_is_found_by_code_and_by_every_usual_name(places: Places, text: str) -> None:
    reading = places.read(text)
    assert (reading.value, reading.code) == ("451003", "")


@pytest.mark.parametrize(
    ("text", "code"), [("融水县", "450225"), ("隆林", "451031"), ("三江县", "450226")]
)
def test_an_autonomous_county_is_found_without_its_peoples(
    places: Places, text: str, code: str
) -> None:
    assert places.read(text).value == code


@pytest.mark.parametrize("text", ["451021", "田阳县", "广西百色市田阳县"])
def test_an_old_code_or_name_is_led_on_with_a_warning(places: Places, text: str) -> None:
    reading = places.read(text)
    assert (reading.value, reading.code) == ("451003", "old_division")
    assert "田阳区" in reading.message


def test_a_name_of_several_places_lists_them_and_is_never_guessed(places: Places) -> None:
    reading = places.read("白云区")
    assert (reading.value, reading.code) == (None, "ambiguous_division")
    assert "广州市白云区（440111）" in reading.accepted
    assert "贵阳市白云区（520113）" in reading.accepted
    assert places.read("广州市白云区").value == "440111"
    assert places.read("贵州白云区").value == "520113"


def test_a_name_that_no_place_has_is_unknown(places: Places) -> None:
    assert places.read("桃花源县").code == "unknown_division"
    assert places.read("999999").code == "unknown_division"
