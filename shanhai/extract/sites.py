"""Where the delegation went: visited sites as named, and the cities of each group's route.

A route's cities are places, not sites. What was looked into there (基层党建, 智能制造 …) is neither.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from shanhai.extract import lexicon, places
from shanhai.extract.context import Context
from shanhai.extract.people import Known
from shanhai.extract.types import Event, Route, Site, Span

_VISITED = re.compile(
    r"(?=[实先现重还共一集考调学走参察观看探视查])"
    r"(?:实地|先后|现场|重点|还|共同|一同|一起|集中)*(?:考察调研|调研考察|学习考察"
    r"|考察|走访|参观|调研|察看|观摩|看望|走进|探访|视察"
    r"|查看)(?:慰问)?了?(?!第?[一二三四五六1-6]?组|团|考察|慰问|参观|调研|走访"
    r"|期间|时|中|活动|工作|情况|交流|对接|报告|走访|指导|学习|、|，|。|,)"
)
_WENT = re.compile(
    r"(?=[先分还依随首接来前走深到抵赴])"
    r"(?:先后|分别|还|依次|随后|首先|接着)*(?:来到|前往|走进|深入|到达|抵达|赴"
    r"|到(?!位|期|底|了|\d))(?P<list>[^。；，,;]{2,160}?)(?=[，,]?(?:等地"
    r"|等处)?[，,]?(?:实地|详细|现场|开展|进行)*(?:考察|调研|走访|参观|了解|察看"
    r"|看望|慰问|观摩|学习考察))"
)
_GROUP = re.compile(r"(?:考察|调研|学习)?(?:第?[一二三四五六1-6]组|[一二三四五六]路)")
_LEADER = re.compile(r"(?P<who>[\u4e00-\u9fff]{2,4}?)(?:率领|带领|率)的?[^，。]{0,12}$")
_MEETING_UP = re.compile(r"会合|汇合|代表团一行")
_TRAVELLERS = re.compile(r"代表团|一行|考察团|考察组|调研组|与会|领导|嘉宾")
_GENERIC = frozenset(
    {
        "高校",
        "科研院所",
        "院所",
        "企业",
        "单位",
        "园区",
        "项目",
        "地",
        "部门",
        "机构",
        "学校",
        "医院",
        "社区",
        "重点企业",
        "龙头企业",
        "产业园区",
        "基地",
    }
)
_NOT_SITE = re.compile(
    r"(?:情况|工作|成效|经验|做法|发展|进展|进程|历程|模式|方面|形势|重点|问题"
    r"|机制|成果|文化|技术|理念|党建|创新|制造|政府|建设|运行|治理|振兴|协作|帮扶"
    r"|项目推进|工作者|群众|干部|队员|人才|老师|学生)$"
    r"|(?:书记|队员|干部|农户|群众|老人|家庭|农户家|脱贫户|工作者|师生|职工|员工"
    r"|代表|负责人)$|书记[\u4e00-\u9fff]{2,3}$|^(?:了解|慰问|详细|听取|深入|就|对"
    r"|与|和|看|并|围绕|感受|聆听|观看|一线|基层|当地|现场|有关|相关|部分|其|其他"
    r"|多家|一批)"
)
_ETC = re.compile(r"等(?P<what>[\u4e00-\u9fff、]{0,14})?$")
_SHORT_ETC = re.compile(r"等[\u4e00-\u9fff]{0,8}$")
_JOINT = re.compile(r"[、]|以及|(?<=[一-龥])(?:及|和|与)(?=[一-龥]{2})")
_ITEMS_END = re.compile(r"[，,；;。！\n]")


@dataclass(frozen=True, slots=True)
class Visited:
    """The items of one list after one verb, with the group that made the trip."""

    group: str | None
    leader: str | None
    items: tuple[tuple[str, Span], ...]
    joint: bool
    start: int


def find_sites(
    context: Context, people: dict[str, Known], events: list[Event]
) -> tuple[list[Site], tuple[Route, ...]]:
    """Every visited site in order, and the groups' routes."""
    visit = next((i for i, event in enumerate(events) if event.type == "visit"), None)
    guests = {party.name for event in events for party in event.parties if party.role == "visitor"}
    sites: list[Site] = []
    routes: list[Route] = []
    seen: set[str] = set()
    for sentence in context.sentences:
        if sentence[0] < context.head_end or context.in_speech(sentence[0]):
            continue
        if visit is None and not _TRAVELLERS.search(context.text, *sentence):
            continue
        cities: list[str] = []
        group: str | None = None
        for found in _lists(context, people, sentence):
            group = found.group or group
            towns = [(name, span) for name, span in found.items if _is_town(name)]
            if towns and visit is not None:
                cities += [name for name, _ in towns]
                spans = [span for _, span in towns]
                routes.append(
                    Route(group, found.leader, tuple(name for name, _ in towns),
                          (spans[0][0], spans[-1][1]))
                )  # fmt: skip
            for name, span in found.items:
                if (name, span) in towns or name in seen or not _is_site(name):
                    continue
                seen.add(name)
                sites.append(
                    Site(
                        name,
                        _city(context, sentence, found, span, cities, guests),
                        None if found.joint else group,
                        visit,
                        span,
                    )
                )
    return sites, tuple(routes)


