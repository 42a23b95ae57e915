"""The reader itself: one pass from bytes to a `Reading`, the same for the same bytes, never a traceback.

The order matters: damage is mended before the script is converted, for a misread byte has no script;
the page is laid out on the mended text; people are known before speeches, speeches before everything
that must not be taken from them.
"""

import hashlib
import re
from dataclasses import replace
from typing import TypeVar

from shanhai.extract.agreements import find_agreements
from shanhai.extract.claims import find_claims
from shanhai.extract.commitments import find_commitments
from shanhai.extract.context import Context
from shanhai.extract.dates import days
from shanhai.extract.decoding import Decoded, decode
from shanhai.extract.events import find_events
from shanhai.extract.layout import Page, lay_out
from shanhai.extract.people import Known, find_people
from shanhai.extract.repairs import Bench
from shanhai.extract.repairs.misaligned import misaligned_runs
from shanhai.extract.repairs.pinyin import pinyin_notes
from shanhai.extract.repairs.script import is_traditional, to_simplified
from shanhai.extract.repairs.surface import doubled_punctuation, full_width, invisible
from shanhai.extract.roles import give_roles
from shanhai.extract.sites import find_sites
from shanhai.extract.speech import find_speeches
from shanhai.extract.textmap import TextMap
from shanhai.extract.types import (
    Agreement,
    Claim,
    Commitment,
    Document,
    Event,
    Person,
    Reading,
    Repair,
    Site,
)
from shanhai.kernel.problems import Problem, Severity

_Finding = TypeVar("_Finding", Event, Person, Agreement, Site, Commitment, Claim)
_DEBRIS = re.compile(r"[^\u4e00-\u9fff\n]")
_ROLES = ("chair", "speaker", "signer", "witness", "attendee", "leader")


def read(data: bytes, name: str) -> Reading:
    """Read one document: its bytes and the name it goes by.

    Never raises on any bytes; what cannot be read at all comes back as a reading with an error among
    its problems and no findings.
    """
    decoded = decode(data)
    if decoded.encoding is None:
        document = _document(data, name, decoded, Page(), "hans", "")
        return Reading(document, problems=decoded.problems)
    bench, script = _mended(decoded.text)
    mends, page = lay_out(bench.text)
    bench.mend(mends)
    context = Context(_masked(bench), page)
    reading = _findings(context, Reading(_document(data, name, decoded, page, script, bench.text)))
    repairs = bench.repairs()
    problems = (
        *decoded.problems, *_damage(bench, repairs), *_page_problems(context, reading), *reading.problems,
    )  # fmt: skip
    return _placed(replace(reading, repairs=repairs, problems=problems), bench.map)


def _masked(bench: Bench) -> str:
    """The text for the finders: debris of a damaged run ends no sentence and parts no list."""
    text = bench.text
    for start, end in bench.kept_as_damaged():
        text = text[:start] + _DEBRIS.sub("□", text[start:end]) + text[end:]
    for start, end in bench.places_of("misaligned"):
        text = text[:start] + text[start:end].replace("?", "□") + text[end:]
    return text


def _mended(original: str) -> tuple[Bench, str]:
    bench = Bench.of(original)
    for step in (invisible, full_width, pinyin_notes, misaligned_runs):
        bench.mend(list(step(bench.text)))
    damaged = bench.kept_as_damaged()
    bench.mend(
        mend for mend in list(doubled_punctuation(bench.text))
        if not any(start <= mend.end and mend.start <= end for start, end in damaged)
    )  # fmt: skip
    if not is_traditional(bench.text):
        return bench, "hans"
    bench.mend(list(to_simplified(bench.text, bench.kept_as_damaged())))
    return bench, "hant"


def _findings(context: Context, empty: Reading) -> Reading:
    people = find_people(context)
    speeches = find_speeches(context)
    give_roles(context, people)
    known_days = days(context.text, context.page.printed_dates)
    events = find_events(context, people, known_days)
    agreements, unnamed = find_agreements(context, people, events)
    sites, routes = find_sites(context, people, events)
    events = [replace(event, routes=routes) if event.type == "visit" else event for event in events]
    tasks = tuple(find_commitments(context, people, speeches))
    return replace(
        empty,
        events=tuple(events),
        people=tuple(_persons(people)),
        agreements=tuple(agreements),
        sites=tuple(sites),
        commitments=tasks,
        claims=tuple(find_claims(context, known_days, tasks)),
        problems=tuple(unnamed),
    )


def _persons(people: dict[str, Known]) -> list[Person]:
    """Whoever took part, that is, has a role; being mentioned is not enough."""
    found = [
        Person(
            person.name, person.office, tuple(role for role in _ROLES if role in person.roles),
            person.span, person.party.name if person.party else None,
        )
        for person in people.values()
        if person.roles
    ]  # fmt: skip
    return sorted(found, key=lambda person: person.span)


def _document(
    data: bytes, name: str, decoded: Decoded, page: Page, script: str, text: str
) -> Document:
    return Document(
        path=name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=decoded.media_type,
        encoding=decoded.encoding,
        title=page.title,
        published=page.published,
        publisher=page.publisher,
        original_url=page.original_url,
        script=script,
        text=text,
        original=decoded.text,
    )


def _damage(bench: Bench, repairs: tuple[Repair, ...]) -> list[Problem]:
    """A warning for each place that stays damaged, with what may have stood there."""
    problems = []
    for repair in repairs:
        if repair.applied:
            continue
        # A suggestion is read together with what stands before it: 规 and 模化.
        whole = bench.text[max(0, repair.span[0] - 1) : repair.span[0]] + repair.after
        hint = f"疑为「{whole}」，" if repair.after else ""
        message = f"此处原文受损（「{repair.before}」），{hint}未作改动；请对照原文核对。"
        problems.append(Problem(Severity.WARNING, "damaged", message, span=repair.span))
    return problems


def _page_problems(context: Context, reading: Reading) -> list[Problem]:
    if not context.text.strip():
        message = "除页面导航等内容外没有正文；请检查是否上传了正确的文件。"
        return [Problem(Severity.ERROR, "no_body", message)]
    unknown = [event for event in reading.events if (event.start or "").startswith("--")]
    return [
        Problem(
            Severity.WARNING, "unknown_year",
            f"「{event.name}」只有月日，文中没有可据以确定年份的日期；请补上年份。", span=event.span,
        )
        for event in unknown[:1]
    ]  # fmt: skip


def _placed(reading: Reading, textmap: TextMap) -> Reading:
    """Give every finding its place in the original."""

    def placed(items: tuple[_Finding, ...]) -> tuple[_Finding, ...]:
        return tuple(replace(item, source_span=textmap.to_source(item.span)) for item in items)

    return replace(
        reading,
        events=placed(reading.events),
        people=placed(reading.people),
        agreements=placed(reading.agreements),
        sites=placed(reading.sites),
        # The finders saw a text whose damage was masked; what is kept is the text itself.
        commitments=tuple(
            replace(
                task,
                text=reading.document.text[task.span[0] : task.span[1]],
                source_span=textmap.to_source(task.span),
            )
            for task in reading.commitments
        ),
        claims=placed(reading.claims),
    )
