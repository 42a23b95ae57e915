"""Holds a reading against the facts that careful readers took from the same text; says what is missing or wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Facts = dict[str, Any]


@dataclass(frozen=True)
class Expected:
    """What a document says. Lists are complete: a finding that is not expected is as wrong as a missing one.

    `events`: (type, part of the name, start, end, basis, place, roles by party). `people`: name → (office,
    roles). `agreements`: title → (status, signers, witnesses). `sites`: name → group. `routes`: group → places.
    `tasks`: (speaker, party, form, ordinal, fields, first words, last words). `claims`: (indicator, value, unit).
    """

    document: dict[str, Any]
    events: tuple[tuple[Any, ...], ...] = ()
    people: dict[str, tuple[str, set[str]]] | None = None
    agreements: dict[str, tuple[str, list[str], list[str]]] | None = None
    sites: dict[str, str | None] | None = None
    routes: dict[str | None, list[str]] | None = None
    tasks: tuple[tuple[Any, ...], ...] = ()
    claims: tuple[tuple[Any, ...], ...] = ()
    text_has: tuple[str, ...] = ()
    text_lacks: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()
    counts: dict[str, int] | None = None
    headlines: int = 0


def check(facts: Facts, expected: Expected, original: str) -> list[str]:
    """Every difference, each as one line; an empty list when the reading is right."""
    return [
        *_document(facts, expected), *_repairs(facts, expected), *_events(facts, expected),
        *_people(facts, expected), *_agreements(facts, expected), *_sites(facts, expected),
        *_tasks(facts, expected), *_claims(facts, expected), *spans(facts, original),
    ]  # fmt: skip


def _document(facts: Facts, expected: Expected) -> Iterator[str]:
    for key, value in expected.document.items():
        if facts["document"][key] != value:
            yield f"document.{key}: {facts['document'][key]!r}, not {value!r}"
    text = facts["document"]["text"]
    for part in expected.text_has:
        if part not in text:
            yield f"text lacks {part!r}"
    for part in expected.text_lacks:
        if part in text:
            yield f"text still has {part!r}"


def _repairs(facts: Facts, expected: Expected) -> Iterator[str]:
    repairs = facts["repairs"]
    for kind, count in (expected.counts or {}).items():
        found = sum(1 for one in repairs if one["kind"] == kind)
        if found != count:
            yield f"{found} repairs of kind {kind}, not {count}"
    damaged = [one for one in repairs if one["kind"] == "damaged"]
    if [one["after"] for one in damaged] != list(expected.damaged):
        yield f"damaged: {damaged}"
    inferred = [one for one in repairs if one["kind"] == "misaligned"]
    if [one["after"] for one in inferred] != list(expected.inferred):
        yield f"inferred: {inferred}"
    for one in damaged + inferred:
        if one["certain"] or one["applied"] != (one["kind"] == "misaligned"):
            yield f"mended as certain: {one}"
    headlines = sum(1 for one in repairs if one["label"] == "headline")
    if headlines != expected.headlines:
        yield f"{headlines} headlines of other news, not {expected.headlines}"


def _events(facts: Facts, expected: Expected) -> Iterator[str]:
    events = facts["events"]
    if len(events) != len(expected.events):
        yield f"{len(events)} events: {[one['name'] for one in events]}"
    for kind, name, start, end, basis, place, parties in expected.events:
        found = next((one for one in events if one["type"] == kind and name in one["name"]), None)
        if found is None:
            yield f"no {kind} {name}"
            continue
        got = (found["start"], found["end"], found["date_basis"], found["place"])
        if got != (start, end, basis, place):
            yield f"{name}: {got}, not {(start, end, basis, place)}"
        roles = {one["name"]: one["role"] for one in found["parties"]}
        if roles != parties:
            yield f"{name}: parties {roles}, not {parties}"
    if expected.routes is not None:
        routes = {
            one["group"]: one["places"] for event in events for one in event.get("routes", [])
        }
        if routes != expected.routes:
            yield f"routes {routes}"


def _people(facts: Facts, expected: Expected) -> Iterator[str]:
    if expected.people is None:
        return
    found = {one["name"]: one for one in facts["people"]}
    for name in found.keys() - expected.people.keys():
        yield f"{name} took no part: {found[name]}"
    for name, (office, roles) in expected.people.items():
        if name not in found:
            yield f"{name} is missing"
        elif found[name]["office"] != office or set(found[name]["roles"]) != roles:
            yield f"{name}: {found[name]['office']} {found[name]['roles']}, not {office} {roles}"


def _agreements(facts: Facts, expected: Expected) -> Iterator[str]:
    if expected.agreements is None:
        return
    found = {
        one["title"]: (one["status"], one["signers"], one["witnesses"])
        for one in facts["agreements"]
    }
    if found != expected.agreements:
        yield f"agreements {found}"
    for one in facts["agreements"]:
        if one["event"] is not None and not 0 <= one["event"] < len(facts["events"]):
            yield f"{one['title']}: no event {one['event']}"


def _sites(facts: Facts, expected: Expected) -> Iterator[str]:
    if expected.sites is not None:
        found = {one["name"]: one["group"] for one in facts["sites"]}
        for name in found.keys() ^ expected.sites.keys():
            yield f"site {name}: {'missing' if name in expected.sites else 'not visited'}"
        for name in found.keys() & expected.sites.keys():
            if found[name] != expected.sites[name]:
                yield f"site {name}: group {found[name]}"


def _tasks(facts: Facts, expected: Expected) -> Iterator[str]:
    tasks = facts["commitments"]
    if len(tasks) != len(expected.tasks):
        yield f"{len(tasks)} tasks, not {len(expected.tasks)}: {[one['text'][:12] for one in tasks]}"
    for task, wanted in zip(tasks, expected.tasks, strict=False):
        speaker, party, form, ordinal, fields, first, last = wanted
        got = (task["speaker"], task["party"], task["form"], task["ordinal"], task["fields"])
        if got != (speaker, party, form, ordinal, fields.split()):
            yield f"task {first}: {got}"
        if not (task["text"].startswith(first) and task["text"].endswith(last)):
            yield f"task {first}: {task['text'][:12]}…{task['text'][-12:]}"


def _claims(facts: Facts, expected: Expected) -> Iterator[str]:
    found = [
        tuple(one[key] for key in ("indicator", "value", "unit", "stage", "statistic"))
        for one in facts["claims"]
    ]
    for missing in [one for one in expected.claims if one not in found]:
        yield f"claim {missing} is missing"
    for extra in [one for one in found if one not in expected.claims]:
        yield f"claim {extra} is not in the text"


def spans(facts: Facts, original: str) -> Iterator[str]:
    """Whether every finding stands where it says, in the text and in the original."""
    text = facts["document"]["text"]
    for one in facts["repairs"]:
        low, high = one["source_span"]
        if original[low:high] != one["before"]:
            yield f"repair at {one['source_span']} has another text before"
    for kind in ("events", "people", "agreements", "sites", "commitments", "claims"):
        for one in facts[kind]:
            start, end = one["span"]
            low, high = one["source_span"]
            if not (0 <= start < end <= len(text) and 0 <= low < high <= len(original)):
                yield f"{kind}: span {one['span']} {one['source_span']}"
            name = one.get("name") or one.get("title") or one.get("text") or one["as_written"]
            if name not in text[start:end]:
                yield f"{kind}: {name} does not stand at {one['span']}: {text[start:end]}"
