"""Where a decided finding becomes a record: which table, which columns, which division a name means.

Nothing is written here; the actions write what this module works out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from shanhai.accords.models import (
    Agreement,
    Claim,
    Commitment,
    Event,
    FromText,
    Participant,
    Site,
)
from shanhai.regions.models import Division
from shanhai.regions.queries import resolve
from shanhai.sources.models import Finding

MODELS: Mapping[str, type[FromText]] = {
    "event": Event, "person": Participant, "agreement": Agreement, "site": Site,
    "commitment": Commitment, "claim": Claim,
}  # fmt: skip
"""Kind of finding → the record that an accepted one becomes."""


@dataclass(frozen=True, slots=True)
class Adopted:
    """The record's class, its columns, and (for a commitment) the fields it touches."""

    model: type[FromText]
    columns: dict[str, Any]
    fields: tuple[str, ...] = ()


def adopt(finding: Finding) -> Adopted:
    """What a finding becomes, from the value that stands."""
    value = finding.current_value
    columns = _COLUMNS[finding.kind](value)
    if finding.kind in ("agreement", "site"):
        columns["event"] = event_of(finding)
    return Adopted(
        MODELS[finding.kind],
        columns,
        tuple(value["fields"]) if finding.kind == "commitment" else (),
    )


def event_of(finding: Finding) -> Event | None:
    """The adopted event that an agreement or a site belongs to, once somebody accepted it."""
    if finding.event_id is None:
        return None
    found = Event.objects.standing().filter(finding_id=finding.event_id).first()
    assert found is None or isinstance(found, Event)
    return found


def division_named(name: str | None) -> Division | None:
    """The division that a text means by a name or a code; none when it is unknown or not the only one.

    A text says 广西 for 广西壮族自治区 and 吉林 for the province; of several the highest level is meant.
    """
    found = resolve((name or "").strip()) if name and name.strip() else []
    for level in Division.Level:
        fitting = [division for division in found if division.level == level]
        if fitting:
            return fitting[0] if len(fitting) == 1 else None
    return None


def _event(value: Mapping[str, Any]) -> dict[str, Any]:
    parties = []
    for party in value.get("parties") or []:
        division = division_named(party.get("adcode")) or division_named(party["name"])
        parties.append({**party, "adcode": division.code if division else None})
    return {
        "type": value["type"],
        "name": value["name"],
        "start": value.get("start") or "",
        "end": value.get("end") or "",
        "date_basis": value.get("date_basis") or "none",
        "place": value.get("place") or "",
        "parties": parties,
        "routes": value.get("routes") or [],
    }


def _participant(value: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": value["name"],
        "office": value.get("office") or "",
        "roles": value.get("roles") or [],
        "party": value.get("party") or "",
    }


def _agreement(value: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": value["title"],
        "status": value["status"],
        "signers": value.get("signers") or [],
        "witnesses": value.get("witnesses") or [],
    }


def _site(value: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": value["name"],
        "place": value.get("place") or "",
        "group": value.get("group") or "",
    }


def _commitment(value: Mapping[str, Any]) -> dict[str, Any]:
    ordinal = value.get("ordinal")
    return {
        "text": value["text"],
        "speaker": value.get("speaker") or "",
        "party": division_named(value.get("party")),
        "ordinal": "" if ordinal is None else str(ordinal),
        "form": value["form"],
    }


def _claim(value: Mapping[str, Any]) -> dict[str, Any]:
    period = value.get("period") or {}
    number = value.get("value")
    return {
        "indicator": value["indicator"],
        "value": None if number is None else Decimal(str(number)),
        "unit": value.get("unit") or "",
        "as_written": value["as_written"],
        "approx": bool(value.get("approx")),
        "stage": value["stage"],
        "statistic": value["statistic"],
        "period": period.get("as_written") or "",
        "period_start": period.get("start") or "",
        "period_end": period.get("end") or "",
        "giver": value.get("from") or "",
        "receiver": value.get("to") or "",
        "scope": value.get("scope") or "",
        "subset_of": value.get("subset_of") or "",
    }


_COLUMNS = {
    "event": _event, "person": _participant, "agreement": _agreement, "site": _site,
    "commitment": _commitment, "claim": _claim,
}  # fmt: skip
