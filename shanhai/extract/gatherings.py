"""Gatherings: named meetings, signings, ceremonies and first trains, held and not merely spoken of."""

import re
from collections.abc import Iterator

from shanhai.extract import places
from shanhai.extract.context import Context
from shanhai.extract.dates import Day
from shanhai.extract.occurrence import Occurrence, day_before
from shanhai.extract.places import Division
from shanhai.extract.types import Party, Span

_MEETING_WORD = (
    r"(?:联席会议(?:第[一二三四五六七八九十]+次会议)?|联席会|座谈会|对接会|推进会|交流会|工作会议|协调会"
    r"|推介会|洽谈会|现场会|启动会|高峰论坛|论坛|研讨会|会商会议|会商会|动员会|总结会|招商会|恳谈会"
    r"|调度会|专题会议|专题会|招聘会|博览会|交易会|推介活动|对接活动)"
)
_MEETING = re.compile(
    rf"{_MEETING_WORD}(?!精神|制度|机制|纪要|办公室|决定|成员|议定|部署|要求|[一-龥]?以来|材料)"
)
_CEREMONY = re.compile(r"仪式|揭牌活动|开幕式|启动式")
_LAUNCH = re.compile(
    r"(?:首发|首趟|首列|首班)(?:班列|专列|列车)(?=[^，。,；]{0,6}(?:启动|发车|开行|首发|开通|驶出))"
)
_NAME_RUN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9“”—·（）()《》]*$")
_LONGEST = 50
_HELD = re.compile(r"召开|举行|举办|开幕|参加|出席")
_HELD_AFTER = re.compile(r"[^。；;]{0,26}?(?:召开|举行|举办|开幕|闭幕)")
_CUT = re.compile(
    r".*(?:召开了?|举行了?|举办了?|参加了?|出席了?|主持了?|组织|开展|列席|见证了?|期间还?|一同|共同"
    r"|联合|双方|两省区?|两市州?|两地|两县区?|在[^，。]{2,12}?(?=第)|一场)"
)
_LEAD = re.compile(r"(?:了|还|并|的|又|与|和|以及|《)+")
_NO_EVENT = re.compile(
    r"以来|此前|曾经?|去年|上年|近年来|历年|先后召开|多次|每年|定期|连续|计划|拟|即将"
    r"|将(?:于|在|继续|适时|定期)|[0-9一二三四五六七八九十两]+[次场](?![会]议?在)|适时"
)
_BARE = re.compile(
    r"(?:此次|本次|这次|该|本|此|专题|专场|系列|一次|召开|举行|有关|相关|工作|现场|会议|项目|集中|重点|合作|协议|产业)*"
    rf"(?:{_MEETING_WORD}|仪式|签约仪式|启动仪式)"
)
_PLACE = re.compile(
    r"在(?P<place>[\u4e00-\u9fff]{2,16}?)(?:顺利|隆重|胜利|成功|联合|共同|组织)?(?:召开|举行|举办|开幕)"
)
_DURING = re.compile(r"会上|会后|会议期间|会议还|会前|随后")
_TRAIN = re.compile(r"(?:班列|专列|列车)$")
_BOTH = re.compile(r"[两双]省区?|双方|两地|两市州?|两县")
_KINDS = ((_MEETING, "conference"), (_CEREMONY, "ceremony"), (_LAUNCH, "launch"))


def find_gatherings(context: Context, days: list[Day]) -> Iterator[Occurrence]:
    """Every passage that tells of a named gathering as held."""
    for pattern, kind in _KINDS:
        done = 0
        for match in pattern.finditer(context.text):
            if context.in_speech(match.start()):
                continue
            low = max(done, match.start() - _LONGEST)
            run = _NAME_RUN.search(context.text, low, match.start())
            span = (run.start() if run else match.start(), match.end())
            done = match.end()
            found = _gathering(context, days, span, kind)
            if found is not None:
                yield found


def _gathering(context: Context, days: list[Day], span: Span, kind: str) -> Occurrence | None:
    text = context.text
    start, end = _name(text, span)
    sentence = context.sentence_at(start)
    name = text[start:end]
    before = text[sentence[0] : start]
    held = (
        kind == "launch"
        or bool(_HELD.search(before[-40:]))
        or bool(_HELD_AFTER.match(text, end, sentence[1]))
    )
    if not held or len(name) < 5 or _BARE.fullmatch(name) or _NO_EVENT.search(before):
        return None
    if kind == "conference" and not _is_about_regions(context, name, (start, end)):
        return None
    return Occurrence(
        _type(name, kind), name, (start, end), day_before(context, days, start),
        _place(text, sentence, start, end),
        tuple(_parties(context, name, (start, end), text[slice(*sentence)])),
        during=bool(_DURING.search(before)) or _in_meeting_paragraph(context, start),
    )  # fmt: skip


def _name(text: str, span: Span) -> Span:
    """The name inside a run of characters: behind 召开, 举行 and the words that lead up to a name."""
    start, end = span
    cut = _CUT.match(text, start, end)
    if cut and cut.end() < end - 2:
        start = cut.end()
    lead = _LEAD.match(text, start, end)
    return (lead.end() if lead else start), end


def _is_about_regions(context: Context, name: str, span: Span) -> bool:
    return bool(context.mentions_in(*span)) or "协作" in name or places.short_pair(name) is not None


def _in_meeting_paragraph(context: Context, place: int) -> bool:
    start, _ = context.paragraph_at(place)
    return context.text.startswith(("会上", "会后"), start)


def _type(name: str, kind: str) -> str:
    if kind == "conference":
        return "conference"
    return "signing" if kind == "ceremony" and re.search(r"签约|签署|签字", name) else "ceremony"


def _place(text: str, sentence: Span, start: int, end: int) -> str | None:
    """在广州召开 before the name, or 在广州举行 right behind it."""
    found = _PLACE.search(text, max(sentence[0], start - 30), start) or _PLACE.match(text, end)
    return found.group("place") if found else None


def _parties(context: Context, name: str, span: Span, sentence: str) -> Iterator[Party]:
    """Both sides as the name gives them, else the two sides of the document."""
    pair = places.short_pair(name)
    sides: list[Division] = list(pair) if pair else []
    if not sides and not _TRAIN.search(name):
        sides = list(dict.fromkeys(one.division for one in context.mentions_in(*span)))
    if len(sides) < 2 and (_BOTH.search(sentence) or not sides or len(context.pair) == 2):
        sides = list(context.pair)
    for side in sides[:4]:
        yield Party(side.name, side.code, "equal")
