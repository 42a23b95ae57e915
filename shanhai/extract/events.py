"""What took place: one event a visit, a named meeting, a named signing, a named ceremony.

Reported speech, other news, past and planned meetings give none. A meeting without a day of its own has
no date, even inside a dated visit; what happens during or right after a meeting has the meeting's day.
"""

import re
from dataclasses import replace

from shanhai.extract import dates
from shanhai.extract.context import Context
from shanhai.extract.dates import Day
from shanhai.extract.gatherings import find_gatherings
from shanhai.extract.occurrence import Occurrence
from shanhai.extract.people import Known
from shanhai.extract.types import Event
from shanhai.extract.visits import find_visits
from shanhai.kernel.dates import DateBasis


def find_events(context: Context, people: dict[str, Known], days: list[Day]) -> list[Event]:
    """All events of the document, in the order of the text."""
    found = [*find_visits(context, people, days), *find_gatherings(context, days)]
    merged = _merge(context, found)
    meeting = next((item for item in merged if item.type == "conference" and item.day), None)
    for item in merged:
        if item.day is None and item.during and meeting is not None:
            item.day = meeting.day
            item.place = item.place or meeting.place
    events = _dated_by_name([_event(item) for item in merged])
    return sorted(events, key=lambda event: event.span)


def _merge(context: Context, found: list[Occurrence]) -> list[Occurrence]:
    """One event for all its mentions; the first dated one in the body stands for it."""
    merged: list[Occurrence] = []
    for item in sorted(found, key=lambda one: (one.span[0] < context.head_end, one.span)):
        same = next((other for other in merged if _is_same(other, item)), None)
        if same is None and item.span[0] < context.head_end and item.day is None:
            # A headline shortens names: 深邕协作座谈会 is the one such meeting that the body tells of.
            same = next((other for other in merged if _may_be_short_for(item, other)), None)
        if same is None:
            merged.append(item)
            continue
        if same.day is None and item.day is not None:
            same.day, same.span, same.name = item.day, item.span, item.name
        same.place = same.place or item.place
        if len(item.parties) > len(same.parties):
            same.parties = item.parties
    return [item for item in merged if not _inside_other(item, merged)]


def _is_same(one: Occurrence, two: Occurrence) -> bool:
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


def _may_be_short_for(headline: Occurrence, other: Occurrence) -> bool:
    return headline.type == other.type != "visit" and headline.name[-3:] == other.name[-3:]


def _bare(name: str) -> str:
    return re.sub(r"20\d\d年|年度|第[一二三四五六七八九十]+次|东西部|[“”]", "", name)


def _apart(one: Day | None, two: Day | None) -> bool:
    if one is None or two is None:
        return False
    first = (one.start.month or 0, one.start.day or 0), (one.end.month or 0, one.end.day or 0)
    second = (two.start.month or 0, two.start.day or 0), (two.end.month or 0, two.end.day or 0)
    return first[1] < second[0] or second[1] < first[0]


def _inside_other(item: Occurrence, merged: list[Occurrence]) -> bool:
    return any(
        other is not item
        and other.span[0] <= item.span[0] and item.span[1] <= other.span[1]
        and other.span != item.span
        for other in merged
    )  # fmt: skip


def _event(item: Occurrence) -> Event:
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


def _dated_by_name(events: list[Event]) -> list[Event]:
    """A name that dates one event dates what else happened on the same days."""
    named = next((one.start for one in events if one.date_basis == DateBasis.NAME.value), None)
    if named is None:
        return events
    year = named[:4]
    return [
        replace(
            one,
            start=year + one.start[1:],
            end=year + (one.end or one.start)[1:],
            date_basis="name",
        )
        if one.start and one.start.startswith("--")
        else one
        for one in events
    ]
