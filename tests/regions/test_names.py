"""Short names as people write them in ledgers."""

import pytest

from shanhai.regions.names import short_name


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("田阳区", "田阳"),
        ("广东省", "广东"),
        ("东兴市", "东兴"),
        ("广西壮族自治区", "广西"),
        ("大化瑶族自治县", "大化"),
        ("龙胜各族自治县", "龙胜"),
        ("黔西南布依族苗族自治州", "黔西南"),
        ("双江拉祜族佤族布朗族傣族自治县", "双江"),
        ("新疆维吾尔自治区", "新疆"),
        ("克孜勒苏柯尔克孜自治州", "克孜勒苏"),
        ("管城回族区", "管城"),
        ("六枝特区", "六枝"),
        ("神农架林区", "神农架"),
        ("香港特别行政区", "香港"),
    ],
)
def test_a_name_loses_its_level_and_its_peoples(full: str, short: str) -> None:
    assert short_name(full) == short


@pytest.mark.parametrize("name", ["城区", "矿区", "郊区", "赵县", "西沙群岛"])
def test_a_name_that_would_keep_one_character_stays_whole(name: str) -> None:
    assert short_name(name) == name


def test_a_people_that_is_the_place_stays() -> None:
    assert short_name("东乡族自治县") == "东乡"
    assert short_name("互助土族自治县") == "互助"
