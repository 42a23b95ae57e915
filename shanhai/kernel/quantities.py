"""Quantities: a Decimal with its unit, because 万元 beside 亿元 and 人 beside 人次 are the usual errors.

Only units of one kind convert into each other: money to money, counts by 万 and 亿. Persons (人) and
person-times (人次), pairs (对) and schools (所) never do (domain.md §2.3).
"""

from dataclasses import dataclass
from decimal import Decimal

_SCALE = {"": Decimal(1), "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10_000),
          "百万": Decimal(1_000_000), "千万": Decimal(10_000_000), "亿": Decimal(100_000_000)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written: its scale word (万, 亿, none) and what is counted (元, 人, 人次, 对 …)."""

    scale: str
    base: str

    @classmethod
    def parse(cls, text: str) -> "Unit":
        """Split `万元` into 万 and 元; a text without a scale word is all base."""
        for scale in sorted(_SCALE, key=len, reverse=True):
            if scale and text.startswith(scale):
                return cls(scale, text[len(scale) :])
        return cls("", text)

    def __str__(self) -> str:
        return self.scale + self.base


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount and its unit; arithmetic across different bases raises `ValueError`."""

    amount: Decimal
    unit: Unit

    def to(self, unit: Unit) -> "Quantity":
        """The same quantity in another scale of the same base."""
        if unit.base != self.unit.base:
            raise ValueError(f"{self.unit} does not convert to {unit}")
        factor = _SCALE[self.unit.scale] / _SCALE[unit.scale]
        return Quantity(self.amount * factor, unit)

    def __add__(self, other: "Quantity") -> "Quantity":
        return Quantity(self.amount + other.to(self.unit).amount, self.unit)

    def __str__(self) -> str:
        return f"{self.amount.normalize():f}{self.unit}"
