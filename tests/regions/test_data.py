"""The reference files of regions and pairings hold together before any database reads them."""

import csv
import datetime as dt
import importlib.util
import itertools
import json
import re
from collections import Counter
from pathlib import Path

import pytest

import shanhai

PACKAGE = Path(shanhai.__file__).parent
BUILDER = PACKAGE.parent / "tools" / "build_divisions.py"
Row = dict[str, str]


def rows_of(station: str, name: str) -> list[Row]:
    """The lines of one reference file."""
    path = PACKAGE / station / "data" / name
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


DIVISIONS = rows_of("regions", "divisions.csv")
BY_CODE = {row["code"]: row for row in DIVISIONS}
CHANGES = rows_of("regions", "division_changes.csv")
KEY = rows_of("regions", "key_counties.csv")
PROGRAMME = rows_of("regions", "programme_counties.csv")
PAIRINGS = rows_of("accords", "pairings.csv")
NATIONAL = [row for row in KEY if row["list"] == "national"]


def names_differ(rows: list[Row], code: str, name: str) -> list[str]:
    """Codes whose name in a list is not the division's own name."""
    return [row[code] for row in rows if BY_CODE[row[code]]["name"] != row[name]]


def test_every_code_has_six_digits_and_stands_once() -> None:
    codes = [row["code"] for row in DIVISIONS]
    assert [code for code in codes if not re.fullmatch(r"\d{6}", code)] == []
    assert [code for code, count in Counter(codes).items() if count > 1] == []
    assert codes == sorted(codes)


def test_the_tree_is_whole_and_its_levels_step_down() -> None:
    allowed = {
        "province": {""},
        "prefecture": {"province"},
        "county": {"prefecture", "province"},
    }
    wrong = []
    for row in DIVISIONS:
        parent = BY_CODE.get(row["parent_code"], {"level": "", "code": ""})
        prefix = re.sub("(00)+$", "", parent["code"])
        steps = parent["code"] == row["parent_code"] and parent["level"] in allowed[row["level"]]
        if not (steps and row["code"].startswith(prefix)):
            wrong.append(row["code"])
    assert wrong == []


def test_only_municipalities_and_direct_counties_hang_straight_under_a_province() -> None:
    direct = [
        row["code"]
        for row in DIVISIONS
        if row["level"] == "county" and row["parent_code"].endswith("0000")
    ]
    municipalities = ("11", "12", "31", "50")
    assert [
        code for code in direct if not code.startswith(municipalities) and code[2:4] != "90"
    ] == []


def test_no_placeholder_or_statistical_zone_is_a_division() -> None:
    assert [row for row in DIVISIONS if row["name"] in {"市辖区", "县"}] == []
    assert [row for row in DIVISIONS if "直辖县级" in row["name"]] == []
    assert [row["code"] for row in DIVISIONS if "71" <= row["code"][4:] <= "79"] == []


def test_the_country_has_34_provinces_and_333_prefectures() -> None:
    levels = Counter(row["level"] for row in DIVISIONS if not row["valid_to"])
    assert (levels["province"], levels["prefecture"]) == (34, 333)


@pytest.mark.parametrize(
    ("province", "prefectures", "counties"), [("44", 21, 122), ("45", 14, 111), ("52", 9, 88)]
)
def test_guangdong_guangxi_and_guizhou_have_their_known_number_of_units(
    province: str, prefectures: int, counties: int
) -> None:
    current = [row for row in DIVISIONS if row["code"].startswith(province) and not row["valid_to"]]
    levels = Counter(row["level"] for row in current)
    assert (levels["prefecture"], levels["county"]) == (prefectures, counties)


@pytest.mark.parametrize("code", ["441900", "442000", "460400", "620200"])
def test_a_city_without_counties_stands_as_a_prefecture(code: str) -> None:
    assert BY_CODE[code]["level"] == "prefecture"
    assert [row for row in DIVISIONS if row["parent_code"] == code] == []


def test_changes_refer_to_divisions_under_their_own_names() -> None:
    assert names_differ(CHANGES, "new_code", "new_name") == []
    assert names_differ(CHANGES, "old_code", "old_name") == []


def test_an_old_code_ends_the_day_before_its_change_and_the_new_one_begins_on_it() -> None:
    for change in CHANGES:
        changed_on = dt.date.fromisoformat(change["changed_on"])
        old, new = BY_CODE[change["old_code"]], BY_CODE[change["new_code"]]
        if change["kind"] in {"renamed_upgrade", "merged"}:
            last_day = dt.date.fromisoformat(old["valid_to"])
            assert last_day + dt.timedelta(days=1) == changed_on, change
        if change["kind"] in {"renamed_upgrade", "split"}:
            assert new["valid_from"] == change["changed_on"], change
        assert change["date_precision"] in {"day", "month", "year"}
        assert change["source"]


def test_a_division_ends_only_by_a_recorded_change() -> None:
    ended = {row["code"] for row in DIVISIONS if row["valid_to"]}
    recorded = {row["old_code"] for row in CHANGES if row["kind"] in {"renamed_upgrade", "merged"}}
    assert ended == recorded


