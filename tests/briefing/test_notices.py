"""A notice freezes a moment: equal data is the same notice, later data never changes it."""

import io
import re
import zipfile
from xml.etree import ElementTree

import pytest

from shanhai.briefing import docx, freezing, html, queries
from shanhai.briefing.actions import issue_notice
from shanhai.briefing.models import Notice
from shanhai.delivery.models import Placement
from shanhai.journal.models import ChainHead, Entry
from shanhai.kernel.errors import NotAllowed, NotFound, Unusable
from shanhai.regions.models import Division
from tests.cast import BAISE, DONGLAN, GUANGXI, TIANYANG, Cast
from tests.results.ledger import Stay, aim, commit, correct

DEBAO = "451024"
STAYS = [
    Stay("甲", TIANYANG, "2022-01-10", lifted=True),
    Stay("乙", TIANYANG, "2022-03-05", destination="450100"),
    Stay("甲", DEBAO, "2022-08-08", lifted=True),
]


@pytest.fixture
def august(cast: Cast) -> Cast:
    """Two counties with figures and targets; one of them is behind, a third has reported nothing."""
    for unit, value in ((TIANYANG, 3), (DEBAO, 6), ("451026", 4), (BAISE, 13)):
        aim(cast.operator, "L1", unit, value)
    commit(cast.operator, *STAYS)
    return cast


def issue(by, unit: str = BAISE, year: int = 2022, month: int = 8) -> Notice:
    return issue_notice(by=by, region=Division.objects.get(code=unit), year=year, month=month)


def text_of(notice: Notice) -> str:
    return re.sub(r"<[^>]+>", "", html.fragment(notice.content))


def test_it_says_what_was_reached_and_who_is_behind(august: Cast) -> None:
    text = text_of(issue(august.baise))
    assert "关于2022年8月劳务协作进展情况的通报" in text
    assert "百色市本年累计帮助农村劳动力就业2人，其中8月新增1人，完成年度目标13人的15.3%" in text
    assert "各县（市、区）合计3人，去重后2人，相差1人" in text
    assert "德保县帮助农村劳动力就业1人，较序时进度少3人，距全年目标还差5人" in text
    assert "那坡县帮助农村劳动力就业未报送数据，无数据不等于零，按序时进度应完成3人" in text
    assert "田阳区帮助农村劳动力就业2人，较序时" not in text


def test_every_number_of_the_index_is_linked_and_opens_as_of_the_frozen_moment(
    august: Cast,
) -> None:
    notice = issue(august.baise)
    page = html.fragment(notice.content)
    figures = notice.content["facts"]["figures"]
    assert set(re.findall(r'class="figure" id="([^"]+)"', page)) == set(figures)
    opened = re.findall(r'href="(/results/readings/[^"]+)"', page)
    assert opened
    assert all("as_of=20" in address for address in opened)


def test_no_number_stands_outside_a_figure_but_dates_and_definitions(august: Cast) -> None:
    """Words around figures hold no counted number of their own."""
    notice = issue(august.baise)
    words = [
        run["text"]
        for section in notice.content["facts"]["sections"][:3]
        for paragraph in section["paragraphs"]
        for run in paragraph
        if "text" in run
    ]
    loose = re.sub(r"\d+年|\d+月|\d+/12|^\d+．", " ", "\n".join(words), flags=re.MULTILINE)
    assert not re.search(r"\d", loose), loose


def test_issued_again_with_the_same_data_it_is_the_same_notice(august: Cast) -> None:
    first = issue(august.baise)
    entries = Entry.objects.count()
    assert issue(august.baise) == first
    assert Entry.objects.count() == entries
    assert first.number == 1


def test_changed_data_takes_the_next_number_and_names_what_it_replaces(august: Cast) -> None:
    first = issue(august.baise)
    commit(august.operator, Stay("丙", DEBAO, "2022-02-01"))
    second = issue(august.baise)
    assert second.number == 2
    assert "本期替代2022年第1期" in text_of(second)
    assert issue(august.baise, month=9).number == 3
    first.refresh_from_db()
    assert "第1期" in text_of(first)


def test_later_commits_and_targets_leave_an_issued_notice_as_it_is(august: Cast) -> None:
    notice = issue(august.baise)
    files = html.file(notice.content), docx.file(notice.content)
    commit(august.operator, Stay("丙", DEBAO, "2022-02-01"))
    correct(august.operator, Placement.objects.get(person__name="乙").record, withdrawn=True)
    again = Notice.objects.get(pk=notice.pk)
    assert (html.file(again.content), docx.file(again.content)) == files
    assert queries.check() == []


