"""Loads the reference files (区划、变更、重点县、协作县) by natural key, as often as one likes.

What a new edition no longer lists is not forgotten: a division is ended, since records point at it;
a line of another table goes, and the journal keeps what it said.
"""

import csv
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.utils import timezone

from shanhai.kernel.errors import Unusable
from shanhai.regions.models import Division, DivisionChange, KeyCounty, ProgrammeCounty
from shanhai.regions.signals import reference_loaded

Values = dict[str, Any]
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One reference file: its model, its natural key, and how a line becomes a row."""

    name: str
    model: type[models.Model]
    key: tuple[str, ...]
    read: Callable[[Mapping[str, str]], Values]
    code_columns: tuple[str, ...] = ()

    @property
    def file_name(self) -> str:
        """The file's name in `data/`."""
        return f"{self.name}.csv"


@dataclass(frozen=True, slots=True)
class TableChange:
    """What a load did to one table; `before` holds what changed and retired rows said."""

    name: str
    added: int
    changed: int
    retired: int
    unchanged: int
    sha256: str
    before: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether everything was already so."""
        return not (self.added or self.changed or self.retired)


@transaction.atomic
def load_reference(
    *, by: AbstractBaseUser | None, folder: Traversable | None = None
) -> tuple[TableChange, ...]:
    """Bring the reference tables to what the files say; returns what happened to each table.

    `folder` holds the files (default: the packaged edition). A second run with the same files changes
    nothing and leaves no trace. Raises `Unusable` when a line cannot be read or names an unknown code.
    """
    source = folder or resources.files("shanhai.regions").joinpath("data")
    done = tuple(_load(table, source.joinpath(table.file_name)) for table in TABLES)
    changed = tuple(change for change in done if not change.is_empty)
    if changed:
        reference_loaded.send(sender=Division, by=by, tables=changed)
    return done


def _load(table: Table, file: Traversable) -> TableChange:
    content = file.read_bytes()
    wanted = _wanted(table, content.decode("utf-8-sig"))
    columns = tuple(next(iter(wanted.values()), {}))
    stored = {
        tuple(row[name] for name in table.key): row
        for row in table.model._default_manager.values(*columns)
    }
    fresh = [key for key in wanted if key not in stored]
    differing = [key for key in wanted if key in stored and stored[key] != wanted[key]]
    ended = [key for key in differing if _ends(stored[key], wanted[key])]
    gone = [
        key for key in stored if key not in wanted and stored[key].get("valid_to", None) is None
    ]
    _write(table, [wanted[key] for key in (*fresh, *differing)])
    _retire(table, gone)
    return TableChange(
        name=table.name,
        added=len(fresh),
        changed=len(differing) - len(ended),
        retired=len(ended) + len(gone),
        unchanged=len(wanted) - len(fresh) - len(differing),
        sha256=hashlib.sha256(content).hexdigest(),
        before={"/".join(map(str, key)): _said(stored[key]) for key in (*differing, *gone)},
    )


def _wanted(table: Table, text: str) -> dict[Key, Values]:
    """The file's rows by natural key."""
    known = (
        None if table.model is Division else set(Division.objects.values_list("code", flat=True))
    )
    rows: dict[Key, Values] = {}
    for number, line in enumerate(csv.DictReader(text.splitlines()), start=2):
        try:
            values = table.read(line)
        except (KeyError, ValueError, TypeError) as trouble:
            raise Unusable(
                f"{table.file_name} 第 {number} 行无法读取：请对照该文件的表头与日期格式检查"
            ) from trouble
        unknown = [
            line[name]
            for name in table.code_columns
            if known is not None and line[name] not in known
        ]
        if unknown:
            raise Unusable(
                f"{table.file_name} 第 {number} 行：区划代码 {'、'.join(unknown)} 不在 divisions.csv 中"
            )
        rows[tuple(values[name] for name in table.key)] = values
    return rows


def _write(table: Table, rows: list[Values]) -> None:
    if not rows:
        return
    table.model._default_manager.bulk_create(
        [table.model(**row) for row in rows],
        batch_size=500,
        update_conflicts=True,
        unique_fields=[_field_name(table.model, name) for name in table.key],
        update_fields=[_field_name(table.model, name) for name in rows[0] if name not in table.key],
    )


def _field_name(model: type[models.Model], attribute: str) -> str:
    """The field behind a column attribute: `county_id` → `county`."""
    return (
        attribute
        if attribute == "code"
        else model._meta.get_field(attribute.removesuffix("_id")).name
    )


def _retire(table: Table, keys: list[Key]) -> None:
    if not keys:
        return
    if table.model is Division:
        codes = [code for (code,) in keys]
        Division.objects.filter(pk__in=codes).update(valid_to=timezone.localdate())
        return
    for key in keys:
        table.model._default_manager.filter(**dict(zip(table.key, key, strict=True))).delete()


def _ends(stored: Values, wanted: Values) -> bool:
    """Whether this change is the end of what was open."""
    return stored.get("valid_to") is None and wanted.get("valid_to") is not None


def _said(row: Values) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in row.items()}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _sure_day(text: str) -> date:
    return date.fromisoformat(text)


def _division(line: Mapping[str, str]) -> Values:
    return {
        "code": line["code"],
        "name": line["name"],
        "level": Division.Level(line["level"]).value,
        "parent_id": line["parent_code"] or None,
        "valid_from": _day(line["valid_from"]),
        "valid_to": _day(line["valid_to"]),
        "source": line["source"],
    }


def _change(line: Mapping[str, str]) -> Values:
    return {
        "old_id": line["old_code"],
        "new_id": line["new_code"],
        "changed_on": _sure_day(line["changed_on"]),
        "date_precision": DivisionChange.Precision(line["date_precision"]).value,
        "kind": DivisionChange.Kind(line["kind"]).value,
        "source": line["source"],
    }


def _key_county(line: Mapping[str, str]) -> Values:
    return {
        "county_id": line["code"],
        "list": KeyCounty.List(line["list"]).value,
        "valid_from": _sure_day(line["valid_from"]),
        "valid_to": _day(line["valid_to"]),
        "source": line["source"],
    }


def _programme_county(line: Mapping[str, str]) -> Values:
    return {
        "county_id": line["code"],
        "east_city_id": line["east_city_code"],
        "valid_from": _sure_day(line["valid_from"]),
        "valid_to": _day(line["valid_to"]),
        "source": line["source"],
    }


TABLES = (
    Table("divisions", Division, ("code",), _division),
    Table(
        "division_changes", DivisionChange, ("old_id", "new_id", "changed_on"), _change,
        ("old_code", "new_code"),
    ),
    Table("key_counties", KeyCounty, ("county_id", "list", "valid_from"), _key_county, ("code",)),
    Table(
        "programme_counties", ProgrammeCounty, ("county_id", "east_city_id", "valid_from"),
        _programme_county, ("code", "east_city_code"),
    ),
)  # fmt: skip
"""In the order of loading: the others point at divisions."""
