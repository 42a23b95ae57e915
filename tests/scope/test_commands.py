"""A county officer at the command line, with `--as`: every command, asked for another county."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from click.testing import CliRunner, Result

from examples.ledgers import synthetic
from shanhai.accords.models import Target
from shanhai.cli.main import COMMANDS, shanhai
from shanhai.delivery.models import Placement
from shanhai.kernel.errors import NotAllowed, NotFound, Refusal
from shanhai.sources.models import Document, Finding
from tests.cast import TIANYANG, Cast
from tests.scope.walk import settled
from tests.scope.world import YEAR, County, leaked

NOT_BY_VERBS = {"access_inserted", "target_inserted"}
READ_NO_RECORDS = ("setup", "demo", "serve", "read", "ledgers", "template")
"""They found the house, or show what a ledger is; no county's record comes out of them."""
WALKED = (
    "verify", "ingest", "review", "import", "export", "targets", "measure", "brief", "account",
)  # fmt: skip


def run(*words: str | Path, who: str = "weiguodong") -> Result:
    """The command as 韦国栋 of 东兰县."""
    return CliRunner().invoke(shanhai, [*map(str, words), "--as", who])


def said(result: Result) -> str:
    """All that the command told: both streams and the sentence of a refusal."""
    refusal = result.exception.message if isinstance(result.exception, Refusal) else ""
    return result.output + refusal


def sheet(path: Path, *rows: Any) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


def file_text(path: Path) -> str:
    """Every value in a written file."""
    if path.suffix == ".parquet":
        return str(pl.read_parquet(path).rows())
    if path.suffix == ".csv":
        return path.read_text("utf-8-sig")
    return str(
        [row for one in openpyxl.load_workbook(path) for row in one.iter_rows(values_only=True)]
    )


def test_every_command_is_in_the_walk() -> None:
    assert set(COMMANDS) == {*READ_NO_RECORDS, *WALKED}


@pytest.mark.parametrize("suffix", ["xlsx", "csv", "parquet"])
@pytest.mark.parametrize("unit", [None, TIANYANG, "田阳区"])
def test_an_export_holds_no_other_county(
    suffix: str, unit: str | None, tianyang: County, donglan: County, tmp_path: Path
) -> None:
    path = tmp_path / f"out.{suffix}"
    more = ["--unit", unit] if unit else []
    result = run("export", "placements", "-o", path, *more)
    assert leaked(said(result), tianyang) == []
    if path.exists():
        assert leaked(file_text(path), tianyang) == []
        assert bool(leaked(file_text(path), donglan)) is (unit is None)
    own = tmp_path / f"own.{suffix}"
    assert run("export", "placements", "-o", own, who="qinxiaomei").exit_code == 0
    assert leaked(file_text(own), tianyang)


def test_measures_are_the_same_whatever_the_neighbour_has(
    donglan: County, request: pytest.FixtureRequest
) -> None:
    before = settled(run("measure", "--year", str(YEAR), "--json").output)
    request.getfixturevalue("tianyang")
    after = settled(run("measure", "--year", str(YEAR), "--json").output)
    assert before == after
    assert TIANYANG not in after
    assert '"451224"' in after


def test_no_notice_of_another_county_is_issued(tianyang: County, tmp_path: Path) -> None:
    path = tmp_path / "通报.docx"
    result = run("brief", "monthly", "--unit", "田阳区", "--year", str(YEAR), "-o", path)
    assert isinstance(result.exception, NotAllowed | NotFound)
    assert not path.exists()


def test_no_document_of_another_county_is_reviewed(tianyang: County) -> None:
    document = tianyang.row("sources.document")
    for named in (str(document.pk), document.sha256):
        result = run("review", named, "--accept-all")
        assert isinstance(result.exception, NotFound)
        assert leaked(said(result), tianyang, asked=named) == []
    assert Finding.objects.get(pk=tianyang.row("sources.finding").pk).state == "proposed"


