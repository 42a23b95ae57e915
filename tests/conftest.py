"""What every test may ask for: the reference regions, the cast, and a browser session of one of them."""

from collections.abc import Callable

import pytest
from django.test import Client

from shanhai.access.models import Account
from shanhai.regions.actions import load_reference
from tests.cast import Cast, assemble


@pytest.fixture
def regions(db: None) -> None:
    """The packaged divisions, changes and lists."""
    load_reference(by=None)


@pytest.fixture
def cast(regions: None) -> Cast:
    """The named people with their roles."""
    return assemble()


@pytest.fixture
def signed_in() -> Callable[[Account], Client]:
    """A client that is logged in as the given account: `signed_in(cast.tianyang).get("/")`."""

    def sign_in(account: Account) -> Client:
        client = Client()
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
