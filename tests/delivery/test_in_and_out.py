from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from shanhai.delivery import actions
from shanhai.delivery.ledger import Ledger
from shanhai.delivery.models import Placement
from shanhai.delivery.workbook.errors import find_error_workbook, write_error_workbook
from shanhai.delivery.workbook.examine import examine_file
from shanhai.delivery.workbook.parse import EXAMPLE_MARK
from shanhai.delivery.workbook.template import write_template
from shanhai.journal.models import Entry, Verb
from shanhai.kernel.errors import NotAllowed, NotFound, Unusable
from tests.cast import Cast
from tests.delivery.conftest import TODAY

SUFFIXES = ("xlsx", "csv", "parquet")


class TestTheTemplate:
    def test_it_carries_every_column_its_meaning_and_its_choices(
        self, ledger: Ledger, tmp_path: Path
    ) -> None:
        write_template(ledger, tmp_path / "t.xlsx", home="广西壮族自治区百色市田阳区")
        book = openpyxl.load_workbook(tmp_path / "t.xlsx")
        sheet = book["填报"]
        headers = [cell.value for cell in sheet[3]]
        assert headers == [column.header for column in ledger.columns]
        assert sheet["C5"].value == "广西壮族自治区百色市田阳区"
        assert sheet.freeze_panes == "B4"
        rules = {
            str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation
        }
        assert {rules[at].type for at in ("F5", "J5", "K5")} == {"list"}
        assert rules["G5"].type == "date"
        notes = [[cell.value for cell in row] for row in book["填表说明"].iter_rows(min_row=2)]
        assert [note[0] for note in notes] == headers
        assert all(note[2] and note[4] for note in notes)

    def test_its_example_row_is_passed_over_and_the_filled_one_taken(
        self, ledger: Ledger, tmp_path: Path, cast: Cast, tianyang_rows: list[list[Any]]
    ) -> None:
        path = tmp_path / "t.xlsx"
        write_template(ledger, path)
        with pytest.raises(Unusable, match="没有数据行"):
            examine_file(by=cast.tianyang, ledger=ledger, path=path)
        book = openpyxl.load_workbook(path)
        for place, value in enumerate(tianyang_rows[0], start=1):
            book["填报"].cell(5, place, value)
        book.save(path)
        examined = examine_file(by=cast.tianyang, ledger=ledger, path=path, today=TODAY)
        assert (examined.rows, examined.problems) == (1, [])

    def test_its_example_would_be_taken_if_it_were_a_person(
        self, ledger: Ledger, tmp_path: Path, cast: Cast
    ) -> None:
        path = tmp_path / "t.xlsx"
        write_template(ledger, path)
        book = openpyxl.load_workbook(path)
        [at] = [
            cell for row in book["填报"].iter_rows() for cell in row if cell.value == EXAMPLE_MARK
        ]
        at.value = "示例"
        book.save(path)
        examined = examine_file(by=cast.operator, ledger=ledger, path=path, today=TODAY)
        assert [each.code for each in examined.problems if each.is_error] == []


@pytest.mark.parametrize("suffix", SUFFIXES)
class TestTheExport:
    def test_it_comes_back_unchanged(
        self, suffix: str, load: Callable[..., Any], cast: Cast, ledger: Ledger, tmp_path: Path,
        tianyang_rows: list[list[Any]],
    ) -> None:  # fmt: skip
        load(cast.tianyang, tianyang_rows)
        path = tmp_path / f"out.{suffix}"
        assert actions.export(by=cast.tianyang, ledger=ledger, path=path) == 6
        back = examine_file(by=cast.tianyang, ledger=ledger, path=path, today=TODAY)
        assert (back.problems, back.count("unchanged")) == ([], 6)

    def test_no_identity_number_leaves_and_the_journal_says_that_rows_did(
        self, suffix: str, load: Callable[..., Any], cast: Cast, ledger: Ledger, tmp_path: Path,
        tianyang_rows: list[list[Any]],
    ) -> None:  # fmt: skip
        load(cast.tianyang, tianyang_rows)
        path = tmp_path / f"out.{suffix}"
        actions.export(by=cast.auditor, ledger=ledger, path=path, unit="田阳区")
        entry = Entry.objects.latest("sequence")
        assert (entry.verb, entry.rows_count, entry.actor) == (Verb.EXPORT, 6, cast.auditor)
        examined = examine_file(by=cast.operator, ledger=ledger, path=path, today=TODAY)
        assert all("*" in number for number in examined.material.table["raw.identity_number"])

    def test_a_neighbour_gets_no_row(
        self, suffix: str, load: Callable[..., Any], cast: Cast, ledger: Ledger, tmp_path: Path,
        tianyang_rows: list[list[Any]],
    ) -> None:  # fmt: skip
        load(cast.tianyang, tianyang_rows)
        path = tmp_path / f"out.{suffix}"
        assert actions.export(by=cast.donglan, ledger=ledger, path=path) == 0
        assert actions.export(by=cast.donglan, ledger=ledger, path=path, unit="田阳区") == 0
        with pytest.raises(NotAllowed):
            actions.export(by=cast.former, ledger=ledger, path=path)


