"""The desk (工作台): what waits for whoever is logged in, each number leading to its rows.

Every card asks its station's own scoped reads and links to the register filtered the same way, so the
number on the desk and the number of rows behind it are one. A card that nobody here may act on is left out.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from shanhai.access.registers.columns import number_text
from shanhai.access.scope import scope_of
from shanhai.accords import queries as accords
from shanhai.accords.models import CommitmentState
from shanhai.briefing.models import Notice
from shanhai.delivery.ledger import registry
from shanhai.journal.models import Entry
from shanhai.regions import queries as regions
from shanhai.results import queries as results
from shanhai.sources import queries as sources
from shanhai.web.shell import STATIONS, may

SHOWN = 5
RECENT = 8


@dataclass(frozen=True)
class Item:
    """One line of a card: what, where it leads, and a short word at its end."""

    label: str
    url: str
    when: str = ""
    is_late: bool = False


@dataclass(frozen=True)
class Card:
    """One kind of thing that waits: how many, the first few, and where all of them are."""

    title: str
    count: int
    tone: str  # late, due, done or none
    items: tuple[Item, ...]
    url: str
    more: str
    nothing: str


def desk(request: HttpRequest) -> HttpResponse:
    """What waits for this user, what they did last, and a way in for somebody who may see nothing yet."""
    user, today = request.user, timezone.localdate()
    cards = [card for make in CARDS for card in make(user, today)]
    recent = Entry.objects.filter(actor_id=user.pk).order_by("-sequence")[:RECENT]
    waiting = sum(card.count for card in cards)
    context = {"cards": cards, "recent": recent, "waiting": waiting, "stations_seen": _seen(user)}
    return render(request, "desk/desk.html", context)


def _seen(user: Any) -> bool:
    return any(may(user, record) for station in STATIONS for record in station.records)


def _documents(user: Any, today: date) -> Iterable[Card]:
    """Documents of one's own scope in which findings still wait for a decision."""
    scope = scope_of(user, "sources.finding", "review")
    if not (scope.everywhere or scope.codes):
        return
    waiting = (
        sources.documents(user)
        .filter(scope.within("region"), decided_count__lt=F("findings_count"))
        .order_by("received_at", "pk")
    )
    count = waiting.count()
    items = tuple(
        Item(
            row.title,
            reverse("sources:document", args=[row.pk]),
            _("%(count)s 条") % {"count": row.findings_count - row.decided_count},
        )
        for row in waiting[:SHOWN]
    )
    yield Card(
        _("待审核的文件"), count, "due" if count else "done", items,
        _with(reverse("sources:documents"), waiting="1"), _("全部待审核文件"),
        _("收录的文件都已审核。"),
    )  # fmt: skip


def _commitments(user: Any, today: date) -> Iterable[Card]:
    """Commitments that are late or due soon, and those that nobody owns yet."""
    if not may(user, "accords.commitment", "change"):
        return
    scope = scope_of(user, "accords.commitment", "change")
    mine = accords.commitments(user).filter(scope.within("region") | scope.within("owner_region"))
    late = [CommitmentState.OVERDUE, CommitmentState.DUE_SOON]
    owed = list(mine.filter(state__in=late).order_by("due_on", "pk"))
    overdue = sum(row.state == CommitmentState.OVERDUE for row in owed)
    address = reverse("accords:commitments")
    yield Card(
        _("逾期和临期的任务"), len(owed), "late" if overdue else "due" if owed else "done",
        tuple(_commitment(row, today) for row in owed[:SHOWN]),
        _with(address, state="overdue" if overdue else "due_soon"),
        _("全部逾期任务") if overdue else _("全部临期任务"),
        _("没有逾期或三十天内到期的任务。"),
    )  # fmt: skip
    unowned = mine.filter(state=CommitmentState.UNASSIGNED).order_by("pk")
    count = unowned.count()
    yield Card(
        _("待落实责任的任务"), count, "due" if count else "done",
        tuple(_commitment(row, today) for row in unowned[:SHOWN]),
        _with(address, state="unassigned"), _("全部待落实任务"), _("每项任务都有责任地区。"),
    )  # fmt: skip


def _commitment(row: Any, today: date) -> Item:
    late = row.due_on is not None and row.due_on < today
    when = row.due_on.isoformat() if row.due_on else ""
    return Item(row.text, reverse("accords:commitment", args=[row.pk]), when, late)


