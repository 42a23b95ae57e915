"""Tasks for the future: numbered ones, parallel lists, and at most one more per speaker and theme.

What has been achieved is no task, even when numbered; the sentence that leads up to a numbered list is
not one either. A clause that names several fields has them all.
"""

import re
from collections.abc import Iterator

from shanhai.extract.context import Context
from shanhai.extract.people import Known
from shanhai.extract.places import Division
from shanhai.extract.readers import named_fields, ordered
from shanhai.extract.speech import Speech
from shanhai.extract.types import Commitment, Span
from shanhai.kernel.fields import Field

_ORDER = {char: value for value, char in enumerate("一二三四五六七八九十", 1)}
_MARK = re.compile(
    r"(?=[“”一二三四五六七八九十第(（])(?:(?<=[。；;：:，,！\n])|(?<=^))[“”]?(?:(?P<n>[一二三四五六七八九十])(?:要|是要?|则)|第(?P<o>[一二三四五六七八九十])[，,、]"
    r"|[(（](?P<p>[一二三四五六七八九十])[)）])"
)
_MUST = r"(?<![重主需必只首纪摘概紧险想还])要(?![求素闻点务害塞件员领道])"
_WILL = r"(?<![大名小主麻部])将(?![军领士来近])"
_FORWARD = re.compile(
    rf"{_MUST}|{_WILL}|(?<![不自])愿(?:意|与|同|继续|进一步)|希望|期待|建议|必须|务必|力争|争取|下一步|接下来|今后|推动形成|着力(?!于)"
)
_HEAD = re.compile(
    rf"^[^，,；;]{{0,24}}?(?:{_MUST}|{_WILL}|愿(?:意|与|同|继续|进一步)|希望|期待|建议|必须|务必)"
)
_WISH = re.compile(
    r"^(?:下一步[，,]?|今后[，,]?|接下来[，,]?)?(?:(?:我们|诚挚地?|也|还|衷心)?(?:希望|期待|建议|恳请)[，,:：]?|愿(?:意|与|同)?)"
    r"(?:双方|两省区?|两地|两市州?|两县区?|我们|广东|广西|贵州|各方|彼此|进一步|继续|今后|共同|能够|省内|有关方面|与[^，,；;]{1,10}?|一道|一起)*[，,]?"
)
_PAST_LEAD = re.compile(
    r"成效|成绩|成果(?:丰硕|显著)|取得|做法|经验|体现在|表现在|特点|感受|亮点|回顾|体会|感谢|变化|过去|一年来|以来|开展了|完成了"
)
_PAST = re.compile(
    r"(?<!为)了(?!解)|已经?(?!脱贫)|累计|同比|达到?\d|共\d|取得.{0,8}(?:成效|进展|成绩)"
)
_SELF = re.compile(r"(?:我省|我区|我市|全省|全区|全市|广东|广西|贵州|双方|各级)")


def find_commitments(
    context: Context, people: dict[str, Known], speeches: list[Speech]
) -> list[Commitment]:
    """All tasks of a document, in the order of the text."""
    found: list[Commitment] = []
    taken: list[Span] = []
    for speech, marks in _numbered(context, speeches):
        items = [(number, span) for number, span in _items(context, speech, marks)]
        lead = context.text[max(0, items[0][1][0] - 40) : items[0][1][0]]
        if _is_past(context.text, lead, [span for _, span in items]):
            taken += [span for _, span in items]
            continue
        for number, span in items:
            found.append(_numbered_task(context, people, speech, number, span))
            taken.append(span)
        # What the speaker says before the list in the same breath only leads up to it.
        taken.append((speech.span[0], items[0][1][0]) if speech else items[0][1])
    for speech in speeches:
        found += _unnumbered(context, people, speech, taken, found)
    found += _unspoken(context, taken)
    return sorted(found, key=lambda item: item.span)


