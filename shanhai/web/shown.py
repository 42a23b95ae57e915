"""What the templates of a register are given: plain values, ready to be written."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Action:
    """A button above the list: where it leads; the main one stands out."""

    label: Any
    url: str
    main: bool = True
    icon: str = ""


@dataclass(frozen=True)
class Cell:
    """One value as shown."""

    text: str
    kind: str
    label: str
    is_numeric: bool
    url: str = ""
    state: str = ""

    @property
    def style(self) -> str:
        """The class of its cell: figures to the right, short words unbroken, blanks left out on a phone."""
        if self.is_numeric:
            return "num"
        if not self.text:
            return "blank"
        if self.kind in ("long", "list"):
            return "wide" if len(self.text) > 10 else "text-nowrap"
        return "text-nowrap" if self.kind in ("choice", "day", "moment", "yes_no") else ""


@dataclass(frozen=True)
class Heading:
    """A column's head: its label, what it means, and the address that orders by it."""

    label: str
    kind: str
    help_text: str
    url: str
    order: str  # "ascending", "descending" or ""
    is_numeric: bool


@dataclass(frozen=True)
class Input:
    """One filter as a form field."""

    name: str
    label: str
    kind: str
    value: str
    options: Sequence[tuple[str, str]] = ()
    problem: str = ""
    hint: str = ""
