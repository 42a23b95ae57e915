"""Describes a ledger from its model: what its sheet's columns are, in words that people and programs read.

Template, importer, checks, export, pages, `shanhai ledgers` and the API schema are all drawn from here,
so a column is declared once, in the model, and nothing can disagree about it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache, cached_property
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from shanhai.delivery.models import LedgerVersion, Person
from shanhai.kernel.errors import NotFound
from shanhai.kernel.fields import Field
from shanhai.regions.models import Division

RECORD_HEADER = "记录编号"
"""The column of an export by which its rows are known again when they come back."""

_UNIT_TAILS = {"yuan": "元", "wan_yuan": "万元", "percent": "%", "mu": "亩", "days": "天"}


class Kind(StrEnum):
    """How a column's text is read and written."""

    TEXT = "text"
    IDENTITY = "identity"
    DIVISION = "division"
    CHOICE = "choice"
    DATE = "date"
    DECIMAL = "decimal"
    INTEGER = "integer"
    BOOLEAN = "boolean"


class Privacy(StrEnum):
    """Who is harmed if the column leaks (PIPL art. 28 for the last)."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a ledger's sheet.

    `name` is the column's code, `path` where a query finds what is shown, `attribute` what the version
    stores (`home_county_id`); the two columns of a person share the attribute `person_id`.
    """

    name: str
    header: str
    definition: str
    kind: Kind
    required: bool
    privacy: Privacy
    path: str
    attribute: str
    unit: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    max_length: int | None = None
    decimal_places: int = 0
    minimum: Decimal | None = None
    maximum: Decimal | None = None

    @property
    def accepted(self) -> str:
        """What may stand in a cell, in one Chinese phrase."""
        return _ACCEPTED[self.kind](self) + ("" if self.required else "；可留空")

    def as_json(self) -> dict[str, Any]:
        """The column for programs."""
        return {
            "name": self.name,
            "header": self.header,
            "definition": self.definition,
            "type": str(self.kind),
            "unit": self.unit or None,
            "required": self.required,
            "privacy": str(self.privacy),
            "codes": [{"code": code, "label": label} for code, label in self.choices] or None,
            "accepted": self.accepted,
        }


