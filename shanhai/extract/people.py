"""Who took part: named persons with their offices, and what each of them did.

A name counts when an office stands before it or it belongs to a group's list (广东省领导张福海、张虎…); later
it is known. A person has a role only through a verb of taking part; whoever is merely mentioned has none.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from shanhai.extract import lexicon, places
from shanhai.extract.context import Context, every
from shanhai.extract.places import Division
from shanhai.extract.types import Span

_STRONG = (
    "主持|出席|讲话|率队|率领|率|带队|分别|参加|参与|陪同|会见|代表|指出|强调"
    "|表示|要求|介绍|致辞|发言|签署|签订|见证|一行|调研|考察|走访|前往|先后"
    "|宣布|通报|汇报|总结|部署|提出|认为|希望|共同|一同|一起|围绕|首先|随后|现场"
    "|亲切|看望|慰问|回顾|感谢|欢迎|接受|听取|应邀|带领|列席|同志|担任"
    "|告诉|坦言|透露|补充|回答|深入|实地|视频|通过|对广|对贵|向广|向贵|在会|在座"
    "|在调|在考|在讲|在致|作了|作讲|作致|就贯|就进|就做|主礼|揭牌|启动|按下"
    "|传达|解读|说|等领导|等有关|等参加|等出席|等陪同|等人|等通过|等省|等市"
    "|等分别|等同志|受邀|继续|进一步|高度|充分|简要|详细|对"
)
_WEAK = "并|在|为|与|和|同|及|以|等|作|做|就|到|赴|来|也|还|均|都|将|于|任|受|携|谈|向|陪"
_STOP = r"$|[\s，。；：、！？,;:!?()（）【】《》“”\"·—\-]"
_AFTER_STRONG = re.compile(rf"(?:{_STOP}|{_STRONG})")
_AFTER_WEAK = re.compile(rf"(?:{_WEAK})")
_BETWEEN = re.compile(r"\s*(?:[、，,和及与]|以及)\s*")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_LEFT_STOP = re.compile(r"[，。；：！？,;:!?\s()（）“”《》]")
_ENTRY_VERB = re.compile(
    r"会见|会谈|率领|陪同|主持|邀请|介绍|当选|宣布|任命|指导下|见证下|带领下|期间"
    r"|近日|日前|当天|当日|上午|下午|晚上|\d日|时任|现任|担任|以及|成员|委托|一行"
    r"|代表团"
)
_ENTRY_WORD = re.compile(r"[由受率在与和同及向对是被为跟随的了着并]")
_REGION_LESS = re.compile(
    r"^(?:省|区党委|自治区|市|州|县|区|地委|盟|常务副省长|副省长|省长|常务副市长"
    r"|副市长|市长|州长|县长|区长|省委|市委|州委|县委|区委|省政府|市政府)"
)
_GROUP = re.compile(r"领导(?:同志)?$|负责(?:人|同志)$")


@dataclass(slots=True)
class Known:
    """A person under collection: offices as given, first place, places of every mention, roles."""

    name: str
    offices: list[str] = field(default_factory=list)
    span: Span = (0, 0)
    places: list[int] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    party: Division | None = None

    @property
    def office(self) -> str | None:
        """The fullest office."""
        return max(self.offices, key=_fullness, default=None)


def _fullness(office: str) -> tuple[int, int]:
    return (0 if _GROUP.search(office) else 1, len(office))


@lru_cache(maxsize=1)
def _title_pattern() -> re.Pattern[str]:
    heads = "|".join(map(re.escape, lexicon.titles()))
    return re.compile(rf"(?:{heads})(?:[(（][^()（）]{{1,12}}[)）])?(?=[\u4e00-\u9fff]{{2}})")


@lru_cache(maxsize=1)
def _title_end() -> re.Pattern[str]:
    heads = "|".join(map(re.escape, lexicon.titles()))
    return re.compile(rf"(?:{heads})(?:[(（][^()（）]{{1,12}}[)）])?$")


def find_people(context: Context) -> dict[str, Known]:
    """Everybody whom the text names with an office or in a list, with every place of the name."""
    people: dict[str, Known] = {}
    text = context.text
    place = 0
    for match in _title_pattern().finditer(text):
        if match.start() < place:
            continue
        name = name_at(text, match.end())
        if name is None:
            continue
        start = _office_start(text, match.start())
        office = text[start : match.end()]
        place = _collect_list(context, people, name, office, start, match.end())
    _find_again(context, people)
    for person in sorted(people.values(), key=lambda one: one.span):
        _settle(context, people, person)
    return people


def name_at(text: str, place: int) -> str | None:
    """The personal name that begins at `place`, decided by its surname and by what follows it."""
    surname = 2 if text[place : place + 2] in lexicon.surnames() else 1
    if text[place : place + surname] not in lexicon.surnames():
        return None
    options = [text[place : place + surname + given] for given in (2, 1)]
    usable = [option for option in options if _is_name(option, surname)]
    for pattern in (_AFTER_STRONG, _AFTER_WEAK):
        fitting = [name for name in usable if pattern.match(text, place + len(name))]
        if len(fitting) == 2:
            return _by_repetition(text, fitting[0], fitting[1])
        if fitting:
            return fitting[0]
    return None


def _is_name(option: str, surname: int) -> bool:
    if len(option) <= surname or not _HAN.fullmatch(option):
        return False
    return not _NO_GIVEN.search(option[surname:])


_NO_GIVEN = re.compile(
    r"[的了我他她这那]|同志|主持|出席|参加|讲话|会议|工作|代表|负责|领导|分别|陪同|介绍|见证|签署"
)


def _by_repetition(text: str, longer: str, shorter: str) -> str:
    """李希 before 主持 or 王伟中 before 参: a name's end is where the text goes on in different ways."""
    following = {rest[0] for rest in text.split(shorter)[1:] if rest and rest[0] != "\n"}
    return longer if len(following) <= 1 or longer[-1] not in _VERB_HEADS else shorter


