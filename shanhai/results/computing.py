"""The bridge to the measuring engine: ledger rows become a frame, cells come back.

Only the columns that indicators name are read, and only the rows of one year under the asked divisions,
so that figures stay fresh inside the commit that changed them.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

import polars as pl
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

from shanhai.access.scope import Scope
from shanhai.delivery import ledger as ledgers
from shanhai.delivery.models import LedgerVersion
from shanhai.kernel.errors import Unusable
from shanhai.measure import duckdb_engine, local, parameters
from shanhai.measure.algebra import Cell, Indicator
from shanhai.measure.indicators import INDICATORS, over

Engine = Callable[..., list[Cell]]
ENGINES: dict[str, Engine] = {"local": local.measure, "duckdb": duckdb_engine.measure}
"""Name → engine; all take the same arguments and give the same cells."""

EVERYWHERE = Scope((), everywhere=True)


def cells(
    year: int,
    *,
    within: Scope = EVERYWHERE,
    records: Iterable[str] | None = None,
    units: Collection[str] | None = None,
    as_of: datetime | None = None,
    engine: str | None = None,
) -> list[Cell]:
    """The cells of a year, computed from the rows that stand now or stood at `as_of`.

    Only rows within the scope are read, and only units that lie inside it come back: a figure for a
    whole prefecture is not made of one county. `units` narrows further. Raises `Unusable` for an
    unknown engine.
    """
    run = engine_named(engine or settings.SHANHAI_ENGINE)
    found: list[Cell] = []
    for record in sorted(records if records is not None else measured_records()):
        indicators = over(record, year)
        if indicators:
            rows = frame(indicators, year, within=within, as_of=as_of)
            if rows.is_empty():
                continue  # a stay that lasts touches later years, of which no indicator counts a row
            found.extend(run(indicators, rows, year, parameters.of_year(year), units))
    return [cell for cell in found if within.covers(cell.unit)]


def engine_named(name: str) -> Engine:
    """The engine; raises `Unusable` with the names that exist."""
    if name not in ENGINES:
        raise Unusable(f"没有名为“{name}”的计算引擎，可用：{'、'.join(ENGINES)}")
    return ENGINES[name]


def measured_records() -> set[str]:
    """Codes of the ledgers that some indicator counts."""
    return {indicator.record for indicator in INDICATORS.values()}


def years_with_rows(records: Iterable[str] | None = None) -> set[int]:
    """The years in which rows of the ledgers are dated, as they stand now."""
    found = set()
    for record in records if records is not None else measured_records():
        rows = ledger_model(record).objects.as_of().order_by()
        for column in {one.date for one in INDICATORS.values() if one.record == record}:
            found |= {day.year for day in rows.dates(column, "year")}
    return found


def frame(
    indicators: Sequence[Indicator], year: int, *, within: Scope, as_of: datetime | None
) -> pl.DataFrame:
    """The needed columns of one ledger's rows of the year, named as the model names them."""
    model = ledger_model(indicators[0].record)
    names = list(dict.fromkeys(name for one in indicators for name in one.columns))
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    condition = Q(pk__in=[])
    for indicator in indicators:
        condition |= in_months(indicator.date, year, 1, 12)
    # System-wide reading: whoever asks is represented by `within`, a commit by everything it touched.
    rows = (
        model.objects.as_of(as_of)
        .filter(condition, within.within(f"{model.region_path}_id"))
        .order_by()
        .values_list(*(_selected(field) for field in fields))
    )
    schema = {name: _dtype(field) for name, field in zip(names, fields, strict=True)}
    days = [name for name, dtype in schema.items() if dtype == pl.Date]
    as_text = {**schema, **dict.fromkeys(days, pl.String())}
    found = pl.DataFrame(list(rows), schema=as_text, orient="row")
    return found.with_columns(pl.col(days).str.to_date("%Y-%m-%d"))


def _selected(field: Any) -> Any:
    """What the database is asked for: a day as text, because the drivers' own reading takes longer than all else."""
    if isinstance(field, models.DateField):
        return Cast(field.attname, models.CharField())
    return field.attname


def ledger_model(record: str) -> type[LedgerVersion]:
    """The model of a ledger's code."""
    return ledgers.find(record).model


def in_months(column: str, year: int, first: int, last: int) -> Q:
    """Rows dated from the first day of one month to the last day of another in the same year."""
    after = date(year + last // 12, last % 12 + 1, 1)
    return Q(**{f"{column}__gte": date(year, first, 1), f"{column}__lt": after})


def _dtype(field: Any) -> pl.DataType:
    """How a model field's values travel in a frame."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, models.DecimalField):
        return pl.Decimal(target.max_digits, target.decimal_places)
    for kind, dtype in (
        (models.BooleanField, pl.Boolean()),
        (models.DateField, pl.Date()),
        (models.IntegerField, pl.Int64()),
        (models.CharField, pl.String()),
    ):
        if isinstance(target, kind):
            return dtype
    raise TypeError(f"no indicator can read {field}")
