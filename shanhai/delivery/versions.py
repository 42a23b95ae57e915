"""Writes ledger versions in bulk and seals each with its digest.

One way for one row and for a hundred thousand: the rows of a batch are closed and inserted by two
statements, and the digest of their digests goes to the journal (docs/decisions/0001).
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, models

from shanhai.access import vault
from shanhai.delivery.ledger import Ledger
from shanhai.delivery.models import Batch, Person
from shanhai.delivery.workbook.store import chunks


@dataclass(frozen=True, slots=True)
class NewVersion:
    """One version to be written: the record (none: a new one), the version it follows, its content."""

    record: str | None
    version: int
    follows: int | None
    withdrawn: bool
    content: tuple[Any, ...]
    """Values in the order of `Ledger.attributes`."""


def write(ledger: Ledger, batch: Batch, rows: Iterable[NewVersion]) -> tuple[int, str]:
    """Close the versions that are followed, insert the new ones; how many and the digest of digests."""
    numbered = list(_numbered(ledger, batch, rows))
    for part in chunks([row.follows for row in numbered if row.follows is not None]):
        ledger.model._default_manager.filter(pk__in=part).update(superseded_at=batch.recorded_at)
    hashes = _identity_hashes(ledger, [row.content for row in numbered])
    numbered.sort(key=lambda row: (row.record or "", row.version))
    digests: list[str] = []
    seal = DigestWriter(ledger)

    def values() -> Iterator[tuple[Any, ...]]:
        for row in numbered:
            assert row.record is not None
            digest = seal.digest(
                row.record, row.version, row.withdrawn, batch.pk, batch.recorded_at,
                row.content, hashes,
            )  # fmt: skip
            digests.append(digest)
            yield (
                row.record, row.version, batch.pk, batch.recorded_at, None, row.withdrawn, digest,
                *row.content,
            )  # fmt: skip

    names = ("record", "version", "batch_id", "recorded_at", "superseded_at", "withdrawn", "digest")
    insert(ledger.model, (*names, *ledger.attributes), values())
    return len(digests), digest_of_digests(digests)


def _numbered(ledger: Ledger, batch: Batch, rows: Iterable[NewVersion]) -> Iterator[NewVersion]:
    """Give new records their lasting number: ledger, batch, place in the batch."""
    place = 0
    for row in rows:
        if row.record is None:
            place += 1
            record = record_number(ledger, batch.pk, place)
            yield NewVersion(record, row.version, row.follows, row.withdrawn, row.content)
        else:
            yield row


def record_number(ledger: Ledger, batch_id: int, place: int) -> str:
    """The lasting number of the record that a batch created in this place, from 1."""
    return f"{ledger.model.record_prefix}{batch_id:06d}-{place:06d}"


def _identity_hashes(ledger: Ledger, contents: Sequence[tuple[Any, ...]]) -> dict[Any, str]:
    if not ledger.about_persons:
        return {}
    place = ledger.attributes.index("person_id")
    wanted = list({content[place] for content in contents})
    return {
        person: identity
        for part in chunks(wanted)
        for person, identity in Person.objects.filter(pk__in=part).values_list(
            "pk", "identity_hash"
        )
    }


class DigestWriter:
    """Makes the keyed digest of a version from its stored values.

    A column without a value adds nothing to the text, so a column that a later release adds leaves the
    digests of earlier versions as they are. A person stands with the hash, not the row's number, so that
    a row pointed at somebody else's identity is found too.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._attributes = ledger.attributes
        self._places = {column.attribute: column.decimal_places for column in ledger.columns}

    def digest(
        self,
        record: str,
        version: int,
        withdrawn: bool,
        batch_id: int,
        recorded_at: datetime,
        content: Sequence[Any],
        hashes: "dict[Any, str]",
    ) -> str:
        """The digest as kept in the version's row."""
        moment = recorded_at.astimezone(UTC).isoformat(timespec="microseconds")
        parts = [f"{record}|{version}|{int(withdrawn)}|{batch_id}|{moment}"]
        for name, value in zip(self._attributes, content, strict=True):
            if value is None or value == "":
                continue
            if name == "person_id":
                value = hashes.get(value, "")
            elif isinstance(value, Decimal):
                value = f"{value:.{self._places[name]}f}"
            elif isinstance(value, bool):
                value = int(value)
            parts.append(f"{name}={value}")
        return vault.keyed_hash("\x1f".join(parts), purpose="ledger")


def digest_of_digests(digests: Iterable[str]) -> str:
    """One digest over many, in record order: what the journal keeps of a batch."""
    return hashlib.sha256("".join(digests).encode()).hexdigest()


def insert(
    model: type[models.Model], names: Sequence[str], rows: Iterable[tuple[Any, ...]]
) -> None:
    """Insert rows of plain values by one prepared statement.

    `bulk_create` builds a model instance and a statement of its own for each part: 10 000 rows a second
    where this does 70 000 (measurements C).
    """
    fields = [_field(model, name) for name in names]
    prepare = [_preparer(field) for field in fields]
    ready: Any = (
        tuple(one(value) for one, value in zip(prepare, row, strict=True)) for row in rows
    )
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in ready:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(
                f"INSERT INTO {table} ({columns}) VALUES ({marks})",  # noqa: S608 - names from the model
                ready,
            )


def _field(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    return next(
        field for field in model._meta.concrete_fields if name in (field.name, field.attname)
    )


def _preparer(field: "models.Field[Any, Any]") -> Callable[[Any], Any]:
    """What the database wants for a value; asked once for each different one, as most repeat."""
    # Keys are numbers or codes already, and texts are texts.
    if isinstance(field, models.CharField | models.BinaryField | models.ForeignKey):
        return lambda value: value
    known: dict[Any, Any] = {}

    def prepare(value: Any) -> Any:
        if value not in known:
            known[value] = field.get_db_prep_save(value, connection)
        return known[value]

    return prepare


def years_touched(first: date | None, last: date | None, today: date) -> range:
    """The calendar years in which a row counts; an open end is today."""
    if first is None:
        return range(0)
    return range(first.year, max((last or today).year, first.year) + 1)
