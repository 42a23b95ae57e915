import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from shanhai.cli.main import shanhai
from shanhai.delivery.models import Batch, Placement
from shanhai.kernel.errors import NotAllowed, NotFound, Unusable
from tests.cast import Cast

KEYS = {"ledger", "file", "batch", "rows", "created", "updated", "unchanged", "rejected", "problems",
        "error_workbook"}  # fmt: skip
PROBLEM_KEYS = {"sheet", "row", "column", "value", "code", "message", "accepted"}


def run(*arguments: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(shanhai, [str(each) for each in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result


def test_ledgers_lists_columns_types_units_codes_and_privacy() -> None:
    [placements] = [
        each for each in json.loads(run("ledgers", "--json").stdout) if each["code"] == "placements"
    ]
    wage = next(each for each in placements["columns"] if each["name"] == "monthly_wage_yuan")
    assert (wage["type"], wage["unit"], wage["privacy"]) == ("decimal", "元", "sensitive")
    occupation = next(each for each in placements["columns"] if each["name"] == "occupation")
    assert {"code": "catering", "label": "餐饮服务"} in occupation["codes"]
    assert "务工就业台账" in run("ledgers").stdout


def test_a_good_file_is_committed_once(
    cast: Cast, workbook: Callable[..., Path], tianyang_rows: list[list[Any]]
) -> None:
    path = workbook(tianyang_rows)
    dry = json.loads(run("import", "placements", path, "--json", "--dry-run").stdout)
    assert (dry["created"], dry["batch"], Placement.objects.count()) == (6, None, 0)
    said = json.loads(run("import", "placements", path, "--json", "--as", "qinxiaomei").stdout)
    assert set(said) >= KEYS
    assert (said["rows"], said["created"], said["rejected"], said["problems"]) == (6, 6, 0, [])
    assert said["error_workbook"] is None
    assert said["batch"] == Batch.objects.get().pk
    again = json.loads(run("import", "placements", path, "--json").stdout)
    assert (again["batch"], again["unchanged"]) == (None, 6)
    assert "没有变化" in run("import", "placements", path).stdout


def test_a_file_with_mistakes_is_refused_whole_with_exit_code_one(
    cast: Cast, workbook: Callable[..., Path], tianyang_rows: list[list[Any]], changed: Any
) -> None:
    path = workbook([*tianyang_rows[:5], changed(tianyang_rows[5], 工种="宇航员")])
    said = json.loads(run("import", "placements", path, "--json", code=1).stdout)
    assert (said["created"], said["rejected"], Placement.objects.count()) == (0, 1, 0)
    [problem] = said["problems"]
    assert set(problem) >= PROBLEM_KEYS
    assert (problem["sheet"], problem["row"], problem["column"], problem["value"]) == (
        "填报", 7, "工种", "宇航员",
    )  # fmt: skip
    assert openpyxl.load_workbook(said["error_workbook"])["填报"]["F7"].comment
    assert "宇航员" in run("import", "placements", path, code=1).stdout


def test_a_template_and_an_export_are_written_where_asked(
    cast: Cast, tmp_path: Path, workbook: Callable[..., Path], tianyang_rows: list[list[Any]]
) -> None:
    run("import", "placements", workbook(tianyang_rows))
    run("template", "placements", "-o", tmp_path / "t.xlsx", "--as", "qinxiaomei")
    assert openpyxl.load_workbook(tmp_path / "t.xlsx")["填报"]["C5"].value.endswith("田阳区")
    run("export", "placements", "-o", tmp_path / "o.csv", "--unit", "田阳区")
    assert len((tmp_path / "o.csv").read_text("utf-8-sig").splitlines()) == 7
    run("export", "placements", "-o", tmp_path / "p.csv", "--as", "weiguodong")
    assert len((tmp_path / "p.csv").read_text("utf-8-sig").splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        (("import", "placements", "没有.xlsx"), Unusable),
        (("import", "plcements", "没有.xlsx"), NotFound),
        (("import", "placements", "没有.xlsx", "--as", "limin"), NotAllowed),
        (("export", "placements", "-o", "a.docx"), Unusable),
        (("export", "placements", "-o", "a.csv", "--as-of", "昨天"), Unusable),
        (("template", "placements", "-o", "没有/a.xlsx"), NotFound),
    ],
)
def test_wrong_usage_is_refused(cast: Cast, arguments: tuple[str, ...], refusal: Any) -> None:
    with pytest.raises(refusal):
        run(*arguments)
