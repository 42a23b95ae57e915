"""Every page on a phone: nothing scrolls sideways, every control has a name, the main ones fit a thumb."""

import pytest

from shanhai.sources.models import Document
from tests.browser.conftest import PHONE

PAGES = (
    "/", "/sources/", "/sources/add/", "/sources/{document}/", "/accords/", "/accords/commitments/",
    "/accords/events/", "/accords/agreements/", "/accords/claims/", "/accords/pairings/",
    "/accords/targets/", "/delivery/", "/delivery/batches/", "/delivery/placements/",
    "/delivery/placements/import/", "/results/?year=2022", "/results/indicators/L1/?year=2022",
    "/results/readings/", "/briefing/", "/briefing/issue/?unit=451000&year=2022&month=12",
    "/access/me/", "/access/permissions/", "/account/password/", "/sources/?year=x",
)  # fmt: skip

SIDEWAYS = """
() => [...document.querySelectorAll('body *')]
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .filter((one) => !one.closest('.register-scroll, .tabs, .money-path, .skip-link, .sr-only, table'))
    .map((one) => `${one.tagName}.${one.className}`)
"""
NAMELESS = """
() => [...document.querySelectorAll('input:not([type=hidden]), select, textarea, button, summary, a[href]')]
    .filter((one) => !one.closest('[hidden]'))
    .filter((one) => !(one.labels?.length || one.getAttribute('aria-label') || one.textContent.trim() || one.title))
    .map((one) => one.outerHTML.slice(0, 120))
"""


@pytest.fixture
def browser_context_args(browser_context_args):
    return {**browser_context_args, "viewport": PHONE, "has_touch": True, "is_mobile": True}


def test_no_page_scrolls_sideways_and_every_control_has_a_name(
    office, log_in, visit, complaints
) -> None:
    page = log_in(office.baise)
    document = Document.objects.get()
    found = {}
    for address in PAGES:
        visit(address.format(document=document.pk))
        width = page.evaluate("document.documentElement.scrollWidth")
        trouble = page.evaluate(NAMELESS)
        if width > PHONE["width"]:
            trouble = [f"{width} px wide", *page.evaluate(SIDEWAYS)[:5], *trouble]
        if trouble:
            found[address] = trouble
    # An address that is refused says so in the console; here the last one is meant to be.
    complaints[:] = [one for one in complaints if "422" not in one]
    assert found == {}


def test_the_navigation_folds_and_opens_by_touch(office, log_in) -> None:
    page = log_in(office.baise)
    link = page.get_by_role("link", name="成效")
    assert not link.is_visible()
    page.get_by_role("button", name="导航").tap()
    link.tap()
    page.get_by_role("heading", name="成效", level=1).wait_for()
