"""A few documents of two counties, made as the readers make them（示例数据，虚构）."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from shanhai.sources.models import Document
from tests.cast import DONGLAN, TIANYANG, Cast


@pytest.fixture
def document_of(cast: Cast) -> Callable[..., Document]:
    """Makes a document: `document_of("451003", "标题")`."""

    def make(region: str | None, title: str, at: datetime | None = None, **more: Any) -> Document:
        number = Document.objects.count()
        facts = {
            "file_name": f"{number}.txt", "sha256": f"{number:064x}", "size_bytes": 1500,
            "media_type": "text/plain", "encoding": "utf-8", "script": "hans", "published": "2024-05-06",
            "publisher": "示例日报（虚构）", "original_text": "", "text": "", "reader_version": "1",
        }  # fmt: skip
        return Document.objects.create(
            region_id=region, title=title, received_at=at or timezone.now(),
            received_by=cast.operator, **{**facts, **more},
        )  # fmt: skip

    return make


@pytest.fixture
def documents(document_of: Callable[..., Document]) -> list[Document]:
    """Two of 田阳区, one of 东兰县."""
    return [
        document_of(TIANYANG, "田阳区劳务协作座谈会（示例）"),
        document_of(TIANYANG, "粤桂产业园签约（示例）"),
        document_of(DONGLAN, "东兰县互访（示例）"),
    ]
