"""The components of the front end behave in a real browser: keyboard, questions, charts, phone, contrast.

They are driven on frontend/preview.html, which shows every component with invented content and needs
no database; whether the stations' own pages use them well is tested elsewhere.
"""

import functools
import http.server
import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

REPOSITORY = Path(__file__).parents[2]
pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1280, "height": 900}
CURRENT = "document.querySelector('[data-finding-card][aria-current]').dataset.findingCard"
# Relative luminance and contrast as WCAG 2 defines them, over every element that holds text itself.
FAINT_TEXT = """() => {
  const light = (rgb) => {
    const [r, g, b] = rgb.map((v) => (v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    pen.clearRect(0, 0, 1, 1); pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data];
  };
  const faint = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || !element.offsetParent || element.closest("svg, script, option, .sr-only, .skip-link")) continue;
    let ground = [255, 255, 255];
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.unshift(rgba(getComputedStyle(at).backgroundColor));
    for (const c of layers) ground = ground.map((v, i) => v * (1 - c[3] / 255) + c[i] * (c[3] / 255));
    const pair = [light(rgba(getComputedStyle(element).color).slice(0, 3)), light(ground)].sort((a, b) => b - a);
    const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
    if (ratio < (parseFloat(getComputedStyle(element).fontSize) >= 24 ? 3 : 4.5)) {
      faint.push(`${element.className || element.tagName}: ${element.textContent.trim()} ${ratio.toFixed(2)}`);
    }
  }
  return faint;
}"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves the repository's files without writing a log."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The machine's own Chromium; tests may run as root inside a container."""
    return {"executable_path": shutil.which("chromium"), "args": ["--no-sandbox"]}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the preview is served."""
    handler = functools.partial(Quiet, directory=str(REPOSITORY))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/frontend/preview.html"
        server.shutdown()


@pytest.fixture
def preview(browser: Browser, address: str) -> Iterator[Page]:
    """The preview on a wide screen."""
    page = browser.new_page(viewport=WIDE, locale="zh-CN")  # type: ignore[arg-type]
    page.goto(address)
    yield page
    page.close()


def test_the_page_draws_its_charts_without_an_error_or_a_foreign_request(
    browser: Browser, address: str
) -> None:
    page = browser.new_page(viewport=WIDE)  # type: ignore[arg-type]
    complaints: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    expect(page.locator("figure.chart .chart-place svg")).to_have_count(3)
    assert complaints == []
    assert [url for url in asked if not url.startswith(address.split("/frontend")[0])] == []
    place = page.locator(".chart-place").first
    assert "各市州实际到位投资" in (place.get_attribute("aria-label") or "")
    page.close()


def test_findings_are_reviewed_by_keyboard_alone(preview: Page) -> None:
    preview.evaluate(
        "window.pressed = []; document.addEventListener('click', (event) => {"
        "const key = event.target.closest('[data-key]');"
        "if (key) pressed.push(key.dataset.key + key.closest('li').dataset.findingCard); })"
    )
    for key in ("j", "j", "a", "k", "ArrowDown", "ArrowDown", "r"):
        preview.keyboard.press(key)
    assert preview.evaluate("pressed") == ["a3", "r4"]
    assert preview.evaluate("document.querySelector('mark.is-selected').dataset.finding") == "4"


def test_keys_rest_while_somebody_types_and_when_they_are_turned_off(preview: Page) -> None:
    preview.focus("#q")
    preview.keyboard.type("jjr")
    assert (preview.input_value("#q"), preview.evaluate(CURRENT)) == ("jjr", "1")
    preview.uncheck("[data-reader-keys]")
    preview.keyboard.press("j")
    assert preview.evaluate(CURRENT) == "1"
    preview.check("[data-reader-keys]")
    preview.keyboard.press("j")
    assert preview.evaluate(CURRENT) == "2"


def answer_with(state: str, status: int = 200) -> Any:
    """A server that swaps the card for one in a new state and says so in a toast."""

    def reply(route: Route) -> None:
        toast = {"toast": {"message": "已接受。", "tone": "success"}}
        route.fulfill(
            status=status,
            headers={"HX-Trigger": json.dumps(toast), "Content-Type": "text/html"},
            body=f'<li class="finding-card" data-finding-card="1" data-kind="event" data-state="{state}"></li>',
        )

    return reply


def test_an_accepted_finding_shows_in_the_text_and_the_next_open_one_is_selected(
    preview: Page,
) -> None:
    preview.route("**/accept", answer_with("accepted"))
    preview.evaluate(
        "const button = document.querySelector('[data-finding-card=\"1\"] [data-key=a]');"
        "for (const [name, value] of Object.entries({'hx-post': '/accept',"
        "'hx-target': 'closest .finding-card', 'hx-swap': 'outerHTML'})) button.setAttribute(name, value);"
        "htmx.process(button)"
    )
    preview.keyboard.press("a")
    expect(preview.locator('mark[data-finding="1"]')).to_have_attribute("data-state", "accepted")
    expect(preview.locator("[data-finding-card][aria-current]")).to_have_attribute(
        "data-finding-card", "3"
    )
    expect(preview.locator(".toast-item")).to_have_text("已接受。")


def test_a_question_is_asked_before_what_cannot_be_undone(preview: Page) -> None:
    before = preview.url
    withdraw = preview.get_by_role("button", name="撤回", exact=True)
    withdraw.click()
    expect(preview.locator("dialog.ask")).to_contain_text("确定撤回吗")
    preview.keyboard.press("Escape")
    expect(preview.locator("dialog.ask")).to_have_count(0)
    assert preview.url == before
    withdraw.click()
    with preview.expect_navigation():
        preview.locator("dialog.ask").get_by_role("button", name="确定").click()


def test_menus_close_on_escape_and_give_the_focus_back(preview: Page) -> None:
    summary = preview.locator(".menu summary")
    summary.click()
    expect(preview.locator(".menu-body")).to_be_visible()
    preview.keyboard.press("Escape")
    expect(preview.locator(".menu-body")).to_be_hidden()
    expect(summary).to_be_focused()


def test_text_keeps_its_contrast(preview: Page) -> None:
    assert preview.evaluate(FAINT_TEXT) == []


def test_a_phone_needs_no_sideways_scrolling_and_unfolds_its_navigation(
    browser: Browser, address: str
) -> None:
    page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    navigation = page.locator("#stations")
    expect(navigation).to_be_hidden()
    page.locator(".nav-toggle").click()
    expect(navigation).to_be_visible()
    page.close()


def test_without_scripts_navigation_and_tables_are_there(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address)
    expect(page.locator("#stations")).to_be_visible()
    expect(page.locator(".register-table tbody tr")).to_have_count(4)
    context.close()
