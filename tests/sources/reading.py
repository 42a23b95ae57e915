"""A hand-written reading that stands in for the engine, so that these tests are about sources alone.

The text is fictional（示例数据，虚构）.
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from shanhai import extract
from shanhai.extract import types
from shanhai.kernel.problems import Problem, Severity
from shanhai.sources import intake

ORIGINAL = "示例县（虛構）與示例區舉行联席會議。张示例强调，要深化劳务协作，稳岗就业。去年帮助就业三百二十人。"
TEXT = "示例县（虚构）与示例区举行联席会议。张示例强调，要深化劳务协作，稳岗就业。去年帮助就业三百二十人。"
DATA = ORIGINAL.encode()


def span(words: str) -> tuple[int, int]:
    """Where the words stand; both texts are equally long, so one span serves for both."""
    start = TEXT.index(words)
    return start, start + len(words)


def reading(data: bytes = DATA, name: str = "纪要.txt") -> types.Reading:
    """What the engine would say about `DATA`: one finding of most kinds."""
    event, person = span("联席会议"), span("张示例")
    task, figure = span("要深化劳务协作，稳岗就业"), span("三百二十人")
    document = types.Document(
        path=name, sha256=hashlib.sha256(data).hexdigest(), media_type="text/plain",
        encoding="utf-8", title="示例联席会议（虚构）", published="2022-06-15", publisher="示例网",
        original_url=None, script="hant", text=TEXT, original=ORIGINAL,
    )  # fmt: skip
    repairs = [
        types.Repair((at, at + 1), (at, at + 1), "script", before, after)
        for at, (before, after) in enumerate(zip(ORIGINAL, TEXT, strict=True))
        if before != after
    ]
    return types.Reading(
        document,
        repairs=tuple(repairs),
        events=(
            types.Event(
                "conference", "示例联席会议", "--06-15", "--06-15", "none", "百色市",
                (types.Party("广东省", "440000", "host"), types.Party("广西", None, "visitor")),
                event, source_span=event,
            ),
        ),
        people=(types.Person("张示例", "示例县委书记", ("speaker",), person, source_span=person),),
        agreements=(
            types.Agreement("示例协作协议", "signed", ("张示例",), (), 0, event, source_span=event),
        ),
        sites=(types.Site("示例产业园", "百色市", "第一组", 0, event, source_span=event),),
        commitments=(
            types.Commitment(
                "张示例", "广西", 1, "enumerated", ("labour",), "要深化劳务协作，稳岗就业", task,
                source_span=task,
            ),
        ),
        claims=(
            types.Claim(
                "labour_placed", Decimal(320), "人", "三百二十人", False, "realised", "total",
                types.ClaimPeriod("2021", "2021", "去年"), None, None, None, None, figure,
                source_span=figure,
            ),
        ),
        problems=(Problem(Severity.INFO, "signing", "文中提到签约而未写协议名称", span=event),),
    )  # fmt: skip


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Callable[..., None]:
    """Put a reading in the engine's place; `reader(version="2", reading=...)` makes it another reader."""
    settings.MEDIA_ROOT = tmp_path

    def use(
        version: str = types.READER_VERSION, change: Callable[..., types.Reading] | None = None
    ) -> None:
        def read(data: bytes, name: str) -> types.Reading:
            given = reading(data, name)
            return change(given) if change else given

        monkeypatch.setattr(extract, "read", read, raising=False)
        monkeypatch.setattr(intake, "READER_VERSION", version)

    use()
    return use


def unreadable(given: types.Reading) -> types.Reading:
    """The reading of a file that is no text."""
    return types.Reading(
        replace(given.document, encoding=None, text="", original=""),
        problems=(Problem(Severity.ERROR, "no_text", "这是 PDF 文件，请另存为文本"),),
    )
