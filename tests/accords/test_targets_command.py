"""`shanhai targets`: a file of yearly targets, all or nothing."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from shanhai.accords.models import Target
from shanhai.cli.main import shanhai
from shanhai.kernel.errors import NotAllowed, NotFound
from tests.cast import Cast

HEAD = "指标代码,单位（区划名或代码）,年度,目标值,单位,依据\n"


def run(*arguments: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(shanhai, ["targets", *map(str, arguments)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "目标.csv"
    path.write_text(
        HEAD + "L1,田阳区,2024,300,人,年度协议\nL1,东兰县,2024,200,人,年度协议\n", "utf-8"
    )
    return path


def test_a_file_is_set_once_and_again_changes_nothing(cast: Cast, file: Path) -> None:
    assert "仅检查" in run(file, "--dry-run").stdout
    assert not Target.objects.exists()
    assert json.loads(run(file, "--json").stdout)["created"] == 2
    again = json.loads(run(file, "--json").stdout)
    assert (again["created"], again["changed"], again["unchanged"]) == (0, 0, 2)


def test_all_problems_are_told_and_nothing_is_set(cast: Cast, file: Path) -> None:
    file.write_text(file.read_text("utf-8") + "L9,乌有县,明年,许多,人,\n", "utf-8")
    said = json.loads(run(file, "--json", code=1).stdout)
    assert {problem["place"] for problem in said["problems"]} == {"第 4 行"}
    assert "未写入任何目标" in run(file, code=1).stdout
    assert not Target.objects.exists()


def test_a_prefecture_sets_no_target_of_another(cast: Cast, file: Path) -> None:
    with pytest.raises(NotAllowed, match="451224"):
        run(file, "--as", "huangzhiyuan")
    assert not Target.objects.exists()


def test_a_file_that_is_not_there_is_refused(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="读不到"):
        run(tmp_path / "没有.csv")
