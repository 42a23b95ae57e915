"""What people did: a walk through each sentence that gives the persons before a verb the verb's role.

Persons gather until a verb comes; the verb takes them all, and a second verb without new persons takes
them again (主持会议并讲话). Reported speech is passed over: who is named there took no part by that.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from shanhai.extract.context import Context
from shanhai.extract.people import Known
from shanhai.extract.types import Span

CHAIR, SPEAKER, SIGNER, WITNESS, ATTENDEE, LEADER = (
    "chair", "speaker", "signer", "witness", "attendee", "leader",
)  # fmt: skip
_VERBS = re.compile(
    r"(?=[主讲致发介通汇指强表说提要宣作推签见参出会陪列座交率带学实考调走看慰])"
    r"(?:(?P<chair>主持(?!人|单位))|(?P<speaker>讲话|致辞|致词|发言|(?<!据)介绍|通报"
    r"|汇报|指出|强调|表示|(?<![述学])说(?=[,，:：])|提出|要求|宣布|宣读"
    r"|作(?:了)?报告|推介)"
    r"|(?P<signer>签署|签订|(?<!见证)签约(?!仪式|项目|活动))|(?P<witness>见证)"
    r"|(?P<attendee>参加|出席|会见|陪同|列席|参与|座谈|会谈|交流)"
    r"|(?P<leader>率领|带领|率队|带队|率(?!先|[\u4e00-\u9fff]?[为达]))"
    r"|(?P<visit>(?:学习|实地)?考察|调研|走访|看望|慰问))"
)
_LINK_WORDS = re.compile(r"委托|为核心|习近平|重要(?:讲话|指示|论述)")
_ABSENT = re.compile(r"受[^，。,；]{0,40}$")
_STARTING = re.compile(r"班列|专列|启动|开工|揭牌|开港|首发|开通|成立|启用")
_SIGNING = re.compile(r"签约|签署|签订|签字|协议|备忘录")


class Token(NamedTuple):
    """A person or a verb in a sentence."""

    start: int
    end: int
    person: str | None
    role: str | None


def give_roles(context: Context, people: dict[str, Known]) -> None:
    """Fill in everybody's roles from all sentences outside reported speech."""
    tokens = [Token(place, place + len(name), name, None) for place, name in context.named]
    starts = [token.start for token in tokens]
    for span in context.sentences:
        inside = tokens[bisect_left(starts, span[0]) : bisect_left(starts, span[1])]
        if inside:
            _walk(context, people, span, inside)


def _verb_tokens(context: Context, span: Span) -> Iterator[Token]:
    for match in _VERBS.finditer(context.text, *span):
        if not context.in_speech(match.start()):
            yield Token(match.start(), match.end(), None, match.lastgroup)


def _walk(context: Context, people: dict[str, Known], span: Span, persons: list[Token]) -> None:
    text = context.text
    tokens = sorted([*persons, *_verb_tokens(context, span)], key=lambda token: token.start)
    gathered: list[str] = []
    taken = False
    for token in tokens:
        if token.person is not None:
            if context.in_speech(token.start) or _is_absent(text, span, token):
                continue
            if taken:
                gathered, taken = [], False
            gathered.append(token.person)
        elif gathered and (role := _role(text, span, token)) is not None:
            for name in gathered:
                if role not in people[name].roles:
                    people[name].roles.append(role)
            taken = True


def _is_absent(text: str, span: Span, token: Token) -> bool:
    """受李希委托 names somebody who was not there."""
    return text.startswith("委托", token.end) or (
        text.find("委托", token.end, token.end + 20) > 0
        and bool(_ABSENT.search(text[span[0] : token.start]))
    )


def _role(text: str, span: Span, token: Token) -> str | None:
    if token.role == WITNESS:
        # Whoever sees a train start witnesses no instrument.
        if _STARTING.search(text, token.end, min(span[1], token.end + 40)):
            return ATTENDEE
        return WITNESS if _SIGNING.search(text, *span) else ATTENDEE
    if token.role == "visit":
        return ATTENDEE
    return token.role
