"""The desk shows what waits for whoever asks, and its numbers are those of the registers behind them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shanhai.sources.models import Finding
from tests.cast import DONGLAN, TIANYANG


@pytest.fixture
def findings(documents):
    """One finding that waits in each document."""
    return [
        Finding.objects.create(
            document=document, kind="commitment", identity=f"{document.pk}", start=0, end=2,
            source_start=0, source_end=2, quote="要做", value={"text": "要做"}, reader_version="1",
        )
        for document in documents
    ]  # fmt: skip


def test_documents_that_wait_are_counted_and_lead_to_the_same_rows(cast, findings, signed_in):
    client = signed_in(cast.tianyang)
    page = client.get("/").content.decode()
    assert "待审核的文件" in page
    assert '<span class="task-count">2</span>' in page
    assert "东兰县互访" not in page
    register = client.get("/sources/?waiting=1").content.decode()
    assert "共 2 条" in register


def test_every_role_has_a_desk_and_nobody_without_a_term_sees_a_number(cast, findings, signed_in):
    for name, account in cast.everybody():
        response = signed_in(account).get("/")
        assert response.status_code == 200, name
    page = signed_in(cast.former).get("/").content.decode()
    assert "您目前没有任职" in page
    assert "task-card" not in page
    assert 'href="/sources/"' not in page


def test_counties_that_have_sent_nothing_are_named(cast, signed_in):
    page = signed_in(cast.tianyang).get("/").content.decode()
    assert "从未导入" in page
    assert f"unit={TIANYANG}" in page
    assert f"unit={DONGLAN}" not in page


def test_the_desk_asks_the_database_the_same_number_of_times_however_much_waits(
    cast, findings, document_of, signed_in
):
    client = signed_in(cast.guangxi)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/")
    for number in range(4):
        document = document_of(TIANYANG, f"第 {number} 份（示例）")
        Finding.objects.create(
            document=document, kind="commitment", identity="x", start=0, end=2, source_start=0,
            source_end=2, quote="要做", value={"text": "要做"}, reader_version="1",
        )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        client.get("/")
    assert len(many) == len(few)
    assert len(few) <= 25
