"""Compares the rows of a file with what the store holds: new, corrected or unchanged, and what clashes.

A row is known again by its record number, else by its natural key within its own county. The only look
beyond the acting user's scope is whether another county claims the same person at the same time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import polars as pl
from django.db.models import QuerySet

from shanhai.access import vault
from shanhai.delivery.ledger import Kind, Ledger
from shanhai.delivery.models import Person
from shanhai.delivery.workbook.headers import RECORD
from shanhai.delivery.workbook.parse import dtype_of
from shanhai.delivery.workbook.persons import IDENTITY

_AT_ONCE = 900
"""SQLite takes 999 parameters in a query unless it was built otherwise."""


@dataclass(frozen=True)
class Stored:
    """What the store holds that has to do with the rows: current versions and persons.

    `versions` has `s.id`, `s.record`, `s.version`, `s.withdrawn`, `s.<attribute>` and `s.key.<column>`;
    `persons` has `identity_hash`, `person_id`, `person_name`, `person_masked`.
    """

    versions: pl.DataFrame
    persons: pl.DataFrame


def with_keys(table: pl.DataFrame, ledger: Ledger) -> pl.DataFrame:
    """Add `key.<column>` for the natural key: texts compare without regard to width and spaces."""
    return table.with_columns(
        _key(name, ledger).alias(f"key.{name}") for name in ledger.key_columns
    )


def _key(name: str, ledger: Ledger, path: str = "") -> pl.Expr:
    value = pl.col(path or name)
    if ledger.by_name[name].kind is Kind.IDENTITY and not path:
        # A masked number is many people's; the record number says whose.
        return pl.when(~value.str.contains(r"\*")).then(value).otherwise(None)
    if ledger.by_name[name].kind is not Kind.TEXT:
        return value
    return value.str.normalize("NFKC").str.replace_all(r"\s+", "").str.to_lowercase()


def with_hashes(table: pl.DataFrame) -> pl.DataFrame:
    """Add `identity_hash` for every whole identity number."""
    numbers = table.get_column(IDENTITY).drop_nulls().unique()
    whole = numbers.filter(numbers.str.contains(r"^[0-9]{17}[0-9X]$"))
    known = pl.DataFrame(
        {IDENTITY: whole, "identity_hash": [vault.keyed_hash(number) for number in whole]},
        schema={IDENTITY: pl.String(), "identity_hash": pl.String()},
    )
    return table.join(known, on=IDENTITY, how="left", maintain_order="left")


def load(table: pl.DataFrame, ledger: Ledger) -> Stored:
    """Everything in the store that the rows may meet, whoever may see it; not for showing."""
    persons = _persons(table) if ledger.about_persons else _no_persons()
    current = ledger.model._default_manager.filter(superseded_at__isnull=True)
    rows: dict[int, tuple[Any, ...]] = {}
    paths = ["id", "record", "version", "withdrawn", *ledger.attributes]
    if ledger.about_persons:
        paths += ["person__identity_hash", "person__name", "person__identity_masked"]
        found = _by(current, "person_id", persons.get_column("person_id").to_list(), paths)
    else:
        regions = table.get_column(ledger.region.name).drop_nulls().unique().to_list()
        found = _by(current, ledger.region.attribute, regions, paths)
    rows.update((row[0], row) for row in found)
    numbers = table.get_column(RECORD).drop_nulls().unique().to_list()
    rows.update((row[0], row) for row in _by(current, "record", numbers, paths))
    return Stored(_versions_frame(list(rows.values()), ledger), persons)


def chunks(values: Sequence[Any], size: int = _AT_ONCE) -> Iterator[list[Any]]:
    """The values in lists short enough for one query."""
    walk = iter(values)
    while part := list(islice(walk, size)):
        yield part


def _by(
    rows: "QuerySet[Any]", path: str, values: Sequence[Any], paths: Sequence[str]
) -> Iterator[tuple[Any, ...]]:
    for part in chunks(values):
        yield from (
            rows.filter(**{f"{path}__in": part})
            .order_by()
            .values_list(*paths)
            .iterator(chunk_size=5000)
        )


def _persons(table: pl.DataFrame) -> pl.DataFrame:
    hashes = table.get_column("identity_hash").drop_nulls().unique().to_list()
    paths = ("identity_hash", "id", "name", "identity_masked")
    return pl.DataFrame(
        list(_by(Person.objects.all(), "identity_hash", hashes, paths)),
        schema=_PERSON_SCHEMA,
        orient="row",
    )


_PERSON_SCHEMA = {
    "identity_hash": pl.String(),
    "person_id": pl.Int64(),
    "person_name": pl.String(),
    "person_masked": pl.String(),
}


def _no_persons() -> pl.DataFrame:
    return pl.DataFrame(schema=_PERSON_SCHEMA)


def _versions_frame(rows: list[tuple[Any, ...]], ledger: Ledger) -> pl.DataFrame:
    schema: dict[str, pl.DataType] = {
        "s.id": pl.Int64(),
        "s.record": pl.String(),
        "s.version": pl.Int64(),
        "s.withdrawn": pl.Boolean(),
    }
    schema |= {f"s.{name}": dtype for name, dtype in attribute_dtypes(ledger).items()}
    if ledger.about_persons:
        schema |= {f"s.{name}": pl.String() for name in ("hash", "name", "masked")}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    attributes = {
        name: "s.hash" if name == IDENTITY else f"s.{ledger.by_name[name].attribute}"
        for name in ledger.key_columns
    }
    return frame.with_columns(
        _key(name, ledger, path).alias(f"s.key.{name}") for name, path in attributes.items()
    )


def attribute_dtypes(ledger: Ledger) -> dict[str, pl.DataType]:
    """The types in tables of what a version stores."""
    return {
        column.attribute: pl.Int64() if column.attribute == "person_id" else dtype_of(column)
        for column in ledger.columns
    }
