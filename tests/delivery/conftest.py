"""Workbooks for the tests: rows of people who do not exist, written as offices write them."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from examples.ledgers import synthetic
from shanhai.access.models import Account
from shanhai.delivery import actions
from shanhai.delivery.actions import Outcome
from shanhai.delivery.ledger import Ledger, find
from shanhai.delivery.workbook.examine import Examined, examine_file

TODAY = date(2022, 12, 31)
Rows = Sequence[Sequence[Any]]


@pytest.fixture
def ledger() -> Ledger:
    return find("placements")


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """Writes rows under the ledger's header; `above` are rows over the header."""

    def write(
        rows: Rows,
        headers: Sequence[str] = synthetic.HEADERS,
        above: Rows = (),
        name: str = "台账.xlsx",
    ) -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "填报"
        for row in (*above, headers, *rows):
            sheet.append(list(row))
        path = tmp_path / name
        book.save(path)
        return path

    return write


@pytest.fixture
def examine(workbook: Callable[..., Path], ledger: Ledger) -> Callable[..., Examined]:
    """Checks rows as a workbook of somebody."""

    def check(by: Account, rows: Rows, **how: Any) -> Examined:
        path = workbook(rows, **how)
        return examine_file(by=by, ledger=ledger, path=path, today=TODAY)

    return check


@pytest.fixture
def load(examine: Callable[..., Examined]) -> Callable[..., Outcome]:
    """Imports rows of somebody, who must have no mistakes."""

    def commit(by: Account, rows: Rows, reason: str = "更正导入", **how: Any) -> Outcome:
        return actions.commit(by=by, examined=examine(by, rows, **how), reason=reason)

    return commit


@pytest.fixture
def changed() -> Callable[..., list[Any]]:
    """A row with some cells put otherwise, by header."""

    def put(row: Sequence[Any], **cells: Any) -> list[Any]:
        copy = list(row)
        for header, value in cells.items():
            copy[[h.partition("（")[0] for h in synthetic.HEADERS].index(header)] = value
        return copy

    return put


@pytest.fixture
def tianyang_rows() -> list[list[Any]]:
    """Six placements of people of 田阳区（示例数据，虚构）."""
    return synthetic.placements(6, counties=["451003"])
