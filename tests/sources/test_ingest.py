"""Taking a document in: kept once, read again without losing a decision, refused in one sentence."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from shanhai.extract import types
from shanhai.journal.models import Entry
from shanhai.kernel.errors import NotAllowed, Unusable
from shanhai.sources import queries, store
from shanhai.sources.actions import decide, ingest, read_again
from shanhai.sources.models import Document, Finding
from tests.cast import BAISE, DONGLAN, TIANYANG, Cast
from tests.sources.reading import DATA, ORIGINAL, TEXT, span, unreadable

Reader = Callable[..., None]


def test_a_document_is_kept_with_both_texts_its_bytes_and_its_findings(
    cast: Cast, reader: Reader
) -> None:
    result = ingest(by=cast.tianyang, data=DATA, name="文件夹/纪要.txt")
    document = result.document
    assert (result.outcome, result.proposed) == ("created", 6)
    assert document.region_id == TIANYANG
    assert (document.original_text, document.text) == (ORIGINAL, TEXT)
    assert store.load(document.sha256) == DATA
    assert document.file_name == "纪要.txt"
    assert {row.kind for row in document.findings.all()} == set(Finding.Kind.values)
    assert [entry.verb for entry in Entry.objects.all()][-1] == "add"


def test_the_same_bytes_twice_change_nothing(cast: Cast, reader: Reader) -> None:
    first = ingest(by=cast.tianyang, data=DATA, name="纪要.txt")
    before = list(Finding.objects.values()), Entry.objects.count()
    second = ingest(by=cast.team, data=DATA, name="另一个名字.txt")
    assert second.outcome == "unchanged"
    assert second.document.pk == first.document.pk
    assert (list(Finding.objects.values()), Entry.objects.count()) == before


def test_two_counties_may_keep_the_same_bytes_and_know_nothing_of_each_other(
    cast: Cast, reader: Reader
) -> None:
    ingest(by=cast.tianyang, data=DATA, name="纪要.txt")
    second = ingest(by=cast.donglan, data=DATA, name="纪要.txt")
    assert second.outcome == "created"
    assert [row.region_id for row in queries.documents(cast.donglan)] == [DONGLAN]


def test_a_dry_run_keeps_neither_rows_nor_bytes(cast: Cast, reader: Reader) -> None:
    result = ingest(by=cast.tianyang, data=DATA, name="纪要.txt", dry_run=True)
    assert (result.outcome, result.proposed) == ("created", 6)
    assert not Document.objects.exists()
    assert not store.path_of(result.document.sha256).exists()


def test_an_unreadable_file_is_refused_with_the_engines_sentence(
    cast: Cast, reader: Reader
) -> None:
    reader(change=unreadable)
    with pytest.raises(Unusable, match="这是 PDF 文件，请另存为文本"):
        ingest(by=cast.tianyang, data=b"%PDF-1.7", name="扫描件.pdf")
    assert not Document.objects.exists()


@pytest.mark.parametrize("region", [DONGLAN, BAISE, "450000"])
def test_nobody_keeps_a_document_outside_the_own_region(
    cast: Cast, reader: Reader, region: str
) -> None:
    with pytest.raises(NotAllowed):
        ingest(by=cast.tianyang, data=DATA, name="纪要.txt", region_code=region)


@pytest.mark.parametrize("who", ["auditor", "assessor", "head", "former"])
def test_who_only_looks_on_takes_nothing_in(cast: Cast, reader: Reader, who: str) -> None:
    with pytest.raises(NotAllowed):
        ingest(by=getattr(cast, who), data=DATA, name="纪要.txt")


def test_an_unknown_region_is_refused(cast: Cast, reader: Reader) -> None:
    with pytest.raises(Unusable, match="999999"):
        ingest(by=cast.operator, data=DATA, name="纪要.txt", region_code="999999")


def test_a_file_that_was_half_written_is_never_taken_for_the_whole(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", broken)
    with pytest.raises(OSError, match="disk full"):
        store.keep("ab" * 32, b"bytes")
    place = store.path_of("ab" * 32)
    assert not place.exists()
    assert list(place.parent.iterdir()) == []


def decided(cast: Cast, kind: str, state: str) -> Finding:
    row = Finding.objects.get(kind=kind)
    return decide(by=cast.tianyang, finding=row, state=state, note="核对过")


def better(given: types.Reading) -> types.Reading:
    """A newer reader: the name longer, the task's edge moved, no claim, one person more."""
    longer, fresh = span("张示例强调"), span("示例县")
    task = span("深化劳务协作，稳岗就业")
    return replace(
        given,
        people=(
            replace(given.people[0], name="张示例", office="示例县县长", span=longer, source_span=longer),
            types.Person("李示例", None, ("attendee",), fresh, source_span=fresh),
        ),
        commitments=(replace(given.commitments[0], span=task, source_span=task),),
        claims=(),
    )  # fmt: skip


def test_reading_again_keeps_what_was_decided_and_renews_what_was_not(
    cast: Cast, reader: Reader
) -> None:
    document = ingest(by=cast.tianyang, data=DATA, name="纪要.txt").document
    person = decided(cast, "person", "rejected")
    task = decided(cast, "commitment", "accepted")
    reader(version="2", change=better)
    result = read_again(by=cast.tianyang, document=document)
    assert (result.outcome, result.proposed, result.kept, result.retired) == ("reread", 1, 2, 1)
    person.refresh_from_db()
    task.refresh_from_db()
    assert (person.state, person.value["office"], person.note) == (
        "rejected",
        "示例县委书记",
        "核对过",
    )
    assert (task.state, (task.start, task.end)) == ("accepted", span("深化劳务协作，稳岗就业"))
    assert Finding.objects.get(kind="claim").state == "retired"
    assert Finding.objects.get(state="proposed", kind="person").value["name"] == "李示例"
    assert ingest(by=cast.tianyang, data=DATA, name="纪要.txt").outcome == "unchanged"


def test_what_one_reading_dropped_comes_back_with_the_next(cast: Cast, reader: Reader) -> None:
    document = ingest(by=cast.tianyang, data=DATA, name="纪要.txt").document
    claim = Finding.objects.get(kind="claim").pk
    reader(version="2", change=better)
    read_again(by=cast.tianyang, document=document)
    reader(version="3")
    read_again(by=cast.tianyang, document=document)
    assert Finding.objects.get(kind="claim").pk == claim
    assert Finding.objects.get(kind="claim").state == "proposed"


def test_a_decision_that_the_new_reading_lacks_stands_and_is_reported(
    cast: Cast, reader: Reader
) -> None:
    document = ingest(by=cast.tianyang, data=DATA, name="纪要.txt").document
    claim = decided(cast, "claim", "accepted")
    reader(version="2", change=better)
    result = read_again(by=cast.tianyang, document=document)
    assert result.missing == ("三百二十人",)
    claim.refresh_from_db()
    assert (claim.state, (claim.start, claim.end)) == ("accepted", span("三百二十人"))


def test_the_bytes_that_were_lost_are_asked_back_in_one_sentence(
    cast: Cast, reader: Reader, tmp_path: Path
) -> None:
    document = ingest(by=cast.tianyang, data=DATA, name="纪要.txt").document
    store.path_of(document.sha256).unlink()
    with pytest.raises(Exception, match="用备份恢复"):
        read_again(by=cast.tianyang, document=document)
