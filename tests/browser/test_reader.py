"""The reader in real Chromium: what is selected, what is drawn again, and where the texts scroll."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from shanhai.accords.models import Participant
from shanhai.sources.actions import decide, ingest
from shanhai.sources.models import Document, Finding
from tests.cast import Cast
from tests.sources.reading import DATA, TEXT, reader

__all__ = ["reader"]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def document(cast: Cast, reader: Callable[..., None]) -> Document:
    return ingest(by=cast.tianyang, data=DATA, name="纪要.txt").document


@pytest.fixture
def opened(document: Document, cast: Cast, log_in: Any, visit: Any) -> Page:
    log_in(cast.tianyang)
    page: Page = visit(f"/sources/{document.pk}/")
    return page


def card(page: Page, row: Finding) -> Any:
    return page.locator(f'[data-finding-card="{row.pk}"]')


def test_opening_the_form_of_a_decided_finding_stays_with_it(
    document: Document, cast: Cast, log_in: Any, visit: Any
) -> None:
    row = decide(by=cast.tianyang, finding=Finding.objects.get(kind="event"), state="accepted")
    log_in(cast.tianyang)
    page = visit(f"/sources/{document.pk}/")
    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(card(page, row).locator("select[name=value-type]")).to_be_focused()
    card(page, row).get_by_role("button", name="取消").click()
    expect(card(page, row)).to_have_attribute("aria-current", "true")
    expect(card(page, row).locator(".finding-actions")).to_be_visible()


def test_a_decision_leads_on_to_the_next_open_one_and_the_counts_follow(opened: Page) -> None:
    page = opened
    first, second = Finding.objects.get(kind="event"), Finding.objects.get(kind="person")
    page.keyboard.press("j")
    page.keyboard.press("r")
    expect(card(page, first)).to_have_attribute("data-state", "rejected")
    expect(card(page, second)).to_have_attribute("aria-current", "true")
    expect(page.locator("#progress")).to_have_text("已审核 1/6")
    expect(
        page.locator(f'mark.finding[data-finding="{first.pk}"][data-state="rejected"]')
    ).to_have_count(2)


def test_a_refused_mending_keeps_the_form_and_a_good_one_makes_the_record(
    opened: Page, complaints: list[str]
) -> None:
    page = opened
    row = Finding.objects.get(kind="person")
    card(page, row).get_by_role("button", name="修改").click()
    name = card(page, row).locator("input[name=value-name]")
    name.fill(" ")
    card(page, row).get_by_role("button", name="保存并采纳").click()
    expect(card(page, row).locator(".field-errors")).to_have_text("姓名不能为空")
    [refused] = complaints
    assert "422" in refused
    complaints.clear()
    card(page, row).locator("input[name=value-name]").fill("章示例")
    card(page, row).get_by_role("button", name="保存并采纳").click()
    expect(card(page, row)).to_have_attribute("data-state", "edited")
    assert Participant.objects.get().name == "章示例"


def test_both_texts_scroll_to_a_selected_finding(
    cast: Cast, reader: Callable[..., None], log_in: Any, visit: Any
) -> None:
    before = "前言（虚构）。\n" * 120

    def long(given: Any) -> Any:
        shift = len(before)
        document = replace(
            given.document, text=before + TEXT, original=before + given.document.original
        )
        claim = given.claims[0]
        start, end = claim.span
        moved = replace(
            claim, span=(start + shift, end + shift), source_span=(start + shift, end + shift)
        )
        return replace(
            given, document=document, repairs=(), events=(), people=(), agreements=(), sites=(),
            commitments=(), claims=(moved,), problems=(),
        )  # fmt: skip

    reader(change=long)
    document = ingest(by=cast.tianyang, data=DATA, name="纪要.txt").document
    log_in(cast.tianyang)
    page = visit(f"/sources/{document.pk}/")
    page.keyboard.press("j")
    for side in ("source", "clean"):
        expect(page.locator(f'[data-side="{side}"] mark.finding')).to_be_in_viewport()
