"""Columns of a register, drawn from the model's own fields: name, label, value and how it is written.

A field is declared once on its model; here its type decides alignment, format and words, so that a page,
a workbook and the API never disagree. Blank stays blank: it is not zero (design §4.3).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext

Kind = Literal[
    "text", "long", "code", "number", "count", "whole", "day", "moment", "yes_no", "choice", "list", "name"
]  # fmt: skip
"""How a value is written: `count` and `number` group thousands, `whole` (a year, a version) does not."""

NUMERIC: frozenset[Kind] = frozenset({"number", "count", "whole"})
_COUNT_TAILS = ("_count", "_bytes")


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: `value(row)` gives a plain Python value, the rest says how to show and order it.

    `path` is what the database orders by (empty: not sortable); `field` the model field it came from;
    `link(row)` an address, `state(row)` the state that gives the text its mark (accepted, overdue …);
    `loads` names relations that must be fetched with the row, so that the query count stays fixed.
    """

    name: str
    label: str | Promise
    value: Callable[[Any], Any]
    kind: Kind = "text"
    path: str = ""
    help_text: str | Promise = ""
    field: "models.Field[Any, Any] | None" = None
    link: Callable[[Any], str] | None = None
    state: Callable[[Any], str] | None = None
    loads: tuple[str, ...] = ()

    @property
    def is_numeric(self) -> bool:
        """Whether values are aligned right and may be added up."""
        return self.kind in NUMERIC


def linked(column: Column, link: Callable[[Any], str]) -> Column:
    """The same column with a link on its text."""
    return replace(column, link=link)


def marked(column: Column, state: Callable[[Any], str]) -> Column:
    """The same column with its text marked as a state."""
    return replace(column, state=state)


def shown_names(model: type[models.Model]) -> tuple[str, ...]:
    """The names a model declares as shown: its own first, then those of its bases, without the withheld."""
    shown: dict[str, None] = {}
    withheld: set[str] = set()
    for base in model.__mro__:
        withheld.update(vars(base).get("hidden", ()))
        shown.update(dict.fromkeys(vars(base).get("columns", ())))
    return tuple(name for name in shown if name not in withheld)


def columns_of(model: type[models.Model], names: Iterable[str] | None = None) -> tuple[Column, ...]:
    """Columns for the named fields of a model, by default all that it declares as shown."""
    return tuple(
        column_of(model, name) for name in (shown_names(model) if names is None else names)
    )


def column_of(model: type[models.Model], name: str) -> Column:
    """The column of one field; `document__published` follows relations.

    A field that its model withholds (`hidden`) cannot be made a column by accident: that is a bug.
    """
    steps = name.split("__")
    owner: Any = model
    field = model._meta.get_field(steps[0])
    for step in steps[1:]:
        owner = field.related_model
        assert owner is not None, f"{name}: {field.name} leads nowhere"
        field = owner._meta.get_field(step)
    assert isinstance(field, models.Field), f"{name} is no column of {model.__name__}"
    assert field.name in shown_names(owner), f"{owner.__name__}.{field.name} is withheld"
    relations = ["__".join(steps[: n + 1]) for n in range(len(steps) - 1)]
    if isinstance(field, models.ForeignKey):
        relations.append(name)
    return Column(
        name=name,
        # Not made a text here: a register outlives the request, and Django's own names follow its language.
        label=field.verbose_name,
        value=_getter(steps, field),
        kind=kind_of(field),
        path=name,
        help_text=field.help_text,
        field=field,
        loads=tuple(relations),
    )


def kind_of(field: "models.Field[Any, Any]") -> Kind:  # noqa: PLR0911 - one line a field type
    """How values of a field are written."""
    if isinstance(field, models.ForeignKey):
        return "name"
    if field.choices:
        return "choice"
    if isinstance(field, models.DecimalField | models.FloatField):
        return "number"
    if isinstance(field, models.IntegerField):
        return "count" if field.name.endswith(_COUNT_TAILS) else "whole"
    if isinstance(field, models.DateTimeField):
        return "moment"
    if isinstance(field, models.DateField):
        return "day"
    if isinstance(field, models.BooleanField):
        return "yes_no"
    return _kind_of_text(field)


def _kind_of_text(field: "models.Field[Any, Any]") -> Kind:
    if isinstance(field, models.JSONField):
        return "list"
    if isinstance(field, models.TextField):
        return "long"
    is_digest = field.max_length == 64
    return "code" if field.primary_key or is_digest else "text"


def _getter(steps: list[str], field: "models.Field[Any, Any]") -> Callable[[Any], Any]:
    labels: Mapping[Any, Any] = dict(field.flatchoices) if field.choices else {}

    def value(row: Any) -> Any:
        for step in steps:
            row = getattr(row, step) if row is not None else None
        return labels.get(row, row) if labels else row

    return value


def shown_text(column: Column, row: Any) -> str:
    """The value as a person reads it in the language of the page; blank when there is none."""
    return written(column.value(row), column.kind)


def written(value: Any, kind: Kind = "text") -> str:  # noqa: PLR0911 - one line a type
    """A plain value as text; see `Kind`."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return gettext("是") if value else gettext("否")
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | int | float):
        return number_text(value, grouped=kind in ("number", "count"))
    if isinstance(value, models.Model):
        return called(value)
    if isinstance(value, Mapping):
        parts = {key: written(item) for key, item in value.items()}
        return "；".join(f"{key}：{text}" for key, text in parts.items() if text)
    if isinstance(value, list | tuple):
        return "、".join(filter(None, (_item_text(item) for item in value)))
    # Labels and names are stored in Chinese; what has an English entry is shown in English.
    return gettext(str(value)) if kind == "choice" else str(value)


def called(value: models.Model) -> str:
    """What a record is called; one without a name of its own goes by its number."""
    named = type(value).__str__ is not models.Model.__str__
    return str(value) if named else f"{value._meta.verbose_name} {value.pk}"


def number_text(value: Decimal | float, *, grouped: bool = True) -> str:
    """1234.5000 as 1,234.5; no trailing zeros, never an exponent."""
    number = Decimal(str(value))
    number = number.to_integral() if number == number.to_integral() else number.normalize()
    return f"{number:,f}" if grouped else f"{number:f}"


def _item_text(item: Any) -> str:
    """One member of a JSON list; a person, party or site among them is called by its name."""
    if isinstance(item, Mapping) and item.get("name"):
        return str(item["name"])
    return written(item)
