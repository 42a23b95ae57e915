"""The pages of briefing: preview, issue, read, download; each step within one's region and role."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from shanhai.access.models import Account
from shanhai.briefing.models import Notice
from shanhai.journal.models import Entry, Verb
from tests.cast import BAISE, GUANGXI, TIANYANG, Cast
from tests.results.ledger import Stay, aim, commit

SignIn = Callable[[Account], Client]
ASKED = {"unit": BAISE, "year": "2022", "month": "8"}


@pytest.fixture
def august(cast: Cast) -> Cast:
    """A prefecture with a figure and a target."""
    aim(cast.operator, "L1", BAISE, 13)
    commit(cast.operator, Stay("甲", TIANYANG, "2022-01-10"))
    return cast


def test_previewed_then_issued_then_read(august: Cast, signed_in: SignIn) -> None:
    client = signed_in(august.baise)
    preview = client.get("/briefing/issue/", ASKED).content.decode()
    assert "预览（未编发）" in preview
    assert not Notice.objects.exists()
    answer = client.post("/briefing/issue/", ASKED, follow=True)
    page = answer.content.decode()
    assert "已编发，数字冻结在此刻" in page
    assert "个数字全部一致" in page
    assert "2022年第1期" in page
    assert "关于2022年8月劳务协作进展情况的通报" in client.get("/briefing/").content.decode()


def test_the_form_opens_on_the_latest_month_with_rows_and_asks_by_name(
    august: Cast, signed_in: SignIn
) -> None:
    aim(august.operator, "L1", TIANYANG, 4, year=2026)
    client = signed_in(august.baise)
    page = client.get("/briefing/issue/").content.decode()
    assert "编发百色市 2022 年 1 月通报（2022 年第 1 期）" in page
    assert "没有新上岗人员的台账行" not in page
    assert (
        "2022 年 8 月没有新上岗人员的台账行"
        in client.get("/briefing/issue/", ASKED).content.decode()
    )
    desk = client.get("/").content.decode()
    assert f"/briefing/issue/?unit={BAISE}&amp;year=2022&amp;month=1" in desk


def test_a_county_is_told_that_notices_come_as_files(august: Cast, signed_in: SignIn) -> None:
    page = signed_in(august.tianyang).get("/briefing/").content.decode()
    assert "通报由协作办编发后以文件发送" in page


def test_issued_twice_it_says_that_nothing_changed(august: Cast, signed_in: SignIn) -> None:
    client = signed_in(august.baise)
    client.post("/briefing/issue/", ASKED)
    page = client.post("/briefing/issue/", ASKED, follow=True).content.decode()
    assert "没有另编新的一期" in page
    assert Notice.objects.count() == 1


def test_figures_of_a_notice_open_to_the_rows_of_its_moment(
    august: Cast, signed_in: SignIn
) -> None:
    client = signed_in(august.baise)
    client.post("/briefing/issue/", ASKED)
    commit(august.operator, Stay("乙", TIANYANG, "2022-02-10"))
    notice = Notice.objects.get()
    page = client.get(f"/briefing/{notice.pk}/").content.decode()
    address = re.search(rf'href="(/results/readings/L1-{BAISE}-2022-08-ytd/rows/[^"]*)"', page)[1]
    rows = client.get(address.replace("&amp;", "&")).content.decode()
    assert "共 1 条" in rows
    assert "个数字全部一致" in page
    for address in set(re.findall(r'class="figure"[^>]* href="([^"]+)"', page)):
        assert client.get(address.replace("&amp;", "&")).status_code == 200, address


def test_a_replaced_notice_leads_to_the_newer_one(august: Cast, signed_in: SignIn) -> None:
    client = signed_in(august.baise)
    client.post("/briefing/issue/", ASKED)
    commit(august.operator, Stay("乙", TIANYANG, "2022-02-10"))
    client.post("/briefing/issue/", ASKED)
    old = Notice.objects.get(number=1)
    assert "已被第 2 期替代" in client.get(f"/briefing/{old.pk}/").content.decode()


def test_files_are_taken_with_an_entry_and_are_the_same_each_time(
    august: Cast, signed_in: SignIn
) -> None:
    client = signed_in(august.baise)
    client.post("/briefing/issue/", ASKED)
    notice = Notice.objects.get()
    for suffix in ("html", "docx"):
        first = client.get(f"/briefing/{notice.pk}/file.{suffix}")
        again = client.get(f"/briefing/{notice.pk}/file.{suffix}")
        assert first.content == again.content
        assert "attachment" in first["Content-Disposition"]
    assert Entry.objects.filter(verb=Verb.EXPORT, subject_type="briefing.notice").count() == 4
    assert client.get(f"/briefing/{notice.pk}/file.pdf").status_code == 422


def test_only_offices_issue(august: Cast, signed_in: SignIn) -> None:
    for user in (august.tianyang, august.team, august.auditor):
        client = signed_in(user)
        assert client.post("/briefing/issue/", ASKED).status_code == 403
        assert "编发通报" not in client.get("/briefing/").content.decode()
    outside = signed_in(august.baise).post("/briefing/issue/", {**ASKED, "unit": GUANGXI})
    assert outside.status_code == 422
    assert "您不能为广西壮族自治区编发通报" in outside.content.decode()
    assert not Notice.objects.exists()


def test_a_notice_of_a_level_above_or_beside_is_not_there(august: Cast, signed_in: SignIn) -> None:
    signed_in(august.baise).post("/briefing/issue/", ASKED)
    pk = Notice.objects.get().pk
    for user in (august.tianyang, august.donglan, august.former):
        client = signed_in(user)
        assert client.get(f"/briefing/{pk}/").status_code == 404
        assert client.get(f"/briefing/{pk}/file.docx").status_code == 404


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"month": "x"}, "不是数字"),
        ({"unit": "没有的县"}, "行政区划"),
        ({"year": "2090"}, "还没有开始"),
    ],
)
def test_what_cannot_be_issued_is_said_on_the_form(
    august: Cast, signed_in: SignIn, changed: dict[str, str], said: str
) -> None:
    answer = signed_in(august.baise).get("/briefing/issue/", {**ASKED, **changed})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_an_empty_year_is_explained(august: Cast, signed_in: SignIn) -> None:
    page = signed_in(august.baise).get("/briefing/issue/", {**ASKED, "year": "2019"})
    assert "没有台账数据，不能编发" in page.content.decode()
