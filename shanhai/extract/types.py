"""What a reading is made of: frozen values with their place in the text, and the JSON shape of the contract.

Every finding carries `span`, `[start, end)` in characters of the cleaned text, and `source_span`, the
same place in the text as it was decoded, so that a person can always go back to what was printed.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, NamedTuple

from shanhai.kernel.problems import Problem

READER_VERSION = "1"
"""Rises when the same bytes may give other findings, so that stored findings know who read them."""

Span = tuple[int, int]
Json = dict[str, Any]


class Repair(NamedTuple):
    """One place where the cleaned text differs from the original, or where it is known to be damaged.

    `certain` is False when the repair is inferred; `applied` is False when the text still has what
    stood there and `after` is only a suggestion; `label` says what a piece of page furniture is. A
    named tuple, because a traditional text has hundreds.
    """

    source_span: Span
    span: Span
    kind: str
    before: str
    after: str
    certain: bool = True
    applied: bool = True
    label: str = ""

    def as_json(self) -> Json:
        """The contract's object."""
        return {
            "source_span": list(self.source_span), "span": list(self.span), "kind": self.kind,
            "before": self.before, "after": self.after, "certain": self.certain,
            "applied": self.applied, "label": self.label,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Party:
    """A side of an event: its full name, its division code where it has one, and what it is there."""

    name: str
    adcode: str | None
    role: str

    def as_json(self) -> Json:
        """The contract's object."""
        return {"name": self.name, "adcode": self.adcode, "role": self.role}


@dataclass(frozen=True, slots=True)
class Route:
    """Where one group of a delegation went: the group's label, who led it, the places in order."""

    group: str | None
    leader: str | None
    places: tuple[str, ...]
    span: Span

    def as_json(self) -> Json:
        """The contract's object."""
        return {"group": self.group, "leader": self.leader, "places": list(self.places),
                "span": list(self.span)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """A visit, named meeting, signing or ceremony; dates are ISO strings or None."""

    type: str
    name: str
    start: str | None
    end: str | None
    date_basis: str
    place: str | None
    parties: tuple[Party, ...]
    span: Span
    routes: tuple[Route, ...] = ()
    source_span: Span = (0, 0)

    def as_json(self) -> Json:
        """The contract's object, with `routes` for a visit."""
        return {
            "type": self.type, "name": self.name, "start": self.start, "end": self.end,
            "date_basis": self.date_basis, "place": self.place,
            "parties": [party.as_json() for party in self.parties],
            "routes": [route.as_json() for route in self.routes],
            "span": list(self.span), "source_span": list(self.source_span),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """A named person who took part, with the fullest office that the text gives."""

    name: str
    office: str | None
    roles: tuple[str, ...]
    span: Span
    party: str | None = None
    source_span: Span = (0, 0)

    def as_json(self) -> Json:
        """The contract's object."""
        return {
            "name": self.name, "office": self.office, "roles": list(self.roles),
            "party": self.party, "span": list(self.span), "source_span": list(self.source_span),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Agreement:
    """An instrument that was signed at the reported event, or is only mentioned."""

    title: str
    status: str
    signers: tuple[str, ...]
    witnesses: tuple[str, ...]
    event: int | None
    span: Span
    source_span: Span = (0, 0)

    def as_json(self) -> Json:
        """The contract's object."""
        return {
            "title": self.title, "status": self.status, "signers": list(self.signers),
            "witnesses": list(self.witnesses), "event": self.event, "span": list(self.span),
            "source_span": list(self.source_span),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Site:
    """A place visited, as named; `place` is the city where the text settles it."""

    name: str
    place: str | None
    group: str | None
    event: int | None
    span: Span
    source_span: Span = (0, 0)

    def as_json(self) -> Json:
        """The contract's object."""
        return {"name": self.name, "place": self.place, "group": self.group, "event": self.event,
                "span": list(self.span), "source_span": list(self.source_span)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Commitment:
    """A forward task with its speaker, the side that undertakes it, and the fields it touches."""

    speaker: str | None
    party: str | None
    ordinal: int | None
    form: str
    fields: tuple[str, ...]
    text: str
    span: Span
    source_span: Span = (0, 0)

    def as_json(self) -> Json:
        """The contract's object."""
        return {
            "speaker": self.speaker, "party": self.party, "ordinal": self.ordinal,
            "form": self.form, "fields": list(self.fields), "text": self.text,
            "span": list(self.span), "source_span": list(self.source_span),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClaimPeriod:
    """The time that a figure is about, ISO ends and the words that gave it."""

    start: str | None
    end: str | None
    as_written: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure about collaboration as the text gives it; nothing is converted or rounded."""

    indicator: str
    value: Decimal
    unit: str
    as_written: str
    approx: bool
    stage: str
    statistic: str
    period: ClaimPeriod | None
    giver: str | None
    receiver: str | None
    scope: str | None
    subset_of: int | None
    span: Span
    source_span: Span = (0, 0)

    def as_json(self) -> Json:
        """The contract's object; the number is plain and `from` and `to` are giver and receiver."""
        value = (
            int(self.value) if self.value == self.value.to_integral_value() else float(self.value)
        )
        period = self.period
        return {
            "indicator": self.indicator, "value": value, "unit": self.unit,
            "as_written": self.as_written, "approx": self.approx, "stage": self.stage,
            "statistic": self.statistic,
            "period": None if period is None else {
                "start": period.start, "end": period.end, "as_written": period.as_written},
            "from": self.giver, "to": self.receiver, "scope": self.scope,
            "subset_of": self.subset_of, "span": list(self.span),
            "source_span": list(self.source_span),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """What a document is and its cleaned text; `original` is the text as decoded, before any repair."""

    path: str
    sha256: str
    media_type: str
    encoding: str | None
    title: str | None
    published: str | None
    publisher: str | None
    original_url: str | None
    script: str
    text: str
    original: str = ""

    def as_json(self) -> Json:
        """The contract's object; the original is left out, for the reader of the JSON has the file."""
        return {
            "path": self.path, "sha256": self.sha256, "media_type": self.media_type,
            "encoding": self.encoding, "title": self.title, "published": self.published,
            "publisher": self.publisher, "original_url": self.original_url,
            "script": self.script, "text": self.text,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was read from one document."""

    document: Document
    repairs: tuple[Repair, ...] = ()
    events: tuple[Event, ...] = ()
    people: tuple[Person, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    sites: tuple[Site, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    claims: tuple[Claim, ...] = ()
    problems: tuple[Problem, ...] = ()

    def as_json(self) -> Json:
        """One object of the list that `shanhai read --json` prints."""
        return {
            "document": self.document.as_json(),
            "repairs": [item.as_json() for item in self.repairs],
            "events": [item.as_json() for item in self.events],
            "people": [item.as_json() for item in self.people],
            "agreements": [item.as_json() for item in self.agreements],
            "sites": [item.as_json() for item in self.sites],
            "commitments": [item.as_json() for item in self.commitments],
            "claims": [item.as_json() for item in self.claims],
            "problems": [_problem_json(problem) for problem in self.problems],
            "reader_version": READER_VERSION,
        }


def _problem_json(problem: Problem) -> Json:
    return {
        "severity": problem.severity.value, "code": problem.code, "message": problem.message,
        "span": None if problem.span is None else list(problem.span),
    }  # fmt: skip


__all__ = [
    "READER_VERSION", "Agreement", "Claim", "ClaimPeriod", "Commitment", "Document", "Event", "Json",
    "Party", "Person", "Reading", "Repair", "Route", "Site", "Span", "replace",
]  # fmt: skip
