"""The form in which a person mends a finding: its parts as fields, drawn from their one declaration."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from shanhai.sources import values
from shanhai.sources.values import Part

EMPTY_PARTIES = 2
"""Blank lines under the parties, for one that the text gives and the reader missed."""


@dataclass(frozen=True)
class Input:
    """One part as the form shows it."""

    part: Part
    value: Any
    problem: str = ""

    @property
    def name(self) -> str:
        """The field's name in the form."""
        return f"value-{self.part.name}"

    @property
    def parties(self) -> list[Mapping[str, Any]]:
        """The parties with blank lines behind them."""
        return [*(self.value or []), *({} for _ in range(EMPTY_PARTIES))]

    @property
    def roles(self) -> values.Options:
        """What a party can be there."""
        return values.PARTY_ROLES

    @property
    def lines(self) -> str:
        """A list of names, one a line."""
        return "\n".join(self.value or [])


def inputs(
    kind: str, value: Mapping[str, Any], problems: Mapping[str, str] | None = None
) -> list[Input]:
    """The fields of a finding's form; parts that are only carried along have none."""
    return [
        Input(part, value.get(part.name), (problems or {}).get(part.name, ""))
        for part in values.PARTS[kind]
        if part.type != "kept"
    ]


def value_from(kind: str, given: QueryDict, before: Mapping[str, Any]) -> dict[str, Any]:
    """What the form says, unchecked; parts without a field keep what they had."""
    return {part.name: _given(part, given, before) for part in values.PARTS[kind]}


def _given(part: Part, given: QueryDict, before: Mapping[str, Any]) -> Any:
    name = f"value-{part.name}"
    if part.type == "kept":
        return before.get(part.name)
    if part.type == "choices":
        return given.getlist(name)
    if part.type == "names":
        text = given.get(name, "").replace("、", "\n")
        return [line.strip() for line in text.splitlines() if line.strip()]
    if part.type == "parties":
        return _parties(given, name, before.get(part.name) or [])
    if part.type == "period":
        return {key: given.get(f"{name}-{key}", "") for key in ("start", "end", "as_written")}
    return given.get(name, "")


def _parties(given: QueryDict, name: str, before: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Names and roles by line; a code read before stays with its name."""
    codes = {party["name"]: party.get("adcode") for party in before}
    names, roles = given.getlist(f"{name}-name"), given.getlist(f"{name}-role")
    return [
        {"name": who.strip(), "role": role, "adcode": codes.get(who.strip())}
        for who, role in zip(names, roles, strict=False)
        if who.strip()
    ]
