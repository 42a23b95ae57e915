"""The pages of pairings: the register as it stood and counted three ways, and the matrix of a year."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from shanhai.accords.actions import load_pairings
from shanhai.regions.actions import load_reference
from tests.cast import Cast

SignIn = Callable[[Any], Client]


@pytest.fixture
def regions(db: None) -> None:
    """All divisions: the pairings before 2021 reach to 浙江."""
    load_reference(by=None)


def text(response: Any) -> str:
    return str(response.content.decode())


def test_pairings_are_read_as_they_stood_and_counted_three_ways(
    cast: Cast, signed_in: SignIn
) -> None:
    load_pairings(by=cast.operator)
    client = signed_in(cast.auditor)
    then = text(client.get("/accords/pairings/?year=2019&level=prefecture"))
    assert "杭州市" in then
    assert "佛山市" not in then
    assert "东部单位" in then
    grid = text(client.get("/accords/pairings/matrix/?year=2022"))
    assert "佛山市" in grid
    assert "杭州市" not in grid
    assert "这一年没有结对" in text(client.get("/accords/pairings/matrix/?year=2001"))
