"""A program with a county officer's token walks the whole API, as its own description lists it."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shanhai.access.actions import issue_token
from shanhai.access.models import Account
from tests.cast import Cast
from tests.scope.walk import all_text, api_paths, settled
from tests.scope.world import YEAR, County, leaked

PUBLIC = ("/api/v1/regions/",)
"""Divisions are the same for everybody."""


def program_of(account: Account) -> Client:
    """A client that carries the account's token."""
    token = issue_token(by=account, account=account, label="走查", expires_on=timezone.localdate())
    return Client(headers={"authorization": f"Bearer {token}"})


@pytest.fixture
def officer(cast: Cast) -> Client:
    """The program of 东兰县."""
    return program_of(cast.donglan)


@pytest.fixture
def auditor(cast: Cast) -> Client:
    """The auditor's program, which sees all."""
    return program_of(cast.auditor)


def lists(client: Client) -> list[str]:
    """The paths that give rows."""
    return [path for method, path in api_paths(client) if method == "get" and "{" not in path]


def registers(client: Client) -> list[str]:
    """Those whose rows can be opened one by one."""
    described = {path for method, path in api_paths(client) if method == "get"}
    return [path for path in lists(client) if f"{path}/{{key_value}}" in described]


def keys(client: Client, path: str, question: dict[str, str] | None = None) -> set[str]:
    """The keys of all rows that a list gives, over all its pages."""
    found: set[str] = set()
    page = 1
    while True:
        answer = client.get(path, {**(question or {}), "page": str(page)})
        if answer.status_code == 403:
            return found
        assert answer.status_code == 200, (path, answer.content.decode())
        body: dict[str, Any] = answer.json()
        found |= {str(row["key"]) for row in body["rows"]}
        if page >= body["pages"]:
            return found
        page += 1


def test_every_operation_is_a_list_an_opening_or_in_the_walk(officer: Client) -> None:
    paths = {path for method, path in api_paths(officer) if method == "get"}
    openings = {path for path in paths if "{" in path}
    assert all(path.rpartition("/")[0] in paths for path in openings), openings
    writing = [one for one in api_paths(officer) if one[0] != "get"]
    assert writing == [], "add each writing operation to this walk, with another county's record"


def test_no_list_search_or_filter_gives_another_county_s_rows(
    officer: Client, tianyang: County
) -> None:
    wrong = []
    for path in lists(officer):
        for question in (
            {}, {"q": tianyang.mark}, {"unit": tianyang.code}, {"year": str(YEAR)}, {"sort": "key"},
        ):  # fmt: skip
            response = officer.get(path, question)
            found = leaked(all_text(response), tianyang)
            if found or response.status_code >= 500:
                wrong.append((path, question, response.status_code, found))
    assert wrong == []


def test_searching_for_another_county_s_words_counts_nothing(
    officer: Client, tianyang: County
) -> None:
    for path in registers(officer):
        answer = officer.get(path, {"q": tianyang.mark})
        assert answer.status_code == 403 or answer.json()["count"] == 0, path


def test_no_key_of_another_county_opens(officer: Client, auditor: Client, tianyang: County) -> None:
    wrong, tried = [], 0
    for path in registers(officer):
        if path.startswith(PUBLIC):
            continue
        question = {"unit": tianyang.code}
        theirs = keys(auditor, path, question) - keys(officer, path)
        assert theirs, f"{path}: 田阳区 has no row of its own here, so nothing is tried"
        for key in theirs:
            response = officer.get(f"{path}/{key}")
            tried += 1
            found = leaked(all_text(response), tianyang, asked=key)
            if found or response.status_code not in (403, 404):
                wrong.append((path, key, response.status_code, found))
            assert auditor.get(f"{path}/{key}").status_code == 200, (path, key)
    assert wrong == []
    assert tried > len(registers(officer))


def test_what_another_county_writes_changes_no_answer_of_ours(
    officer: Client, donglan: County, request: pytest.FixtureRequest
) -> None:
    before = {path: settled(all_text(officer.get(path))) for path in lists(officer)}
    request.getfixturevalue("tianyang")
    after = {path: settled(all_text(officer.get(path))) for path in lists(officer)}
    assert [path for path in before if before[path] != after[path]] == []


def test_without_a_token_nothing_is_given(
    client: Client, officer: Client, tianyang: County
) -> None:
    for path in lists(officer):
        assert client.get(path).status_code == 401
        assert Client(headers={"authorization": "Bearer shk_wrong"}).get(path).status_code == 401


def test_a_token_dies_with_the_term(cast: Cast, tianyang: County) -> None:
    program = program_of(cast.tianyang)
    path = "/api/v1/sources/documents"
    assert leaked(all_text(program.get(path)), tianyang)
    cast.tianyang.holdings.update(end_date="2022-01-01")
    assert program.get(path).status_code == 403