@pytest.mark.parametrize(
    ("old", "new", "year"),
    [
        ("520221", "520204", "2020"),
        ("451025", "451081", "2015"),
        ("520222", "520281", "2017"),
        ("451021", "451003", "2019"),
        ("520522", "520581", "2021"),
        ("451023", "451082", "2019"),
        ("450331", "450381", "2018"),
        ("450127", "450181", "2021"),
        ("451281", "451203", "2016"),
        ("522322", "522302", "2018"),
    ],
)
def test_the_renamed_counties_of_both_provinces_lead_from_old_to_new(
    old: str, new: str, year: str
) -> None:
    found = [row for row in CHANGES if row["old_code"] == old]
    assert [(row["new_code"], row["changed_on"][:4]) for row in found] == [(new, year)]


def test_the_programme_has_33_counties_in_guangxi_and_66_in_guizhou() -> None:
    assert Counter(row["code"][:2] for row in PROGRAMME) == {"45": 33, "52": 66}
    assert len({row["code"] for row in PROGRAMME}) == 99
    assert names_differ(PROGRAMME, "code", "name") == []
    assert [row for row in PROGRAMME if BY_CODE[row["code"]]["valid_to"]] == []


def test_each_programme_county_belongs_to_a_prefecture_paired_with_its_city() -> None:
    paired = {
        (row["east_code"], row["west_code"])
        for row in PAIRINGS
        if row["level"] == "prefecture" and not row["valid_to"]
    }
    for row in PROGRAMME:
        assert BY_CODE[row["code"]]["parent_code"] == row["west_prefecture_code"]
    assert {(row["east_city_code"], row["west_prefecture_code"]) for row in PROGRAMME} == paired
    assert len(paired) == 16


def test_shenzhen_has_22_of_the_programme_counties() -> None:
    assert sum(row["east_city_code"] == "440300" for row in PROGRAMME) == 22


def test_twenty_and_twenty_national_key_counties_all_lie_in_the_programme() -> None:
    assert Counter(row["code"][:2] for row in NATIONAL) == {"45": 20, "52": 20}
    assert {row["code"] for row in NATIONAL} <= {row["code"] for row in PROGRAMME}
    assert {row["valid_from"] for row in NATIONAL} == {"2021-08-27"}
    assert names_differ(KEY, "code", "name") == []


def test_each_pairing_resolves_on_both_sides() -> None:
    assert names_differ(PAIRINGS, "west_code", "west_name") == []
    divisions = [row for row in PAIRINGS if row["east_kind"] == "division"]
    others = [row for row in PAIRINGS if row["east_kind"] != "division"]
    assert names_differ(divisions, "east_code", "east_name") == []
    for row in others:
        assert row["east_kind"] in {"zone", "town", "town_group"}
        assert row["east_name"]
        assert not row["east_code"]
        assert BY_CODE[row["east_within"]]["level"] == "prefecture"


def test_a_county_pairing_lies_inside_a_pairing_of_their_cities() -> None:
    cities = {
        (row["east_code"], row["west_code"], row["valid_from"])
        for row in PAIRINGS
        if row["level"] == "prefecture"
    }
    outside = [
        (row["east_name"], row["west_name"])
        for row in PAIRINGS
        if row["level"] == "county"
        and (city_of(row), BY_CODE[row["west_code"]]["parent_code"], row["valid_from"])
        not in cities
        and not row["valid_to"]
    ]
    assert outside == []


def city_of(pairing: Row) -> str:
    """The eastern city of a county pairing."""
    if pairing["east_within"]:
        return pairing["east_within"]
    return BY_CODE[pairing["east_code"]]["parent_code"]


def test_a_pairing_is_listed_once_for_each_round_and_its_rounds_do_not_overlap() -> None:
    rounds: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in PAIRINGS:
        key = (row["east_code"] or row["east_name"], row["west_code"])
        rounds.setdefault(key, []).append((row["valid_from"], row["valid_to"] or "9999-12-31"))
    for spans in rounds.values():
        ordered = sorted(spans)
        assert all(earlier[1] < later[0] for earlier, later in itertools.pairwise(ordered))


def test_what_is_listed_names_its_source_within_the_column_and_holds_real_dates() -> None:
    for row in [*KEY, *PROGRAMME, *PAIRINGS, *CHANGES, *DIVISIONS]:
        assert 0 < len(row["source"]) <= 300
        for column in ("valid_from", "valid_to", "changed_on"):
            if row.get(column):
                dt.date.fromisoformat(row[column])


def test_the_builder_drops_placeholders_and_keeps_the_counties_under_their_province(
    tmp_path: Path,
) -> None:
    spec = importlib.util.spec_from_file_location("build_divisions", BUILDER)
    assert spec is not None
    assert spec.loader is not None
    builder = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(builder)
    lists = {
        "provinces.json": [{"code": "11", "name": "北京市"}, {"code": "44", "name": "广东省"}],
        "cities.json": [
            {"code": "1101", "name": "市辖区", "provinceCode": "11"},
            {"code": "4419", "name": "东莞市", "provinceCode": "44"},
        ],
        "areas.json": [
            {"code": "110101", "name": "东城区", "cityCode": "1101", "provinceCode": "11"},
            {"code": "110171", "name": "某开发区", "cityCode": "1101", "provinceCode": "11"},
            {"code": "441900", "name": "东莞市", "cityCode": "4419", "provinceCode": "44"},
        ],
    }
    for name, units in lists.items():
        (tmp_path / name).write_text(json.dumps(units), encoding="utf-8")
    built = {row["code"]: row for row in builder.current_divisions(tmp_path, "0")}
    assert set(built) == {"110000", "440000", "441900", "110101", "710000", "810000", "820000"}
    assert built["110101"]["parent_code"] == "110000"
    assert built["441900"]["level"] == "prefecture"
