"""The main path of an office, from the communiqué to the notice, in a real browser."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from playwright.sync_api import Page, expect

from shanhai.delivery.models import Placement
from shanhai.sources.models import Finding
from tests.browser.conftest import ALREADY_PLACED, NEWLY_PLACED

ALL_PLACED = ALREADY_PLACED + NEWLY_PLACED
RESULTS = "/results/?year=2022&unit=451003"


def figure(page: Page) -> str:
    """The first figure of the results page."""
    return page.locator(".stats .stat-value").first.inner_text().strip()


def with_three_mistakes(rows: list[list[Any]]) -> list[list[Any]]:
    """A wrong check digit, a day that no calendar has, an occupation that no list has."""
    bad = [list(row) for row in rows]
    bad[0][1] = bad[0][1][:-1] + ("0" if bad[0][1][-1] != "0" else "1")
    bad[1][6] = "二月三十日"
    bad[2][5] = "宇航员"
    return bad


def check_file(page: Page, path: Path) -> None:
    """Hand a workbook in and have it checked."""
    page.locator('input[type="file"]').set_input_files(path)
    page.get_by_role("button", name="检查文件").click()


def save(page: Page, name: str, path: Path) -> Path:
    """Download what a link leads to."""
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    download.value.save_as(path)
    return path


def test_from_the_communique_to_the_notice(
    office, log_in, visit, workbook, placements, tmp_path: Path
) -> None:
    page = log_in(office.baise)
    open_a_document_and_accept_a_commitment(page)
    visit("/accords/commitments/")
    expect(page.locator(".register-table tbody tr")).to_have_count(1)

    visit(RESULTS)
    assert figure(page).startswith(str(ALREADY_PLACED))

    visit("/delivery/placements/import/")
    new = placements[ALREADY_PLACED:]
    check_file(page, workbook("有错.xlsx", with_three_mistakes(new)))
    see_all_mistakes(page, tmp_path)
    assert Placement.objects.count() == ALREADY_PLACED

    page.get_by_role("link", name="导入改好的文件").click()
    check_file(page, workbook("改好.xlsx", new))
    page.get_by_role("button", name="写入台账").click()
    page.wait_for_url("**/batches/*/")
    assert Placement.objects.count() == ALL_PLACED

    visit(RESULTS)
    assert figure(page).startswith(str(ALL_PLACED))
    expect(page.locator("figure.chart svg").first).to_be_visible()
    page.locator(".stats .stat-value a.figure").first.click()
    expect(page.locator(".register-table tbody tr")).to_have_count(ALL_PLACED)

    visit("/briefing/issue/?unit=451000&year=2022&month=12")
    issue_and_download(page, tmp_path)


def open_a_document_and_accept_a_commitment(page: Page) -> None:
    """From the desk into the reader, and one decision by mouse."""
    page.locator(".task-card", has_text="待审核的文件").locator(".task-list a").first.click()
    card = page.locator('.finding-card[data-kind="commitment"]').first
    card.locator('[data-key="a"]').click()
    expect(card).to_have_attribute("data-state", "accepted")


def see_all_mistakes(page: Page, folder: Path) -> None:
    """All mistakes stand on the page at once, and in the user's own file as coloured, commented cells."""
    expect(page.get_by_text("没有写入任何一行")).to_be_visible()
    problems = page.locator(".problems").inner_text()
    for column in ("证件号码", "上岗日期", "工种"):
        assert column in problems
    marked = openpyxl.load_workbook(save(page, "下载标好问题的文件", folder / "marked.xlsx"))
    cells = [cell for row in marked.worksheets[0].iter_rows() for cell in row]
    assert sum(cell.comment is not None for cell in cells) >= 3


def issue_and_download(page: Page, folder: Path) -> None:
    """Issue the notice after the question, and take it as a Word file."""
    page.get_by_role("button", name="编发", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="确定").click()
    expect(page.locator("article.notice")).to_contain_text(str(ALL_PLACED))
    with zipfile.ZipFile(save(page, "Word", folder / "notice.docx")) as archive:
        words = re.sub(r"<[^>]+>", "", archive.read("word/document.xml").decode())
    assert "百色市" in words
    assert str(ALL_PLACED) in words


def test_a_finding_is_accepted_without_a_mouse(office, log_in: Callable, visit: Callable) -> None:
    page = log_in(office.baise)
    document = Finding.objects.first().document
    visit(f"/sources/{document.pk}/")
    page.keyboard.press("j")
    chosen = page.locator(".finding-card[aria-current]")
    expect(chosen).to_have_count(1)
    number = chosen.get_attribute("data-finding-card")
    page.keyboard.press("a")
    expect(page.locator(f'[data-finding-card="{number}"]')).to_have_attribute(
        "data-state", "accepted"
    )
    # the next one that waits is chosen, so the keys go on
    expect(page.locator(".finding-card[aria-current]")).not_to_have_attribute(
        "data-finding-card", number or ""
    )
    assert Finding.objects.get(pk=number).decided_by == office.baise


def test_logging_in_and_walking_the_navigation_needs_no_mouse(office, visit: Callable) -> None:
    page = visit("/login/")
    page.keyboard.type("huangzhiyuan")
    page.keyboard.press("Tab")
    page.keyboard.type("shanhai-tests-2024")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="工作台").wait_for()
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.getAttribute('href')") == "/sources/":
            break
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="来源文件").wait_for()


def test_a_register_is_searched_in_place_and_its_address_can_be_passed_on(
    office, log_in: Callable, visit: Callable
) -> None:
    page = log_in(office.baise)
    visit("/delivery/placements/")
    expect(page.locator(".register-table tbody tr")).to_have_count(ALREADY_PLACED)
    page.get_by_label("搜索").fill("没有这样的单位")
    page.get_by_label("搜索").press("Enter")
    expect(page.get_by_text("没有符合条件的记录")).to_be_visible()
    assert "q=" in page.url
    page.reload()
    expect(page.get_by_text("没有符合条件的记录")).to_be_visible()
    page.get_by_role("link", name="清除全部条件").click()
    expect(page.locator(".register-table tbody tr")).to_have_count(ALREADY_PLACED)


def test_the_language_is_switched_and_stays(office, log_in: Callable, visit: Callable) -> None:
    page = log_in(office.baise)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Desk")).to_be_visible()
    visit("/sources/")
    expect(page.get_by_role("heading", name="Source documents")).to_be_visible()
    page.get_by_role("button", name="简体中文").click()
    expect(page.get_by_role("heading", name="来源文件")).to_be_visible()
