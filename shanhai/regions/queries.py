"""Reads of the divisions that several stations need. Divisions are public: nothing here is scoped."""

from datetime import date

from django.db.models import QuerySet

from shanhai.regions.gazetteer import Gazetteer
from shanhai.regions.models import Division, DivisionChange, KeyCounty, ProgrammeCounty, code_prefix


def resolve(text: str, within: str | None = None, on: date | None = None) -> list[Division]:
    """The divisions that a code or written name can mean (none, one, or candidates to choose from).

    See `Gazetteer.resolve`; whoever asks about more than a few names loads a `Gazetteer` once.
    """
    return Gazetteer.load().resolve(text, within, on)


def current_code(code: str, on: date | None = None) -> str:
    """The code that stands (on a day) for what `code` once named: 451021 → 451003 since 2019."""
    return Gazetteer.load().current_code(code, on)


def lineage(code: str) -> list[Division]:
    """Province, prefecture and county of a code, from the top; empty when it is unknown."""
    return Gazetteer.load().path(code)


def divisions_inside(code: str, on: date | None = None) -> QuerySet[Division]:
    """The division and all below it; with a day, only those in force then."""
    inside = Division.objects.filter(code__startswith=code_prefix(code))
    if on is None:
        return inside
    return inside.exclude(valid_from__gt=on).exclude(valid_to__lt=on)


def codes_of(held_codes: list[str]) -> list[str]:
    """The codes under which records of these regions may be kept, the held ones first.

    A county that was renamed or swallowed another keeps its old records under the old code, and a
    term granted under an old code goes on under the new one; neither opens a neighbour, so splits and
    moves (of which the old division stays) are not followed.
    """
    changes = list(
        DivisionChange.objects.filter(
            kind__in=(DivisionChange.Kind.UPGRADED, DivisionChange.Kind.MERGED)
        ).values_list("old_id", "new_id", "kind")
    )
    codes = list(held_codes)
    for code in codes:  # grows while it is walked: a code may be renamed twice
        codes += [
            new
            for old, new, kind in changes
            if old == code and kind == DivisionChange.Kind.UPGRADED and not _inside(new, codes)
        ]
    for code in codes:
        codes += [
            old
            for old, new, _ in changes
            if new.startswith(code_prefix(code)) and not _inside(old, codes)
        ]
    return codes


def _inside(code: str, codes: list[str]) -> bool:
    return any(code.startswith(code_prefix(one)) for one in codes)


def programme_counties(on: date) -> QuerySet[ProgrammeCounty]:
    """The western counties that take part on a day."""
    return (
        ProgrammeCounty.objects.filter(valid_from__lte=on)
        .exclude(valid_to__lt=on)
        .select_related("county", "east_city")
        .order_by("county_id")
    )


def key_counties(on: date) -> QuerySet[KeyCounty]:
    """The key counties of a day (乡村振兴重点帮扶县)."""
    return (
        KeyCounty.objects.filter(valid_from__lte=on)
        .exclude(valid_to__lt=on)
        .select_related("county")
        .order_by("county_id")
    )
