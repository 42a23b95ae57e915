"""The pages of sources: taking in, the reader, deciding with and without scripts, and who sees what."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shanhai.accords.models import Commitment
from shanhai.extract import types
from shanhai.journal.models import Entry
from shanhai.sources.actions import ingest
from shanhai.sources.models import Document, Finding
from tests.cast import TIANYANG, Cast
from tests.sources.reading import DATA, reader, unreadable

__all__ = ["reader"]

SignIn = Callable[[Any], Client]
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def document(cast: Cast, reader: Callable[..., None]) -> Document:
    return ingest(by=cast.tianyang, data=DATA, name="纪要.txt").document


def finding(kind: str = "commitment") -> Finding:
    return Finding.objects.get(kind=kind)


def text(response: Any) -> str:
    return str(response.content.decode())


def test_a_file_is_uploaded_and_opens_in_the_reader(
    cast: Cast, signed_in: SignIn, reader: Callable[..., None]
) -> None:
    client = signed_in(cast.tianyang)
    page = client.post(
        "/sources/add/", {"files": SimpleUploadedFile("纪要.txt", DATA)}, follow=True
    )
    assert page.redirect_chain[-1][0] == f"/sources/{Document.objects.get().pk}/"
    assert "读出 6 条待审核事项" in text(page)
    assert Document.objects.get().region_id == TIANYANG


def test_several_files_are_each_told_about_and_a_known_one_kindly(
    cast: Cast, signed_in: SignIn, document: Document
) -> None:
    files = [SimpleUploadedFile("再来一份.txt", DATA), SimpleUploadedFile("新的.txt", DATA + b" ")]
    page = signed_in(cast.tianyang).post("/sources/add/", {"files": files})
    assert "此前已收录，内容相同，没有重复收录" in text(page)
    assert "已收录“示例联席会议" in text(page)
    assert Document.objects.count() == 2


def test_a_pasted_text_is_kept_under_its_first_line(
    cast: Cast, signed_in: SignIn, reader: Callable[..., None]
) -> None:
    signed_in(cast.tianyang).post("/sources/add/", {"text": "示例标题（虚构）\n正文"})
    assert Document.objects.get().file_name == "示例标题（虚构）.txt"


def test_what_cannot_be_read_is_refused_on_the_page(
    cast: Cast, signed_in: SignIn, reader: Callable[..., None]
) -> None:
    reader(change=unreadable)
    given = {"files": SimpleUploadedFile("扫描件.pdf", b"%PDF-1.7")}
    page = signed_in(cast.tianyang).post("/sources/add/", given)
    assert page.status_code == 422
    assert "这是 PDF 文件，请另存为文本" in text(page)


def test_nothing_given_is_refused(cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.tianyang).post("/sources/add/", {})
    assert page.status_code == 422
    assert "请选择文件，或粘贴一段文字" in text(page)


def test_the_reader_shows_both_texts_with_findings_repairs_and_problems(
    cast: Cast, signed_in: SignIn, document: Document
) -> None:
    page = text(signed_in(cast.tianyang).get(f"/sources/{document.pk}/"))
    assert page.count(f'data-finding="{finding().pk}"') == 2
    assert "文中提到签约而未写协议名称" in page
    assert "已审核 0/6" in page
    assert 'lang="zh-hant"' in page


def test_what_was_set_aside_stays_visible_and_markup_in_the_text_is_harmless(
    cast: Cast, signed_in: SignIn, reader: Callable[..., None]
) -> None:
    def furnished(given: types.Reading) -> types.Reading:
        head, tail = given.document.original, "<script>alert(1)</script>"
        document = replace(given.document, original=head + tail)
        place = (len(head), len(head) + len(tail))
        end = len(given.document.text)
        aside = types.Repair(place, (end, end), "boilerplate", tail, "", label="disclaimer")
        return replace(given, document=document, repairs=(aside,))

    reader(change=furnished)
    document = ingest(by=cast.tianyang, data=DATA, name="纪要.txt").document
    page = text(signed_in(cast.tianyang).get(f"/sources/{document.pk}/"))
    assert "移出正文的页面内容 1 处" in page
    assert "免责声明" in page
    assert "<script>alert(1)" not in page
    assert page.count("&lt;script&gt;alert(1)") == 2


def test_accepting_with_scripts_gives_the_card_and_the_progress(
    cast: Cast, signed_in: SignIn, document: Document
) -> None:
    row = finding()
    page = signed_in(cast.tianyang).post(
        f"/sources/findings/{row.pk}/decide/", {"decision": "accept", "revision": 0}, **HTMX
    )
    assert 'data-state="accepted"' in text(page)
    assert "已审核 1/6" in text(page)
    assert "采纳全部 5 条" in text(page)
    assert "采纳这一类" not in text(page)
    assert "<html" not in text(page)
    assert Commitment.objects.standing().get().finding == row


def test_accepting_without_scripts_comes_back_to_the_card(
    cast: Cast, signed_in: SignIn, document: Document
) -> None:
    row = finding()
    page = signed_in(cast.tianyang).post(
        f"/sources/findings/{row.pk}/decide/", {"decision": "reject", "revision": 0}
    )
    assert page.status_code == 302
    assert page.headers["Location"] == f"/sources/{document.pk}/#finding-{row.pk}"
    assert finding().state == "rejected"


MENDED = {
    "decision": "edit", "revision": 0, "value-text": "深化劳务协作", "value-fields": ["labour", "talent"],
    "value-speaker": "张示例", "value-party": "广西", "value-ordinal": "1", "value-form": "enumerated",
    "note": "原文有衍字",
}  # fmt: skip


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["with scripts", "without"])
def test_mending_keeps_the_typed_value(
    cast: Cast, signed_in: SignIn, document: Document, headers: dict[str, str]
) -> None:
    client, row = signed_in(cast.tianyang), finding()
    form = client.get(f"/sources/findings/{row.pk}/mend/", follow=True, **headers)
    assert 'name="value-text"' in text(form)
    client.post(f"/sources/findings/{row.pk}/decide/", MENDED, **headers)
    assert finding().state == "edited"
    assert (finding().current_value["text"], finding().note) == ("深化劳务协作", "原文有衍字")


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["with scripts", "without"])
def test_a_refused_mending_shows_what_was_typed_and_what_is_wrong(
    cast: Cast, signed_in: SignIn, document: Document, headers: dict[str, str]
) -> None:
    wrong = {**MENDED, "value-text": "", "value-speaker": "打到一半的名字"}
    page = signed_in(cast.tianyang).post(
        f"/sources/findings/{finding().pk}/decide/", wrong, **headers
    )
    assert page.status_code == 422
    assert "内容不能为空" in text(page)
    assert "打到一半的名字" in text(page)
    assert finding().state == "proposed"


def test_parties_of_an_event_keep_their_codes_when_mended(
    cast: Cast, signed_in: SignIn, document: Document
) -> None:
    given = {
        "decision": "edit", "revision": 0, "value-type": "visit", "value-name": "示例互访",
        "value-parties-name": ["广东省", "", "贵州省"], "value-parties-role": ["visitor", "equal", "host"],
    }  # fmt: skip
    signed_in(cast.tianyang).post(f"/sources/findings/{finding('event').pk}/decide/", given)
    assert finding("event").current_value["parties"] == [
        {"name": "广东省", "adcode": "440000", "role": "visitor"},
        {"name": "贵州省", "adcode": None, "role": "host"},
    ]


def test_who_was_slower_gets_a_conflict_and_no_page_of_nothing(
    cast: Cast, signed_in: SignIn, document: Document
) -> None:
    client, row = signed_in(cast.tianyang), finding()
    client.post(f"/sources/findings/{row.pk}/decide/", {"decision": "accept", "revision": 0})
    page = client.post(
        f"/sources/findings/{row.pk}/decide/", {"decision": "reject", "revision": 0}, **HTMX
    )
    assert page.status_code == 409
    assert "改为“已采纳”" in page.json()["message"]


def test_a_kind_or_everything_is_accepted_at_once(
    cast: Cast, signed_in: SignIn, document: Document
) -> None:
    client = signed_in(cast.tianyang)
    page = client.post(f"/sources/{document.pk}/accept/", {"kind": "person"}, follow=True)
    assert "已采纳 1 条" in text(page)
    page = client.post(f"/sources/{document.pk}/accept/", {}, follow=True)
    assert "已采纳 5 条" in text(page)
    assert "已审核 6/6" in text(page)


def test_the_original_comes_back_byte_for_byte_and_the_journal_knows(
    cast: Cast, signed_in: SignIn, document: Document
) -> None:
    page = signed_in(cast.tianyang).get(f"/sources/{document.pk}/original/")
    assert b"".join(page.streaming_content) == DATA
    assert page.headers["Content-Type"] == "application/octet-stream"
    assert Entry.objects.filter(verb="export", actor=cast.tianyang).count() == 1


def test_who_may_not_export_gets_no_bytes(
    cast: Cast, signed_in: SignIn, document: Document
) -> None:
    assert signed_in(cast.team).get(f"/sources/{document.pk}/original/").status_code == 403


def test_an_older_reading_is_offered_to_be_read_again(
    cast: Cast, signed_in: SignIn, document: Document, reader: Callable[..., None]
) -> None:
    reader(version="2")
    client = signed_in(cast.tianyang)
    assert "重新读取" in text(client.get(f"/sources/{document.pk}/"))
    page = client.post(f"/sources/{document.pk}/reread/", follow=True)
    assert "新增 0 条" in text(page)


def test_who_only_looks_on_sees_no_buttons(
    cast: Cast, signed_in: SignIn, document: Document
) -> None:
    page = text(signed_in(cast.auditor).get(f"/sources/{document.pk}/"))
    assert "decision" not in page
    assert "全部采纳" not in page


@pytest.mark.parametrize("who", ["donglan", "former"])
def test_a_neighbour_finds_nothing_of_it_anywhere(
    cast: Cast, signed_in: SignIn, document: Document, who: str
) -> None:
    client, row = signed_in(getattr(cast, who)), finding()
    pages = [
        client.get(f"/sources/{document.pk}/"),
        client.get(f"/sources/{document.pk}/original/"),
        client.get(f"/sources/findings/{row.pk}/"),
        client.get(f"/sources/findings/{row.pk}/mend/", **HTMX),
        client.post(f"/sources/findings/{row.pk}/decide/", {"decision": "accept"}),
        client.post(f"/sources/{document.pk}/accept/", {}),
        client.post(f"/sources/{document.pk}/reread/", {}),
    ]
    assert {page.status_code for page in pages} == {404}
    assert finding().state == "proposed"


@pytest.mark.parametrize("question", ["", "?q=示例", "?unit=451003", "?format=csv", "?format=xlsx"])
def test_a_neighbours_register_neither_lists_counts_finds_nor_exports_it(
    cast: Cast, signed_in: SignIn, document: Document, question: str
) -> None:
    page = signed_in(cast.donglan).get(f"/sources/{question}")
    content = b"".join(page.streaming_content) if page.streaming else page.content
    assert "示例联席会议".encode() not in content
    if not question.startswith("?format"):
        assert "共 1 条" not in content.decode()


def test_the_register_lists_and_exports_what_is_ones_own(
    cast: Cast, signed_in: SignIn, document: Document
) -> None:
    client = signed_in(cast.tianyang)
    page = text(client.get("/sources/"))
    assert "示例联席会议（虚构）" in page
    assert "0/6" in page
    rows = b"".join(client.get("/sources/?format=csv").streaming_content).decode("utf-8-sig")
    assert "示例联席会议（虚构）" in rows
