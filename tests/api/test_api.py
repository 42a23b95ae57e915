"""The API tells what the pages tell, to sessions and tokens, and goes wrong in one shape."""

from datetime import date, timedelta

import openpyxl
import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from examples.ledgers import synthetic
from shanhai import __version__
from shanhai.access.actions.tokens import issue_token
from shanhai.access.registers import asking
from shanhai.delivery.actions import commit
from shanhai.delivery.ledger import find
from shanhai.delivery.workbook.examine import examine_file
from shanhai.sources.models import Document
from shanhai.web import shell
from tests.cast import TIANYANG, Cast

SHAPE = {"code", "message", "detail", "request_id"}


@pytest.fixture
def document(cast: Cast) -> Document:
    return Document.objects.create(
        region_id=TIANYANG, title="座谈会（示例）", file_name="a.txt", sha256="0" * 64, size_bytes=3,
        media_type="text/plain", encoding="utf-8", script="hans", original_text="原文", text="原文",
        reader_version="1", received_at=timezone.now(), received_by=cast.operator,
    )  # fmt: skip


@pytest.fixture
def token(cast: Cast) -> str:
    tomorrow = timezone.localdate() + timedelta(days=1)
    return issue_token(by=cast.tianyang, account=cast.tianyang, label="县平台", expires_on=tomorrow)


def test_the_health_address_says_the_version(client, db):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "version": __version__, "database": "ok"}


def test_the_health_address_is_503_when_the_database_does_not_answer(client, monkeypatch):
    class Dead:
        def cursor(self):
            raise DatabaseError("gone")

    monkeypatch.setattr(shell, "connection", Dead())
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["version"] == __version__


def test_the_description_names_every_station_and_needs_no_viewer(client, db):
    description = client.get("/api/v1/openapi.json").json()
    for path in (
        "regions/divisions", "sources/documents", "sources/findings", "accords/commitments",
        "delivery/placements", "delivery/batches", "results/readings", "results/progress",
        "accords/pairings", "accords/targets", "accords/agreements", "accords/events",
        "briefing/notices", "journal/entries",
    ):  # fmt: skip
        assert f"/api/v1/{path}" in description["paths"]
    parameters = description["paths"]["/api/v1/accords/commitments"]["get"]["parameters"]
    assert {"q", "year", "unit", "as_of", "page", "state"} <= {one["name"] for one in parameters}
    assert client.get("/api/v1/docs").status_code in (401, 404)


def test_without_login_nothing_is_told(client, document):
    answer = client.get("/api/v1/sources/documents")
    assert answer.status_code == 401
    assert set(answer.json()) == SHAPE
    assert "座谈会" not in answer.content.decode()


def test_a_session_reads_its_own_scope(cast, document, signed_in):
    mine = signed_in(cast.tianyang).get("/api/v1/sources/documents").json()
    assert [row["title"] for row in mine["rows"]] == ["座谈会（示例）"]
    assert mine["rows"][0]["region"] == {"code": TIANYANG, "name": "田阳区"}
    assert mine["rows"][0]["size_bytes"] == 3
    assert mine["totals"] == {"size_bytes": 3}
    theirs = signed_in(cast.donglan).get("/api/v1/sources/documents").json()
    assert theirs["count"] == 0


def test_a_record_of_the_neighbour_is_not_found_as_if_it_did_not_exist(cast, document, signed_in):
    client = signed_in(cast.donglan)
    theirs = client.get(f"/api/v1/sources/documents/{document.pk}")
    missing = client.get("/api/v1/sources/documents/999999")
    assert theirs.status_code == missing.status_code == 404
    assert theirs.json()["message"].replace(str(document.pk), "") == missing.json()[
        "message"
    ].replace("999999", "")
    assert signed_in(cast.tianyang).get(f"/api/v1/sources/documents/{document.pk}").json()["title"]


def test_a_token_acts_for_its_account_and_a_wrong_one_never_falls_back_to_the_cookie(
    cast, document, token, signed_in
):
    bearer = {"Authorization": f"Bearer {token}"}
    assert Client().get("/api/v1/sources/documents", headers=bearer).json()["count"] == 1
    wrong = {"Authorization": "Bearer shk_wrong"}
    assert (
        signed_in(cast.tianyang).get("/api/v1/sources/documents", headers=wrong).status_code == 401
    )


