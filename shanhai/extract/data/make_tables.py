"""Derives divisions.csv, characters.csv and words.csv from two MIT-licensed packages, so that they can be renewed.

Run by hand (`python -m shanhai.extract.data.make_tables CHINA_DIVISION_DIST JIEBA_DICT`): the first is
the `dist` folder of the npm package china-division, the second the `dict.txt` of the PyPI package jieba.
Nothing imports this module.
"""

import csv
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).parent
DIVISIONS_SOURCE = "npm china-division 2.7.0 (MIT), codes padded to six digits, taken 2026-11-22"
WORDS_SOURCE = "PyPI jieba 0.42.1 dict.txt (MIT), taken 2026-11-22"


def divisions(dist: Path) -> None:
    """Province, prefecture and county names with their six-digit codes."""
    rows: list[tuple[str, str, str]] = []
    seen: set[str] = set()
    for name, level in (("provinces", "province"), ("cities", "prefecture"), ("areas", "county")):
        for item in json.loads((dist / f"{name}.json").read_text("utf-8")):
            if item["name"] in {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}:
                continue
            code = item["code"].ljust(6, "0")
            if code not in seen:  # 东莞市 and 中山市 stand once more as their own only county
                rows.append((code, item["name"], level))
            seen.add(code)
    _write("divisions.csv", DIVISIONS_SOURCE, ("code", "name", "level"), sorted(rows))


def characters_and_words(dictionary: Path) -> None:
    """How common each Han character is, and the common words of two and three characters."""
    counts: Counter[str] = Counter()
    words: list[tuple[str, int]] = []
    for line in dictionary.read_text("utf-8").splitlines():
        word, count_text, *_ = line.split()
        count = int(count_text)
        if not all("\u4e00" <= char <= "\u9fff" for char in word):
            continue
        for char in word:
            counts[char] += count
        if 2 <= len(word) <= 3 and count >= (200 if len(word) == 2 else 20):
            words.append((word, count))
    total = sum(counts.values())
    common = [(char, f"{1e6 * n / total:.2f}") for char, n in counts.most_common(6000) if n > 3]
    _write("characters.csv", WORDS_SOURCE, ("character", "per_million"), common)
    _write("words.csv", WORDS_SOURCE, ("word", "count"), sorted(words))


def _write(
    name: str, source: str, header: tuple[str, ...], rows: Sequence[Sequence[object]]
) -> None:
    with (HERE / name).open("w", encoding="utf-8", newline="") as stream:
        stream.write(f"# source: {source}\n")
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    divisions(Path(sys.argv[1]))
    characters_and_words(Path(sys.argv[2]))