def _numbered(
    context: Context, speeches: list[Speech]
) -> Iterator[tuple[Speech | None, list[tuple[int, int]]]]:
    """Runs of marks 一, 二, 三 … with the speech they stand in."""
    run: list[tuple[int, int]] = []
    for match in _MARK.finditer(context.text, context.head_end):
        number = _ORDER[match.group("n") or match.group("o") or match.group("p")]
        if run and number == run[-1][0] + 1:
            run.append((number, match.start()))
            continue
        if len(run) > 1:
            yield _speech_at(speeches, run[0][1]), run
        run = [(1, match.start())] if number == 1 else []
    if len(run) > 1:
        yield _speech_at(speeches, run[0][1]), run


def _speech_at(speeches: list[Speech], place: int) -> Speech | None:
    return next((item for item in speeches if item.span[0] <= place < item.span[1]), None)


def _items(
    context: Context, speech: Speech | None, marks: list[tuple[int, int]]
) -> Iterator[tuple[int, Span]]:
    for place, (number, start) in enumerate(marks):
        stop = context.paragraph_at(start)[1]
        if place + 1 < len(marks):
            stop = min(stop, marks[place + 1][1])
        elif speech is not None and start < speech.span[1]:
            stop = min(stop, speech.span[1])
        if start == marks[-1][1] and _parted_by_semicolons(context.text, marks):
            full_stop = context.text.find("。", start, stop)
            stop = full_stop + 1 if full_stop >= 0 else stop
        yield number, _trimmed(context.text, (start, stop))


def _parted_by_semicolons(text: str, marks: list[tuple[int, int]]) -> bool:
    """Whether a numbered list is one sentence, so that its last item ends where the sentence does."""
    return all(text[start - 1] in "；;" for _, start in marks[1:])


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while end > start and text[end - 1] in " \n；;，,":
        end -= 1
    return start, end


def _is_past(text: str, lead: str, spans: list[Span]) -> bool:
    """Whether a numbered list tells of results instead of tasks."""
    first = text[spans[0][0] : spans[0][0] + 3]
    if "要" in first:
        return False
    tail = re.split(r"[。！？\n]", lead)[-1]
    if _FORWARD.search(tail):
        return False
    past = sum(1 for start, end in spans if _PAST.search(text[start:end]))
    if _PAST_LEAD.search(tail):
        return True
    return 2 * past > len(spans)


def _numbered_task(
    context: Context, people: dict[str, Known], speech: Speech | None, number: int, span: Span
) -> Commitment:
    speaker = speech.speaker if speech else None
    fields = _task_fields(context.text[span[0] : span[1]])
    return _commitment(context, people, speaker, number, "enumerated", fields, span)


def _task_fields(task: str) -> tuple[Field, ...]:
    """The theme of a numbered task, and every further field that it takes up by name.

    The first clause that names a field gives the theme. Members behind a semicolon, and later clauses
    that say 深化劳务协作 and the like, add theirs. A strategic theme is a mixed list already.
    """
    body = re.sub(r"^.{0,3}?[要是，,、)）]", "", task, count=1)
    head, _, rest = body.partition("。")
    fields = set(_first_named(head))
    if fields == {Field.STRATEGY}:
        return (Field.STRATEGY,)
    if not fields:
        members = re.split(r"[；;。]", rest)
        return ordered(field for member in members for field in _first_named(member))
    for clause in re.split(r"[，,；;。]", body):
        if _TAKES_UP.search(clause):
            fields.update(named_fields(clause))
    return ordered(fields)


_TAKES_UP = re.compile(
    r"^(?:深化|加强|推进|强化|抓好|做好|拓展|扩大|持续|进一步|着力)[^，,；;。]{0,16}?(?:产业|劳务|消费|人才|干部人才|教育|医疗|文旅|科技)[^，,；;。]{0,8}(?:协作|帮扶)"
)


def _first_named(text: str) -> tuple[Field, ...]:
    for clause in re.split(r"[，,]", text):
        fields = named_fields(clause)
        if fields:
            return fields
    return ()


