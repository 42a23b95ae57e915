"""The pages of accords: the overview, and the registers of meetings, agreements, claims and pairings."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from shanhai.accords import queries
from shanhai.accords.models import Agreement, Claim, Event, Pairing, Participant, Site
from shanhai.kernel.errors import NotFound
from shanhai.regions.models import Division
from shanhai.regions.queries import programme_counties
from shanhai.sources.models import Finding
from shanhai.web import commitments, targets
from shanhai.web.listing import Column, Filter, Register, listing_of, respond
from shanhai.web.shell import may


def _parties(row: Event) -> str:
    return "、".join(party["name"] for party in row.parties)


EVENTS = Register(
    record=Event,
    title=_("活动"),
    rows=queries.adopted(Event),
    columns=(
        "name", "type", "start", "end", "place",
        Column(name="parties", label=_("各方"), value=_parties),
        "region",
    ),
    filters=(
        Filter(name="type", label=_("类型"), kind="choice"),
        Filter(name="party", label=_("参加方"), kind="text", path="parties"),
    ),
    search=("name", "place"),
    year="start",
    link=lambda row: reverse("accords:event", args=[row.pk]),
    empty=_("采纳来源文件中的活动后，互访、联席会议、签约会出现在这里。"),
)  # fmt: skip

AGREEMENTS = Register(
    record=Agreement,
    title=_("协议"),
    rows=queries.adopted(Agreement),
    columns=(
        "title",
        "status",
        "event",
        "signers",
        "witnesses",
        "region",
        "finding__document__title",
    ),
    filters=(Filter(name="status", label=_("状态"), kind="choice"),),
    search=("title", "event__name", "signers"),
    year="finding__document__published",
    link=lambda row: _document_address(row),
    empty=_("采纳来源文件中的协议后，会出现在这里。"),
)

CLAIMS = Register(
    record=Claim,
    title=_("公开数据"),
    rows=queries.adopted(Claim),
    columns=(
        "indicator", "as_written", "value", "unit", "approx", "stage", "statistic", "period", "giver",
        "receiver", "scope", "subset_of", "region", "finding__document__title",
    ),
    filters=(
        Filter(name="indicator", label=_("指标"), kind="choice"),
        Filter(name="stage", label=_("阶段"), kind="choice"),
    ),
    search=("as_written", "scope", "giver", "receiver", "finding__document__title"),
    year="period_start",
    totals=(),
    link=lambda row: _document_address(row),
    empty=_("采纳来源文件中的数据后，会出现在这里，与系统计算的数并列，不相加。"),
)  # fmt: skip


def _sides(name: str, label: Any) -> Column:
    return Column(
        name=name,
        label=label,
        value=lambda row: getattr(row, f"{name}_name"),
        path=f"{name}_division__name",
    )


PAIRINGS = Register(
    record=Pairing,
    title=_("结对关系"),
    rows=queries.pairings,
    columns=(
        _sides("east", _("东部一方")), _sides("west", _("西部一方")), "level", "valid_from", "valid_to",
        "note",
        Column(name="source", label=_("来源"), value=lambda row: row.source, kind="long", path="source"),
    ),
    filters=(Filter(name="level", label=_("层级"), kind="choice"),),
    search=(
        "east_division__name", "east_organisation__name", "west_division__name",
        "west_organisation__name", "note", "source",
    ),
    year=("valid_from", "valid_to"),
    empty=_("载入结对关系后，会出现在这里。"),
)  # fmt: skip


def _document_address(row: Any) -> str:
    """A record of a text opens at its sentence."""
    if row.finding_id is None:
        return ""
    return (
        reverse("sources:document", args=[row.finding.document_id]) + f"#finding-{row.finding_id}"
    )


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Where the loop stands: what waits for review, what was agreed, what is owed, who is paired."""
    user, year = request.user, timezone.localdate().year
    findings = Counter(Finding.objects.visible_to(user).values_list("state", flat=True))
    tied = list(queries.pairings(user).on(timezone.localdate()))
    context = {
        "waiting": findings[Finding.State.PROPOSED],
        "states": [
            (state, label, count, reverse("accords:commitments") + f"?state={state}")
            for (state, label), count in zip(
                commitments.STATES, queries.states(user).values(), strict=True
            )
        ],
        "events": Event.objects.visible_to(user).standing().count(),
        "agreements": Agreement.objects.visible_to(user).standing().count(),
        "claims": Claim.objects.visible_to(user).standing().count(),
        "pairings": queries.count_pairings(tied),
        "targets": queries.targets(user).filter(year=year).count(),
        "late": commitments.late(user),
        "year": year,
    }
    return render(request, "accords/overview.html", context)


@require_GET
def events(request: HttpRequest) -> HttpResponseBase:
    """The register of visits, conferences, signings and ceremonies."""
    return respond(request, EVENTS, template="accords/register.html")