def test_no_document_is_put_into_another_county(tianyang: County, tmp_path: Path) -> None:
    text = tmp_path / "纪要.txt"
    text.write_text("东兰县示例座谈会（虚构）。", "utf-8")
    before = Document.objects.filter(region_id=TIANYANG).count()
    assert run("ingest", text, "--region", TIANYANG).exit_code != 0
    assert Document.objects.filter(region_id=TIANYANG).count() == before


def test_rows_of_another_county_are_rejected_and_nothing_is_written(
    tianyang: County, tmp_path: Path
) -> None:
    rows = synthetic.placements(3, seed=7, counties=[TIANYANG], year=YEAR)
    before = Placement.objects.count()
    result = run("import", "placements", sheet(tmp_path / "台账.xlsx", synthetic.HEADERS, *rows))
    assert result.exit_code != 0
    assert Placement.objects.count() == before
    assert leaked(said(result), tianyang) == []


def test_an_identity_number_known_elsewhere_tells_neither_name_nor_place(
    tianyang: County, tmp_path: Path
) -> None:
    """Typing numbers of people one may know must not tell where they work or what they are called."""
    (row,) = synthetic.placements(1, counties=[TIANYANG], year=YEAR)
    assert row[1] in tianyang.secrets
    row[0], row[2], row[3] = "覃示例", "东兰县", "示例厂（虚构）"
    folder = tmp_path / "mine"
    folder.mkdir()
    file = sheet(folder / "台账.xlsx", synthetic.HEADERS, row)
    for more in (["--json", "--dry-run"], ["--json"]):
        result = run("import", "placements", file, *more)
        assert leaked(said(result), tianyang, asked=row[1]) == []
        assert "田阳" not in said(result)
    for path in folder.glob("*.xlsx"):
        assert leaked(file_text(path), tianyang, asked=row[1]) == []


def test_no_record_of_another_county_is_corrected_by_its_number(
    tianyang: County, tmp_path: Path
) -> None:
    theirs = tianyang.row("delivery.placement")
    (row,) = synthetic.placements(1, seed=9, counties=["451224"], year=YEAR)
    headers = ("记录编号", *synthetic.HEADERS)
    file = sheet(tmp_path / "台账.xlsx", headers, (theirs.record, *row))
    result = run("import", "placements", file, "--json")
    assert result.exit_code != 0
    assert leaked(said(result), tianyang, asked=theirs.record) == []
    assert Placement.objects.filter(record=theirs.record).count() == 1


def test_no_target_of_another_county_is_set(tianyang: County, tmp_path: Path) -> None:
    file = sheet(
        tmp_path / "目标.xlsx",
        ("指标代码", "单位", "年度", "目标值", "计量单位", "依据"),
        ("L1", TIANYANG, YEAR, 99999, "人", "试"),
    )
    result = run("targets", file, "--reason", "试")
    assert result.exit_code != 0
    assert leaked(said(result), tianyang) == []
    assert not Target.objects.filter(value=99999).exists()


def test_the_journal_is_not_verified_by_a_county(cast: Cast, tianyang: County) -> None:
    assert isinstance(run("verify").exception, NotAllowed)
    answer = run("verify", "--json", who="zhenglan")
    assert answer.exit_code == 1
    found = json.loads(answer.stdout)["problems"]
    # The cast was hired and the county filled without the verbs that journal; all else agrees.
    assert {problem["code"] for problem in found} == NOT_BY_VERBS, found


def test_accounts_of_another_county_are_not_listed_nor_managed(
    cast: Cast, tianyang: County
) -> None:
    listed = said(run("account", "list"))
    assert "weiguodong" in listed
    assert "qinxiaomei" not in listed
    for words in (
        ("token", "qinxiaomei", "--label", "试", "--expires", "2026-12-31"),
        ("grant", "qinxiaomei", "auditor"),
        ("end", str(cast.tianyang.holdings.get().pk), "--on", "2026-01-01"),
        ("add", "x1", "--password", "shanhai-tests-2024"),
    ):
        result = run("account", *words)
        assert isinstance(result.exception, Refusal), words
        assert "覃晓梅" not in said(result)
