"""Figures about collaboration, as written: value, unit, whether rounded, stage, period, giver and receiver.

The fields' pages say which words make a number a figure of theirs; a number that no page claims is left
alone. Nothing is converted: 39.57 stays 39.57 with the unit 亿元.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from shanhai.extract import places
from shanhai.extract.context import Context
from shanhai.extract.dates import Day
from shanhai.extract.figures import goes_on, whole_of, without_roundings
from shanhai.extract.periods import PeriodMention, find_periods
from shanhai.extract.readers import PAGES
from shanhai.extract.readers.words import Figure
from shanhai.extract.types import Claim, ClaimPeriod, Commitment, Span

_BASES = (
    "个百分点|平方公里|万吨|人次|标箱|公里|百分点|元|人|名|个|家|所|对|项|期|次|吨|座"
    "|条|批|户|场|班|列|趟|款|种|间|位|处|亩|倍|件|份|支|套|台|村|县|%|％"
)
_NUMBER = re.compile(
    rf"(?=[\d超近约逾突接将大达累共至不])(?<![\d.A-Za-z第〔\[])(?P<lead>超过|超|近"
    rf"|约|逾|突破|接近|将近|大约|达到|累计达|达|共|共计|累计|不少于|至少)?"
    rf"(?P<value>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<more>余|多"
    rf"|几)?(?P<scale>百亿|千万|百万|亿|万|千|百)?(?P<more2>余|多)?"
    rf"(?P<base>{_BASES})(?P<tail>以上|左右|上下)?(?!月|日|年|时)"
)
_APPROX = frozenset(
    {"超过", "超", "近", "约", "逾", "突破", "接近", "将近", "大约", "不少于", "至少"}
)
_PLANNED = re.compile(
    r"计划|拟|(?<![大名小主])将(?!军)|预计|力争|目标|争取|确保"
    r"|到20\d\d年(?!底?累计)|总投资|达产后|建成后|有望|预期|规划"
)
_CONTRACTED = re.compile(r"签约|协议|合同|意向|签订|达成合作")
_CHANGE = re.compile(r"增长|同比|下降|提高|提升|比上年|较上年|增加|增幅|降低|翻")
_SHARE = re.compile(r"占|比例|比重|率(?:达|为|超)?$")
_PER_COUNTY = re.compile(r"县均|每县|每个县|平均每县")
_TWO_WAY = re.compile(r"互派|互访|双向|互挂|交流(?!会)|两省区?(?:共)?选派")
_REVERSE = re.compile(
    r"(?:到|赴|来|在)(?P<to>[\u4e00-\u9fff]{1,8}?)(?:[\u4e00-\u9fff]{0,6})(?:挂职"
    r"|跟岗|学习|锻炼|进修|交流|任职)"
)
_SUBSET = re.compile(r"其中|包括")
_CLAUSE_STOP = re.compile(r"[，；。：！？;:!?\n]|(?<!\d),|,(?!\d{3}(?!\d))")
_JOINT = re.compile(r"[^、和与及]{0,16}[、和与及]")


@dataclass(slots=True)
class Found:
    """A number in its clause, before anybody has claimed it."""

    match: re.Match[str]
    before: str
    behind: str
    sentence: Span
    clause_start: int


def find_claims(context: Context, days: list[Day], tasks: Sequence[Commitment] = ()) -> list[Claim]:
    """All figures of a document, in order, without the headline's rounding of them."""
    numbers = list(_numbers(context))
    if not numbers:
        return []
    periods = find_periods(context.text, _year_of(context, days), context.page.published)
    claims: list[Claim] = []
    sentence: Span = (-1, -1)
    earlier: list[int] = []
    part: int | None = None
    for found in numbers:
        if found.sentence != sentence:
            sentence, earlier, part = found.sentence, [], None
        claim = _claim(context, found, periods, [claims[i] for i in earlier])
        if claim is None:
            continue
        if _SUBSET.search(found.before) and earlier:
            part = whole_of(claims, earlier, claim)
        elif part is not None and not goes_on(
            context.text, claims[earlier[-1]], claim, claims[part]
        ):
            part = None
        subset = part if claim.statistic == "total" and part is not None else None
        stage = claim.stage
        if stage == "realised" and any(
            task.span[0] <= claim.span[0] < task.span[1] for task in tasks
        ):
            stage = "planned"  # what a task asks for is not there yet
        claims.append(replace(claim, subset_of=subset, stage=stage))
        earlier.append(len(claims) - 1)
    return without_roundings(claims, context.head_end)


