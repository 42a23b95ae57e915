"""Deciding a finding: accept, mend, reject, undo; two people never overwrite each other."""

from collections.abc import Callable
from typing import Any

import pytest

from shanhai.journal.models import Entry
from shanhai.kernel.errors import Conflict, NotAllowed, NotFound, Unusable
from shanhai.sources import queries
from shanhai.sources.actions import decide, ingest
from shanhai.sources.models import Document, Finding
from tests.cast import Cast
from tests.sources.reading import DATA

pytestmark = pytest.mark.usefixtures("reader")


@pytest.fixture
def document(cast: Cast, reader: Callable[..., None]) -> Document:
    return ingest(by=cast.tianyang, data=DATA, name="纪要.txt").document


def finding(kind: str) -> Finding:
    return Finding.objects.get(kind=kind)


def test_accepting_says_who_and_when_and_stands_in_the_journal(
    cast: Cast, document: Document
) -> None:
    row = decide(by=cast.tianyang, finding=finding("person"), state="accepted")
    assert (row.state, row.decided_by, row.decided_value) == ("accepted", cast.tianyang, None)
    entry = Entry.objects.filter(verb="decide").get()
    assert entry.before == {"state": "proposed", "value": None}
    assert entry.after == {"state": "accepted", "value": None}
    assert entry.region_id == document.region_id


def test_a_mended_value_stands_beside_what_was_read(cast: Cast, document: Document) -> None:
    row = finding("person")
    mended = {**row.value, "office": "示例县县长"}
    row = decide(by=cast.tianyang, finding=row, state="edited", value=mended)
    assert row.state == "edited"
    assert (row.value["office"], row.current_value["office"]) == ("示例县委书记", "示例县县长")


def test_mending_without_a_change_is_accepting(cast: Cast, document: Document) -> None:
    row = finding("commitment")
    assert (
        decide(by=cast.tianyang, finding=row, state="edited", value=row.value).state == "accepted"
    )


def test_undoing_brings_the_proposal_back(cast: Cast, document: Document) -> None:
    row = decide(by=cast.tianyang, finding=finding("site"), state="rejected", note="没有去")
    row = decide(by=cast.tianyang, finding=row, state="proposed")
    assert (row.state, row.decided_by, row.decided_at) == ("proposed", None, None)
    assert queries.progress(queries.findings(cast.tianyang, document)).decided == 0


def test_who_was_slower_is_told_and_overwrites_nothing(cast: Cast, document: Document) -> None:
    seen_by_both = finding("claim")
    decide(by=cast.tianyang, finding=finding("claim"), state="rejected")
    with pytest.raises(Conflict, match="覃晓梅改为“不采纳”"):
        decide(by=cast.operator, finding=seen_by_both, state="accepted")
    assert finding("claim").state == "rejected"


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("donglan", NotFound), ("team", NotAllowed), ("auditor", NotAllowed), ("former", NotFound)],
)
def test_only_reviewers_of_the_region_decide(
    cast: Cast, document: Document, who: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        decide(by=getattr(cast, who), finding=finding("person"), state="accepted")


@pytest.mark.parametrize(
    ("kind", "change", "said"),
    [
        ("person", {"name": " "}, "姓名不能为空"),
        ("event", {"start": "6月14日"}, "--06-14"),
        ("event", {"type": "party"}, "不在代码表中"),
        ("claim", {"value": "三百"}, "不是数字"),
        ("claim", {"value": "1e30"}, "超出范围"),
        ("claim", {"period": {"start": "昨天"}}, "昨天"),
        ("commitment", {"fields": []}, "领域不能为空"),
        ("commitment", {"ordinal": "1.5"}, "应为整数"),
        ("site", {"name": "长" * 121}, "最多 120 字"),
    ],
)
def test_a_value_that_cannot_stand_is_refused_with_its_part(
    cast: Cast, document: Document, kind: str, change: dict[str, Any], said: str
) -> None:
    row = finding(kind)
    with pytest.raises(Unusable, match=said):
        decide(by=cast.tianyang, finding=row, state="edited", value={**row.value, **change})
    assert finding(kind).state == "proposed"


def test_all_that_is_wrong_is_said_at_once(cast: Cast, document: Document) -> None:
    row = finding("claim")
    with pytest.raises(Unusable) as refused:
        decide(
            by=cast.tianyang, finding=row, state="edited",
            value={**row.value, "value": "许多", "stage": "dreamt"},
        )  # fmt: skip
    assert set(refused.value.detail["fields"]) == {"value", "stage"}


def test_an_unknown_state_is_refused(cast: Cast, document: Document) -> None:
    with pytest.raises(Unusable, match="retired"):
        decide(by=cast.tianyang, finding=finding("person"), state="retired")


def test_nobody_is_mended_into_a_region_that_does_not_exist(cast: Cast, document: Document) -> None:
    row = finding("person")
    with pytest.raises(Unusable, match="火星市") as refused:
        decide(
            by=cast.tianyang, finding=row, state="edited", value={**row.value, "party": "火星市"}
        )
    assert set(refused.value.detail["fields"]) == {"party"}
    mended = decide(
        by=cast.tianyang, finding=row, state="edited", value={**row.value, "party": "百色市"}
    )
    assert mended.current_value["party"] == "百色市"