_VERB_HEADS = frozenset(_WEAK.replace("|", "") + "".join(word[0] for word in _STRONG.split("|")))


def _office_start(text: str, place: int) -> int:
    """Where the office that ends here begins: leftwards over titles joined by 、 to a boundary."""
    start = place
    while True:
        low = start
        while (
            low > 0
            and place - low < 60
            and not _LEFT_STOP.match(text[low - 1])
            and text[low - 1] != "、"
        ):
            low -= 1
        start = _trim(text, low, place if start == place else start)
        if low == 0 or text[low - 1] != "、" or start != low:
            return start
        before = text[max(0, low - 30) : low - 1]
        if not _title_end().search(before) or place - low > 60:
            return start
        start = low - 1


def _trim(text: str, low: int, high: int) -> int:
    """Drop what leads up to an office inside its unit: 由, 率, 会见了, 见证下 …

    A single word such as 和 or 同 parts only when an office begins behind it, for organisations have it
    in their names (人力资源和社会保障厅) and so have places (大同市).
    """
    for match in _ENTRY_VERB.finditer(text, low, high):
        if match.end() < high:
            low = match.end()
    named = places.find(text, low, high)
    for match in _ENTRY_WORD.finditer(text, low, high):
        begins = match.end()
        inside = any(item.start <= match.start() < item.end for item in named)
        if inside or begins >= high:
            continue
        if any(item.start == begins for item in named) or _REGION_LESS.match(text, begins):
            low = begins
    while low < high and text[low] in "了过的由":
        low += 1
    return low


def _collect_list(
    context: Context, people: dict[str, Known], name: str, office: str, start: int, place: int
) -> int:
    """Take a name and, after it, further names that share the label of a group; where the list ends."""
    text = context.text
    _add(people, name, office, (start, place + len(name)), place)
    end = place + len(name)
    group = bool(_GROUP.search(office))
    while True:
        joint = _BETWEEN.match(text, end)
        if not joint or (joint.group().strip() in {"，", ","}):
            return end
        following = name_at(text, joint.end())
        if following is None or _title_pattern().match(text, joint.end()):
            return end
        if not group and joint.group().strip() != "、":
            return end
        place = joint.end()
        end = place + len(following)
        if group:
            _add(people, following, office, (place, end), place)


