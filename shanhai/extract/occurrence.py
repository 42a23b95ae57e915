"""An event under collection: what the finders of visits and of gatherings hand to the merging of events."""

from dataclasses import dataclass

from shanhai.extract.context import Context
from shanhai.extract.dates import Day
from shanhai.extract.types import Party, Span


@dataclass(slots=True)
class Occurrence:
    """Something that took place, as one passage tells it; `during` when it was part of a meeting."""

    type: str
    name: str
    span: Span
    day: Day | None
    place: str | None
    parties: tuple[Party, ...]
    during: bool = False


def day_before(context: Context, days: list[Day], place: int) -> Day | None:
    """The last day named before `place` in its own sentence."""
    start, _ = context.sentence_at(place)
    inside = [day for day in days if start <= day.span[0] and day.span[1] <= place]
    return inside[-1] if inside else None
