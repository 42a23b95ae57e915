"""Code and tables point one way; a fifth of an hour saved here costs a year later."""

import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
STATIONS = ("sources", "accords", "exchange", "delivery", "results", "briefing")


def layers() -> dict[str, int]:
    """Package → height, from the one list that import-linter reads too."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    listed = config["tool"]["importlinter"]["contracts"][0]["layers"]
    return {
        name.strip(): len(listed) - position
        for position, layer in enumerate(listed)
        for name in layer.split("|")
    }


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("shanhai.")]


def relations() -> list[models.ForeignKey]:
    return [
        field
        for model in own_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
    ]


def test_every_package_has_a_layer() -> None:
    packages = {path.parent.name for path in (ROOT / "shanhai").glob("*/__init__.py")}
    assert packages == set(layers())


@pytest.mark.parametrize("field", relations(), ids=str)
def test_a_table_points_at_its_own_layer_or_below(field: models.ForeignKey) -> None:
    target = field.related_model
    if not target.__module__.startswith("shanhai."):
        return
    heights = layers()
    here, there = field.model._meta.app_label, target._meta.app_label
    assert heights[there] <= heights[here]
    if here != there:
        assert field.remote_field.hidden, "a lower station must not reach up by a reverse name"


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label)
def test_every_field_is_shown_or_withheld(model: type[models.Model]) -> None:
    shown: set[str] = set()
    withheld: set[str] = set()
    for base in model.__mro__:
        shown |= set(base.__dict__.get("columns", ()))
        withheld |= set(base.__dict__.get("hidden", ()))
    fields = {
        field.name
        for field in model._meta.get_fields()
        if not field.auto_created and field.concrete
    } | {model._meta.pk.name}
    inherited_from_django = {"groups", "user_permissions"}
    assert fields - inherited_from_django <= shown | withheld, "show the field or withhold it"
    assert not shown & withheld
    names = {name.partition("__")[0] for name in shown | withheld}
    assert names <= fields | inherited_from_django, "a listed column is no field of the model"


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label)
def test_every_column_has_a_chinese_name(model: type[models.Model]) -> None:
    for name in model.__dict__.get("columns", ()):
        if "__" in name:
            continue
        label = str(model._meta.get_field(name).verbose_name)
        assert any("\u4e00" <= character <= "\u9fff" for character in label) or label.isupper(), (
            name
        )


def test_a_station_is_a_package_that_says_what_comes_in_and_goes_out() -> None:
    for station in STATIONS:
        text = (ROOT / "shanhai" / station / "__init__.py").read_text("utf-8")
        assert "What comes in" in text
        assert "What is decided here" in text
        assert "What goes out" in text