@dataclass(frozen=True)
class Ledger:
    """One ledger, as its model declares it."""

    model: type[LedgerVersion]

    @property
    def code(self) -> str:
        """The name in commands and addresses: `placements`."""
        return self.model.ledger_code

    @property
    def name(self) -> str:
        """The Chinese name."""
        return self.model.ledger_name

    @property
    def field(self) -> Field:
        """The field of cooperation: the name of the page that the model stands on."""
        return Field(self.model.__module__.rpartition(".")[2])

    @property
    def record_name(self) -> str:
        """The name in the permission table."""
        return self.model.record_name()

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The sheet's columns, in the model's order."""
        return tuple(_columns_of(self.model))

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        """Column code → column."""
        return {column.name: column for column in self.columns}

    @cached_property
    def attributes(self) -> tuple[str, ...]:
        """What a version stores of the columns, each once, in order."""
        return tuple(dict.fromkeys(column.attribute for column in self.columns))

    @cached_property
    def region(self) -> Column:
        """The column that says whose row it is."""
        return self.by_name[self.model.region_path]

    @cached_property
    def key_columns(self) -> tuple[str, ...]:
        """The natural key in columns of the sheet; a person is known by the identity number."""
        return tuple(
            "identity_number" if name == "person" else name for name in self.model.natural_key
        )

    @property
    def about_persons(self) -> bool:
        """Whether rows point at persons."""
        return "identity_number" in self.by_name

    def as_json(self) -> dict[str, Any]:
        """The ledger for programs."""
        return {
            "code": self.code,
            "name": self.name,
            "field": str(self.field),
            "natural_key": list(self.key_columns),
            "columns": [column.as_json() for column in self.columns],
        }


@cache
def registry() -> Mapping[str, Ledger]:
    """Every ledger by its code, in the order of the grid."""
    found = [Ledger(model) for model in LedgerVersion.__subclasses__() if not model._meta.abstract]
    order = list(Field)
    found.sort(key=lambda ledger: (order.index(ledger.field), ledger.code))
    return {ledger.code: ledger for ledger in found}


def find(code: str) -> Ledger:
    """The ledger of this code; raises `NotFound` with the codes there are."""
    ledger = registry().get(code)
    if ledger is None:
        known = "、".join(f"{each.code}（{each.name}）" for each in registry().values())
        raise NotFound(f"没有台账“{code}”，可用的台账：{known}")
    return ledger


def _columns_of(model: type[LedgerVersion]) -> Iterator[Column]:
    own = model.__dict__["columns"]
    for name in own:
        field = model._meta.get_field(name)
        assert isinstance(field, models.Field)
        if field.related_model is Person:
            for sheet_name, person_field in Person.sheet_columns.items():
                part = Person._meta.get_field(person_field)
                assert isinstance(part, models.Field)
                kind = Kind.IDENTITY if sheet_name == "identity_number" else Kind.TEXT
                yield _column(
                    sheet_name, part, kind, Person.privacy, f"{name}__{person_field}", field.attname
                )
        else:
            yield _column(name, field, _kind_of(field), model.privacy, name, field.attname)


def _column(
    name: str,
    field: "models.Field[Any, Any]",
    kind: Kind,
    privacy: Mapping[str, str],
    path: str,
    attribute: str,
) -> Column:
    limits = {
        type(each): each.limit_value for each in field.validators if hasattr(each, "limit_value")
    }
    lowest, highest = limits.get(MinValueValidator), limits.get(MaxValueValidator)
    return Column(
        name=name,
        header=str(field.verbose_name),
        definition=str(field.help_text),
        kind=kind,
        required=not field.null and not field.blank,
        privacy=Privacy(privacy.get(name, "internal")),
        path=path,
        attribute=attribute,
        unit=unit_of(name),
        choices=tuple((str(code), str(label)) for code, label in field.choices or ()),
        max_length=field.max_length if kind is Kind.TEXT else None,
        decimal_places=getattr(field, "decimal_places", None) or 0,
        minimum=Decimal(lowest) if lowest is not None else None,
        maximum=Decimal(highest) if highest is not None else None,
    )


def unit_of(name: str) -> str:
    """The unit that a field's name ends with: `amount_yuan` → 元, `people_count` → none."""
    for tail, unit in sorted(_UNIT_TAILS.items(), key=lambda pair: -len(pair[0])):
        if name.endswith(f"_{tail}"):
            return unit
    return ""


def _kind_of(field: "models.Field[Any, Any]") -> Kind:
    if field.related_model is Division:
        return Kind.DIVISION
    if field.choices:
        return Kind.CHOICE
    for kind, classes in _KINDS.items():
        if isinstance(field, classes):
            return kind
    raise TypeError(f"{field} has no form in a sheet")


_KINDS: "dict[Kind, tuple[type[models.Field[Any, Any]], ...]]" = {
    Kind.DATE: (models.DateField,),
    Kind.DECIMAL: (models.DecimalField,),
    Kind.INTEGER: (models.IntegerField,),
    Kind.BOOLEAN: (models.BooleanField,),
    Kind.TEXT: (models.CharField, models.TextField),
}


def _numbers(column: Column) -> str:
    unit = f"，单位为{column.unit}" if column.unit else ""
    if column.minimum is not None and column.maximum is not None:
        return f"{column.minimum} 到 {column.maximum} 的数字{unit}"
    return f"数字{unit}"


_ACCEPTED: dict[Kind, Callable[[Column], str]] = {
    Kind.TEXT: lambda column: f"文字，至多 {column.max_length} 字",
    Kind.IDENTITY: lambda _: "十八位居民身份证号，末位可为 X",
    Kind.DIVISION: lambda _: "区划名称或六位代码；重名时写明省市，如“广西柳州市城中区”",
    Kind.CHOICE: lambda column: "、".join(label for _, label in column.choices),
    Kind.DATE: lambda _: "日期，如 2022-08-27、2022.8.27、2022年8月27日",
    Kind.DECIMAL: _numbers,
    Kind.INTEGER: _numbers,
    Kind.BOOLEAN: lambda _: "是、否",
}