def test_what_cannot_be_understood_is_listed_field_by_field(cast, document, signed_in):
    answer = signed_in(cast.tianyang).get("/api/v1/sources/documents?year=x&unit=y&foo=1")
    assert answer.status_code == 422
    body = answer.json()
    assert set(body) == SHAPE
    assert {one["field"] for one in body["detail"]} == {"year", "unit", "foo"}
    assert body["request_id"] == answer["X-Request-Id"]


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("get", "/api/v1/nothing", 404),
        ("get", "/api/v1/regions/divisions/450000x", 404),
        ("get", "/api/v1/sources/documents/abc", 404),
        ("post", "/api/v1/regions/divisions", 405),
        ("get", "/api/v1/journal/entries", 403),
    ],
)
def test_every_trouble_has_one_shape(cast, signed_in, method, address, status):
    answer = getattr(signed_in(cast.tianyang), method)(address)
    assert answer.status_code == status
    assert set(answer.json()) == SHAPE
    assert answer.json()["message"]


def test_a_bug_has_the_shape_too_and_tells_nothing_of_itself(cast, signed_in, monkeypatch):
    def broken(*_):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(asking, "scope_of", broken)
    client = signed_in(cast.tianyang)
    client.raise_request_exception = False
    answer = client.get("/api/v1/regions/divisions")
    assert answer.status_code == 500
    assert set(answer.json()) == SHAPE
    assert "secret" not in answer.content.decode()


def test_lists_page_and_move_in_time(cast, signed_in):
    client = signed_in(cast.donglan)
    page = client.get("/api/v1/regions/divisions?unit=450000&page=2").json()
    assert page["page"] == 2
    assert page["pages"] == -(-page["count"] // 50)
    assert len(page["rows"]) == 50
    before = client.get("/api/v1/regions/divisions?unit=451000&as_of=2018-01-01").json()
    names = {row["name"] for row in before["rows"]}
    assert "田阳县" in names
    assert "田阳区" not in names


@pytest.fixture
def placements(cast: Cast, tmp_path) -> None:
    """Three people of 田阳区 with jobs in 2022（示例数据，虚构）."""
    book = openpyxl.Workbook()
    for row in (synthetic.HEADERS, *synthetic.placements(3, counties=[TIANYANG])):
        book.active.append(list(row))
    book.save(tmp_path / "台账.xlsx")
    ledger = find("placements")
    examined = examine_file(
        by=cast.tianyang, ledger=ledger, path=tmp_path / "台账.xlsx", today=date(2022, 12, 31)
    )
    commit(by=cast.tianyang, examined=examined)


def test_the_ledger_is_read_row_by_row_with_masked_numbers(cast, placements, signed_in):
    client = signed_in(cast.tianyang)
    page = client.get("/api/v1/delivery/placements?year=2022&unit=田阳区").json()
    assert page["count"] == 3
    row = page["rows"][0]
    assert "*" in row["person__identity_masked"]
    one = client.get(f"/api/v1/delivery/placements/{row['record']}").json()
    assert one == row
    assert signed_in(cast.donglan).get("/api/v1/delivery/placements").json()["count"] == 0
    assert client.get("/api/v1/delivery/batches").json()["rows"][0]["rows_count"] == 3


def test_before_the_import_there_was_nothing(cast, placements, signed_in):
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    client = signed_in(cast.tianyang)
    assert client.get(f"/api/v1/delivery/placements?as_of={yesterday}").json()["count"] == 0
    now = client.get("/api/v1/results/progress?year=2022&unit=451003").json()
    assert {(one["indicator"], one["value"]) for one in now["readings"]} >= {("L1", 3.0)}
    then = client.get(f"/api/v1/results/progress?year=2022&as_of={yesterday}").json()
    assert [one for one in then["readings"] if one["value"]] == []


def test_progress_stays_in_scope_and_refuses_in_the_one_shape(cast, placements, signed_in):
    theirs = signed_in(cast.donglan)
    assert theirs.get("/api/v1/results/progress?year=2022&unit=451003").json()["readings"] == []
    for question in ("year=1", "month=13", "month=x", "unit=桃花源", "as_of=2099-01-01"):
        answer = theirs.get(f"/api/v1/results/progress?{question}")
        assert answer.status_code == 422, question
        assert set(answer.json()) == SHAPE
    refused = theirs.get("/api/v1/results/readings?as_of=2022-01-01")
    assert refused.status_code == 422
    assert refused.json()["detail"][0]["field"] == "as_of"
