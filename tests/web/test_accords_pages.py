"""The pages of accords: registers with their filters, one commitment from sentence to evidence, targets."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shanhai.accords.actions import (
    accept_findings,
    assign_commitment,
)
from shanhai.accords.models import Commitment, Event
from shanhai.journal.models import Entry
from shanhai.sources.actions import decide, ingest
from tests.cast import BAISE, TIANYANG, Cast
from tests.sources.reading import DATA, reader

__all__ = ["reader"]

SignIn = Callable[[Any], Client]
ASSIGN = {"owner_region": "百色市", "owner_office": "人社局", "due_on": "2031-06-30", "revision": 0}


@pytest.fixture
def commitment(cast: Cast, reader: Callable[..., None]) -> Commitment:
    """The province's, from a document that the whole of 广西 reads."""
    document = ingest(by=cast.guangxi, data=DATA, name="纪要.txt").document
    accept_findings(by=cast.guangxi, document=document)
    return Commitment.objects.get()


@pytest.fixture
def own_event(cast: Cast, reader: Callable[..., None]) -> Event:
    """Tianyang's own."""
    document = ingest(by=cast.tianyang, data=DATA + b" ", name="纪要.txt").document
    accept_findings(by=cast.tianyang, document=document)
    return Event.objects.get(region=TIANYANG)


def text(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return str(content.decode("utf-8-sig"))


def owned(cast: Cast, commitment: Commitment, region: str, due: date | None = None) -> Commitment:
    return assign_commitment(
        by=cast.guangxi, commitment=commitment, owner_region=region, owner_office="人社局", due_on=due,
        reason="分工",
    )  # fmt: skip


def test_the_overview_counts_what_stands(
    cast: Cast, signed_in: SignIn, commitment: Commitment
) -> None:
    page = text(signed_in(cast.guangxi).get("/accords/"))
    assert "待落实责任" in page
    assert '/accords/commitments/?state=unassigned">1<' in page


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("", True), ("field=labour", True), ("field=talent", False), ("party=广西", True),
        ("party=广东", False), ("owner=百色市", True), ("owner=河池市", False), ("state=overdue", True),
        ("state=done", False), ("due_to=2022-12-31", True), ("due_from=2023-01-01", False),
        ("q=稳岗", True), ("q=乌有", False), ("unit=451000", True), ("year=2022", True), ("year=2021", False),
        ("format=csv", True), ("field=talent&format=csv", False),
    ],
)  # fmt: skip
def test_commitments_are_found_by_field_party_owner_due_and_state(
    cast: Cast, signed_in: SignIn, commitment: Commitment, question: str, found: bool
) -> None:
    owned(cast, commitment, BAISE, date(2022, 12, 31))
    page = signed_in(cast.guangxi).get(f"/accords/commitments/?{question}")
    assert page.status_code == 200
    assert ("要深化劳务协作，稳岗就业" in text(page)) is found


def test_an_unknown_filter_value_is_refused(cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.guangxi).get("/accords/commitments/?field=cooking")
    assert page.status_code == 422
    assert "cooking" in text(page)


def test_a_commitment_opens_to_its_sentence_in_both_texts(
    cast: Cast, signed_in: SignIn, commitment: Commitment
) -> None:
    page = text(signed_in(cast.guangxi).get(f"/accords/commitments/{commitment.pk}/"))
    assert page.count("要深化劳务协作，稳岗就业</mark>") == 2
    assert f"/sources/{commitment.finding.document_id}/#finding-{commitment.finding_id}" in page


def test_from_sentence_to_evidence_and_back(
    cast: Cast, signed_in: SignIn, commitment: Commitment
) -> None:
    office, owner = signed_in(cast.guangxi), signed_in(cast.baise)
    address = f"/accords/commitments/{commitment.pk}/"
    assert "责任已落实" in text(office.post(f"{address}assign/", ASSIGN, follow=True))
    done = {"evidence": "百人社〔2022〕1号", "fulfilled_on": "2022-12-01", "revision": 1}
    assert "已登记完成" in text(owner.post(f"{address}fulfil/", done, follow=True))
    again = {"reason": "证据与任务不符", "revision": 2}
    page = text(office.post(f"{address}reopen/", again, follow=True))
    assert "已重新打开" in page
    for said in ("黄志远", "百人社〔2022〕1号", "证据与任务不符"):
        assert said in page


@pytest.mark.parametrize(
    ("form", "given", "said"),
    [
        ("assign", {**ASSIGN, "owner_region": "乌有县"}, "乌有县"),
        ("assign", {**ASSIGN, "owner_office": " "}, "责任单位不能为空"),
        ("assign", {**ASSIGN, "due_on": "明年"}, "明年"),
        ("fulfil", {"evidence": "函", "fulfilled_on": "2022-01-01"}, "先落实责任"),
        ("reopen", {"reason": "再查"}, "没有登记完成"),
    ],
)
def test_a_refused_form_says_why_and_keeps_what_was_typed(
    cast: Cast,
    signed_in: SignIn,
    commitment: Commitment,
    form: str,
    given: dict[str, Any],
    said: str,
) -> None:
    page = signed_in(cast.guangxi).post(f"/accords/commitments/{commitment.pk}/{form}/", given)
    assert page.status_code == 422
    assert said in text(page)
    assert Commitment.objects.get().revision == 0


