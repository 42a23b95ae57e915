"""Loading the reference files: once, again, and after an edition changed."""

import shutil
import time
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from shanhai.kernel.errors import Unusable
from shanhai.regions import actions
from shanhai.regions.models import Division, DivisionChange, KeyCounty, ProgrammeCounty
from shanhai.regions.signals import reference_loaded

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """A copy of the packaged files that a test may edit."""
    with resources.as_file(resources.files("shanhai.regions").joinpath("data")) as packaged:
        shutil.copytree(packaged, tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def heard() -> Iterator[list[dict[str, Any]]]:
    """What the loader told the stations above."""
    words: list[dict[str, Any]] = []

    def hear(**word: Any) -> None:
        words.append(word)

    reference_loaded.connect(hear)
    yield words
    reference_loaded.disconnect(hear)


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_a_first_load_adds_every_line_of_every_file(edition: Path) -> None:
    done = {change.name: change for change in actions.load_reference(by=None, folder=edition)}
    for name, model in (
        ("divisions", Division),
        ("division_changes", DivisionChange),
        ("key_counties", KeyCounty),
        ("programme_counties", ProgrammeCounty),
    ):
        lines = len((edition / f"{name}.csv").read_text("utf-8").splitlines()) - 1
        assert done[name].added == lines == model.objects.count()
    assert Division.objects.get(code="451003").parent.name == "百色市"


def test_a_first_load_takes_less_than_two_seconds() -> None:
    start = time.perf_counter()
    actions.load_reference(by=None)
    assert time.perf_counter() - start < 2


def test_a_second_load_changes_nothing_and_says_nothing(
    edition: Path, heard: list[dict[str, Any]]
) -> None:
    actions.load_reference(by=None, folder=edition)
    heard.clear()
    assert all(change.is_empty for change in actions.load_reference(by=None, folder=edition))
    assert heard == []


def test_a_changed_line_is_reported_with_what_it_said_before(
    edition: Path, heard: list[dict[str, Any]]
) -> None:
    actions.load_reference(by=None, folder=edition)
    heard.clear()
    edit(edition / "divisions.csv", "451224,东兰县,", "451224,东兰新县,")
    actions.load_reference(by=None, folder=edition)
    (table,) = heard[0]["tables"]
    assert (table.name, table.added, table.changed, table.retired) == ("divisions", 0, 1, 0)
    assert table.before["451224"]["name"] == "东兰县"
    assert Division.objects.get(code="451224").name == "东兰新县"


def test_a_division_that_a_new_edition_drops_is_ended_not_deleted(edition: Path) -> None:
    actions.load_reference(by=None, folder=edition)
    lines = (edition / "divisions.csv").read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("110101,")]
    (edition / "divisions.csv").write_text("".join(kept), "utf-8")
    first, *_ = actions.load_reference(by=None, folder=edition)
    assert first.retired == 1
    assert Division.objects.get(code="110101").valid_to == timezone.localdate()
    again, *_ = actions.load_reference(by=None, folder=edition)
    assert again.is_empty


def test_a_corrected_date_replaces_the_wrong_change(edition: Path) -> None:
    actions.load_reference(by=None, folder=edition)
    line = "451021,451003,田阳县,田阳区,"
    edit(edition / "division_changes.csv", f"{line}2019-12-31", f"{line}2019-08-01")
    actions.load_reference(by=None, folder=edition)
    (change,) = DivisionChange.objects.filter(old_id="451021")
    assert change.changed_on.isoformat() == "2019-08-01"


def test_an_unknown_code_is_refused_with_its_line_and_nothing_is_kept(edition: Path) -> None:
    edit(edition / "key_counties.csv", "\n450124,", "\n459999,")
    with pytest.raises(Unusable, match=r"key_counties.csv 第 2 行：区划代码 459999"):
        actions.load_reference(by=None, folder=edition)
    assert not Division.objects.exists()


def test_an_unreadable_line_is_refused_with_its_number(edition: Path) -> None:
    edit(edition / "division_changes.csv", "2012-11-15", "2012年11月")
    with pytest.raises(Unusable, match=r"division_changes.csv 第 2 行无法读取"):
        actions.load_reference(by=None, folder=edition)
