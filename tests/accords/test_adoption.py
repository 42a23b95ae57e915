"""Accepted findings become records, whichever door they were accepted at; undoing withdraws and keeps."""

from collections.abc import Callable

import pytest

from shanhai.accords import adoption
from shanhai.accords.actions import accept_findings
from shanhai.accords.models import (
    Agreement,
    Claim,
    Commitment,
    CommitmentField,
    Event,
    Participant,
    Site,
)
from shanhai.journal.models import Entry
from shanhai.kernel.errors import NotAllowed
from shanhai.sources.actions import decide, ingest
from shanhai.sources.models import Document, Finding
from tests.cast import TIANYANG, Cast
from tests.sources.reading import DATA


@pytest.fixture
def document(cast: Cast, reader: Callable[..., None]) -> Document:
    return ingest(by=cast.tianyang, data=DATA, name="纪要.txt").document


def finding(kind: str) -> Finding:
    return Finding.objects.get(kind=kind)


def test_accepting_all_makes_every_record_and_ties_them_to_their_event(
    cast: Cast, document: Document
) -> None:
    accepted = accept_findings(by=cast.tianyang, document=document)
    assert accepted.total == 6
    event = Event.objects.get()
    assert [party["adcode"] for party in event.parties] == ["440000", "450000"]
    assert Agreement.objects.get().event == event
    assert Site.objects.get().event == event
    assert Participant.objects.get().roles == ["speaker"]
    commitment = Commitment.objects.get()
    assert (commitment.party_id, commitment.ordinal) == ("450000", "1")
    assert commitment.region_id == TIANYANG
    assert [row.field for row in commitment.fields.all()] == ["labour"]
    claim = Claim.objects.get()
    assert (claim.value, claim.period, claim.period_start) == (320, "去年", "2021")


def test_accepting_all_twice_changes_nothing_more(cast: Cast, document: Document) -> None:
    accept_findings(by=cast.tianyang, document=document)
    entries = Entry.objects.count()
    assert accept_findings(by=cast.tianyang, document=document).total == 0
    assert (Commitment.objects.count(), Entry.objects.count()) == (1, entries)


def test_accepting_one_kind_leaves_the_others_waiting(cast: Cast, document: Document) -> None:
    accepted = accept_findings(by=cast.tianyang, document=document, kind="person")
    assert accepted.counts == {"person": 1}
    assert not Commitment.objects.exists()


def test_what_is_accepted_before_its_event_is_tied_when_the_event_comes(
    cast: Cast, document: Document
) -> None:
    decide(by=cast.tianyang, finding=finding("agreement"), state="accepted")
    assert Agreement.objects.get().event is None
    decide(by=cast.tianyang, finding=finding("event"), state="accepted")
    assert Agreement.objects.get().event == Event.objects.get()


@pytest.mark.parametrize("state", ["proposed", "rejected"])
def test_undoing_or_rejecting_withdraws_and_accepting_again_revives(
    cast: Cast, document: Document, state: str
) -> None:
    row = decide(by=cast.tianyang, finding=finding("commitment"), state="accepted")
    kept = Commitment.objects.get().pk
    row = decide(by=cast.tianyang, finding=row, state=state)
    assert not Commitment.objects.standing().exists()
    assert Commitment.objects.get().withdrawn_at is not None
    decide(by=cast.tianyang, finding=row, state="accepted")
    assert Commitment.objects.standing().get().pk == kept


def test_a_mended_finding_mends_its_record(cast: Cast, document: Document) -> None:
    row = decide(by=cast.tianyang, finding=finding("commitment"), state="accepted")
    mended = {**row.value, "text": "深化劳务协作", "fields": ["labour", "talent"], "party": "广东"}
    decide(by=cast.tianyang, finding=row, state="edited", value=mended)
    commitment = Commitment.objects.get()
    assert (commitment.text, commitment.party_id) == ("深化劳务协作", "440000")
    assert {row.field for row in commitment.fields.all()} == {"labour", "talent"}
    decide(by=cast.tianyang, finding=finding("commitment"), state="accepted")
    assert [row.field for row in CommitmentField.objects.all()] == ["labour"]


def test_what_does_not_fit_its_record_waits_to_be_mended_and_stops_nobody_else(
    cast: Cast, document: Document
) -> None:
    row = finding("person")
    Finding.objects.filter(pk=row.pk).update(value={**row.value, "office": "长" * 201})
    accepted = accept_findings(by=cast.tianyang, document=document)
    assert accepted.total == 5
    [sentence] = accepted.left
    assert "职务最多 200 字，现有 201 字，请修改后采纳" in sentence
    assert not Participant.objects.exists()
    mended = {**row.value, "office": "示例县委书记"}
    decide(by=cast.tianyang, finding=finding("person"), state="edited", value=mended)
    assert Participant.objects.get().office == "示例县委书记"


def test_who_may_not_review_makes_no_record(cast: Cast, document: Document) -> None:
    with pytest.raises(NotAllowed):
        accept_findings(by=cast.team, document=document)
    assert not Commitment.objects.exists()
    assert set(Finding.objects.values_list("state", flat=True)) == {"proposed"}


def test_a_neighbour_accepts_nothing_since_there_is_nothing_to_see(
    cast: Cast, document: Document
) -> None:
    assert accept_findings(by=cast.donglan, document=document).total == 0
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("广西", "450000"),
        ("广东省", "440000"),
        ("田阳", "451003"),
        ("451003", "451003"),
        ("乌有县", None),
        ("", None),
        (None, None),
    ],
)
def test_a_name_in_a_text_means_the_highest_division_that_bears_it(
    regions: None, name: str | None, code: str | None
) -> None:
    found = adoption.division_named(name)
    assert (found.code if found else None) == code
