"""The journal's pages: the auditor's register, an entry from what to what, a walk on the spot."""

import csv
import io
from collections.abc import Callable

import openpyxl
import pytest
from django.db import transaction
from django.test import Client

from shanhai.access.models import Account
from shanhai.journal import actions
from shanhai.journal.models import Entry, Verb
from tests.cast import DONGLAN, TIANYANG, Cast

SignIn = Callable[[Account], Client]


@pytest.fixture
def acts(cast: Cast) -> list[Entry]:
    """Three acts in two counties."""
    with transaction.atomic():
        return [
            actions.record(
                by=cast.tianyang, verb=Verb.CHANGE, subject=cast.tianyang.holdings.get(),
                region_code=TIANYANG, before={"role": "team_member", "end_date": None},
                after={"role": "county_officer", "end_date": "2027-01-01"}, reason="调整分工",
            ),
            actions.record(
                by=cast.donglan, verb=Verb.EXPORT, subject="delivery.placement", key="xlsx",
                region_code=DONGLAN, rows_count=12,
            ),
            actions.record(by=cast.operator, verb=Verb.LOAD, subject="regions", key="divisions"),
        ]  # fmt: skip


def found(client: Client, **question: str) -> set[int]:
    """The numbers of the entries that the register lists."""
    answer = client.get("/journal/", {**question, "format": "csv"})
    assert answer.status_code == 200, answer.content.decode()
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return {int(row["序号"]) for row in csv.DictReader(io.StringIO(text))}


def test_an_auditor_sees_all_a_head_the_own_province_and_an_officer_nothing(
    cast: Cast, signed_in: SignIn, acts: list[Entry]
) -> None:
    everything = {entry.pk for entry in acts}
    assert everything <= found(signed_in(cast.auditor))
    seen = found(signed_in(cast.head))
    assert {acts[0].pk, acts[1].pk} <= seen
    assert acts[2].pk not in seen
    assert signed_in(cast.donglan).get("/journal/").status_code == 403


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ({"verb": "export"}, {1}), ({"actor": "qinxiao"}, {0}), ({"subject": "regions"}, {2}),
        ({"unit": "东兰县"}, {1}), ({"q": "调整分工"}, {0}), ({"key": "divisions"}, {2}),
        ({"at_to": "2001-01-01"}, set()),
    ],
)  # fmt: skip
def test_the_register_is_filtered(
    cast: Cast, signed_in: SignIn, acts: list[Entry], question: dict[str, str], places: set[int]
) -> None:
    own = {entry.pk for entry in acts}
    assert found(signed_in(cast.auditor), **question) & own == {acts[one].pk for one in places}


def test_one_request_can_be_followed(cast: Cast, signed_in: SignIn, acts: list[Entry]) -> None:
    assert found(signed_in(cast.auditor), request=acts[1].request_id) == {acts[1].pk}


def test_a_year_is_downloaded_as_a_workbook_and_the_download_is_journalled(
    cast: Cast, signed_in: SignIn, acts: list[Entry]
) -> None:
    question = {"year": str(acts[0].at.year), "format": "xlsx"}
    answer = signed_in(cast.auditor).get("/journal/", question)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    text = str(list(book.worksheets[0].iter_rows(values_only=True)))
    assert "调整分工" in text
    assert "县级协作专班" in text
    last = Entry.objects.latest("sequence")
    assert (last.verb, last.subject_type, last.actor) == ("export", "journal.entry", cast.auditor)
    assert last.rows_count >= len(acts)


def test_an_entry_says_from_what_to_what_in_words(
    cast: Cast, signed_in: SignIn, acts: list[Entry]
) -> None:
    text = signed_in(cast.auditor).get(f"/journal/{acts[0].pk}/").content.decode()
    for words in ("协作工作队员", "县级协作专班", "任期结束", "2027-01-01", "调整分工", "封印相符"):
        assert words in text
    assert acts[0].seal in text


def test_an_entry_that_was_changed_says_so_on_its_page(
    cast: Cast, signed_in: SignIn, acts: list[Entry]
) -> None:
    Entry.objects.filter(pk=acts[0].pk).update(reason="没有这回事")
    text = signed_in(cast.auditor).get(f"/journal/{acts[0].pk}/").content.decode()
    assert "写入之后被改动过" in text


def test_an_entry_of_elsewhere_and_one_that_does_not_exist_look_alike(
    cast: Cast, signed_in: SignIn, acts: list[Entry]
) -> None:
    client = signed_in(cast.head)
    assert client.get(f"/journal/{acts[2].pk}/").status_code == 404
    assert client.get("/journal/999999/").status_code == 404
    assert client.get(f"/journal/{acts[0].pk}/").status_code == 200


def test_the_chain_is_walked_on_the_spot(cast: Cast, signed_in: SignIn, acts: list[Entry]) -> None:
    client = signed_in(cast.auditor)
    answer = client.post("/journal/verify/")
    assert "没有改动、删除或插入" in answer.content.decode()
    Entry.objects.filter(pk=acts[1].pk).update(rows_count=13)
    answer = client.post("/journal/verify/")
    assert f"第 {acts[1].pk} 条的内容与封印不符" in answer.content.decode()


@pytest.mark.parametrize("who", ["donglan", "guangxi", "assessor"])
def test_not_everybody_may_have_it_walked(cast: Cast, signed_in: SignIn, who: str) -> None:
    assert signed_in(getattr(cast, who)).post("/journal/verify/").status_code == 403


def test_a_long_journal_is_walked_only_at_its_end_and_the_page_says_so(
    cast: Cast, signed_in: SignIn, acts: list[Entry], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shanhai.web.journal._WALKED_ON_A_PAGE", 2)
    text = signed_in(cast.auditor).post("/journal/verify/").content.decode()
    assert "核对 2 条" in text
    assert "全部核对请运行 shanhai verify" in text