def _numbers(context: Context) -> Iterator[Found]:
    text = context.text
    for start, end in context.sentences:
        matches = list(_NUMBER.finditer(text, start, end))
        for place, match in enumerate(matches):
            low = matches[place - 1].end() if place else start
            high = matches[place + 1].start() if place + 1 < len(matches) else end
            stops = [stop.end() for stop in _CLAUSE_STOP.finditer(text, low, match.start())]
            begin = stops[-1] if stops else low
            if begin == low and place:
                # What stands between two numbers and before a 、 was counted by the first of them.
                joint = _JOINT.match(text, low, match.start())
                begin = joint.end() if joint else begin
            stop = _CLAUSE_STOP.search(text, match.end(), high)
            yield Found(
                match, text[begin : match.start()],
                text[match.end() : stop.start() if stop else high], (start, end), begin,
            )  # fmt: skip


def _year_of(context: Context, days: list[Day]) -> int | None:
    """The year that 今年 means: the event's, else the page's."""
    known = next((day.start.year for day in days if day.start.year), None)
    if known:
        return known
    published = context.page.published
    if published:
        return int(published[:4])
    written = [int(year) for year in re.findall(r"(?<![到至])(20\d\d)年", context.text)]
    return max(written, default=None)


@dataclass(frozen=True, slots=True)
class Compiled:
    """A page's figure with its words as patterns."""

    figure: Figure
    units: re.Pattern[str]
    before: re.Pattern[str] | None
    behind: re.Pattern[str] | None
    unless: re.Pattern[str] | None


@lru_cache(maxsize=1)
def _figures() -> tuple[Compiled, ...]:
    figures = sorted((one for page in PAGES for one in page.figures), key=lambda one: one.rank)
    return tuple(
        Compiled(
            one, re.compile(one.units), _words(one.before), _words(one.behind), _words(one.unless)
        )
        for one in figures
    )


def _words(pattern: str) -> re.Pattern[str] | None:
    return re.compile(pattern) if pattern else None


def _figure(found: Found, unit: str | None) -> Figure | None:
    """The figure that the words around a number make it; a `unit` of None leaves the unit open."""
    best: tuple[int, int, Figure] | None = None
    for known in _figures():
        if unit is not None and not known.units.fullmatch(unit):
            continue
        distance = _distance(found, known)
        if distance is None:
            continue
        if known.unless and known.unless.search(f"{found.before}·{found.behind[:12]}"):
            continue
        if best is None or (known.figure.rank, distance) < best[:2]:
            best = known.figure.rank, distance, known.figure
    return best[2] if best else None


def _distance(found: Found, known: Compiled) -> int | None:
    """How far the deciding words stand from the number; None when they are not there."""
    if known.behind and known.behind.match(found.behind):
        return 0
    ends = [match.end() for match in known.before.finditer(found.before)] if known.before else []
    return len(found.before) - ends[-1] + 1 if ends else None


def _claim(
    context: Context, found: Found, periods: list[PeriodMention], earlier: list[Claim]
) -> Claim | None:
    match = found.match
    unit = (match.group("scale") or "") + match.group("base").replace("％", "%")
    statistic = _statistic(found, unit)
    figure = _figure(found, unit if statistic in {"total", "per_county"} else None)
    indicator = figure.indicator if figure else None
    if indicator is None and not found.before and earlier:
        indicator = _counted_alongside(context.text, earlier[-1], match.start())
    if indicator is None and statistic != "total" and earlier:
        indicator = earlier[-1].indicator
    if indicator is None:
        return None
    giver, receiver = _sides(context, found, figure, earlier)
    approx = bool(
        match.group("lead") in _APPROX
        or match.group("more")
        or match.group("more2")
        or match.group("tail")
    )
    stage = _stage(context, found)
    start = match.start("value") if match.group("lead") not in _APPROX else match.start()
    return Claim(
        indicator=indicator,
        value=Decimal(match.group("value").replace(",", "")),
        unit=unit,
        as_written=context.text[start : match.end()],
        approx=approx,
        stage=stage,
        statistic=statistic,
        period=_period(context, found, periods, stage),
        giver=giver,
        receiver=receiver,
        scope=_scope(context, found),
        subset_of=None,
        span=(start, match.end()),
    )


