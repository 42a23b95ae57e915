"""The stage of the walk: 东兰县 with its rows, 田阳区 with its own, and who looks."""

from pathlib import Path

import pytest

from shanhai.delivery import uploads
from tests.cast import DONGLAN, TIANYANG, Cast
from tests.scope.world import County, settle


@pytest.fixture
def donglan(cast: Cast, tmp_path: Path) -> County:
    """东兰县 with rows in every station."""
    return settle(DONGLAN, cast.operator, tmp_path)


@pytest.fixture
def tianyang(cast: Cast, donglan: County, tmp_path: Path) -> County:
    """田阳区 with rows in every station, made after those of 东兰县."""
    county = settle(TIANYANG, cast.operator, tmp_path)
    book = (tmp_path / f"{county.mark}台账.xlsx").read_bytes()
    county.upload = uploads.keep(cast.tianyang, f"{county.mark}待导入.xlsx", [book], len(book))
    return county
