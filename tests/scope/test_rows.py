"""Every record × role × region × {list, count, search, open}: the query itself gives what the table says."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import models

from shanhai.access.models import Role
from shanhai.access.permissions import table
from shanhai.access.scope import ScopedModel
from tests.cast import BAISE, DONGLAN, GUANGXI, TIANYANG, Cast, hire
from tests.scope.world import County, scoped_models

HECHI, GUIZHOU, TIANDONG, OLD_TIANYANG = "451200", "520000", "451022", "451021"
REGIONS = (TIANYANG, OLD_TIANYANG, DONGLAN, TIANDONG, BAISE, HECHI, GUANGXI, GUIZHOU, None)


def reaches(region: str | None, county: str) -> bool:
    """Whether a holder of `region` stands over the county or is it (written out, not computed)."""
    above = {
        TIANYANG: {TIANYANG, OLD_TIANYANG, BAISE, GUANGXI, None},
        DONGLAN: {DONGLAN, HECHI, GUANGXI, None},
    }
    return region in above[county]


def test_every_scoped_record_has_rows_in_this_walk(tianyang: County) -> None:
    missing = [
        model._meta.label_lower
        for model in scoped_models()
        if model._meta.label_lower not in tianyang.rows
    ]
    assert missing == [], "give each new record a maker in tests/scope/world.py"


@pytest.mark.parametrize("role", Role)
def test_a_role_sees_in_each_region_exactly_what_the_table_and_the_map_say(
    role: Role, tianyang: County, donglan: County
) -> None:
    wrong = []
    for region in REGIONS:
        viewer = hire(f"{role.value}-{region}", "看的人（虚构）", role, region)
        for model in scoped_models():
            label = model._meta.label_lower
            permitted = "view" in table().get((role.value, label), frozenset())
            rows = model.objects.visible_to(viewer)
            visible = set(rows.values_list("pk", flat=True))
            if rows.count() != len(visible):
                wrong.append((label, region, "counts otherwise than it lists"))
            for county in (tianyang, donglan):
                own = {row.pk for row in county.rows[label]}
                expected = own if permitted and reaches(region, county.code) else set()
                if own & visible != expected:
                    wrong.append((label, region, county.code))
    assert wrong == []


def test_nobody_is_nobody(cast: Cast, tianyang: County) -> None:
    closed = hire("closed", "已停用（虚构）", Role.OPERATOR, None)
    closed.is_active = False
    superuser = hire("super", "超级用户（虚构）", Role.OPERATOR, None, end=date(2022, 1, 1))
    superuser.is_superuser = superuser.is_staff = True
    future = hire("future", "尚未上任（虚构）", Role.OPERATOR, None, start=date(2990, 1, 1))
    for viewer in (AnonymousUser(), None, closed, superuser, cast.former, future):
        for model in scoped_models():
            assert not model.objects.visible_to(viewer).exists(), (viewer, model)


def test_records_on_the_line_above_are_seen_and_a_neighbour_prefecture_s_are_not(
    cast: Cast, tianyang: County
) -> None:
    for model in scoped_models():
        path = model.region_path
        if "__" in path or model.scope_kind != "line" or model._meta.model_name == "pairing":
            continue
        row = tianyang.row(model._meta.label_lower)
        for region, expected in ((GUANGXI, True), (BAISE, True), (HECHI, False), (GUIZHOU, False)):
            changes = {f"{path}_id": region}
            if model._meta.model_name == "commitment":
                changes["owner_region_id"] = None
            model.objects.filter(pk=row.pk).update(**changes)
            seen = model.objects.visible_to(cast.tianyang).filter(pk=row.pk).exists()
            assert seen is expected, (model, region)


def test_relations_to_a_division_outside_regions_are_of_scoped_records_only() -> None:
    """A record that points at a division but is not scoped would be seen by everybody."""
    from django.apps import apps

    public = {"regions", "access"}  # divisions are public; terms have their own query
    unscoped = [
        model._meta.label_lower
        for model in apps.get_models()
        if model._meta.app_label not in public
        and not issubclass(model, ScopedModel)
        and any(
            isinstance(field, models.ForeignKey)
            and field.related_model._meta.label_lower == "regions.division"
            for field in model._meta.fields
        )
    ]
    assert unscoped == []
