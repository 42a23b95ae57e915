"""Walks a notice's content in reading order, resolved for whoever draws it.

The order of a JSON object is not kept by every database, so the index of figures follows the text, not
the storage; that is also what makes files equal byte for byte.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line: its text and, for a figure, identifier, address and whether it stands here first."""

    text: str
    figure: str = ""
    url: str = ""
    first: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the index of figures (数字索引)."""

    key: str
    label: str
    text: str
    rows: str
    path: str
    url: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its paragraphs and, at most, one table."""

    heading: str
    paragraphs: list[list[Piece]]
    columns: list[str]
    rows: list[list[list[Piece]]]


class Reader:
    """The content of one notice, ready to be drawn."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.head: dict[str, Any] = content["head"]
        self.facts: dict[str, Any] = content["facts"]
        self._seen: list[str] = []
        self.sections = [self._section(one) for one in self.facts["sections"]]

    @property
    def index(self) -> list[Figure]:
        """Every figure once, in the order in which it first stands in the text."""
        figures = self.facts["figures"]
        return [
            Figure(
                key,
                figures[key]["label"],
                figures[key]["text"],
                figures[key]["rows"],
                figures[key]["opens"],
                self.address(figures[key]["opens"]),
            )
            for key in self._seen
        ]

    def address(self, path: str) -> str:
        """A path of the site as of the frozen moment."""
        glue = "&" if "?" in path else "?"
        return f"{path}{glue}{urlencode({'as_of': self.head['as_of']})}"

    def _section(self, one: dict[str, Any]) -> Section:
        table = one.get("table") or {"columns": [], "rows": []}
        return Section(
            one["heading"],
            [list(self._pieces(runs)) for runs in one["paragraphs"]],
            table["columns"],
            [[list(self._pieces(cell)) for cell in row] for row in table["rows"]],
        )

    def _pieces(self, runs: list[dict[str, str]]) -> Iterator[Piece]:
        for run in runs:
            if "figure" in run:
                key = run["figure"]
                first = key not in self._seen
                if first:
                    self._seen.append(key)
                figure = self.facts["figures"][key]
                yield Piece(figure["text"], key, self.address(figure["opens"]), first)
            elif "head" in run:
                yield Piece(str(self.head[run["head"]]))
            else:
                yield Piece(run["text"])
