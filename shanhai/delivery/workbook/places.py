"""Finds the division that a cell names, and says so when it had to go by an old code or name.

The regions station knows which divisions a text can mean; here that becomes a reading of a cell: one is
found, none is an error, several are listed and never guessed (domain.md §7).
"""

import re
from datetime import date

from shanhai.delivery.workbook.values import Reading, narrow
from shanhai.regions.gazetteer import Gazetteer, stood
from shanhai.regions.models import Division
from shanhai.regions.names import short_name

_CODE = re.compile(r"(\d{6})(?:\d{3}|\d{6})?(?:\.0)?")
_CANDIDATES_SHOWN = 6


class Places:
    """Reads divisions as of a day, with the whole directory in memory."""

    def __init__(self, gazetteer: Gazetteer, today: date) -> None:
        self._gazetteer = gazetteer
        self._today = today

    @classmethod
    def load(cls, today: date) -> "Places":
        """Everything from the regions station: two queries."""
        return cls(Gazetteer.load(), today)

    def full_name(self, code: str) -> str:
        """Province, prefecture and county in one: the name that needs no context."""
        return "".join(division.name for division in self._gazetteer.path(code)) or code

    def read(self, text: str) -> Reading:
        """The code of the division that a cell means; an ended one is led on, with a warning."""
        plain = narrow(text)
        if found := _CODE.fullmatch(plain):
            return self._by_code(text, found[1])
        divisions = self._gazetteer.resolve(plain) or self._autonomous(plain)
        if len(divisions) != 1:
            return self._not_one(text, divisions)
        division = divisions[0]
        if not stood(division, self._today):
            return self._ended(text)
        named = plain.endswith((division.name, short_name(division.name)))
        if named or self._is_loose(plain, division):
            return Reading(division.code)
        return self._led_on(text, division)

    def known_code(self, code: str) -> bool:
        """Whether a six-digit code names a division now or did so once."""
        return bool(self._gazetteer.path(code))

    def stands(self, code: str) -> bool:
        """Whether the code is in force on the day."""
        return any(stood(division, self._today) for division in self._gazetteer.resolve(code))

    def _by_code(self, text: str, code: str) -> Reading:
        divisions = self._gazetteer.resolve(code)
        if not divisions:
            return self._not_one(text, [])
        if stood(divisions[0], self._today):
            return Reading(code)
        current = self._gazetteer.current_code(code, self._today)
        if current == code:
            return self._ended(text)
        return self._led_on(text, self._gazetteer.resolve(current)[0])

    def _autonomous(self, plain: str) -> list[Division]:
        """融水县 for 融水苗族自治县: people drop the peoples but keep the level."""
        found = self._gazetteer.resolve(plain[:-1]) if plain[-1:] in ("县", "州", "区") else []
        return [division for division in found if self._is_loose(plain, division)]

    @staticmethod
    def _is_loose(plain: str, division: Division) -> bool:
        return "自治" in division.name and plain.endswith(
            short_name(division.name) + division.name[-1]
        )

    def _led_on(self, text: str, division: Division) -> Reading:
        name = self.full_name(division.code)
        return Reading(
            division.code,
            "old_division",
            f"“{text}”是旧区划，已按现行的{name}（{division.code}）导入",
        )

    @staticmethod
    def _ended(text: str) -> Reading:
        return Reading(code="ended_division", message=f"“{text}”已撤销：请填写现行区划")

    def _not_one(self, text: str, divisions: list[Division]) -> Reading:
        if not divisions:
            return Reading(code="unknown_division", message=f"没有名为或代码为“{text}”的行政区划")
        return Reading(
            code="ambiguous_division",
            message=f"“{text}”有 {len(divisions)} 个同名区划：请写明省市或填六位代码",
            accepted=self._list(divisions),
        )

    def _list(self, divisions: list[Division]) -> str:
        shown = [f"{self.full_name(one.code)}（{one.code}）" for one in divisions]
        return "、".join(sorted(shown)[:_CANDIDATES_SHOWN])
