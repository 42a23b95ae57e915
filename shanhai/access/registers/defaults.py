"""Where year, unit and moment of a record are found when its register does not say.

The house names fields alike in all stations (recorded_at, valid_from … valid_to, region), so most registers
need not repeat what their model already tells.
"""

from django.db import models

from shanhai.access.registers.filters import YearPath
from shanhai.access.scope import ScopedModel

_RECORDED = ("recorded_at", "received_at", "issued_at", "computed_at", "created_at", "at")
_STRETCHES = (("valid_from", "valid_to"), ("start_date", "end_date"))
_THROUGH_TEXT = (("finding", "finding__document__"), ("document", "document__"))


def has_field(model: type[models.Model] | None, name: str) -> bool:
    """Whether the model has a column of that name."""
    return model is not None and any(field.name == name for field in model._meta.fields)


def year_path(model: type[models.Model]) -> YearPath | None:
    """A year, a stretch of time, a day, the text's day of publication, or when it was recorded."""
    if has_field(model, "year"):
        return "year"
    named = _first(model, ("published", "changed_on"))
    return _stretch(model) or named or _through_text(model, "published") or _first(model, _RECORDED)


def moment_path(model: type[models.Model]) -> YearPath | None:
    """When the row was recorded, the stretch in which it stood, or when its text was received."""
    recorded = _first(model, _RECORDED) or _stretch(model)
    return recorded or _through_text(model, "received_at") or _first(model, ("changed_on",))


def unit_paths(model: type[models.Model]) -> tuple[str, ...]:
    """The division a row belongs to; a pairing belongs to both its sides."""
    if model._meta.label == "regions.Division":
        return ("code",)
    if has_field(model, "west_division"):
        return ("east_division", "west_division")
    if issubclass(model, ScopedModel):
        return (model.region_path,)
    return tuple(
        field.name
        for field in model._meta.fields
        if field.related_model is not None and field.related_model._meta.label == "regions.Division"
    )


def _first(model: type[models.Model], names: tuple[str, ...]) -> str | None:
    return next((name for name in names if has_field(model, name)), None)


def _stretch(model: type[models.Model]) -> tuple[str, str] | None:
    return next((both for both in _STRETCHES if all(has_field(model, name) for name in both)), None)


def _through_text(model: type[models.Model], last: str) -> str | None:
    return next((path + last for name, path in _THROUGH_TEXT if has_field(model, name)), None)