def _add(people: dict[str, Known], name: str, office: str, span: Span, place: int) -> None:
    person = people.get(name)
    if person is None:
        person = people[name] = Known(name, span=span)
    if office and office not in person.offices:
        # The fullest office shows where it was given.
        if person.offices and _fullness(office) > _fullness(person.office or ""):
            person.span = span
        person.offices.append(office)


def _find_again(context: Context, people: dict[str, Known]) -> None:
    """Every place of every name; also told to the context for the other finders."""
    context.named = every(context.text, sorted(people, key=len, reverse=True))
    for place, name in context.named:
        people[name].places.append(place)


def _settle(context: Context, people: dict[str, Known], person: Known) -> None:
    """Give each office its region where the text settles it, and the person a side."""
    known = next((found for office in person.offices if (found := _region(office))), None)
    person.party = known or _side_of(context, people, person)
    person.offices = [_with_region(office, person.party) for office in person.offices]


def _region(office: str) -> Division | None:
    """The region that an office begins with, of 广州市番禺区 the inner one; else the first it names."""
    found = places.at(office, 0)
    if found is None and _REGION_LESS.match(office):
        later = places.find(office)
        return later[0].division if later else None
    while found is not None:
        inner = places.at(office, found.end)
        if inner is None or inner.division.code[:2] != found.division.code[:2]:
            return found.division
        found = inner
    return None


def _side_of(context: Context, people: dict[str, Known], person: Known) -> Division | None:
    """The region of an office that names none: the delegation led, who is named before, whose paper it is."""
    bare = next((office for office in person.offices if _REGION_LESS.match(office)), None)
    if bare is None:
        return None
    for place in person.places:
        end = context.sentence_at(place)[1]
        led = _LED.search(context.text, place, end)
        if led:
            found = places.find(led.group(1))
            if found:
                return found[0].division
    before = [
        (place, other.party)
        for other in people.values()
        if other is not person and other.party is not None
        for place in other.places
        if context.paragraph_at(person.span[0])[0] <= place < person.span[0]
        and other.party.name.endswith(_LEVEL_WORDS.get(bare[0], "?"))
    ]
    return max(before, key=lambda item: item[0])[1] if before else context.home


_LEVEL_WORDS = {
    "省": ("省",),
    "自": ("自治区",),
    "市": ("市",),
    "县": ("县",),
    "区": ("区",),
    "州": ("州",),
}
_LED = re.compile(r"(?:率领?|带领)([^，。；,;]{2,12}?)(?:党政)?(?:代表团|考察团|调研组|工作组)")


def _with_region(office: str, side: Division | None) -> str:
    """省委书记 of Guizhou is 贵州省委书记; what cannot be put together plainly stays as written."""
    if side is None or not _REGION_LESS.match(office):
        return office
    if office.startswith(("省", "自治区")) and side.level != "province":
        side = places.by_code()[side.province]  # 省委常委、广州市委书记
    if office.startswith("区党委") and side.name.endswith("自治区"):
        return side.name + office[1:]
    if side.name.endswith("自治州") and office.startswith(("州委", "州政", "州人", "州领", "州长")):
        short = places.short_name(side)
        return short + ("州" if office.startswith("州长") else "") + office
    for level in ("自治区", "省", "市", "州", "县", "区"):
        if side.name.endswith(level) and office.startswith(level):
            # 省长 and 省委 both begin with the level that the region's name ends with.
            keeps_level = re.match(rf"{level}长", office) and level != "自治区"
            return side.name + office if keeps_level else side.name[: -len(level)] + office
        if side.name.endswith(level) and re.match(rf"(?:常务)?副{level}长", office):
            return side.name + office
    return office
