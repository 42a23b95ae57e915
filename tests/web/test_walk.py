"""Walks every address of the house: each answers every role, and none tells a county what is its neighbour's."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

import openpyxl
import pytest
from django.test import Client

from examples.ledgers import synthetic
from shanhai.accords.actions import TargetRow, accept_findings, set_targets
from shanhai.briefing.actions import issue_notice
from shanhai.delivery.actions import commit
from shanhai.delivery.ledger import find
from shanhai.delivery.models import Placement
from shanhai.delivery.workbook.examine import examine_file
from shanhai.regions.models import Division
from shanhai.sources.actions import ingest
from tests.cast import TIANYANG, Cast
from tests.web.test_shell import addresses

MARK = "田阳区暗号"
TEXT = f"""{MARK}协作座谈会

2022年5月6日，{MARK}座谈会在田阳区召开。田阳区委书记韦示例主持会议并讲话。他强调，一要深化劳务协作，帮助{MARK}群众就业。
"""
LISTS = (
    "/sources/", "/accords/commitments/", "/accords/events/", "/accords/agreements/", "/accords/claims/",
    "/accords/pairings/", "/accords/targets/", "/delivery/placements/", "/delivery/batches/",
    "/results/readings/", "/briefing/", "/journal/", "/access/accounts/",
)  # fmt: skip


@pytest.fixture
def tianyang_at_work(cast: Cast, tmp_path: Path) -> Cast:
    """田阳区 has a document, commitments, placements, a target and a notice（示例数据，虚构）."""
    kept = ingest(by=cast.tianyang, data=TEXT.encode(), name=f"{MARK}.txt")
    accept_findings(by=cast.tianyang, document=kept.document)
    book = openpyxl.Workbook()
    for row in (synthetic.HEADERS, *synthetic.placements(3, counties=[TIANYANG])):
        line = list(row)
        if line[0] != "姓名":
            line[0], line[3] = f"{MARK}人", f"{MARK}公司"
        book.active.append(line)
    book.save(tmp_path / "台账.xlsx")
    examined = examine_file(
        by=cast.tianyang,
        ledger=find("placements"),
        path=tmp_path / "台账.xlsx",
        today=date(2022, 12, 31),
    )
    commit(by=cast.tianyang, examined=examined)
    row = TargetRow("L1", TIANYANG, 2022, Decimal(20), "人", f"{MARK}文件")
    set_targets(by=cast.guangxi, rows=[row])
    issue_notice(by=cast.guangxi, region=Division.objects.get(pk=TIANYANG), year=2022, month=12)
    return cast


def everywhere() -> Iterator[str]:
    """Every address, its arguments filled with what 田阳区 has."""
    record = Placement.objects.first()
    values = {
        "ledger": "placements", "record": record.record, "code": "L1", "suffix": "docx",
        "figure_id": "L1.451003.2022.12.ytd", "key_value": "1", "token": "x",
    }  # fmt: skip
    for address in addresses(
        fill=lambda kind, name: values.get(name, "1" if kind == "int" else "x")
    ):
        yield f"/{address}"
        yield f"/{address}?q={MARK}"
        if f"/{address}" in LISTS:
            yield f"/{address}?format=csv"


def body_of(answer) -> str:
    # The client closes a file when its last byte is read.
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode("utf-8", errors="replace")


def test_a_neighbour_is_told_nothing_anywhere(tianyang_at_work, signed_in):
    neighbour, owner = signed_in(tianyang_at_work.donglan), signed_in(tianyang_at_work.tianyang)
    seen_by_owner = 0
    for address in everywhere():
        answer = neighbour.get(address)
        asked_for = f'value="{MARK}"', urlencode({"q": MARK})
        told = body_of(answer)
        for own_words in asked_for:
            told = told.replace(own_words, "")
        told = told.replace(f"/api/v1/{MARK}", "")
        assert MARK not in told, address
        assert answer.status_code < 500, address
    for address in LISTS[:2]:
        seen_by_owner += MARK in body_of(owner.get(address))
    assert seen_by_owner == 2  # the walk would have found the mark


@pytest.mark.parametrize("role", ["auditor", "operator", "team", "former"])
def test_every_address_answers_every_role_without_breaking(tianyang_at_work, signed_in, role):
    client = signed_in(getattr(tianyang_at_work, role))
    for address in everywhere():
        if "?q=" in address:
            continue
        answer = client.get(address)
        assert answer.status_code in (200, 302, 403, 404, 405, 422), (address, answer.status_code)
        body_of(answer)


class Choices(HTMLParser):
    """The selects of a filter form with their values."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._name = ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "select":
            self._name = given["name"]
        if tag == "option" and self._name and given.get("value"):
            self.found.append((self._name, given["value"]))

    def handle_endtag(self, tag):
        if tag == "select":
            self._name = ""


@pytest.mark.parametrize("address", LISTS)
def test_every_list_takes_the_four_questions_and_each_of_its_choices(
    tianyang_at_work, signed_in, address
):
    client = signed_in(tianyang_at_work.operator)
    page = client.get(address)
    assert page.status_code == 200
    questions = [
        {"q": "x"}, {"year": "2022"}, {"unit": "田阳区"}, {"page": "1"},
        *({name: value} for name, value in Choices(page.content.decode()).found),
    ]  # fmt: skip
    for question in questions:
        answer = client.get(address, question)
        assert answer.status_code == 200, (address, question, problems(answer))
    as_of = client.get(address, {"as_of": "2022-06-30"})
    assert as_of.status_code == (422 if address == "/results/readings/" else 200)


def problems(answer) -> list[str]:
    return re.findall(r'role="alert".*?</div>', answer.content.decode(), re.S)


@pytest.mark.parametrize("address", LISTS)
def test_the_queries_of_a_list_do_not_grow_with_its_rows(
    tianyang_at_work, signed_in, django_assert_max_num_queries, address
):
    client: Client = signed_in(tianyang_at_work.operator)
    with django_assert_max_num_queries(16):
        client.get(address)