def test_a_county_reads_the_provinces_commitment_and_has_no_form(
    cast: Cast, signed_in: SignIn, commitment: Commitment
) -> None:
    client = signed_in(cast.donglan)
    assert "落实责任</h2>" not in text(client.get(f"/accords/commitments/{commitment.pk}/"))
    assert client.post(f"/accords/commitments/{commitment.pk}/assign/", ASSIGN).status_code == 403


def test_an_owner_whose_document_is_not_theirs_to_read_sees_the_task(
    cast: Cast, signed_in: SignIn, reader: Callable[..., None]
) -> None:
    """The other province took it in."""
    document = ingest(by=cast.operator, data=DATA, name="纪要.txt", region_code="440000").document
    accept_findings(by=cast.operator, document=document)
    row = Commitment.objects.get()
    assign_commitment(
        by=cast.operator, commitment=row, owner_region=TIANYANG, owner_office="人社局", due_on=None
    )
    page = signed_in(cast.tianyang).get(f"/accords/commitments/{row.pk}/")
    assert "出处文件由上级收录" in text(page)
    exported = signed_in(cast.tianyang).get("/accords/commitments/?format=csv")
    assert row.text in text(exported), "the file has the rows of the page"
    assert signed_in(cast.donglan).get(f"/accords/commitments/{row.pk}/").status_code == 404


def test_an_event_shows_parties_people_sites_and_agreements(
    cast: Cast, signed_in: SignIn, commitment: Commitment
) -> None:
    page = text(signed_in(cast.guangxi).get(f"/accords/events/{Event.objects.get().pk}/"))
    for said in ("广东省（接待方）", "张示例", "第一组", "示例产业园", "示例协作协议"):
        assert said in page


@pytest.mark.parametrize("register", ["events", "agreements", "claims", "commitments"])
@pytest.mark.parametrize("question", ["", "?q=示例", "?unit=451003", "?format=csv"])
def test_a_neighbours_registers_have_none_of_it(
    cast: Cast, signed_in: SignIn, own_event: Event, register: str, question: str
) -> None:
    address = f"/accords/{register}/{question}"
    mine = text(signed_in(cast.tianyang).get(address))
    theirs = text(signed_in(cast.donglan).get(address))
    words = ("示例联席会议", "示例协作协议", "要深化劳务协作", "三百二十人")
    assert not any(word in theirs for word in words)
    if question != "?q=示例" and not question.startswith("?format"):
        assert any(word in mine for word in words)


def test_a_neighbour_opens_none_of_it(cast: Cast, signed_in: SignIn, own_event: Event) -> None:
    client, row = signed_in(cast.donglan), Commitment.objects.get()
    assert client.get(f"/accords/events/{own_event.pk}/").status_code == 404
    assert client.get(f"/accords/commitments/{row.pk}/").status_code == 404
    for form in ("assign", "fulfil", "reopen"):
        assert client.post(f"/accords/commitments/{row.pk}/{form}/", ASSIGN).status_code == 404
    counts = text(client.get("/accords/"))
    assert ">1<" not in counts


def test_taking_back_an_owned_task_asks_for_a_reason_and_keeps_it(
    cast: Cast, signed_in: SignIn, commitment: Commitment
) -> None:
    owned(cast, commitment, BAISE)
    client, finding = signed_in(cast.guangxi), commitment.finding
    address = f"/sources/findings/{finding.pk}/decide/"
    for decision in ("undo", "reject"):
        asked = client.post(address, {"decision": decision, "note": " "})
        assert asked.status_code == 422
        assert "百色市人社局负责，现为“进行中”" in text(asked)
        assert Commitment.objects.get().withdrawn_at is None
    client.post(address, {"decision": "undo", "note": "误采纳"})
    assert Commitment.objects.get().withdrawn_at is not None
    entries = Entry.objects.filter(verb="remove")
    assert [entry.reason for entry in entries] == ["误采纳"]


def test_a_task_with_a_broken_run_says_so_until_it_is_mended(
    cast: Cast, signed_in: SignIn, commitment: Commitment
) -> None:
    client, finding = signed_in(cast.guangxi), commitment.finding
    document = finding.document
    place = document.text.index("稳岗")
    document.repairs = [
        *document.repairs,
        {"kind": "damaged", "span": [place, place + 2], "source_span": [place, place + 2],
         "before": "稳岗", "after": "稳岗", "certain": False, "applied": False},
    ]  # fmt: skip
    document.save()
    pages = (f"/sources/{document.pk}/", f"/accords/commitments/{commitment.pk}/")
    for page in pages:
        assert text(client.get(page)).count("疑似乱码") == 1
    decide(
        by=cast.guangxi, finding=finding, state="edited",
        value={**finding.value, "text": "要深化劳务协作，稳定就业"},
    )  # fmt: skip
    for page in pages:
        assert "疑似乱码" not in text(client.get(page))


@pytest.mark.parametrize(
    "address",
    [
        "/sources/",
        "/accords/commitments/",
        "/accords/events/",
        "/accords/agreements/",
        "/accords/claims/",
    ],
)
def test_a_longer_list_asks_the_database_no_more_often(
    cast: Cast, signed_in: SignIn, reader: Callable[..., None], address: str
) -> None:
    client, asked = signed_in(cast.guangxi), []
    for number in range(3):
        document = ingest(by=cast.guangxi, data=DATA + b" " * number, name="纪要.txt").document
        accept_findings(by=cast.guangxi, document=document)
        for row in Commitment.objects.filter(owner_region__isnull=True):
            owned(cast, row, BAISE)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        asked.append(len(queries))
    assert asked[1] == asked[2]
