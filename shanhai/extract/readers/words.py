"""What a field's page declares: words that name the field in a task, and the figures it is told in.

A page holds words only; how tasks and figures are found with them is one mechanism for all fields
(`commitments`, `claims`), so a new field is one new page.
"""

from dataclasses import dataclass

from shanhai.kernel.fields import Field


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator as texts give it: units it is counted in, words that stand before or behind the number.

    `before` is looked for between the previous number and this one, `behind` between this number and
    the next; each is a regular expression, and one of the two has to be found. `unless` forbids.
    A `subset` figure is part of the figure before it (其中脱贫劳动力…). `flow` says whether what is counted
    goes from one side to the other, so that giver and receiver can be named. Lower `rank` is tried first.
    """

    indicator: str
    units: str
    before: str = ""
    behind: str = ""
    unless: str = ""
    subset: bool = False
    flow: bool = False
    rank: int = 5


@dataclass(frozen=True, slots=True)
class FieldPage:
    """One field's words: `names` name it in the head of a task, `figures` are its indicators."""

    field: Field
    names: str
    figures: tuple[Figure, ...] = ()
