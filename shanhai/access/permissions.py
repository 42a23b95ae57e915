"""The permission table (权限表): role × record × verb, as data that an office head can read.

The table is `data/permissions.csv`; code only looks it up. A verb that no line grants is refused.
"""

import csv
from collections.abc import Mapping
from functools import cache
from importlib import resources

VERBS = {
    "view": "查看",
    "add": "新增",
    "change": "修改",
    "review": "审核",
    "import": "导入",
    "withdraw": "撤回",
    "export": "导出",
    "reveal": "查看个人信息",
    "compute": "计算",
    "issue": "编发",
    "grant": "授予",
    "verify": "核对",
}
"""Every verb that the table may use, with the word that people read."""


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


def records() -> list[str]:
    """The records that the table names, in its order."""
    return list(dict.fromkeys(record for _, record in table()))


def in_words(role: str, record: str) -> list[str]:
    """The verbs of a role on a record in Chinese, in the order of `VERBS`."""
    granted = table().get((role, record), frozenset())
    return [word for verb, word in VERBS.items() if verb in granted]
