"""Cuts a text where findings and repairs begin and end, so that overlapping ones can be drawn in place.

Two findings may cross each other, which HTML elements may not: the text is cut at every edge and the
pieces are nested, the wider finding outside. Joining the pieces gives the text again, to the character.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text to draw: a finding (then `finding`) or a repair with what to say about it."""

    start: int
    end: int
    finding: int = 0
    kind: str = ""
    state: str = ""
    label: str = ""
    certain: bool = True
    tag: str = "mark"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch that has the same marks from its first character to its last, the outermost first."""

    text: str
    marks: tuple[Mark, ...]


def pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """Cut the text at every edge; a mark outside the text or without a character is not drawn."""
    drawn = [mark for mark in marks if 0 <= mark.start < mark.end and mark.start < len(text)]
    # The wider one is outside; of two equal ones the finding is outside the repair.
    drawn.sort(
        key=lambda mark: (mark.finding == 0, mark.start - mark.end, mark.start, mark.finding)
    )
    edges = sorted(
        {0, len(text), *(min(edge, len(text)) for m in drawn for edge in (m.start, m.end))}
    )
    opening: dict[int, list[int]] = {}
    for place, mark in enumerate(drawn):
        opening.setdefault(mark.start, []).append(place)
    cut: list[Piece] = []
    active: list[int] = []
    for start, end in pairwise(edges):
        active = sorted(
            [place for place in active if drawn[place].end > start] + opening.get(start, [])
        )
        cut.append(Piece(text[start:end], tuple(drawn[place] for place in active)))
    return cut


def draw(text: str, marks: Iterable[Mark]) -> SafeString:
    """The text as HTML, everything of the text escaped."""
    return _nest(pieces(text, marks), 0)


def _nest(cut: Sequence[Piece], depth: int) -> SafeString:
    parts: list[str] = []
    for mark, run in groupby(cut, lambda p: p.marks[depth] if len(p.marks) > depth else None):
        inside = list(run)
        if mark is None:
            parts.extend(conditional_escape(piece.text) for piece in inside)
        else:
            parts.append(_element(mark, _nest(inside, depth + 1)))
    # Every part was escaped above or made by format_html.
    return mark_safe("".join(parts))  # noqa: S308


def _element(mark: Mark, inside: SafeString) -> SafeString:
    if mark.finding:
        return format_html(
            '<mark class="finding" data-finding="{}" data-kind="{}" data-state="{}">{}</mark>',
            mark.finding, mark.kind, mark.state, inside,
        )  # fmt: skip
    return format_html(
        '<{} class="repair" data-kind="{}" data-certain="{}" title="{}" tabindex="0">{}</{}>',
        mark.tag, mark.kind, "true" if mark.certain else "false", mark.label, inside, mark.tag,
    )  # fmt: skip
