"""Tells which records a file would correct, column by column, and which of them a person mended by page.

An old file imported again puts old values back: whoever commits it has to see that before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from shanhai.access import vault
from shanhai.delivery.ledger import Kind, Ledger
from shanhai.delivery.lineage import lineages
from shanhai.delivery.models import Batch
from shanhai.delivery.workbook.changes import UPDATED
from shanhai.delivery.workbook.examine import Examined
from shanhai.delivery.workbook.persons import IDENTITY
from shanhai.delivery.workbook.rows import as_text
from shanhai.delivery.workbook.store import chunks


@dataclass(frozen=True, slots=True)
class Update:
    """A record that a row would correct: each changed column's header, what stands and what would."""

    record: str
    sheet: str
    row: int
    changes: list[tuple[str, str, str]]
    mended: Batch | None
    """The last correction by page that still stands, whose words the row may put back."""


def updates(examined: Examined, most: int) -> tuple[list[Update], int]:
    """The first `most` corrections, those over a correction by page first, and how many of these."""
    table = examined.table.filter(pl.col("status") == UPDATED)
    mended = _mended(examined.ledger, table.get_column("s.record").to_list())
    first = table.with_columns(
        pl.col("s.record").is_in(list(mended)).not_().alias("untouched")
    ).sort("untouched", "sheet_order", "row", maintain_order=True)
    told = [
        Update(row["s.record"], row["sheet"], row["row"], _changes(examined, row),
               mended.get(row["s.record"]))
        for row in first.head(most).iter_rows(named=True)
    ]  # fmt: skip
    return told, len(mended)


def _mended(ledger: Ledger, records: Iterable[str]) -> dict[str, Batch]:
    lines = lineages(ledger, records)
    wanted = {batch for line in lines.values() for batch in line.batches.values()}
    forms: dict[int, Batch] = {}
    for part in chunks(list(wanted)):
        found = Batch.objects.filter(pk__in=part, origin=Batch.Origin.FORM)
        forms.update((batch.pk, batch) for batch in found.select_related("recorded_by"))
    mended = {}
    for record, line in lines.items():
        batches = [line.batches[version] for version in line.living()]
        if last := next((forms[batch] for batch in batches if batch in forms), None):
            mended[record] = last
    return mended


def _changes(examined: Examined, row: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    told = []
    for column in examined.ledger.columns:
        old, new = row[f"s.{column.attribute}"], row[f"n.{column.attribute}"]
        if old == new:
            continue
        if column.name == IDENTITY:
            old, new = row["s.masked"], vault.mask_identity_number(row[IDENTITY])
        elif column.attribute == "person_id":
            old, new = row["s.name"], row[column.name]
        elif column.kind is Kind.DIVISION:
            old, new = (code and examined.material.places.full_name(code) for code in (old, new))
        before, after = as_text(column, old), as_text(column, new)
        if before != after:
            told.append((column.header, before, after))
    return told
