"""Finds the division that a code or a written name means, on a day.

A ledger of a hundred thousand rows asks the same few names again and again, so all divisions (some
3,200) are read once into memory; for a single question `queries.resolve` does the same.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Self

from shanhai.regions.models import Division, DivisionChange, code_prefix
from shanhai.regions.names import short_name

_FOLLOWED = (DivisionChange.Kind.UPGRADED, DivisionChange.Kind.MERGED)
"""Changes by which all of an old division became (part of) the new one; a split or a move leaves it."""
_SPACE = re.compile(r"\s+")


class Gazetteer:
    """All divisions with their changes, as they stand in the database when it is read."""

    def __init__(self, divisions: Iterable[Division], changes: Iterable[DivisionChange]) -> None:
        self._by_code = {division.code: division for division in divisions}
        self._by_name: dict[str, list[Division]] = defaultdict(list)
        self._by_short_name: dict[str, list[Division]] = defaultdict(list)
        for division in self._by_code.values():
            self._by_name[division.name].append(division)
            short = short_name(division.name)
            if short != division.name:
                self._by_short_name[short].append(division)
        self._followers = {change.old_id: change for change in changes if change.kind in _FOLLOWED}

    @classmethod
    def load(cls) -> Self:
        """Read it from the database: two queries, some 30 ms."""
        return cls(Division.objects.all(), DivisionChange.objects.order_by("changed_on"))

    def resolve(
        self, text: str, within: str | None = None, on: date | None = None
    ) -> list[Division]:
        """The divisions that `text` can mean: none is unknown, one is found, more are ambiguous.

        `text` is a six-digit code, a full name, a short name (田阳), or a path of them (百色市田阳区).
        `within` is the code of a division that must contain it. With a day, a code or name that had
        ended by then is followed to what it had become; without one, a code means itself and a name
        means what bears or inherited it today. Full names win over short ones.
        """
        text = _SPACE.sub("", text)
        if text.isascii() and text.isdigit():
            found = [self._by_code[text]] if text in self._by_code else []
            followed = found if on is None else self._on_day(found, on)
        else:
            followed = self._named(text, within, on)
        prefix = code_prefix(within) if within else ""
        return [division for division in followed if division.code.startswith(prefix)]

    def current_code(self, code: str, on: date | None = None) -> str:
        """The code that stands (on a day) for what `code` once named; an unknown code is itself."""
        seen = {code}
        while change := self._followers.get(code):
            if (on is not None and change.changed_on > on) or change.new_id in seen:
                break
            code = change.new_id
            seen.add(code)
        return code

    def path(self, code: str) -> list[Division]:
        """Province, prefecture and county of a code, from the top; empty when it is unknown."""
        steps: list[Division] = []
        division = self._by_code.get(code)
        while division is not None:
            steps.append(division)
            division = self._by_code.get(division.parent_id or "")
        return steps[::-1]

    def _named(self, text: str, within: str | None, on: date | None) -> list[Division]:
        prefix = code_prefix(within) if within else ""
        for names in (self._by_name, self._by_short_name):
            inside = [one for one in names.get(text, ()) if one.code.startswith(prefix)]
            if inside:
                return self._on_day(inside, on or date.max)
        return self._along_path(text, within, on)

    def _along_path(self, text: str, within: str | None, on: date | None) -> list[Division]:
        """Read 百色市田阳区 as 田阳区 inside 百色市; the longest first step that leads anywhere wins."""
        for size in range(min(len(text) - 1, self._longest_upper_name), 1, -1):
            uppers = [
                *self._by_name.get(text[:size], ()),
                *self._by_short_name.get(text[:size], ()),
            ]
            found = [
                division
                for upper in uppers
                if upper.level != Division.Level.COUNTY and self._compatible(upper.code, within)
                for division in self.resolve(text[size:], upper.code, on)
            ]
            if found:
                return list({division.code: division for division in found}.values())
        return []

    @cached_property
    def _longest_upper_name(self) -> int:
        return max(
            (len(one.name) for one in self._by_code.values() if one.level != Division.Level.COUNTY),
            default=0,
        )

    @staticmethod
    def _compatible(code: str, within: str | None) -> bool:
        """Whether a division inside `code` can also lie inside `within`."""
        if within is None:
            return True
        one, other = code_prefix(code), code_prefix(within)
        return one.startswith(other) or other.startswith(one)

    def _on_day(self, divisions: list[Division], on: date) -> list[Division]:
        """What the divisions had become by the day; those that had not begun count only alone."""
        followed = {
            code: self._by_code[code]
            for code in (self.current_code(division.code, on) for division in divisions)
            if code in self._by_code
        }
        standing = [one for one in followed.values() if stood(one, on)]
        return standing or list(followed.values())


def stood(division: Division, on: date) -> bool:
    """Whether the division was in force on the day."""
    began = division.valid_from is None or division.valid_from <= on
    return began and (division.valid_to is None or division.valid_to >= on)
