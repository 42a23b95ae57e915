"""What every test may ask for: the reference regions, the cast, and a browser session of one of them."""

import csv
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest
from django.test import Client

from shanhai.access.models import Account
from shanhai.regions.actions import load_reference
from tests.cast import Cast, assemble

PROVINCES = ("32", "44", "45", "52")  # 江苏 for its namesakes, 广东, 广西, 贵州


@pytest.fixture(scope="session")
def reference_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packaged reference files, cut down to four provinces: a tenth of the rows for every test."""
    folder = tmp_path_factory.mktemp("reference")
    for name in ("divisions", "division_changes", "key_counties", "programme_counties"):
        source = resources.files("shanhai.regions").joinpath(f"data/{name}.csv")
        head, *lines = csv.reader(source.read_text("utf-8-sig").splitlines())
        codes = [place for place, column in enumerate(head) if column.endswith("code")]
        kept = [line for line in lines if all(line[n][:2] in (*PROVINCES, "") for n in codes)]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([head, *kept])
    return folder


@pytest.fixture
def regions(db: None, reference_folder: Path) -> None:
    """The packaged divisions, changes and lists of four provinces."""
    load_reference(by=None, folder=reference_folder)


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