def _ledgers(user: Any, today: date) -> Iterable[Card]:
    """Programme counties whose ledger got no row this month, the longest silent first."""
    for ledger in registry().values():
        scope = scope_of(user, ledger.record_name)
        if not (scope.everywhere or scope.codes):
            continue
        counties = [
            one.county for one in regions.programme_counties(today).filter(scope.within("county"))
        ]
        place = ledger.region.name
        latest: dict[str, datetime] = dict(
            ledger.model.objects.visible_to(user)
            .order_by()
            .values_list(place)
            .annotate(latest=Max("recorded_at"))
        )
        begin = timezone.make_aware(datetime.combine(today.replace(day=1), datetime.min.time()))
        silent = [one for one in counties if one.code not in latest or latest[one.code] < begin]
        silent.sort(key=lambda one: (latest.get(one.code, begin.replace(year=2000)), one.code))
        items = tuple(_silent_county(one, latest.get(one.code)) for one in silent[:SHOWN])
        yield Card(
            _("本月未更新%(ledger)s的县") % {"ledger": _(ledger.name)},
            len(silent), "due" if silent else "done", items, "/delivery/", _("交付台账"),
            _("各县本月都已更新。") if counties else _("您的区域内没有协作县。"),
        )  # fmt: skip


def _silent_county(county: Any, latest: datetime | None) -> Item:
    when = f"{timezone.localtime(latest):%Y-%m-%d}" if latest else _("从未导入")
    return Item(county.name, _with("/delivery/", unit=county.code), when, latest is None)


def _gaps(user: Any, today: date) -> Iterable[Card]:
    """Indicators below target at the end of the latest year's last month, the largest gap first, in people."""
    if not may(user, "results.reading"):
        return
    year = results.latest_year(user)
    month = results.last_month(year)
    lines = results.standing(results.scope(user), year=year, month=month)
    flagged = [line for line in lines if line.is_flagged]
    flagged.sort(key=lambda line: (-(line.gap or 0), line.indicator.code, line.unit))
    address = {"year": str(year), "month": str(month)}
    items = tuple(
        Item(
            f"{line.unit_name} · {_(line.label)}",
            _with("/results/", **address, unit=line.unit),
            _short_of(line),
            line.value is not None,
        )
        for line in flagged[:SHOWN]
    )
    with_target = any(line.target is not None for line in lines)
    yield Card(
        _("%(year)s 年低于序时进度的指标") % {"year": year},
        len(flagged), "late" if flagged else "done" if with_target else "none", items,
        _with("/results/", **address), _("全部指标"),
        _("已下达目标的指标都达到序时进度。") if with_target else _("还没有下达年度目标。"),
    )  # fmt: skip


def _short_of(line: Any) -> str:
    """The gap in people; of a unit that reported nothing nobody knows it."""
    if line.value is None:
        return _("未报送数据")
    unit = _(str(line.indicator.unit))
    return _("差 %(gap)s %(unit)s") % {"gap": number_text(line.gap or 0), "unit": unit}


def _notices(user: Any, today: date) -> Iterable[Card]:
    """The notice of one's own unit for the latest month that is over and has rows, until it is issued."""
    scope = scope_of(user, "briefing.notice", "issue")
    if not scope.codes:
        return
    own = scope.codes[0]  # the held code comes first, then the codes it had before
    found = results.finished_month(user, own)
    items: tuple[Item, ...] = ()
    if found:
        year, month = found
        issued = Notice.objects.visible_to(user).filter(region_id=own, year=year, month=month)
        if not issued.exists():
            name = results.unit_names([own]).get(own, own)
            label = _("%(unit)s %(year)s 年 %(month)s 月通报")
            address = _with(reverse("briefing:issue"), unit=own, year=str(year), month=str(month))
            items = (Item(label % {"unit": name, "year": year, "month": month}, address),)
    nothing = (
        _("最近有数据的月份已编发通报。") if found else _("还没有可通报的月份：导入台账后再编发。")
    )
    yield Card(
        _("待编发的通报"), len(items), "due" if items else "done" if found else "none", items,
        "/briefing/", _("全部通报"), nothing,
    )  # fmt: skip


def _with(address: str, **parameters: str) -> str:
    return f"{address}?{'&'.join(f'{name}={text}' for name, text in parameters.items())}"


CARDS: tuple[Callable[[Any, date], Iterable[Card]], ...] = (
    _documents, _commitments, _ledgers, _gaps, _notices,
)  # fmt: skip
