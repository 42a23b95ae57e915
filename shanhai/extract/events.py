"""What took place: one event a visit, a named meeting, a named signing, a named ceremony.

Reported speech, other news, past and planned meetings give none. A meeting without a day of its own has
no date, even inside a dated visit; what happens during or right after a meeting has the meeting's day.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from shanhai.extract import dates, places
from shanhai.extract.context import Context
from shanhai.extract.dates import Day
from shanhai.extract.people import Known
from shanhai.extract.places import Division
from shanhai.extract.types import Event, Party, Span
from shanhai.kernel.dates import DateBasis

_DELEGATION = r"(?:党政代表团|政府代表团|经贸代表团|代表团|考察团|考察组|调研组|学习团|访问团|工作组|慰问团|代表队)"
_TRIP = r"(?:学习考察|考察交流|考察调研|调研考察|考察学习|调研对接|考察对接|对接交流|对接协作|交流考察|学习交流|走访慰问|调研指导|调研|考察|访问|对接|学习|慰问|交流)"
_VISIT = re.compile(
    rf"(?P<who>[\u4e00-\u9fff]{{2,24}}?{_DELEGATION})(?:一行)?(?:[\u4e00-\u9fff\d]{{0,4}}人)?(?:先后|分别|再次|专程)?(?:来|赴|到|前往|抵达?|深入|在)"
    rf"(?P<where>[\u4e00-\u9fff、]{{1,24}}?)(?:等地|等[县市区])?(?:开展|进行|就[^，。,]{{2,24}}?(?:开展|进行)?|实地)?(?P<act>{_TRIP}(?:[、和并]?{_TRIP})?(?:工作|活动|交流)?)"
)
_LED = re.compile(
    rf"(?:率队|带队|率领?[^，。,；]{{2,20}}?{_DELEGATION})(?:先后|分别|再次|专程)?(?:来|赴|到|前往|深入|在)(?P<where>[\u4e00-\u9fff、]{{1,24}}?)"
    rf"(?:等地|等[县市区])?(?:开展|进行|就[^，。,]{{2,24}}?(?:开展|进行)?|实地)?(?P<act>{_TRIP}(?:[、和并]?{_TRIP})?(?:工作|活动|交流)?)"
)
_MEETING_WORD = (
    r"联席会议(?:第[一二三四五六七八九十]+次会议)?|联席会|座谈会|对接会|推进会|交流会|工作会议|协调会|推介会|洽谈会|现场会|启动会|高峰论坛|论坛|研讨会"
    r"|会商会|会商会议|动员会|总结会|招商会|恳谈会|调度会|专题会议|专题会|招聘会|博览会|交易会|推介活动|对接活动"
)
_CEREMONY_WORD = r"签约仪式|签署仪式|签字仪式|[\u4e00-\u9fff]{2,8}仪式|揭牌活动|开幕式|启动式"
_NAME = r"[\u4e00-\u9fffA-Za-z0-9“”—·（）()《》]"
_MEETING = re.compile(
    rf"(?P<name>{_NAME}{{2,44}}?(?:{_MEETING_WORD}))(?!精神|制度|机制|纪要|办公室|决定|成员|议定|部署|要求|[一-龥]?以来|材料)"
)
_CEREMONY = re.compile(rf"(?P<name>{_NAME}{{2,50}}?(?:{_CEREMONY_WORD}))")
_LAUNCH = re.compile(
    rf"(?P<name>{_NAME}{{2,40}}?(?:首发班列|首趟班列|首列班列|首发专列|首趟专列|首班列车))(?:[^，。,；]{{0,6}})(?:启动|发车|开行|首发|开通|驶出)"
)
_HELD = re.compile(r"(?:召开|举行|举办|开幕|举行了|召开了|共同召开|联合举办|组织召开|参加|出席)")
_AFTER_HELD = re.compile(r"^[^。；;]{0,26}?(?:召开|举行|举办|开幕|闭幕)")
_CUT = re.compile(
    r".*(?:召开了?|举行了?|举办了?|参加了?|出席了?|主持了?|组织|开展|列席|见证了?|期间还?|一同|共同|联合|双方|两省区?|两市州?|两地|两县区?|在[^，。]{2,12}?(?=第)|一场)"
)
_NO_EVENT = re.compile(
    r"以来|此前|曾经?|去年|上年|近年来|历年|先后召开|多次|每年|定期|连续|计划|拟|即将|将(?:于|在|继续|适时|定期)|[0-9一二三四五六七八九十两]+[次场](?![会]议?在)|适时"
)
_BARE = re.compile(
    rf"^(?:此次|本次|这次|该|本|此|专题|专场|系列|一次|召开|举行|有关|相关|工作|现场)*(?:{_MEETING_WORD}|仪式|签约仪式)$"
)
_PLACE = re.compile(
    r"在(?P<place>[\u4e00-\u9fff]{2,16}?)(?:顺利|隆重|胜利|成功|联合|共同|组织)?(?:召开|举行|举办|开幕)"
)
_DURING = re.compile(r"^\s*(?:会上|会后|会议期间|会议还|会前|随后)|会上|会后")
_LAUNCHED = re.compile(r"(?:班列|专列|列车)$")
_EQUAL_WORDS = re.compile(r"[两双]省区?|双方|两地|两市州?|两县")


@dataclass(slots=True)
class Found:
    """An event under collection, before its date is known."""

    type: str
    name: str
    span: Span
    day: Day | None
    place: str | None
    parties: tuple[Party, ...]
    during: bool = False


def find_events(context: Context, people: dict[str, Known], days: list[Day]) -> list[Event]:
    """All events of the document, in the order of the text."""
    found = [*_visits(context, people, days), *_gatherings(context, days)]
    merged = _merge(context, found)
    meeting = next((item for item in merged if item.type == "conference" and item.day), None)
    for item in merged:
        if item.day is None and item.during and meeting is not None:
            item.day = meeting.day
            item.place = item.place or meeting.place
    events = [_event(item) for item in merged]
    return sorted(events, key=lambda event: event.span)


# --- visits


def _visits(context: Context, people: dict[str, Known], days: list[Day]) -> Iterator[Found]:
    for match in _VISIT.finditer(context.text):
        if not context.in_speech(match.start()):
            yield from _visit(context, days, match, _guest(match.group("who")))
    for match in _LED.finditer(context.text):
        if context.in_speech(match.start()):
            continue
        start = context.sentence_at(match.start())[0]
        leaders = [
            person
            for person in people.values()
            if any(start <= place < match.start() for place in person.places)
        ]
        guest = _guest(match.group()) or next((one.party for one in leaders if one.party), None)
        yield from _visit(context, days, match, guest)


def _guest(who: str) -> Division | None:
    named = places.find(who)
    return named[-1].division if named else None


def _visit(
    context: Context, days: list[Day], match: re.Match[str], guest: Division | None
) -> Iterator[Found]:
    hosts = _hosts(match.group("where"))
    sentence = context.sentence_at(match.start())
    planned = _NO_EVENT.search(context.text, sentence[0], match.start())
    if not hosts or guest is None or (planned and match.start() > context.head_end):
        return
    if guest in hosts and len(hosts) == 1:
        return
    start = match.start()
    named = places.find(match.group("who")) if "who" in match.re.groupindex else []
    if named:
        start += named[0].start
    name = context.text[start : match.end()]
    parties = [Party(guest.name, guest.code, "visitor")]
    parties += [Party(host.name, host.code, "host") for host in hosts if host != guest]
    yield Found(
        "visit", name, (start, match.end()), _day_before(context, days, match.start()),
        _full(match.group("where")), tuple(parties),
    )  # fmt: skip


def _full(where: str) -> str:
    """粤 alone is hardly a place's name; everything longer stays as named."""
    division = places.short_characters().get(where)
    return division.name if division else where


