"""A county officer walks the whole site: every page, search, filter, download and form of another county.

The addresses come from the URL configuration itself, so a page that nobody put into the walk fails it.
Each test walks all of them in one world and says of every address what was wrong there.
"""

from collections.abc import Callable
from difflib import unified_diff
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from shanhai.access.models import Account
from tests.cast import DONGLAN, Cast
from tests.scope.opens import BY_ACCOUNT, NOT_OF_A_COUNTY, OPENS, put_in
from tests.scope.walk import Address, addresses, all_text, settled
from tests.scope.world import YEAR, County, leaked

WITHOUT_READING = ("logout", "language")
"""Addresses that only end a session or set a cookie."""
FOR_EVERYBODY = ("health", "login", "logout", "language")
SHOWS_ONLY_FIGURES = ("briefing:notice", "briefing:download")
"""A notice holds sums and names of units, no mark."""
FORM = {
    "state": "accepted",
    "decision": "accepted",
    "revision": "0",
    "reason": "试",
    "purpose": "试试看",
}


def questions(county: County) -> list[dict[str, str]]:
    """What somebody types who wants to see the other county."""
    return [
        {}, {"q": county.mark}, {"unit": county.code}, {"year": str(YEAR)}, {"page": "2"},
        {"unit": county.code, "year": str(YEAR)}, {"q": county.mark, "format": "xlsx"},
        {"format": "xlsx"}, {"format": "csv"}, {"format": "parquet"},
        {"unit": county.code, "format": "csv"}, {"year": str(YEAR), "format": "csv"},
        {"month": "12", "year": str(YEAR)},
    ]  # fmt: skip


def lists() -> list[Address]:
    """Addresses without a value, and those whose value is of no county."""
    return [
        one
        for one in addresses()
        if one.name not in WITHOUT_READING and (not one.values or one.name in NOT_OF_A_COUNTY)
    ]


def openings() -> list[Address]:
    """Addresses that open one record of a county."""
    return [one for one in addresses() if one.name in OPENS]


@pytest.fixture
def officer(cast: Cast, signed_in: Callable[[Account], Client]) -> Client:
    """韦国栋 of 东兰县, logged in."""
    return signed_in(cast.donglan)


def test_every_address_of_the_site_is_in_the_walk() -> None:
    known = {*OPENS, *NOT_OF_A_COUNTY, *BY_ACCOUNT}
    unknown = [one.name for one in addresses() if one.values and one.name not in known]
    assert unknown == [], "say in tests/scope/opens.py which record of a county each address opens"
    gone = known - {one.name for one in addresses()}
    assert gone == set(), "take what no longer exists out of tests/scope/opens.py"


def test_no_list_search_filter_or_download_shows_another_county(
    officer: Client, tianyang: County
) -> None:
    wrong = []
    for one in lists():
        for question in questions(tianyang):
            response = officer.get(put_in(one, tianyang), question)
            shown = all_text(response)
            # The form and a file's second sheet repeat what was typed; what was found counts.
            for own_words in (f'value="{tianyang.mark}"', f"q={tianyang.mark}"):
                shown = shown.replace(own_words, "")
            found = leaked(shown, tianyang)
            if found or response.status_code >= 500:
                wrong.append((one.name, question, response.status_code, found))
    assert wrong == []


def test_what_another_county_writes_changes_no_page_of_ours(
    officer: Client, donglan: County, request: pytest.FixtureRequest
) -> None:
    """No count, sum, rank or empty state may tell that the neighbour has rows."""
    asked = [
        (put_in(one, donglan), question)
        for one in lists()
        for question in ({}, {"year": str(YEAR)}, {"unit": DONGLAN})
    ]
    before = [settled(all_text(officer.get(*one))) for one in asked]
    request.getfixturevalue("tianyang")
    after = [settled(all_text(officer.get(*one))) for one in asked]
    differing = [
        (one, line)
        for one, old, new in zip(asked, before, after, strict=True)
        for line in unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
    ]
    assert differing == []


def test_no_address_opens_or_changes_a_record_of_another_county(
    officer: Client, tianyang: County
) -> None:
    before = _everything()
    wrong = []
    for one in openings():
        url = put_in(one, tianyang)
        for response in (officer.get(url), officer.post(url, FORM)):
            found = leaked(all_text(response), tianyang, asked=url)
            if found or response.status_code not in (403, 404, 405):
                wrong.append((one.name, response.wsgi_request.method, response.status_code, found))
    assert wrong == []
    assert _everything() == before


def test_the_county_s_own_officer_is_let_in_everywhere(
    cast: Cast, signed_in: Callable[[Account], Client], tianyang: County
) -> None:
    """Without this, the walk above would pass on a site that is closed to everybody."""
    own, auditor = signed_in(cast.tianyang), signed_in(cast.auditor)
    wrong = []
    for one in openings():
        response = (auditor if one.name.startswith("journal:") else own).get(put_in(one, tianyang))
        # 302: leads to the page around it; 405: takes forms only.
        hidden = (
            response.status_code == 200
            and one.name not in SHOWS_ONLY_FIGURES
            and not leaked(all_text(response), tianyang)
        )
        if hidden or response.status_code not in (200, 302, 405):
            wrong.append((one.name, response.status_code))
    assert wrong == []


def test_the_own_officer_finds_the_mark_in_every_register_and_every_download(
    cast: Cast, signed_in: Callable[[Account], Client], tianyang: County
) -> None:
    client = signed_in(cast.tianyang)

    def shows(name: str, question: dict[str, str]) -> bool:
        one = next(one for one in lists() if one.name == name)
        return bool(leaked(all_text(client.get(put_in(one, tianyang), question)), tianyang))

    registers = (
        "sources:documents", "accords:commitments", "accords:events", "accords:agreements",
        "accords:claims", "accords:pairings", "accords:targets", "delivery:register",
        "delivery:batches",
    )  # fmt: skip
    asked = [
        *((name, question) for name in registers for question in ({}, {"format": "xlsx"}, {"format": "csv"})),
        *(("delivery:export", {"format": suffix}) for suffix in ("xlsx", "csv", "parquet")),
    ]  # fmt: skip
    # The register of batches has no download: a batch holds no rows of its own.
    wrong = [one for one in asked if one[0] != "delivery:batches" or not one[1]]
    assert [one for one in wrong if not shows(*one)] == []


def test_visitors_without_login_reach_no_page(client: Client, tianyang: County) -> None:
    reached = []
    for one in addresses():
        if one.name in FOR_EVERYBODY or one.name in BY_ACCOUNT:
            continue
        response = client.get(put_in(one, tianyang))
        if response.status_code != 302 or not response["Location"].startswith("/login/"):
            reached.append((one.name, response.status_code))
    assert reached == []


def test_a_term_that_is_over_shows_nothing(
    cast: Cast, signed_in: Callable[[Account], Client], tianyang: County
) -> None:
    client = signed_in(cast.former)
    wrong = []
    for one in (*lists(), *openings()):
        url = put_in(one, tianyang)
        found = leaked(all_text(client.get(url)), tianyang, asked=url)
        if found:
            wrong.append((one.name, found))
    assert wrong == []


def _everything() -> dict[str, list[Any]]:
    """All rows of the stations that hold what counties keep."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in apps.get_models()
        if model._meta.app_label in ("sources", "accords", "delivery", "results", "briefing")
    }