def _counted_alongside(text: str, last: Claim, place: int) -> str | None:
    """What a number counts that has no words of its own but stands right behind another one.

    312期15600人次 counts the same thing twice; 干部、专业技术人才267人、2411人次 counts two things in turn.
    """
    if last.span[1] == place:
        return last.indicator
    listed = text[max(0, last.span[0] - 16) : last.span[0]]
    if text[last.span[1] : place] == "、" and re.search(r"干部[、和][^，。；]{0,6}人才$", listed):
        return "professionals_seconded"
    return None


def _statistic(found: Found, unit: str) -> str:
    if _PER_COUNTY.search(found.before):
        return "per_county"
    if _CHANGE.search(found.before[-8:]) and not re.search(r"新增", found.before[-4:]):
        return "change"
    if unit in {"%", "百分点", "个百分点"}:
        return "share" if "百分点" not in unit else "change"
    return "total"


def _stage(context: Context, found: Found) -> str:
    """Planned and contracted by their words, in the clause or before it in the sentence."""
    own = found.before + found.behind[:8]
    if _PLANNED.search(own):
        return "planned"
    if _CONTRACTED.search(own):
        return "contracted"
    led = context.text[found.sentence[0] : found.clause_start]
    if re.search(r"(?:计划|拟|目标|力争|预计)[^。；]{0,30}$", led):
        return "planned"
    if re.search(r"签约[^。；]{0,20}[，,]$", led) and re.search(r"投资|金额|总额|引资", own):
        return "contracted"
    return "realised"


def _period(
    context: Context, found: Found, periods: list[PeriodMention], stage: str
) -> ClaimPeriod | None:
    """The last period before the number: in its sentence, else its paragraph, else a report's opening."""
    paragraph = context.paragraph_at(found.sentence[0])
    before = [
        one for one in periods if paragraph[0] <= one.span[0] and one.span[1] <= found.match.start()
    ]
    inside = [one for one in before if one.span[0] >= found.sentence[0]]
    earlier = [one for one in periods if one.span[1] <= found.match.start()]
    known = [one for one in earlier if one.period.start or one.period.end]
    if inside or before:
        return (inside or before)[-1].period
    return known[0].period if known and stage == "realised" else None


def _sides(
    context: Context, found: Found, figure: Figure | None, earlier: list[Claim]
) -> tuple[str | None, str | None]:
    """Giver and receiver of what flows from one side to the other; an exchange has neither."""
    if figure is None:
        return (earlier[-1].giver, earlier[-1].receiver) if earlier else (None, None)
    clause = found.before + found.behind
    if not figure.flow or _TWO_WAY.search(clause):
        return None, None
    named = [one.division for one in context.mentions_in(*found.sentence)]
    east = next((one for one in named if one.code[:2] in places.EAST), context.east_side)
    west = next((one for one in named if one.code[:2] not in places.EAST), context.west_side)
    reverse = _REVERSE.search(clause)
    goes_to = places.find(reverse.group()) if reverse else []
    if goes_to and goes_to[0].division.code[:2] in places.EAST:
        east, west = west, east
    return (east.name if east else None), (west.name if west else None)


def _scope(context: Context, found: Found) -> str | None:
    """The prefecture or county that the sentence speaks of before the number, if it is no giver."""
    named = [
        one.division
        for one in context.mentions_in(found.sentence[0], found.match.start())
        if one.division.level != "province" and one.division.code[:2] not in places.EAST
    ]
    return named[-1].name if named else None