def _unnumbered(
    context: Context,
    people: dict[str, Known],
    speech: Speech,
    taken: list[Span],
    found: list[Commitment],
) -> Iterator[Commitment]:
    """Parallel lists of a speech, then single tasks, at most one per speaker and theme."""
    text = context.text
    themes = {field for item in found if item.speaker == speech.speaker for field in item.fields}
    for start, end in _sentences(text, speech.span):
        if any(low < end and start < high for low, high in taken):
            continue
        members = _members(text, (start, end))
        if members:
            for place, span in enumerate(members, 1):
                fields = ordered(_first_named(text[span[0] : span[1]]))
                themes.update(map(str, fields))
                yield _commitment(context, people, speech.speaker, place, "parallel", fields, span)
            continue
        task = _single(text, (start, end))
        if task is None:
            continue
        fields = _all_named(text[task[0] : task[1]])
        if not fields or {str(field) for field in fields} <= {str(theme) for theme in themes}:
            continue
        themes.update(map(str, fields))
        yield _commitment(context, people, speech.speaker, None, "single", fields, task)


def _sentences(text: str, span: Span) -> Iterator[Span]:
    for match in re.finditer(r"[^。！？!?\n]+[。！？!?]?[”’]*", text[span[0] : span[1]]):
        yield span[0] + match.start(), span[0] + match.end()


def _members(text: str, span: Span) -> list[Span]:
    """The members of 希望双方深化…；深化…；深化…, without the wish that opens the list."""
    sentence = text[span[0] : span[1]]
    if not _HEAD.search(sentence):
        return []
    parts: list[Span] = []
    start = span[0]
    for match in re.finditer(r"[；;]|$", sentence):
        end = span[0] + match.start()
        parts.append((start, end))
        start = span[0] + match.end()
    if len(parts) < 2 or any(end - begin < 5 for begin, end in parts):
        return []
    wish = _WISH.match(sentence)
    if wish and wish.end() < parts[0][1] - span[0]:
        parts[0] = (span[0] + wish.end(), parts[0][1])
    return [_trimmed(text, part) for part in parts]


def _single(text: str, span: Span) -> Span | None:
    """The part of a sentence from the clause that turns to the future; None if it never does."""
    start = span[0]
    for clause in re.finditer(r"[^，,；;]+[，,；;]?", text[span[0] : span[1]]):
        if _HEAD.search(clause.group()) and not re.match(
            r"[^，,]{0,6}(?:感谢|欢迎)", clause.group()
        ):
            start = span[0] + clause.start()
            rest = text[start : span[1]]
            return _trimmed(text, (start, span[1])) if len(rest) > 8 else None
    return None


def _all_named(task: str) -> tuple[Field, ...]:
    return named_fields(task)


def _unspoken(context: Context, taken: list[Span]) -> Iterator[Commitment]:
    """Plans told by the text itself: 下一步，两省区将 …"""
    themes: set[Field] = set()
    for start, end in context.sentences:
        if start < context.head_end or context.in_speech(start):
            continue
        sentence = context.text[start:end]
        if not re.match(r"\s*(?:下一步|今后|接下来|未来|下阶段)", sentence):
            continue
        if any(low < end and start < high for low, high in taken):
            continue
        fields = _all_named(sentence)
        if not fields or set(fields) <= themes or not _FORWARD.search(sentence):
            continue
        themes.update(fields)
        span = _trimmed(context.text, (start, end))
        members = _members(context.text, span)
        if members:
            for place, member in enumerate(members, 1):
                named = ordered(_first_named(context.text[member[0] : member[1]]))
                yield _commitment(context, {}, None, place, "parallel", named, member)
        else:
            yield _commitment(context, {}, None, None, "single", fields, span)


def _commitment(
    context: Context,
    people: dict[str, Known],
    speaker: str | None,
    ordinal: int | None,
    form: str,
    fields: tuple[Field, ...],
    span: Span,
) -> Commitment:
    side: Division | None = people[speaker].party if speaker in people else None
    party = side.name if side else None
    text = context.text[span[0] : span[1]]
    return Commitment(speaker, party, ordinal, form, tuple(map(str, fields)), text, span)
