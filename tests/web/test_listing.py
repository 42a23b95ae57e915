"""Every list takes the same questions, and its page, its part and its files tell the same rows."""

import csv
import io
from datetime import datetime, timedelta

import openpyxl
import pytest
from django.db.models import Q
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from shanhai.access.registers import Filter, Register, find_unit
from shanhai.access.registers.columns import column_of
from shanhai.access.registers.filters import read_moment, read_year
from shanhai.journal.models import Entry, Verb
from shanhai.kernel.errors import NotAllowed, Unusable
from shanhai.sources.models import Document
from shanhai.web.listing import Action, linked, respond
from tests.cast import TIANYANG

REGISTER = Register(
    record=Document,
    title="来源文件",
    columns=("title", "region", "published", "size_bytes", "script", "publisher", "received_at"),
    filters=(
        Filter(name="script", label="字形", kind="choice"),
        Filter(name="received", label="收录日期", kind="date", path="received_at__date"),
        Filter(name="place", label="归属区域", kind="region", path="region"),
        Filter(name="has_url", label="有原文链接", kind="flag", where=lambda _: ~Q(original_url="")),
    ),
    empty="还没有来源文件。",
)  # fmt: skip


class Asker:
    """Asks a register as somebody and keeps what came."""

    def __init__(self, user, register=REGISTER, **respond_with):
        self.user, self.register, self.respond_with = user, register, respond_with

    def __call__(self, htmx=False, **given) -> HttpResponse:
        request = RequestFactory().get("/list/", given)
        request.user = self.user
        request.htmx = (
            type("Htmx", (), {"target": "register", "boosted": False})() if htmx else None
        )
        return respond(request, self.register, **self.respond_with)

    def text(self, **given) -> str:
        return self(**given).content.decode()

    def file(self, suffix: str, **given) -> bytes:
        response = self(format=suffix, **given)
        body = b"".join(response.streaming_content)
        response.file_to_stream.close()
        return body

    def csv(self, **given) -> list[list[str]]:
        return list(csv.reader(io.StringIO(self.file("csv", **given).decode("utf-8-sig"))))


@pytest.fixture
def asker(cast):
    return Asker(cast.tianyang)


def test_a_list_shows_own_rows_and_no_neighbours(asker, documents):
    page = asker.text()
    assert "田阳区劳务协作座谈会" in page
    assert "东兰县互访" not in page
    assert "共 2 条" in page


def test_a_neighbours_rows_are_in_no_count_search_or_file(asker, documents):
    assert "东兰" not in asker.text(q="东兰县互访").split("<main", 1)[1].replace(
        'value="东兰县互访"', ""
    )
    assert len(asker.csv(q="互访")) == 1  # the head alone
    assert len(asker.csv(unit="东兰县")) == 1


def test_search_wants_every_word_somewhere_in_the_row(asker, documents):
    assert "粤桂产业园签约" in asker.text(q="签约 日报")
    assert "没有符合条件的记录" in asker.text(q="签约 座谈")


def test_an_empty_register_says_what_to_do(asker):
    assert "还没有来源文件。" in asker.text()


def test_year_unit_choice_and_dates_narrow_the_rows(asker, documents, document_of):
    document_of(TIANYANG, "前年的（示例）", published="2022-03-01", script="hant")
    assert len(asker.csv(year="2022")) == 2
    assert len(asker.csv(script="hant")) == 2
    assert len(asker.csv(unit="百色市")) == 4
    assert len(asker.csv(place="451003")) == 4
    assert len(asker.csv(has_url="1")) == 1
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert len(asker.csv(received_from=tomorrow)) == 1
    assert len(asker.csv(received_to=tomorrow)) == 4


def test_a_unit_answers_to_its_old_and_its_new_code(asker, document_of):
    document_of("451021", "撤县设区之前的（示例）")
    document_of("451003", "撤县设区之后的（示例）")
    for asked in ("451003", "451021", "田阳区", "田阳县", "百色市"):
        assert len(asker.csv(unit=asked)) == 3, asked


