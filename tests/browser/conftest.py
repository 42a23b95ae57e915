"""Real Chromium on a live server; whatever a page complains about or fetches from elsewhere fails the test."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import BrowserContext, Page

from examples.ledgers import synthetic
from shanhai.access.models import Account
from shanhai.accords.actions import TargetRow, set_targets
from shanhai.delivery import actions
from shanhai.delivery.ledger import find
from shanhai.delivery.workbook.examine import examine_file
from shanhai.sources.actions import ingest
from tests.cast import PASSWORD, TIANYANG, Cast

# Playwright's own loop runs in the main thread, where Django would refuse to touch the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

EXAMPLES = Path(__file__).parents[2] / "examples" / "communiques"
PHONE = {"width": 390, "height": 844}
ALREADY_PLACED, NEWLY_PLACED = 5, 7


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives Chromium."""
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The system's Chromium, quiet and offline."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, "no Chromium: run `make system` first"
    flags = (
        "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking",
        "disable-component-update", "disable-sync",
    )  # fmt: skip
    return {"executable_path": chromium, "args": [f"--{flag}" for flag in flags]}


@pytest.fixture
def browser_context_args() -> dict[str, Any]:
    """A desk in a Chinese office."""
    return {
        "viewport": {"width": 1366, "height": 900},
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "accept_downloads": True,
    }


@pytest.fixture(autouse=True)
def complaints(context: BrowserContext, live_server: Any) -> Iterator[list[str]]:
    """What pages complained about: script errors, console errors, requests to another host."""
    heard: list[str] = []

    def on_request(request: Any) -> None:
        if not request.url.startswith((live_server.url, "data:", "blob:")):
            heard.append(f"foreign request {request.url}")

    context.on("request", on_request)
    context.on("weberror", lambda error: heard.append(f"script error {error.error}"))
    context.on(
        "console",
        lambda message: (
            heard.append(message.text) if message.type in ("error", "warning") else None
        ),
    )
    yield heard
    assert heard == []


@pytest.fixture
def visit(page: Page, live_server: Any) -> Callable[[str], Page]:
    """Opens an address of the house: `visit("/results/")`."""

    def go(address: str) -> Page:
        page.goto(live_server.url + address)
        return page

    return go


@pytest.fixture
def log_in(visit: Callable[[str], Page]) -> Callable[[Account], Page]:
    """Logs somebody in by the form."""

    def by_form(account: Account) -> Page:
        page = visit("/login/")
        page.get_by_label("账号").fill(account.username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.get_by_role("heading", name="工作台").wait_for()
        return page

    return by_form


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """Writes placements as a workbook: `workbook("坏.xlsx", rows)`."""

    def write(name: str, rows: list[list[Any]]) -> Path:
        book = openpyxl.Workbook()
        book.active.title = "填报"
        for row in (synthetic.HEADERS, *rows):
            book.active.append(list(row))
        book.save(tmp_path / name)
        return tmp_path / name

    return write


@pytest.fixture
def placements() -> list[list[Any]]:
    """Twelve people of 田阳区 and their jobs（示例数据，虚构）."""
    return synthetic.placements(ALREADY_PLACED + NEWLY_PLACED, counties=[TIANYANG])


@pytest.fixture
def office(cast: Cast, workbook: Callable[..., Path], placements: list[list[Any]]) -> Cast:
    """百色市 with a communiqué to review, targets to reach, and five placements in the ledger."""
    text = sorted(EXAMPLES.glob("*.txt"))[0]
    ingest(by=cast.baise, data=text.read_bytes(), name=text.name)
    rows = [
        TargetRow("L1", unit, 2022, Decimal(20), "人", "示例文件（虚构）")
        for unit in ("451000", TIANYANG)
    ]
    set_targets(by=cast.guangxi, rows=rows)
    path = workbook("已有.xlsx", placements[:ALREADY_PLACED])
    examined = examine_file(
        by=cast.baise, ledger=find("placements"), path=path, today=date(2022, 12, 31)
    )
    actions.commit(by=cast.baise, examined=examined)
    return cast
