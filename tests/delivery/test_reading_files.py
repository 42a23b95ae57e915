from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from examples.ledgers import synthetic
from shanhai.delivery.workbook.examine import Examined, examine_file
from shanhai.delivery.workbook.read import read_sheets
from shanhai.kernel.errors import Unusable
from tests.cast import Cast


def codes(examined: Examined) -> list[str]:
    return [problem.code for problem in examined.problems]


def test_titles_above_the_header_are_passed_over_and_rows_keep_their_excel_numbers(
    examine: Callable[..., Examined], cast: Cast, tianyang_rows: list[list[Any]], changed: Any
) -> None:
    rows = [*tianyang_rows, changed(tianyang_rows[0], 用工单位=None)]
    examined = examine(cast.tianyang, rows, above=[[], ["2022年务工就业台账"], ["单位：人、元"]])
    [problem] = [each for each in examined.problems if each.code == "required"]
    assert (problem.sheet, problem.row, problem.column) == ("填报", 4 + 7, "用工单位")


def test_headers_of_other_offices_are_understood(
    examine: Callable[..., Examined], cast: Cast, tianyang_rows: list[list[Any]]
) -> None:
    headers = ["姓 名", "身份证号码", "户籍所在县", "企业名称*", "务工地点", "岗位", "入职日期", "离职日期",
               "月收入(元)", "是否缴纳社保", "是否脱贫人口（含监测对象）", "证明材料"]  # fmt: skip
    examined = examine(cast.tianyang, tianyang_rows, headers=headers)
    assert (examined.problems, examined.count("created")) == ([], 6)


def test_a_wage_in_another_unit_is_refused_for_the_whole_file(
    examine: Callable[..., Examined], cast: Cast, tianyang_rows: list[list[Any]]
) -> None:
    headers = [h.replace("（元）", "（万元）") for h in synthetic.HEADERS]
    examined = examine(cast.tianyang, tianyang_rows, headers=headers)
    assert codes(examined) == ["other_unit"]
    assert examined.rejected == examined.rows == 6


def test_an_unknown_column_is_named_and_a_missing_one_refused(
    examine: Callable[..., Examined], cast: Cast, tianyang_rows: list[list[Any]]
) -> None:
    headers = [*synthetic.HEADERS[:3], "手机号", *synthetic.HEADERS[4:]]
    examined = examine(cast.tianyang, tianyang_rows, headers=headers)
    found = {problem.code: problem for problem in examined.problems}
    assert found["unknown_column"].column == "手机号"
    assert not found["unknown_column"].is_error
    assert found["missing_column"].column == "用工单位"
    assert examined.rejected == 6


def test_totals_notes_and_blank_rows_are_no_data(
    examine: Callable[..., Examined], cast: Cast, tianyang_rows: list[list[Any]]
) -> None:
    extra = [[], ["合 计", None, None, None, None, None, None, None, 27000], ["填表人：示例"]]
    examined = examine(cast.tianyang, [*tianyang_rows, *extra])
    assert examined.rows == 6
    assert examined.rejected == 0
    assert [(each.row, each.code) for each in examined.problems] == [
        (9, "row_skipped"),
        (10, "row_skipped"),
    ]


def test_cells_are_read_as_people_type_them(
    examine: Callable[..., Examined], cast: Cast, tianyang_rows: list[list[Any]], changed: Any
) -> None:
    row = changed(
        tianyang_rows[0], 证件号码=f" {tianyang_rows[0][1][:6]} {tianyang_rows[0][1][6:]}",
        户籍县="４５１００３", 上岗日期="2022.3.1", 离岗日期="—", 月工资="３，５００元", 是否参保="Y",
        是否脱贫劳动力="1", 工种="catering",
    )  # fmt: skip
    examined = examine(cast.tianyang, [row])
    assert examined.problems == []
    read = examined.table.row(0, named=True)
    assert (read["n.home_county_id"], read["n.start_date"]) == ("451003", date(2022, 3, 1))
    assert (str(read["n.monthly_wage_yuan"]), read["n.insured"]) == ("3500.00", True)
    assert (read["n.end_date"], read["n.occupation"]) == (None, "catering")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_in_the_encodings_of_chinese_offices(
    encoding: str, tmp_path: Path, cast: Cast, ledger: Any, tianyang_rows: list[list[Any]]
) -> None:
    lines = ["务工就业台账", "", ",".join(synthetic.HEADERS)]
    lines += [",".join("" if cell is None else str(cell) for cell in row) for row in tianyang_rows]
    path = tmp_path / "台账.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    examined = examine_file(by=cast.tianyang, ledger=ledger, path=path, today=date(2022, 12, 31))
    assert (examined.problems, examined.rows) == ([], 6)
    assert examined.material.table.get_column("row").to_list() == [4, 5, 6, 7, 8, 9]


def test_a_hidden_sheet_is_not_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["B3"] = "值"
    book.create_sheet("内部").sheet_state = "hidden"
    book["内部"]["A1"] = "值"
    book.save(tmp_path / "a.xlsx")
    [sheet] = read_sheets(tmp_path / "a.xlsx")
    assert sheet.grid.height == 3, "empty rows on top stay, so that numbers are those of Excel"


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("空.xlsx", b"", "空的"),
        ("坏.xlsx", b"PK\x03\x04 not a zip", "打不开这个文件：已损坏"),
        ("图.png", b"\x89PNG\r\n\x1a\n\x00\x00", "打不开这个文件：既不是 Excel"),
        ("头坏.xlsx", b"XX\x03\x04\x14,,,\n" * 20, "打不开这个文件"),
        ("便条.txt", "今天下午三点开会\n请带台账\n".encode(), "打不开这个文件"),
        ("别的.csv", "品名,数量\n苹果,3\n".encode(), "找不到务工就业台账的表头"),
        ("无行.csv", ",".join(synthetic.HEADERS).encode(), "没有数据行"),
    ],
)
def test_a_file_that_is_no_ledger_is_refused_in_one_sentence(
    name: str, data: bytes, sentence: str, tmp_path: Path, cast: Cast, ledger: Any
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(Unusable, match=sentence):
        examine_file(by=cast.tianyang, ledger=ledger, path=tmp_path / name)