def test_a_name_that_several_divisions_bear_is_asked_back(regions):
    with pytest.raises(Unusable, match="对应多个区划") as refused:
        find_unit("鼓楼区")
    assert "南京市鼓楼区（320106）" in refused.value.message
    assert "徐州市鼓楼区（320302）" in refused.value.message


def test_as_of_shows_what_was_known_then(asker, document_of):
    long_ago = datetime(2023, 5, 1, 12, tzinfo=timezone.get_default_timezone())
    document_of(TIANYANG, "早先的（示例）", at=long_ago)
    document_of(TIANYANG, "现在的（示例）")
    page = asker.text(as_of="2023-05-01")
    assert "早先的" in page
    assert "现在的" not in page
    assert "以下是 2023-05-01 23:59 时的数据" in page
    assert len(asker.csv(as_of="2023-04-30")) == 1
    assert len(asker.csv(as_of="2023-05-01T12:00:00 08:00")) == 2


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"year": "二〇二四"}, "不是年份"),
        ({"year": "1024"}, "不是年份"),
        ({"unit": "桃花源"}, "不在行政区划表中"),
        ({"unit": "999999"}, "不在行政区划表中"),
        ({"as_of": "昨天"}, "不是日期或时间"),
        ({"as_of": "2099-01-01"}, "晚于现在"),
        ({"script": "楷书"}, "请从列出的选项中选择"),
        ({"received_from": "06/05"}, "不是日期"),
        ({"has_url": "yes"}, "只能填 1"),
        ({"page": "0"}, "应为从 1 开始的整数"),
        ({"sort": "password"}, "不能按“password”排序"),
        ({"ofice": "1"}, "没有名为“ofice”的筛选条件"),
        ({"format": "pdf"}, "没有“pdf”格式"),
    ],
)
def test_what_cannot_be_understood_is_refused_on_the_page_and_gives_no_rows(
    asker, documents, given, sentence
):
    response = asker(**given)
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert "田阳区劳务协作座谈会" not in page


def test_all_that_is_wrong_is_said_at_once_and_no_file_is_sent(asker, documents):
    response = asker(year="x", unit="y", format="xlsx")
    page = response.content.decode()
    assert "不是年份" in page
    assert "不在行政区划表中" in page
    assert response["Content-Type"].startswith("text/html")
    assert not Entry.objects.filter(verb=Verb.EXPORT).exists()


def test_the_csv_opens_in_excel_and_runs_no_formula(asker, document_of):
    document_of(TIANYANG, '=HYPERLINK("http://example.invalid","点我")')
    raw = asker.file("csv")
    assert raw.startswith(b"\xef\xbb\xbf")
    head, row = asker.csv()
    assert head[:4] == ["标题", "归属区域", "发布日期", "大小（字节）"]
    assert row[0].startswith("'=HYPERLINK")
    assert row[3] == "1500"


def test_the_workbook_holds_texts_as_texts_numbers_as_numbers_and_says_what_it_is(
    asker, document_of
):
    document_of(TIANYANG, "=1+1")
    book = openpyxl.load_workbook(io.BytesIO(asker.file("xlsx", year="2024")))
    sheet = book["数据"]
    assert sheet["A2"].value == "=1+1"
    assert sheet["A2"].data_type == "s"
    assert sheet["D2"].value == 1500
    about = {row[0].value: row[1].value for row in book["说明"].iter_rows()}
    assert about["行数"] == "1"
    assert about["筛选条件"] == "year=2024"


def test_every_file_stands_in_the_journal_with_its_filters_and_rows(asker, cast, documents):
    asker.file("csv", unit="田阳区", page="1")
    entry = Entry.objects.get(verb=Verb.EXPORT)
    assert entry.actor == cast.tianyang
    assert entry.subject_type == "sources.document"
    assert entry.after == {"filters": {"unit": "田阳区"}, "format": "csv"}
    assert entry.rows_count == 2


