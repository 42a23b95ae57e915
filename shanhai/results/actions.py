"""Keeps readings fresh: after each commit only what it touched is computed again, from rows.

A reading is a cache, not a fact, so refreshing is part of the commit that caused it and has no journal
entry of its own; computing everything again on request is an act of somebody and has one.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from decimal import Decimal

from django.db import connection, transaction

from shanhai.access.models import Account
from shanhai.access.scope import Scope, scope_of
from shanhai.journal import actions as journal
from shanhai.journal.models import Verb
from shanhai.kernel.errors import NotAllowed
from shanhai.measure.algebra import Cell, unit_codes
from shanhai.measure.indicators import INDICATORS, over
from shanhai.regions.models import Division
from shanhai.results import computing
from shanhai.results.models import Reading

_UPSERT = """
INSERT INTO results_reading
    (indicator, region_id, year, month, span, definition, value, rows_count, computed_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (indicator, region_id, year, month, span) DO UPDATE SET
    definition = excluded.definition, value = excluded.value, rows_count = excluded.rows_count,
    computed_at = excluded.computed_at
"""

_Key = tuple[str, str, int, str]
_Kept = tuple[str, Decimal, int]


@transaction.atomic
def refresh(*, record: str, touched: Iterable[tuple[str, int]], at: datetime) -> int:
    """Compute the touched counties and all above them again; returns how many readings changed.

    `record` is the ledger's code, `touched` pairs of county code and year, `at` the commit's moment.
    Called inside the commit's transaction.
    """
    counties_of: dict[int, set[str]] = {}
    for county, year in touched:
        counties_of.setdefault(year, set()).add(county)
    changed = 0
    for year, counties in sorted(counties_of.items()):
        if not over(record, year):
            continue
        units = {unit for county in counties for unit in unit_codes(county)}
        provinces = tuple(sorted({county[:2] + "0000" for county in counties}))
        found = computing.cells(
            year, within=Scope(provinces, everywhere=False), records=[record], units=units
        )
        changed += _keep(record, year, found, units, at)
    return changed


@transaction.atomic
def recompute_all(*, by: Account) -> int:
    """Compute every reading again, as after a change of definitions; returns how many changed.

    Raises `NotAllowed` unless the account may compute for the whole programme.
    """
    if not scope_of(by, "results.reading", "compute").everywhere:
        raise NotAllowed("只有系统运维可以重算全部读数")
    at = journal.lock()
    changed = 0
    for record in sorted(computing.measured_records()):
        for year in _years(record):
            found = computing.cells(year, records=[record])
            changed += _keep(record, year, found, None, at)
    journal.record(
        by=by, verb=Verb.CHANGE, subject=Reading._meta.label_lower, key="all",
        after={"changed": changed}, reason="重算全部读数", at=at,
    )  # fmt: skip
    return changed


def _years(record: str) -> list[int]:
    """Years that have rows or readings of a ledger."""
    codes = [one.code for one in INDICATORS.values() if one.record == record]
    kept = Reading.objects.filter(indicator__in=codes).order_by()
    with_readings = set(kept.values_list("year", flat=True).distinct())
    return sorted(with_readings | computing.years_with_rows([record]))


def _keep(
    record: str, year: int, found: list[Cell], units: Collection[str] | None, at: datetime
) -> int:
    """Write what differs from the readings kept so far and drop those whose data is gone."""
    named = {cell.unit for cell in found}
    known = set(Division.objects.filter(code__in=named).values_list("code", flat=True))
    cells: dict[_Key, _Kept] = {
        (cell.indicator, cell.unit, cell.month, str(cell.span)): (
            INDICATORS[cell.indicator].version_code(year),
            cell.value,
            cell.rows_count,
        )
        for cell in found
        if cell.unit in known
    }
    codes = [one.code for one in INDICATORS.values() if one.record == record]
    rows = Reading.objects.filter(indicator__in=codes, year=year)
    if units is not None:
        rows = rows.filter(region_id__in=units)
    kept: dict[_Key, _Kept] = {}
    identifiers: dict[_Key, int] = {}
    for pk, indicator, unit, month, span, *rest in rows.order_by().values_list(
        "pk", "indicator", "region_id", "month", "span", "definition", "value", "rows_count"
    ):
        key = (indicator, unit, month, span)
        kept[key], identifiers[key] = (rest[0], rest[1], rest[2]), pk
    changed = {key: cell for key, cell in cells.items() if kept.get(key) != cell}
    gone = [identifiers[key] for key in kept.keys() - cells.keys()]
    _write(year, changed, gone, at)
    return len(changed) + len(gone)


def _write(year: int, changed: dict[_Key, _Kept], gone: list[int], at: datetime) -> None:
    """Write the changed readings; delete those that no row stands behind: no data is not zero."""
    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        # By hand: an import may touch thousands of cells, and model objects cost ten times more.
        cursor.executemany(
            _UPSERT,
            [
                (indicator, unit, year, month, span, definition, str(value), count, moment)
                for (indicator, unit, month, span), (definition, value, count) in changed.items()
            ],
        )
        cursor.executemany("DELETE FROM results_reading WHERE id = %s", [(pk,) for pk in gone])