@require_GET
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """One event: parties, who took part, where they went by group, what was signed, and its source."""
    row = (
        Event.objects.visible_to(request.user)
        .standing()
        .select_related("region")
        .filter(pk=pk)
        .first()
    )
    if row is None:
        raise NotFound("没有这项活动，或您无权查看")
    finding = queries.source_of(request.user, row)
    same_text = Q(finding__document=finding.document) if finding else Q(pk__in=[])
    context = {
        "event": row,
        "finding": finding,
        "groups": _by_group(Site.objects.visible_to(request.user).standing().filter(event=row)),
        "agreements": Agreement.objects.visible_to(request.user).standing().filter(event=row),
        "people": Participant.objects.visible_to(request.user).standing().filter(same_text),
        "roles": dict(commitments.PERSON_ROLES),
        "party_roles": dict(commitments.PARTY_ROLES),
    }
    return render(request, "accords/event.html", context)


def _by_group(sites: Iterable[Site]) -> list[tuple[str, list[Site]]]:
    groups: dict[str, list[Site]] = {}
    for site in sites:
        groups.setdefault(site.group, []).append(site)
    return list(groups.items())


@require_GET
def agreements(request: HttpRequest) -> HttpResponseBase:
    """The register of agreements."""
    return respond(request, AGREEMENTS, template="accords/register.html")


@require_GET
def claims(request: HttpRequest) -> HttpResponseBase:
    """The register of figures that texts state."""
    return respond(request, CLAIMS, template="accords/register.html")


@require_GET
def pairings(request: HttpRequest) -> HttpResponseBase:
    """The register of pairings; pairs and the units of either side are three figures."""
    found = listing_of(request, PAIRINGS)
    count = queries.count_pairings([] if found.problems else found.asked.rows())
    return respond(request, PAIRINGS, template="accords/pairings.html", extra={"count": count})


@require_GET
def matrix(request: HttpRequest) -> HttpResponse:
    """Which eastern city helps which western prefecture in a year, by county-level pairs."""
    year = request.GET.get("year", "")
    asked = (
        int(year)
        if year.isascii() and year.isdigit() and len(year) == 4
        else timezone.localdate().year
    )
    rows = list(
        queries.pairings(request.user).in_year(asked).filter(level__in=("prefecture", "county"))
    )
    return render(request, "accords/matrix.html", {"year": asked, **_matrix(rows, asked)})


def _matrix(rows: list[Pairing], year: int) -> dict[str, Any]:
    pairs: Counter[tuple[str, str]] = Counter()
    tied = set()
    for row in rows:
        cell = (row.east_division_id[:4] + "00", row.west_division_id[:4] + "00")
        if row.level == Pairing.Level.PREFECTURE:
            tied.add(cell)
        else:
            pairs[cell] += 1
    counties = Counter(
        (one.east_city_id, one.county_id[:4] + "00")
        for one in programme_counties(date(year, 12, 31))
    )
    cells = {*tied, *pairs}
    names = dict(
        Division.objects.filter(code__in={code for cell in cells for code in cell}).values_list(
            "code", "name"
        )
    )
    easts, wests = sorted({east for east, _west in cells}), sorted({west for _east, west in cells})
    most = max(pairs.values(), default=1)
    lines = [
        (
            names.get(west, west),
            [
                {
                    "tied": (east, west) in tied, "pairs": pairs[east, west],
                    "counties": counties[east, west], "heat": round(100 * pairs[east, west] / most),
                    "url": reverse("accords:pairings") + f"?unit={west}&year={year}",
                }
                for east in easts
            ],
        )
        for west in wests
    ]  # fmt: skip
    return {"easts": [names.get(code, code) for code in easts], "lines": lines}


def see_targets(request: HttpRequest) -> HttpResponseBase:
    """The register of targets, with the sums below each beside it."""
    return targets.register(request, may(request.user, "accords.target", "change"))


urls = [
    path("", overview, name="overview"),
    path("commitments/", commitments.register, name="commitments"),
    path("commitments/<int:pk>/", commitments.commitment, name="commitment"),
    path("commitments/<int:pk>/assign/", commitments.assign, name="assign"),
    path("commitments/<int:pk>/fulfil/", commitments.fulfil, name="fulfil"),
    path("commitments/<int:pk>/reopen/", commitments.reopen, name="reopen"),
    path("events/", events, name="events"),
    path("events/<int:pk>/", event, name="event"),
    path("agreements/", agreements, name="agreements"),
    path("claims/", claims, name="claims"),
    path("pairings/", pairings, name="pairings"),
    path("pairings/matrix/", matrix, name="matrix"),
    path("targets/", see_targets, name="targets"),
    path("targets/set/", targets.edit, name="target"),
    path("targets/template/", targets.template, name="target_template"),
    path("targets/load/", targets.load, name="load_targets"),
]
