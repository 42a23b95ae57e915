"""Who is speaking where: the stretches of reported speech, each with its speaker.

A paragraph's speaker is the person who says, points out or demands (他说 goes on with the last one); what
follows the verb until the paragraph's end, or until the next speaker, is that person's words.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass

from shanhai.extract.context import Context
from shanhai.extract.types import Span

_SAYS = re.compile(
    r"(?:在(?:讲话|致辞|发言|会上|座谈)[^，。,]{0,6}[中时]?[,，]?)?(?:首先|随后"
    r"|最后|还|也|并|同时|一致|在[^，。,]{1,15}[时后],?)?"
    r"(?:表示|指出|强调|要求|说|认为|提出|希望|谈到"
    r"|建议)(?![\u4e00-\u9fff]{0,12}(?:感谢|欢迎|祝贺|慰问|敬意))[,，:：]?"
)
_PRONOUN = re.compile(
    r"(?:他|她|双方|两省区?|大家)(?:还|也|一致|首先|共同)?(?:表示|指出|强调|要求"
    r"|说|认为|提出|希望|建议|谈到)[,，:：]?"
)
_SESSION = re.compile(
    r"(?:会议|座谈会|联席会议)(?:还|要|)(?:指出|强调|要求|认为|提出|明确|议定|决定|商定|部署)[,，:：]?"
)
_SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]?[”’]*")
_SUBJECT_GAP = 30


@dataclass(frozen=True, slots=True)
class Speech:
    """Words at `span` and whose they are; `speaker` None when the meeting itself speaks."""

    speaker: str | None
    span: Span


def find_speeches(context: Context) -> list[Speech]:
    """All stretches of reported speech, in order; also told to the context for the other finders."""
    found: list[Speech] = []
    carried: str | None = None
    for start, end in context.paragraphs:
        if start < context.head_end:
            continue
        marks = _marks(context, (start, end), carried)
        for place, mark in enumerate(marks):
            stop = marks[place + 1].sentence if place + 1 < len(marks) else end
            found.append(Speech(mark.speaker, (mark.words, max(mark.words, stop))))
        carried = marks[-1].speaker if marks else None
    context.speech = [item.span for item in found]
    return found


@dataclass(frozen=True, slots=True)
class _Mark:
    """Where words begin, who speaks, and where the sentence that announces them begins."""

    words: int
    speaker: str | None
    sentence: int


def _marks(context: Context, span: Span, carried: str | None) -> list[_Mark]:
    found: list[_Mark] = []
    last = carried
    for sentence in _SENTENCE.finditer(context.text, *span):
        mark, last = _announced(context, sentence.span(), last)
        if mark is not None:
            found.append(mark)
    return found


def _announced(
    context: Context, sentence: Span, last: str | None
) -> tuple[_Mark | None, str | None]:
    text = context.text
    begin, end = sentence
    pronoun = _PRONOUN.match(text, begin, end)
    if pronoun:
        return _Mark(_words(text, pronoun.end()), last, begin), last
    session = _SESSION.match(text, begin, end)
    if session:
        return _Mark(session.end(), None, begin), None
    first = bisect_left(context.named, (begin, ""))
    if first == len(context.named):
        return None, last
    place, speaker = context.named[first]
    behind = place + len(speaker)
    if behind > end or place - begin > _SUBJECT_GAP:
        return None, last
    says = _SAYS.search(text, behind, min(end, behind + 24))
    if says and not _other_subject(text, behind, says.start()):
        return _Mark(_words(text, says.end()), speaker, begin), speaker
    return None, speaker


def _words(text: str, place: int) -> int:
    """Where the words begin: a wish is part of what is said, 说 and 指出 are not."""
    wish = re.search(r"(?:希望|建议)[,，:：]?$", text[place - 3 : place])
    return place - len(wish.group()) if wish else place


def _other_subject(text: str, start: int, end: int) -> bool:
    """Whether something else than adverbials stands between the name and the verb."""
    return bool(re.search(r"[。；;]|、", text[start:end]))
