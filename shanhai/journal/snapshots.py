"""What a record says at a moment, for the journal's before and after: never what its model withholds."""

from typing import Any

from django.db import models

from shanhai.access.registers.columns import shown_names
from shanhai.journal.seals import plain


def snapshot(instance: models.Model) -> dict[str, Any]:
    """The shown columns of a record as JSON; a relation is its key.

    Columns under `hidden`, those that the model calls `personal`, and bytes are left out: the journal is
    read by people who may not see them.
    """
    model = type(instance)
    personal = {name for base in model.__mro__ for name in vars(base).get("personal", ())}
    said: dict[str, Any] = {}
    for name in shown_names(model):
        field = model._meta.get_field(name)
        if name in personal or isinstance(field, models.BinaryField) or field.many_to_many:
            continue
        assert isinstance(field, models.Field)
        said[name] = plain(getattr(instance, field.attname))
    return said


def difference(
    before: dict[str, Any] | None, after: dict[str, Any] | None
) -> list[tuple[str, Any, Any]]:
    """(name, before, after) for every value that differs, in the order of first appearance."""
    old, new = before or {}, after or {}
    return [
        (name, old.get(name), new.get(name))
        for name in dict.fromkeys((*old, *new))
        if name not in old or name not in new or old[name] != new[name]
    ]
