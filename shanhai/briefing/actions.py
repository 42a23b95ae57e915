"""Issues notices: freezes the figures of a moment with the journal's seal of that moment."""

from django.db import transaction

from shanhai.access.models import Account
from shanhai.access.scope import scope_of
from shanhai.briefing import compose, docx, freezing, html
from shanhai.briefing.models import Notice
from shanhai.briefing.queries import next_number
from shanhai.journal import actions as journal
from shanhai.journal.models import ChainHead, Verb
from shanhai.kernel.errors import NotAllowed, Unusable
from shanhai.regions.models import Division
from shanhai.results.queries import last_month

FILES = {"html": html.file, "docx": docx.file}
"""Suffix → what draws the file from a notice's content."""


@transaction.atomic
def issue_notice(*, by: Account, region: Division, year: int, month: int) -> Notice:
    """The monthly notice of a region, frozen as of now.

    When nothing that it says has changed since the last one for the same month, that one comes back;
    otherwise the next number of the region's year is taken and the new notice says which it replaces.
    Raises `NotAllowed` outside the account's scope and `Unusable` for a month without anything to say.
    """
    check_issuable(by=by, region=region, year=year, month=month)
    at = journal.lock()
    anchor = ChainHead.objects.get(pk=1).seal
    facts = compose.facts(region, year, month, at)
    if not facts["has_data"]:
        raise Unusable(no_rows(region, year, month))
    same_year = Notice.objects.filter(kind="monthly", region=region, year=year)
    latest = same_year.filter(month=month).order_by("-number").first()
    if latest and freezing.canonical(latest.content["facts"]) == freezing.canonical(facts):
        assert isinstance(latest, Notice)
        return latest
    number = next_number(region, year)
    replaces = latest.number if latest else None
    content = {
        "head": freezing.head(number=number, year=year, as_of=at, anchor=anchor, replaces=replaces),
        "facts": facts,
    }
    notice = Notice.objects.create(
        kind="monthly", region=region, year=year, month=month, number=number, as_of=at,
        anchor=anchor, content=content, digest=freezing.digest_of(content), issued_at=at, issued_by=by,
    )  # fmt: skip
    journal.record(
        by=by, verb=Verb.ADD, subject=notice, region_code=region.code,
        after={"title": facts["title"], "number": number, "digest": notice.digest}, at=at,
    )  # fmt: skip
    return notice


@transaction.atomic
def export_notice(*, by: Account, notice: Notice, suffix: str) -> bytes:
    """The notice's file, `html` or `docx`, with an entry of who took it.

    Raises `NotAllowed` without the right to export and `Unusable` for another suffix.
    """
    if not scope_of(by, "briefing.notice", "export").covers(notice.region_id):
        raise NotAllowed("您的角色不能下载通报：可以在页面上查阅")
    if suffix not in FILES:
        raise Unusable(f"通报没有“{suffix}”格式：可下载 {'、'.join(FILES)}")
    written = FILES[suffix](notice.content)
    journal.record(
        by=by, verb=Verb.EXPORT, subject=notice, region_code=notice.region_id,
        after={"format": suffix, "digest": notice.digest},
    )  # fmt: skip
    return written


def no_rows(region: Division, year: int, month: int) -> str:
    """Why a year to date without a single row gives no notice."""
    return f"{region.name}{year}年1—{month}月没有台账数据，不能编发通报：请先导入台账"


def check_issuer(*, by: Account, region: Division) -> None:
    """Refuse with `NotAllowed` who may not issue for the region, before anything is said of its data."""
    if not scope_of(by, "briefing.notice", "issue").covers(region.code):
        raise NotAllowed(f"您不能为{region.name}编发通报：只有本级及上级协作办可以编发")


def check_issuable(*, by: Account, region: Division, year: int, month: int) -> None:
    """Refuse what may not or cannot be issued: `NotAllowed`, `Unusable`."""
    check_issuer(by=by, region=region)
    if not 1 <= month <= 12:
        raise Unusable(f"没有{month}月：月份应为 1 到 12")
    if month > last_month(year):
        raise Unusable(f"{year}年{month}月还没有开始，不能编发通报")