def _lists(context: Context, people: dict[str, Known], sentence: Span) -> Iterator[Visited]:
    text = context.text
    done = sentence[0]
    for start, end in _openings(text, sentence):
        if start < done:
            continue
        items, done = _items(text, (start, end), sentence[1])
        if items:
            lead = text[sentence[0] : start]
            group = _GROUP.search(lead)
            joint = bool(_MEETING_UP.search(lead))
            yield Visited(
                group.group() if group and not joint else None,
                _leader(people, lead),
                tuple(items),
                joint,
                start,
            )


def _openings(text: str, sentence: Span) -> list[Span]:
    """Where a list of places may begin: behind a verb of visiting, or between 来到 and what was done."""
    found = [(match.end(), sentence[1]) for match in _VISITED.finditer(text, *sentence)]
    found += [match.span("list") for match in _WENT.finditer(text, *sentence)]
    return sorted(found)


def _leader(people: dict[str, Known], lead: str) -> str | None:
    match = _LEADER.search(lead)
    if not match:
        return None
    return next((name for name in people if match.group("who").endswith(name)), None)


def _items(text: str, span: Span, limit: int) -> tuple[list[tuple[str, Span]], int]:
    """The items of a list and where it ends; it runs over a comma only after 等…… and before another list."""
    items: list[tuple[str, Span]] = []
    place = span[0]
    while place < span[1]:
        stop = _ITEMS_END.search(text, place, span[1])
        end = stop.start() if stop else span[1]
        segment = text[place:end]
        if items and (_NOT_SITE.match(segment) or "、" not in segment):
            return items, place
        found = list(_segment(text, (place, end)))
        if not found:
            return items, end
        items += found
        if not (stop and text[stop.start()] in "，,") or not _ETC.search(segment):
            return items, end
        place = end + 1
    return items, min(place, limit)


def _segment(text: str, span: Span) -> Iterator[tuple[str, Span]]:
    start, end = span
    low = start
    pieces: list[Span] = []
    for joint in _JOINT.finditer(text, start, end):
        word = joint.group()
        if word in {"和", "与", "及"} and not _may_part(text, low, joint.start(), joint.end(), end):
            continue
        pieces.append((low, joint.start()))
        low = joint.end()
    pieces.append((low, end))
    for begin, stop in pieces:
        yield from _piece(text, begin, stop)


def _may_part(text: str, low: int, cut: int, after: int, end: int) -> bool:
    """和 parts two items only when what stands before it ends like a place or an organisation."""
    if low == cut:
        return True
    left = text[low:cut]
    return bool(_SHORT_ETC.search(left)) or _ends_like_site(left) or places.named(left) is not None


def _ends_like_site(name: str) -> bool:
    return name.endswith(lexicon.site_endings())


def _piece(text: str, start: int, stop: int) -> Iterator[tuple[str, Span]]:
    """Trim 等高校 and 企业以及 from an item."""
    name = text[start:stop]
    etc = _SHORT_ETC.search(name)
    if etc and etc.start() > 1:
        name = name[: etc.start()]
    lead = re.match(r"(?:位于|坐落于|了|在|到|其|的)+", name)
    if lead:
        start += lead.end()
        name = name[lead.end() :]
    name = name.strip()
    if 2 <= len(name) <= 40 and name not in _GENERIC and not _NOT_SITE.search(name):
        yield name, (start, start + len(name))


def _is_town(name: str) -> bool:
    """A city or county as such; a province is no stop on a route."""
    named = places.find(name)
    if not named or named[-1].division.level == "province":
        return False
    # 黔南州独山县 is one place in two words.
    return "".join(name[one.start : one.end] for one in named) == name


def _is_site(name: str) -> bool:
    return places.named(name) is None and not re.search(
        r"^[两双]|代表团|省委|市委|党委|习近平|主题|会议|重要", name
    )


def _city(
    context: Context,
    sentence: Span,
    found: Visited,
    span: Span,
    cities: list[str],
    guests: set[str],
) -> str | None:
    """The city or county where it lies: from its name, else the one that the sentence leads up with."""
    named = [one for one in context.mentions_in(*span) if one.division.level != "province"]
    if len(named) > 1 and named[0].start == span[0] and context.text[named[0].end] in "·—":
        named = named[1:]  # 番禺·赫章帮扶车间 stands in 赫章
    if named and (named[0].start <= span[0] + 4 or not cities):
        return named[0].division.name
    if cities:
        return cities[0] if len(cities) == 1 else None
    before = [
        one.division
        for one in context.mentions_in(sentence[0], found.start)
        if one.division.level != "province" and one.division.name not in guests
    ]
    return before[-1].name if before else None
