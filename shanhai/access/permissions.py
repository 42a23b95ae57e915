"""The permission table (权限表): role × record × verb, as data that an office head can read.

The table is `data/permissions.csv`; code only looks it up. A verb that no line grants is refused.
"""

import csv
from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def table() -> Mapping[tuple[str, str], frozenset[str]]:
    """(role, record) → verbs, from the file."""
    text = resources.files("shanhai.access").joinpath("data/permissions.csv").read_text("utf-8")
    return {
        (line["role"], line["record"]): frozenset(line["verbs"].split())
        for line in csv.DictReader(text.splitlines())
    }


def permits(role: str, record: str, verb: str) -> bool:
    """Whether the table grants the verb."""
    return verb in table().get((role, record), frozenset())
