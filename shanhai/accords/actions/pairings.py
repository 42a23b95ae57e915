"""Loads the pairings that are published from the station's own file; safe to repeat.

A row is known by its natural key (level, both sides, first day). What the file no longer has is retired,
never deleted; pairings made on a page are left alone.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib import resources
from typing import Any

from django.db import transaction

from shanhai.access.models import Account
from shanhai.access.scope import scope_of
from shanhai.accords.models import Pairing
from shanhai.journal import actions as journal
from shanhai.journal.models import Verb
from shanhai.kernel.errors import NotAllowed, Unusable
from shanhai.regions.models import Division, Organisation

_KEY = (
    "level", "east_division_id", "east_organisation_id", "west_division_id",
    "west_organisation_id", "valid_from",
)  # fmt: skip
_REST = ("valid_to", "source", "note", "from_reference", "withdrawn_at")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading changed."""

    added: int = 0
    changed: int = 0
    retired: int = 0
    unchanged: int = 0


def load_pairings(*, by: Account, lines: Iterable[Mapping[str, str]] | None = None) -> Loaded:
    """Load `data/pairings.csv` (or the given lines of the same columns), all or nothing.

    Raises `NotAllowed` for who may not change every region's pairings, `Unusable` naming every line
    with an unknown level, division, kind or date.
    """
    if not scope_of(by, Pairing.record_name(), "change").everywhere:
        raise NotAllowed("载入结对关系需要全部区域的权限，请由系统运维账号执行")
    given = list(lines) if lines is not None else _own_file()
    with transaction.atomic():
        at = journal.lock()
        rows = _rows(given)
        known = {_key(row): row for row in Pairing.objects.filter(from_reference=True)}
        added = changed = 0
        for row in rows:
            before = known.pop(_key(row), None)
            if before is None:
                row.save(force_insert=True)
                added += 1
            elif any(getattr(before, name) != getattr(row, name) for name in _REST):
                row.pk = before.pk
                row.agreement_id = before.agreement_id
                row.save(force_update=True)
                changed += 1
        gone = [row for row in known.values() if row.withdrawn_at is None]
        _retire(gone, at)
        loaded = Loaded(added, changed, len(gone), len(rows) - added - changed)
        if added or changed or gone:
            journal.record(
                by=by, verb=Verb.LOAD, subject=Pairing.record_name(), key="pairings.csv", at=at,
                after={"added": added, "changed": changed, "retired": len(gone)},
            )  # fmt: skip
    return loaded


def _own_file() -> list[dict[str, str]]:
    text = resources.files("shanhai.accords").joinpath("data/pairings.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _rows(lines: Iterable[Mapping[str, str]]) -> list[Pairing]:
    rows: list[Pairing] = []
    wrong: list[str] = []
    for number, line in enumerate(lines, start=2):
        try:
            rows.append(_row(line))
        except (ValueError, Division.DoesNotExist) as trouble:
            wrong.append(f"第 {number} 行：{trouble}")
    if wrong:
        raise Unusable("结对关系文件有误，未载入任何一行：" + "；".join(wrong))
    return rows


def _row(line: Mapping[str, str]) -> Pairing:
    if line["level"] not in Pairing.Level.values:
        raise ValueError(f"没有“{line['level']}”这一层级")
    east_division, east_organisation = _side(line, "east")
    west_division, west_organisation = _side(line, "west")
    return Pairing(
        level=line["level"],
        east_division=east_division,
        east_organisation=east_organisation,
        west_division=west_division,
        west_organisation=west_organisation,
        valid_from=date.fromisoformat(line["valid_from"]),
        valid_to=date.fromisoformat(line["valid_to"]) if line["valid_to"] else None,
        source=line["source"],
        note=line["note"],
        from_reference=True,
    )


def _side(line: Mapping[str, str], side: str) -> tuple[Division, Organisation | None]:
    """The division of a side, and its organisation when the side is no division itself."""
    kind = line.get(f"{side}_kind") or "division"
    name = line[f"{side}_name"]
    code = line[f"{side}_code"] if kind == "division" else line[f"{side}_within"]
    division = Division.objects.filter(code=code).first()
    if division is None:
        raise ValueError(f"没有区划代码“{code}”（{name}）")
    if kind == "division":
        return division, None
    if kind not in Organisation.Kind.values:
        raise ValueError(f"没有“{kind}”这种组织类型（{name}）")
    organisation, _ = Organisation.objects.get_or_create(
        name=name, within=division, defaults={"kind": kind}
    )
    return division, organisation


def _key(row: Pairing) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in _KEY)


def _retire(rows: Iterable[Pairing], at: datetime) -> None:
    for row in rows:
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
