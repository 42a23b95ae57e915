"""Instruments: signed at the reported event with signers and witnesses, or only mentioned.

A title stands in 《》, or before 签约仪式, or behind 签署; one instrument named several times is one. A signing
whose instruments the text does not name is a problem of severity info, not an agreement.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from shanhai.extract.context import Context
from shanhai.extract.people import Known
from shanhai.extract.types import Agreement, Event, Span
from shanhai.kernel.problems import Problem, Severity

_KIND = (
    r"(?:框架协议|合作协议|协作协议|协议书|协议|协定|备忘录|合作方案|协作方案|行动方案"
    r"|实施方案|方案|意向书|合同|合作书|责任书|倡议书|行动计划|合作规划)"
)
_QUOTED = re.compile(rf"《(?P<title>[^《》]{{2,60}}?{_KIND})》")
_CEREMONY = re.compile(
    rf"(?:举行了?|举办了?|参加了?|出席了?"
    rf"|见证了?)(?P<list>[\u4e00-\u9fff、“”A-Za-z0-9—·（）()]{{4,80}}{_KIND})(?:等)?"
    rf"的?(?:签约|签署|签字)(?:仪式|活动)?"
)
_SIGN = r"(?:签署|签订|签下|共签|签约)"
_SIGNED_PLAIN = re.compile(
    rf"{_SIGN}了?+(?P<list>(?!一批|系列|多项|有关|相关|若干|合作协议|协议"
    rf"|战略合作协议[，。；]"
    rf"|[0-9](?!\d{{3}}年))[\u4e00-\u9fff、“”A-Za-z0-9—·]{{4,70}}?{_KIND})(?=[，。；,;等]|并|$)"
)
_SIGNED = re.compile(_SIGN)
_NOT_SIGNED = re.compile(r"(?:落实|按照|根据|执行|推进|履行|依据|围绕|以)[^，。；,;]{0,16}$")
_UNNAMED = re.compile(
    rf"{_SIGN}了?(?:一批|系列|多项|有关|相关|若干|\d+[个项份]"
    rf"|[一二三四五六七八九十]+[个项份]|合作|协作|战略合作)[^，。；,;《]{{0,16}}"
    rf"|(?:现场|集中)签约|签约仪式|签约活动"
)
_JOIN = re.compile(
    r"(?<=协议)(?:以及|及|和|与|、)|(?<=方案)(?:以及|及|和|与|、)"
    r"|(?<=备忘录)(?:以及|及|和|与|、)|(?<=协议书)(?:以及|及|和|与|、)|、"
)
_WITNESS = re.compile(
    r"在(?P<who>[^。；]{2,60}?)(?:的)?(?:共同)?见证下"
    r"|(?P<who2>[^。；，,]{2,60}?)(?:共同|一同)?见证(?:了)?(?:签约|签署|签字|协议|[。；]|$)"
)
_UNIT = re.compile(
    r"(?:^|[，,、与和同])(?P<unit>[\u4e00-\u9fff]{2,20}?(?:省|自治区|市|州|县|区"
    r"|厅|局|委|办|政府|集团|公司|大学|学院|医院|联合会|工商联|商会|协会|工会|学校|中学|小学|中心|银行))(?=[与和同、]"
    r"|分别|共同|正式|签)"
)


@dataclass(slots=True)
class Instrument:
    """An instrument under collection."""

    title: str
    span: Span
    signed: bool = False
    signers: list[str] = field(default_factory=list)
    witnesses: list[str] = field(default_factory=list)
    event: int | None = None


def find_agreements(
    context: Context, people: dict[str, Known], events: list[Event]
) -> tuple[list[Agreement], list[Problem]]:
    """All instruments in the order of the text, and the signings that name none."""
    found: dict[str, Instrument] = {}
    for title, span, signed in sorted(_titles(context), key=lambda item: item[1]):
        signed = signed and bool(events)  # what was signed at no reported event is only mentioned
        known = found.get(_key(title))
        if known is None:
            known = found[_key(title)] = Instrument(title, span)
        better = signed and (not known.signed or known.span[0] < context.head_end)
        if better:
            known.span, known.signed = span, True
        if signed:
            _parties_to(context, people, known, span)
            known.event = (
                _event_of(context, events, span) if known.event is None or better else known.event
            )
    agreements = [
        Agreement(
            item.title, "signed" if item.signed else "mentioned", tuple(item.signers),
            tuple(item.witnesses), item.event, item.span,
        )
        for item in found.values()
    ]  # fmt: skip
    agreements.sort(key=lambda item: item.span)
    return agreements, list(_unnamed(context, agreements))


def _key(title: str) -> str:
    return re.sub(r"[“”\s《》]", "", title)


def _titles(context: Context) -> Iterator[tuple[str, Span, bool]]:
    text = context.text
    seen: list[Span] = []
    for match in _QUOTED.finditer(text):
        seen.append(match.span())
        yield match.group("title"), match.span("title"), _is_signed(context, match.span())
    for pattern in (_CEREMONY, _SIGNED_PLAIN):
        for match in pattern.finditer(text):
            if context.in_speech(match.start()):
                continue
            for span in _split(text, match.span("list")):
                if not any(low < span[1] and span[0] < high for low, high in seen):
                    seen.append(span)
                    yield text[span[0] : span[1]], span, True
    # Other mentions of a title that is known by now only confirm it, so they add nothing.


def _split(text: str, span: Span) -> Iterator[Span]:
    start = span[0]
    for match in _JOIN.finditer(text, *span):
        if re.search(rf"{_KIND}$", text[start : match.start()]):
            yield start, match.start()
            start = match.end()
    if re.search(rf"{_KIND}$", text[start : span[1]]):
        yield start, span[1]


def _is_signed(context: Context, span: Span) -> bool:
    if context.in_speech(span[0]):
        return False
    start, end = context.sentence_at(span[0])
    before, after = context.text[start : span[0]], context.text[span[1] : end]
    if _NOT_SIGNED.search(before) or re.search(r"以来|此前|去年|曾|已于", before):
        return False
    return bool(
        _SIGNED.search(before) or re.match(r"(?:等|[^，。；,;]{0,20})(?:签约|签署|签字)", after)
    )


def _parties_to(context: Context, people: dict[str, Known], item: Instrument, span: Span) -> None:
    """Signers and witnesses from the sentence that tells of the signing."""
    start, end = context.sentence_at(span[0])
    sentence = context.text[start:end]
    witnesses = _WITNESS.search(sentence)
    begin = start
    if witnesses:
        group = "who" if witnesses.group("who") else "who2"
        low, high = (start + place for place in witnesses.span(group))
        clause = context.text.rfind("》", low, high) + 1 or low
        _extend(item.witnesses, _persons(people, clause, high))
        begin = start + witnesses.end() if group == "who" else start
    begin = max(begin, context.text.rfind("》", start, span[0] - 1) + 1)
    verbs = list(_SIGNED.finditer(context.text, begin, span[0]))
    if not verbs:
        return
    named = _persons(people, begin, verbs[-1].start())
    if not named:
        found = _UNIT.finditer(context.text, begin, verbs[-1].end())
        named = [unit.group("unit") for unit in found if "两" not in unit.group("unit")]
    _extend(item.signers, named)


def _persons(people: dict[str, Known], low: int, high: int) -> list[str]:
    found = [
        (place, person.name) for person in people.values() for place in person.places
        if low <= place < high
    ]  # fmt: skip
    return [name for _, name in sorted(found)]


def _extend(names: list[str], more: list[str]) -> None:
    names += [name for name in more if name not in names]


def _event_of(context: Context, events: list[Event], span: Span) -> int | None:
    """The signing whose name holds the title, else the meeting of the sentence or before it."""
    for index, event in enumerate(events):
        if event.type == "signing" and event.span[0] <= span[0] <= event.span[1]:
            return index
    meetings = [i for i, event in enumerate(events) if event.type in {"conference", "signing"}]
    before = [i for i in meetings if events[i].span[0] <= span[1]]
    if before:
        return before[-1]
    return meetings[0] if meetings else (0 if events else None)


def _unnamed(context: Context, agreements: list[Agreement]) -> Iterator[Problem]:
    for match in _UNNAMED.finditer(context.text, context.head_end):
        start, end = context.sentence_at(match.start())
        if context.in_speech(match.start()):
            continue
        if any(start <= item.span[0] < end for item in agreements):
            continue
        yield Problem(
            Severity.INFO, "unnamed_signing",
            "文中说签了约，但没有写出协议名称；如有签约文本，请补录。", span=match.span(),
        )  # fmt: skip
        return
