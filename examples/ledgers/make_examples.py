"""Writes the example workbooks beside this file: `python -m examples.ledgers.make_examples`.

The same seed gives the same rows, so a file that was changed by hand shows in a diff of its cells.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from examples.ledgers import synthetic

HERE = Path(__file__).parent
NOTE = "示例数据，虚构：人员、单位、合同均不存在"
MADE_ON = datetime(2022, 12, 31, tzinfo=UTC).replace(tzinfo=None)


def filled() -> list[list[Any]]:
    """Four hundred placements of 2022 from six counties, with nothing wrong."""
    return synthetic.placements(400)


def with_mistakes() -> list[list[Any]]:
    """One row for each kind of mistake, between good ones."""
    good = synthetic.placements(30, seed=7, counties=("451003", "451024"))
    rows = [list(row) for row in good]
    cells: list[tuple[str, Any]] = [
        ("姓名", None),
        ("证件号码", good[1][1][:16] + ("11" if good[1][1][16:] != "11" else "12")),
        ("证件号码", good[2][1][:17]),
        ("证件号码", good[3][1][:6] + good[3][1][8:14] + "001"),
        ("证件号码", "4.51024199001011E+17"),
        ("证件号码", _with_digit(good[5][1][:6] + "19901301000")),
        ("证件号码", _with_digit("999999" + good[6][1][6:17])),
        ("户籍县", "城中区"),
        ("户籍县", "桃花源县"),
        ("户籍县", "百色市"),
        ("户籍县", "田阳县"),
        ("用工单位", "=示例公式"),
        ("用工单位", "示" * 121),
        ("工种", "宇航员"),
        ("上岗日期", "2022-02-30"),
        ("上岗日期", "2022年8月"),
        ("上岗日期", "八月底"),
        ("上岗日期", date(2099, 1, 1)),
        ("离岗日期", date(2021, 12, 31)),
        ("月工资（元）", 100_001),
        ("月工资（元）", "0.35万"),
        ("月工资（元）", "面议"),
        ("月工资（元）", 300),
        ("是否参保", "也许"),
        ("是否脱贫劳动力", None),
    ]
    for place, (header, value) in enumerate(cells):
        row = rows[place]
        row[synthetic.HEADERS.index(header)] = value
        if value == date(2099, 1, 1):
            row[synthetic.HEADERS.index("离岗日期")] = None
    child = rows[25]
    child[1] = synthetic.identity_number("451024", date(2010, 6, 1))
    twin = list(rows[26])
    elsewhere = list(rows[28])
    elsewhere[2], elsewhere[3] = "广西河池市东兰县", "示例另一家有限公司"
    return [*rows, twin, elsewhere, ["合计", None, None, None, None, None, None, None, 135_000]]


def _with_digit(body: str) -> str:
    rest = sum(int(d) * w for d, w in zip(body, synthetic.WEIGHTS, strict=True)) % 11
    return body + "10X98765432"[rest]


def write(path: Path, title: str, rows: Sequence[Sequence[Any]]) -> None:
    """One sheet with a title, the note that all is invented, the header and the rows."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        book.set_properties({"title": title, "comments": NOTE, "created": MADE_ON})
        sheet = book.add_worksheet("填报")
        head = book.add_format({"bold": True, "bg_color": "#E4EAF1", "border": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.merge_range(0, 0, 0, len(synthetic.HEADERS) - 1, f"{title}（{NOTE}）", head)
        sheet.write_row(1, 0, synthetic.HEADERS, head)
        for at, row in enumerate(rows, start=2):
            for place, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(
                        at, place, datetime.combine(value, datetime.min.time()), day
                    )
                elif value is not None:
                    sheet.write(at, place, value)
        sheet.freeze_panes(2, 1)
        sheet.set_column(0, len(synthetic.HEADERS) - 1, 16)


def main() -> None:
    """Write both."""
    write(HERE / "placements_filled.xlsx", "2022年务工就业台账", filled())
    write(HERE / "placements_with_mistakes.xlsx", "2022年务工就业台账（含错误）", with_mistakes())


if __name__ == "__main__":
    main()