def test_files_are_equal_byte_for_byte_whenever_they_are_written(
    august: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = issue(august.baise)
    first = html.file(notice.content), docx.file(notice.content)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    shuffled = dict(reversed(list(notice.content["facts"].items())))
    shuffled["figures"] = dict(reversed(list(shuffled["figures"].items())))
    content = {"facts": shuffled, "head": notice.content["head"]}
    assert (html.file(content), docx.file(content)) == first


def test_it_is_anchored_to_the_journal_and_journalled(august: Cast) -> None:
    seal = ChainHead.objects.get(pk=1).seal
    notice = issue(august.baise)
    assert notice.anchor == seal
    entry = Entry.objects.get(subject_type="briefing.notice")
    assert (entry.actor, entry.region_id) == (august.baise, BAISE)
    assert entry.after["digest"] == notice.digest


def test_content_changed_behind_our_back_is_found(august: Cast) -> None:
    notice = issue(august.baise)
    assert queries.check() == []
    notice.content["facts"]["figures"][f"L1-{BAISE}-2022-08-ytd"]["text"] = "9"
    Notice.objects.filter(pk=notice.pk).update(content=notice.content)
    assert {problem.code for problem in queries.check()} == {"notice_changed", "notice_differs"}


def test_a_digest_rewritten_with_the_content_is_found_by_the_journal(august: Cast) -> None:
    notice = issue(august.baise)
    notice.content["facts"]["title"] = "另一个标题"
    digest = freezing.digest_of(notice.content)
    Notice.objects.filter(pk=notice.pk).update(content=notice.content, digest=digest)
    assert {problem.code for problem in queries.check()} == {"notice_changed"}


def test_a_number_changed_behind_our_back_is_found(august: Cast) -> None:
    notice = issue(august.baise)
    Notice.objects.filter(pk=notice.pk).update(number=7)
    [problem] = queries.check()
    assert (problem.code, problem.place) == ("notice_number", str(notice.pk))


def test_a_notice_removed_or_slipped_in_is_found(august: Cast) -> None:
    notice = issue(august.baise)
    Notice.objects.filter(pk=notice.pk).delete()
    assert [problem.code for problem in queries.check()] == ["notice_removed"]
    notice.pk = None
    notice.save(force_insert=True)
    assert "notice_inserted" in {problem.code for problem in queries.check()}


def test_a_journal_cut_back_behind_a_notice_no_longer_holds_its_seal(august: Cast) -> None:
    notice = issue(august.baise)
    Entry.objects.filter(seal=notice.anchor).delete()
    assert "anchor_missing" in {problem.code for problem in queries.check()}


def test_a_version_changed_behind_our_back_is_found(august: Cast) -> None:
    issue(august.baise)
    Placement.objects.filter(person__name="乙").update(home_county_id=DEBAO)
    assert "notice_differs" in {problem.code for problem in queries.check()}


def test_who_may_issue(august: Cast) -> None:
    assert issue(august.guangxi, unit=GUANGXI).region_id == GUANGXI
    assert issue(august.guangxi, unit=BAISE)
    for by, unit in (
        (august.tianyang, TIANYANG),
        (august.baise, "451200"),
        (august.auditor, BAISE),
    ):
        with pytest.raises(NotAllowed, match="协作办"):
            issue(by, unit=unit)


def test_who_may_read(august: Cast) -> None:
    notice = issue(august.baise)
    assert queries.notice(august.guangxi, notice.pk) == notice
    for user in (august.tianyang, august.donglan, august.former):
        with pytest.raises(NotFound):
            queries.notice(user, notice.pk)


@pytest.mark.parametrize(
    ("unit", "year", "month", "said"),
    [
        (BAISE, 2022, 13, "1 到 12"),
        (BAISE, 2090, 1, "还没有开始"),
        (BAISE, 2019, 3, "没有台账数据"),
        ("451200", 2022, 8, "没有台账数据"),
    ],
)
def test_what_cannot_be_issued_is_refused_in_a_sentence(
    august: Cast, unit: str, year: int, month: int, said: str
) -> None:
    with pytest.raises(Unusable, match=said):
        issue(august.operator, unit=unit, year=year, month=month)
    assert not Notice.objects.exists()


def test_a_unit_with_a_target_and_no_rows_gets_no_notice(august: Cast) -> None:
    aim(august.operator, "L1", DONGLAN, 5)
    with pytest.raises(Unusable, match="没有台账数据"):
        issue(august.operator, unit=DONGLAN)


def test_who_closes_a_gap_is_who_holds_a_post_there(august: Cast) -> None:
    text = text_of(issue(august.baise, month=12))
    assert "由德保县补足（该县尚无在任人员）" in text
    assert "由田阳区协作专班负责补足" in text


def test_a_county_notice_adds_up_no_units_below_and_says_when_a_month_is_blank(
    august: Cast,
) -> None:
    text = text_of(issue(august.operator, unit=TIANYANG))
    assert "田阳区本年累计帮助农村劳动力就业2人，8月没有新上岗人员，完成年度目标3人的66.6%" in text
    assert "合计" not in text
    assert "二、低于序时进度的指标" in text


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_the_word_file_has_the_layout_of_the_standard(august: Cast) -> None:
    archive = zipfile.ZipFile(io.BytesIO(docx.file(issue(august.baise).content)))
    body = ElementTree.fromstring(archive.read("word/document.xml"))
    margins = body.find(f".//{W}pgMar").attrib
    millimetres = {
        side: round(int(margins[W + side]) / 56.7) for side in ("top", "bottom", "left", "right")
    }
    assert millimetres == {"top": 37, "bottom": 35, "left": 28, "right": 26}
    assert 'w:linePitch="579"' in archive.read("word/document.xml").decode()
    assert "PAGE" in archive.read("word/footer1.xml").decode()
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "altName" in archive.read("word/fontTable.xml").decode()


def test_every_figure_of_the_word_file_leads_to_its_line_in_the_index(august: Cast) -> None:
    notice = issue(august.baise)
    archive = zipfile.ZipFile(io.BytesIO(docx.file(notice.content)))
    body = ElementTree.fromstring(archive.read("word/document.xml"))
    marks = [one.attrib[W + "name"] for one in body.iter(f"{W}bookmarkStart")]
    links = [one.attrib[W + "anchor"] for one in body.iter(f"{W}hyperlink")]
    assert len(marks) == len(set(marks)) == len(notice.content["facts"]["figures"])
    assert set(links) == set(marks)
    words = "".join(body.itertext())
    assert f"L1-{BAISE}-2022-08-ytd" in words
    assert f"/results/readings/L1-{BAISE}-2022-08-ytd/rows/" in words
