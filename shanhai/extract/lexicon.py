"""The packaged tables in memory: divisions, surnames, titles, how common a character is, common words.

Loaded once per process on first use; only the few tables that a plain document needs are read for it.
"""

import csv
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from math import log10


def rows(name: str) -> Iterator[list[str]]:
    """The rows of `data/<name>.csv` without its source line and header."""
    text = files("shanhai.extract.data").joinpath(f"{name}.csv").read_text("utf-8")
    lines = csv.reader(text.splitlines()[2:])
    return (row for row in lines if row)


@lru_cache(maxsize=1)
def surnames() -> frozenset[str]:
    """Single and compound surnames."""
    return frozenset(row[0] for row in rows("surnames"))


@lru_cache(maxsize=1)
def titles() -> tuple[str, ...]:
    """Titles of office, longest first."""
    return tuple(sorted((row[0] for row in rows("offices")), key=len, reverse=True))


@lru_cache(maxsize=1)
def site_endings() -> tuple[str, ...]:
    """How names of visited places end."""
    return tuple(row[0] for row in rows("site_endings"))


@lru_cache(maxsize=1)
def character_scores() -> dict[str, float]:
    """log10 of occurrences per million for the common characters of simplified text."""
    return {char: log10(float(count)) for char, count in rows("characters")}


@lru_cache(maxsize=1)
def words() -> dict[str, int]:
    """Common words of two and three characters with their counts."""
    return {word: int(count) for word, count in rows("words")}


_COMMON_PUNCTUATION = frozenset("，。、；：？！“”‘’（）《》〈〉【】〔〕—…·～％　￥①②③④⑤⑥⑦⑧⑨⑩")


def is_common(char: str) -> bool:
    """Whether ordinary text, simplified or traditional, has this character."""
    if char in _COMMON_PUNCTUATION or "\uff01" <= char <= "\uff5e":
        return True
    return simplified(char) in character_scores()


@lru_cache(maxsize=8192)
def simplified(char: str) -> str:
    """The simplified form of one character."""
    return converter().convert(char)  # type: ignore[no-any-return]


@lru_cache(maxsize=1)
def converter():  # type: ignore[no-untyped-def]
    """OpenCC's phrase conversion to simplified (imported late: only traditional text needs it)."""
    import opencc

    return opencc.OpenCC("t2s")


@lru_cache(maxsize=1)
def to_traditional():  # type: ignore[no-untyped-def]
    """OpenCC's conversion to traditional, for matching words against damaged traditional bytes."""
    import opencc

    return opencc.OpenCC("s2t")
