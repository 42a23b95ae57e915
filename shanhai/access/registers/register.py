"""The declaration of one register, and what follows from the model when nothing is said.

Most registers say their record and their title; year, unit, moment, search and totals are found among the
model's fields by the house's naming rules, and said out loud only where they differ.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.functional import Promise

from shanhai.access.registers import defaults
from shanhai.access.registers.columns import Column, column_of, shown_names
from shanhai.access.registers.filters import Filter, YearPath
from shanhai.access.scope import ScopedModel, scope_of

_HEAVY = (models.TextField, models.JSONField, models.BinaryField)


@dataclass(frozen=True, kw_only=True)
class Register:
    """A list of one kind of record.

    record    the model; the permission table knows it by `app.model`
    title     what the page is called
    rows      `(user, as_of) -> QuerySet`, starting from `visible_to(user)`; without it: all visible rows
              that were not taken back, as of the moment where the model keeps versions
    columns   field names (`document__published` follows relations) or `Column`s; by default all shown fields
    filters   besides the four that every list has (q, unit, year, as_of)
    search    paths that `?q=` looks through; by default the texts among the columns and the names of
              divisions
    unit      path or paths to a division for `?unit=`; year: path, or the two ends of a stretch, for `?year=`
    moment    path of the moment a row became known, for `?as_of=` (not needed where `rows` does it)
    totals    names of columns that are added up over all rows found; by default counts and amounts
    link      the address of a row's own page;  empty: what to say when there is nothing
    name      stem of downloaded files;  extra: further parameters that the page around the list reads
    """

    record: type[models.Model]
    title: str | Promise
    rows: Callable[[Any, datetime | None], models.QuerySet[Any]] | None = None
    columns: tuple[str | Column, ...] | None = None
    filters: tuple[Filter, ...] = ()
    search: tuple[str, ...] | None = None
    unit: str | tuple[str, ...] | None = None
    year: YearPath | None = None
    moment: YearPath | None = None
    order: tuple[str, ...] = ()
    totals: tuple[str, ...] | None = None
    link: Callable[[Any], str] | None = None
    empty: str | Promise = ""
    name: str | Promise = ""
    extra: tuple[str, ...] = ()
    page_size: int = 50

    @cached_property
    def shown(self) -> tuple[Column, ...]:
        """The columns, each as a `Column`."""
        names = self.columns if self.columns is not None else shown_names(self.record)
        return tuple(
            name if isinstance(name, Column) else column_of(self.record, name) for name in names
        )

    @cached_property
    def summed(self) -> tuple[Column, ...]:
        """The columns whose sum means something; an average or a rate is never among them."""
        if self.totals is not None:
            return tuple(column for column in self.shown if column.name in self.totals)
        return tuple(
            column
            for column in self.shown
            if column.field is not None
            and column.is_numeric
            and (column.kind == "count" or column.name.endswith("amount_yuan"))
        )

    @cached_property
    def search_paths(self) -> tuple[str, ...]:
        """Where `?q=` looks."""
        if self.search is not None:
            return self.search
        paths: list[str] = []
        for column in self.shown:
            if column.field is not None and column.kind in ("text", "long", "code"):
                paths.append(column.name)
            elif column.kind == "name" and column.field is not None:
                target: Any = column.field.related_model
                names = (name for name in ("name", "title") if defaults.has_field(target, name))
                paths += [f"{column.name}__{name}" for name in names]
        return tuple(paths)

    @cached_property
    def unit_paths(self) -> tuple[str, ...]:
        """Where `?unit=` looks; empty when rows belong to no division."""
        if self.unit is None:
            return defaults.unit_paths(self.record)
        return (self.unit,) if isinstance(self.unit, str) else self.unit

    @cached_property
    def year_path(self) -> YearPath | None:
        """Where `?year=` looks."""
        return self.year or defaults.year_path(self.record)

    @cached_property
    def moment_path(self) -> YearPath | None:
        """Where `?as_of=` looks when neither `rows` nor the model's versions answer it."""
        return self.moment or defaults.moment_path(self.record)

    @property
    def record_name(self) -> str:
        """The record's name in the permission table."""
        return f"{self.record._meta.app_label}.{self.record._meta.model_name}"

    @property
    def file_stem(self) -> str:
        """What downloads are called, before the suffix."""
        return str(self.name or self.title)

    def queryset(self, user: Any, as_of: datetime | None) -> models.QuerySet[Any]:
        """All rows that the account may see, light: relations of columns fetched, heavy texts left out."""
        rows = self.rows(user, as_of) if self.rows else self._visible(user, as_of)
        relations = sorted({path for column in self.shown for path in column.loads})
        if relations:
            rows = rows.select_related(*relations)
        heavy = self._heavy(relations)
        return rows.defer(*heavy) if heavy else rows

    def _visible(self, user: Any, as_of: datetime | None) -> models.QuerySet[Any]:
        if not issubclass(self.record, ScopedModel):
            scope = scope_of(user, self.record_name)
            rows = self.record._default_manager.all()
            return rows if scope.everywhere or scope.codes else rows.none()
        visible: models.QuerySet[Any] = self.record.objects.visible_to(user)
        if hasattr(visible, "as_of"):
            versions: models.QuerySet[Any] = visible.as_of(as_of)
            return versions
        if defaults.has_field(self.record, "withdrawn_at"):
            taken_back_later = models.Q(withdrawn_at__gt=as_of) if as_of else models.Q(pk__in=[])
            return visible.filter(models.Q(withdrawn_at__isnull=True) | taken_back_later)
        return visible

    @property
    def keeps_versions(self) -> bool:
        """Whether `rows` or the model itself answers `?as_of=`."""
        return self.rows is not None or hasattr(self.record._default_manager.all(), "as_of")

    def _heavy(self, relations: list[str]) -> list[str]:
        """Long texts, JSON and sealed bytes that no column shows."""
        wanted = {column.name for column in self.shown}
        computed = any(column.field is None for column in self.shown)
        # A computed column may read any of the row's own fields, so none of them is left out then.
        heavy = [] if computed else _heavy_fields(self.record, "")
        for path in relations:
            owner: Any = self.record
            for step in path.split("__"):
                owner = owner._meta.get_field(step).related_model
            heavy += _heavy_fields(owner, f"{path}__")
        return [name for name in heavy if name not in wanted]


def _heavy_fields(model: type[models.Model], path: str) -> list[str]:
    return [path + field.name for field in model._meta.fields if isinstance(field, _HEAVY)]