def _hosts(where: str) -> list[Division]:
    named = [mention.division for mention in places.find(where)]
    if not named:
        short = [places.short_characters().get(char) for char in where if len(where) <= 3]
        named = [division for division in short if division is not None]
    unique = list(dict.fromkeys(named))
    return [
        one for one in unique
        if not any(two.code.startswith(one.code.rstrip("0")) and two != one for two in unique)
    ]  # fmt: skip


# --- meetings and ceremonies


def _gatherings(context: Context, days: list[Day]) -> Iterator[Found]:
    for pattern, kind in ((_MEETING, "conference"), (_CEREMONY, "ceremony"), (_LAUNCH, "launch")):
        for match in pattern.finditer(context.text):
            if context.in_speech(match.start()):
                continue
            found = _gathering(context, days, match, kind)
            if found is not None:
                yield found


def _gathering(context: Context, days: list[Day], match: re.Match[str], kind: str) -> Found | None:
    text = context.text
    sentence = context.sentence_at(match.start())
    start, end = match.span("name")
    cut = _CUT.match(text, start, end)
    if cut and cut.end() < end - 2:
        start = cut.end()
    start = _past_place(text, start, end)
    name = text[start:end]
    before, after = text[sentence[0] : start], text[end : sentence[1]]
    held = bool(_HELD.search(before[-40:])) or bool(_AFTER_HELD.match(after)) or kind == "launch"
    if not held or _BARE.match(name) or len(name) < 5 or _NO_EVENT.search(before):
        return None
    if not (places.find(name) or places.short_pair(name) or kind != "conference" or "协作" in name):
        return None
    return Found(
        _type(name, kind), name, (start, end), _day_before(context, days, start),
        _place(text, sentence, start, end), _parties(context, name, text[slice(*sentence)]),
        during=bool(_DURING.search(before)) or _in_meeting_paragraph(context, start),
    )  # fmt: skip