def test_an_export_of_a_past_moment_shows_what_stood_then(
    load: Callable[..., Any], cast: Cast, ledger: Ledger, tmp_path: Path,
    tianyang_rows: list[list[Any]], changed: Any,
) -> None:  # fmt: skip
    first = load(cast.tianyang, tianyang_rows[:2]).batch
    load(cast.tianyang, [changed(tianyang_rows[0], 月工资=9000), *tianyang_rows[1:]])
    path = tmp_path / "then.csv"
    moment = first.recorded_at
    assert actions.export(by=cast.tianyang, ledger=ledger, path=path, as_of=moment) == 2
    assert "9000" not in path.read_text("utf-8-sig")


def test_a_corrected_export_corrects_the_records_it_names(
    load: Callable[..., Any], cast: Cast, ledger: Ledger, tmp_path: Path,
    tianyang_rows: list[list[Any]],
) -> None:  # fmt: skip
    load(cast.tianyang, tianyang_rows)
    path = tmp_path / "out.xlsx"
    actions.export(by=cast.tianyang, ledger=ledger, path=path)
    book = openpyxl.load_workbook(path)
    sheet = book.active
    number, column = sheet["A2"].value, [cell.value for cell in sheet[1]].index("用工单位") + 1
    sheet.cell(2, column, "示例改名（东莞）有限公司")
    book.save(path)
    examined = examine_file(by=cast.tianyang, ledger=ledger, path=path, today=TODAY)
    assert actions.commit(by=cast.tianyang, examined=examined, reason="单位改名").updated == 1
    row = Placement.objects.as_of().get(record=number)
    assert (row.employer, row.version) == ("示例改名（东莞）有限公司", 2)


def test_a_masked_number_or_record_of_somebody_else_is_refused(
    load: Callable[..., Any], examine: Callable[..., Any], cast: Cast,
    tianyang_rows: list[list[Any]], changed: Any,
) -> None:  # fmt: skip
    from examples.ledgers.synthetic import HEADERS

    load(cast.tianyang, tianyang_rows)
    record = Placement.objects.first().record
    masked = changed(tianyang_rows[0], 证件号码="451003**********99")
    assert [each.code for each in examine(cast.tianyang, [masked]).problems] == ["identity_masked"]
    rows = [[record, *changed(tianyang_rows[0], 户籍县="东兰县")]]
    found = examine(cast.donglan, rows, headers=["记录编号", *HEADERS]).problems
    assert "unknown_record" in [each.code for each in found]


class TestTheErrorWorkbook:
    @pytest.fixture
    def spoilt(
        self, workbook: Callable[..., Path], tianyang_rows: list[list[Any]], changed: Any
    ) -> Path:
        rows = [changed(tianyang_rows[0], 工种="宇航员", 姓名=None), *tianyang_rows[1:]]
        return workbook(rows, above=[["2022年台账"]])

    def test_it_is_the_users_file_with_the_bad_cells_marked(
        self, spoilt: Path, cast: Cast, ledger: Ledger
    ) -> None:
        examined = examine_file(by=cast.tianyang, ledger=ledger, path=spoilt, today=TODAY)
        path = write_error_workbook(cast.tianyang, spoilt, examined.problems)
        sheet = openpyxl.load_workbook(path)["填报"]
        assert sheet["A1"].value == "2022年台账"
        assert "宇航员" in sheet["F3"].comment.text
        assert "生产制造" in sheet["F3"].comment.text
        assert sheet["A3"].comment is not None
        assert sheet["F3"].fill.fgColor.rgb.endswith("F4B6AA")
        assert sheet["F4"].comment is None
        assert path.stat().st_mode & 0o077 == 0, "it holds identity numbers"

    def test_only_who_imported_finds_it(self, spoilt: Path, cast: Cast, ledger: Ledger) -> None:
        examined = examine_file(by=cast.tianyang, ledger=ledger, path=spoilt, today=TODAY)
        path = write_error_workbook(cast.tianyang, spoilt, examined.problems)
        assert find_error_workbook(cast.tianyang, path.name) == path
        for name in (path.name, f"../{cast.tianyang.pk}/{path.name}"):
            with pytest.raises(NotFound):
                find_error_workbook(cast.donglan, name)

    def test_a_csv_comes_back_as_a_workbook_and_no_formula_runs(
        self, tmp_path: Path, cast: Cast, ledger: Ledger, tianyang_rows: list[list[Any]]
    ) -> None:
        from examples.ledgers.synthetic import HEADERS

        row = ["" if cell is None else str(cell) for cell in tianyang_rows[0]]
        row[3] = "=1+1"
        path = tmp_path / "a.csv"
        path.write_text("\n".join([",".join(HEADERS), ",".join(row)]), "utf-8")
        examined = examine_file(
            by=cast.tianyang, ledger=ledger, path=path, today=date(2022, 12, 31)
        )
        assert [each.code for each in examined.problems] == ["formula_like"]
        book = openpyxl.load_workbook(write_error_workbook(cast.tianyang, path, examined.problems))
        assert book["a"]["D2"].data_type == "s"
        assert book["a"]["D2"].comment is not None