def test_a_role_that_may_not_export_has_no_link_and_no_file(cast, documents):
    team = Asker(cast.team)
    assert "format=xlsx" not in team.text()
    with pytest.raises(NotAllowed, match="不能导出"):
        team(format="xlsx")
    assert not Entry.objects.filter(verb=Verb.EXPORT).exists()


def test_somebody_whose_term_is_over_sees_no_list(cast, documents):
    with pytest.raises(NotAllowed, match="不能查看"):
        Asker(cast.former)()


def test_pages_hold_fifty_rows_and_never_overlap(asker, document_of):
    for number in range(103):
        document_of(TIANYANG, f"第 {number:03d} 份（示例）")
    seen = [
        line.split("</th>")[0].split(">")[-1]
        for page in ("1", "2", "3")
        for line in asker.text(page=page, sort="published").split('<th scope="row">')[1:]
        if "份（示例）" in line
    ]
    assert len(seen) == len(set(seen)) == 103
    assert "第 101–103 条，共 103 条" in asker.text(page="3")
    beyond = asker.text(page="9")
    assert "没有第 9 页，共 3 页" in beyond
    assert "第 101–103 条" in beyond


def test_totals_are_of_all_rows_found_and_blank_is_not_zero(asker, document_of):
    for number in range(60):
        document_of(TIANYANG, f"第 {number} 份（示例）")
    assert "90,000" in asker.text()
    assert "90,000" in asker.text(page="2")


def test_the_number_of_queries_does_not_grow_with_the_rows(
    asker, document_of, django_assert_num_queries
):
    asker.text()
    for number in range(40):
        document_of(TIANYANG if number % 2 else None, f"第 {number} 份（示例）")
    with django_assert_num_queries(3):  # the count with its sums, the rows, the roles in the menu
        asker.text()


def test_htmx_is_given_the_table_alone_and_a_clean_address(asker, documents):
    response = asker(htmx=True, q="签约", year="", page="1")
    part = response.content.decode()
    assert part.lstrip().startswith('<div id="register"')
    assert "<html" not in part
    assert response["HX-Push-Url"] == "/list/?q=%E7%AD%BE%E7%BA%A6"


def test_what_comes_from_outside_is_escaped(asker, document_of):
    document_of(TIANYANG, "<script>alert(1)</script>")
    page = asker.text(q="<script>")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_cell_can_lead_somewhere_and_a_toolbar_can_stand_above(cast, documents):
    title = linked(column_of(Document, "title"), lambda row: f"/sources/{row.pk}/")
    register = Register(record=Document, title="来源文件", columns=(title, "region"))
    page = Asker(cast.tianyang, register, actions=[Action("收录", "/sources/add/")]).text()
    assert f'<a href="/sources/{documents[0].pk}/">' in page
    assert 'href="/sources/add/">' in page


def test_a_withheld_field_cannot_become_a_column():
    with pytest.raises(AssertionError, match="withheld"):
        column_of(Document, "original_text")


@pytest.mark.parametrize(
    "written", ["2023年5月1日", "２０２３－０５－０１", "2023/5/1", "2023-05-01"]
)
def test_a_moment_is_understood_as_people_write_it(written):
    moment = timezone.localtime(read_moment(written))
    assert f"{moment:%Y-%m-%d %H:%M}" == "2023-05-01 23:59"


def test_a_moment_keeps_its_seconds_and_a_year_its_wide_digits(cast, documents, signed_in):
    client = signed_in(cast.guangxi)
    page = client.get("/sources/", {"as_of": "2023-05-01T08:30:15"}).content.decode()
    assert "2023-05-01 08:30:15" in page
    assert read_year("２０２４年") == 2024
    assert client.get("/sources/", {"year": "２０２４"}).status_code == 200


def test_what_is_wrong_with_a_field_is_said_once(cast, documents, signed_in):
    page = signed_in(cast.guangxi).get("/sources/", {"year": "明年"}).content.decode()
    assert page.count("不是年份") == 1