def _past_place(text: str, start: int, end: int) -> int:
    """Drop 在广州 before the verb that is already gone, and the linking words in front of a name."""
    lead = re.match(r"(?:了|还|并|的|又|与|和|以及|《)+", text[start:end])
    return start + lead.end() if lead else start


def _in_meeting_paragraph(context: Context, place: int) -> bool:
    start, _ = context.paragraph_at(place)
    return bool(re.match(r"\s*会(?:上|后)", context.text[start : start + 6]))


def _type(name: str, kind: str) -> str:
    if kind == "conference":
        return "conference"
    return "signing" if re.search(r"签约|签署|签字", name) and kind == "ceremony" else "ceremony"


def _place(text: str, sentence: Span, start: int, end: int) -> str | None:
    found = _PLACE.search(text, max(sentence[0], start - 30), start)
    if found is None:
        found = re.compile(
            r"在(?P<place>[\u4e00-\u9fff]{2,16}?)(?:顺利|隆重|成功)?(?:召开|举行|举办|开幕)"
        ).match(text, end)
    return found.group("place") if found else None


def _parties(context: Context, name: str, sentence: str) -> tuple[Party, ...]:
    pair = places.short_pair(name)
    sides: list[Division] = list(pair) if pair else []
    if not sides and not _LAUNCHED.search(name):
        sides = list(dict.fromkeys(item.division for item in places.find(name)))
        sides = [side for side in sides if side.level != "county" or len(sides) <= 2]
    if len(sides) < 2 and (_EQUAL_WORDS.search(sentence) or not sides or len(context.pair) == 2):
        sides = list(context.pair)
    return tuple(Party(side.name, side.code, "equal") for side in sides[:4])


# --- dates and merging


def _day_before(context: Context, days: list[Day], place: int) -> Day | None:
    """The last day named before an event in its own sentence."""
    start, _ = context.sentence_at(place)
    inside = [day for day in days if start <= day.span[0] and day.span[1] <= place]
    return inside[-1] if inside else None


def _merge(context: Context, found: list[Found]) -> list[Found]:
    """One event for all its mentions; the first dated one in the body stands for it."""
    merged: list[Found] = []
    for item in sorted(found, key=lambda one: (one.span[0] < context.head_end, one.span)):
        same = next((other for other in merged if _is_same(other, item)), None)
        if same is None:
            merged.append(item)
            continue
        if same.day is None and item.day is not None:
            same.day, same.span, same.name = item.day, item.span, item.name
        same.place = same.place or item.place
        if len(item.parties) > len(same.parties):
            same.parties = item.parties
    return [item for item in merged if not _inside_other(item, merged)]


def _is_same(one: Found, two: Found) -> bool:
    if one.type != two.type:
        return False
    if one.type == "visit":
        guests = {party.name for party in one.parties if party.role == "visitor"}
        hosts_one = {(party.adcode or "")[:2] for party in one.parties if party.role == "host"}
        hosts_two = {(party.adcode or "")[:2] for party in two.parties if party.role == "host"}
        same_guests = guests & {party.name for party in two.parties if party.role == "visitor"}
        return bool(same_guests and hosts_one & hosts_two) and not _apart(one.day, two.day)
    short, long = sorted((one.name, two.name), key=len)
    return short in long or _bare(short) == _bare(long)


def _bare(name: str) -> str:
    return re.sub(r"20\d\d年|年度|第[一二三四五六七八九十]+次|东西部|[“”]", "", name)


def _apart(one: Day | None, two: Day | None) -> bool:
    if one is None or two is None:
        return False
    first = (one.start.month or 0, one.start.day or 0), (one.end.month or 0, one.end.day or 0)
    second = (two.start.month or 0, two.start.day or 0), (two.end.month or 0, two.end.day or 0)
    return first[1] < second[0] or second[1] < first[0]


def _inside_other(item: Found, merged: list[Found]) -> bool:
    return any(
        other is not item
        and other.span[0] <= item.span[0] and item.span[1] <= other.span[1]
        and other.span != item.span
        for other in merged
    )  # fmt: skip


def _event(item: Found) -> Event:
    day = item.day
    start = day.start.isoformat() if day else None
    end = day.end.isoformat() if day else None
    basis = str(day.basis) if day else DateBasis.NONE.value
    year = dates.year_in_name(item.name)
    if day and day.start.year is None and year is not None:
        start = day.start.with_year(year).isoformat()
        end = day.end.with_year(year).isoformat()
        basis = DateBasis.NAME.value
    return Event(item.type, item.name, start, end, str(basis), item.place, item.parties, item.span)


def with_routes(event: Event, routes: tuple) -> Event:  # type: ignore[type-arg]
    """The visit with the routes of its groups."""
    return replace(event, routes=routes)
