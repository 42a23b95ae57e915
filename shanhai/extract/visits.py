"""Visits: a delegation, or a leader with a team, goes to another region to look, learn or agree."""

import re
from collections.abc import Iterator

from shanhai.extract import places
from shanhai.extract.context import Context
from shanhai.extract.dates import Day
from shanhai.extract.occurrence import Occurrence, day_before
from shanhai.extract.people import Known
from shanhai.extract.places import Division
from shanhai.extract.types import Party

_DELEGATION = (
    r"(?:党政代表团|政府代表团|经贸代表团|代表团|考察团|考察组|调研组|学习团|访问团|工作组|慰问团"
    r"|代表队|一行|率队|带队)"
)
_TRIP = (
    r"(?:学习考察|考察交流|考察调研|调研考察|考察学习|调研对接|考察对接|对接交流|对接协作|交流考察"
    r"|学习交流|走访慰问|调研指导|调研|考察|访问|对接|学习|慰问|交流|推进|开展)"
)
_VISIT = re.compile(
    rf"{_DELEGATION}(?:一行)?(?:[\u4e00-\u9fff\d]{{0,4}}人)?(?:先后|分别|再次|专程|又)?"
    r"(?:来|赴|到|前往|抵达?|深入|在)(?P<where>[\u4e00-\u9fff、]{1,24}?)(?:等地|等[县市区])?"
    r"(?:[，,](?:先后|深入|到|前往|围绕|就)[^。；，,]{2,30}?(?:等地)?)?"
    r"(?:(?:开展|进行)[\u4e00-\u9fff]{0,10}?|就[^，。,]{2,24}?(?:开展|进行)?|实地)?"
    rf"(?P<act>{_TRIP}(?:[、和并]?{_TRIP})?(?:工作|活动|交流)?)"
)
_BACKGROUND = re.compile(
    r"以来|此前|曾经?|去年|上年|近年来|历年|多次|每年|定期|计划|拟|即将|将(?:于|在|继续|适时|定期)"
)
_REACH = 16
"""How far before the word for a delegation its region may stand."""


def find_visits(
    context: Context, people: dict[str, Known], days: list[Day]
) -> Iterator[Occurrence]:
    """Every passage that tells of a visit between two regions."""
    for match in _VISIT.finditer(context.text):
        if context.in_speech(match.start()) or _is_background(context, match.start()):
            continue
        start, guest = _guest(context, people, match.start())
        hosts = [host for host in _hosts(match.group("where")) if host != guest]
        if guest is None or not hosts:
            continue
        parties = [Party(guest.name, guest.code, "visitor")]
        parties += [Party(host.name, host.code, "host") for host in hosts]
        # 赴贵州省，深入贵阳等地学习考察: the name ends before the comma.
        comma = re.search(r"[，,]", context.text[start : match.end()])
        span = (start, start + comma.start() if comma else match.end())
        yield Occurrence(
            "visit", context.text[slice(*span)], span,
            day_before(context, days, start), _full(match.group("where")), tuple(parties),
        )  # fmt: skip


def _is_background(context: Context, place: int) -> bool:
    start, _ = context.sentence_at(place)
    return place >= context.head_end and bool(_BACKGROUND.search(context.text, start, place))


def _guest(context: Context, people: dict[str, Known], place: int) -> tuple[int, Division | None]:
    """Where the name of the visit begins and whose visit it is.

    The region right before the word for the delegation decides; without one, the leader's side does.
    """
    run = context.text[max(0, place - _REACH) : place]
    low = place - len(re.split(r"[^\u4e00-\u9fff]", run)[-1])
    named = context.mentions_in(low, place)
    if named:
        first = named[-1]
        for mention in reversed(named[:-1]):
            if mention.end != first.start:
                break
            first = mention
        return first.start, named[-1].division
    sentence = context.sentence_at(place)[0]
    leaders = [
        (spot, person)
        for person in people.values()
        for spot in person.places
        if sentence <= spot < place and person.party is not None
    ]
    if not leaders:
        return place, None
    # The first leader named heads the delegation; the last one named stands next to the verb.
    spot, _ = max(leaders, key=lambda item: item[0])
    _, head = min(leaders, key=lambda item: item[0])
    return spot, head.party


def _full(where: str) -> str:
    """粤 alone is hardly a place's name; everything longer stays as named."""
    division = places.short_characters().get(where)
    return division.name if division else where


def _hosts(where: str) -> list[Division]:
    """The regions gone to; of 贵州省毕节市 the inner one."""
    named = [mention.division for mention in places.find(where)]
    if not named and len(where) <= 3:
        short = [places.short_characters().get(char) for char in where]
        named = [division for division in short if division is not None]
    unique = list(dict.fromkeys(named))
    return [
        one for one in unique
        if not any(two.code.startswith(one.code.rstrip("0")) and two != one for two in unique)
    ]  # fmt: skip
