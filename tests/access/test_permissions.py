"""The permission table is data: every line names what exists, and every record has its lines."""

import csv
from collections import Counter
from importlib import resources

from django.apps import apps

from shanhai.access.models import Role
from shanhai.access.permissions import VERBS, in_words, permits, records, table
from tests.scope.world import scoped_models

OTHERS = {"access.account", "access.permission", "regions.division"} | {
    f"access.holding.{role}" for role in Role.values
}
"""Records that the table names though no region is theirs: accounts, the table itself, grants."""


def lines() -> list[dict[str, str]]:
    text = resources.files("shanhai.access").joinpath("data/permissions.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def test_every_line_names_a_role_a_record_and_verbs_that_exist() -> None:
    known = {model._meta.label_lower for model in apps.get_models()} | OTHERS
    assert {line["role"] for line in lines()} == set(Role.values)
    assert [line for line in lines() if line["record"] not in known] == []
    assert [line for line in lines() if set(line["verbs"].split()) - set(VERBS)] == []


def test_no_role_has_two_lines_for_one_record() -> None:
    counts = Counter((line["role"], line["record"]) for line in lines())
    assert [key for key, count in counts.items() if count > 1] == []


def test_every_scoped_record_has_a_line_and_somebody_who_sees_it() -> None:
    for model in scoped_models():
        label = model._meta.label_lower
        assert label in records(), f"{label} stands in no line of permissions.csv"
        assert any(permits(role, label, "view") for role in Role.values), label


def test_every_verb_is_used_and_whoever_acts_may_also_look() -> None:
    assert {verb for verbs in table().values() for verb in verbs} == set(VERBS)
    blind = [
        key
        for key, verbs in table().items()
        if verbs and "view" not in verbs and not key[1].startswith("access.holding.")
    ]
    assert blind == []


def test_what_the_table_does_not_grant_is_refused() -> None:
    assert not permits("county_officer", "journal.entry", "view")
    assert not permits("nobody", "delivery.placement", "view")
    assert not permits("county_officer", "delivery.placement", "fly")


def test_those_who_check_change_nothing_and_cannot_be_appointed_by_those_they_check() -> None:
    acting = {"add", "change", "import", "review", "withdraw", "issue", "grant", "compute"}
    for role in (Role.ASSESSOR, Role.AUDITOR):
        for record in records():
            assert not acting & table().get((role.value, record), frozenset()), (role, record)
        granting = [
            other for other in Role.values if permits(other, f"access.holding.{role}", "grant")
        ]
        assert granting == [Role.OPERATOR]


def test_the_table_reads_in_chinese() -> None:
    assert in_words("auditor", "journal.entry") == ["查看", "导出", "核对"]
    assert in_words("county_officer", "journal.entry") == []
