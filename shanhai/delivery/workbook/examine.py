"""Examines a file against a ledger: every step in order, all problems at once, nothing written.

The result holds what a commit needs; a commit that comes later than another one compares again.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from django.utils import timezone

from shanhai.access.models import Account
from shanhai.access.scope import Scope, scope_of
from shanhai.delivery.ledger import Ledger
from shanhai.delivery.models import Batch
from shanhai.delivery.workbook import changes, store
from shanhai.delivery.workbook.checks import checks_of
from shanhai.delivery.workbook.headers import Header, body, find_header
from shanhai.delivery.workbook.material import Material
from shanhai.delivery.workbook.parse import parse
from shanhai.delivery.workbook.places import Places
from shanhai.delivery.workbook.problems import CellProblem, in_order
from shanhai.delivery.workbook.read import Sheet, read_sheets
from shanhai.journal.models import ChainHead
from shanhai.kernel.errors import NotAllowed, Unusable


@dataclass(frozen=True)
class Origin:
    """Where rows come from: kind, file name and the file's SHA-256."""

    kind: Batch.Origin
    file_name: str = ""
    sha256: str = ""


@dataclass(frozen=True)
class Examined:
    """A file with its problems and what it would change.

    `table` carries the rows with `status` and the versions they follow; `head` is the journal's
    sequence when the store was read; `given` the columns that the file carries.
    """

    material: Material
    origin: Origin
    table: pl.DataFrame
    problems: list[CellProblem]
    head: int
    given: frozenset[str]
    own: tuple[CellProblem, ...]
    seen: Scope
    whole_file_wrong: bool

    @property
    def ledger(self) -> Ledger:
        """The ledger that the file is for."""
        return self.material.ledger

    @property
    def rows(self) -> int:
        """How many rows of data the file has."""
        return self.material.table.height

    @property
    def rejected(self) -> int:
        """Rows with an error; all of them when the header itself is wrong."""
        if self.whole_file_wrong:
            return self.rows
        return len({(each.sheet, each.row) for each in self.problems if each.is_error})

    def count(self, status: str) -> int:
        """Rows of a status: created, updated or unchanged."""
        return self.table.filter(pl.col("status") == status).height

    def counts(self) -> Mapping[str, int]:
        """What a commit writes; nothing when a row is rejected."""
        states = (changes.CREATED, changes.UPDATED, changes.UNCHANGED)
        return {state: 0 if self.rejected else self.count(state) for state in states}

    def compared_again(self) -> "Examined":
        """The same file against the store as it stands now."""
        return _compare(self)

    def as_json(self) -> dict[str, Any]:
        """The counts and problems in the shape of contracts.md."""
        return {
            "ledger": self.ledger.code,
            "file": self.origin.file_name,
            "batch": None,
            "rows": self.rows,
            **self.counts(),
            "rejected": self.rejected,
            "problems": [each.as_json() for each in self.problems],
            "error_workbook": None,
        }


def examine_file(
    *, by: Account, ledger: Ledger, path: Path, file_name: str = "", today: date | None = None
) -> Examined:
    """Read and check a file; raises `Unusable` when it is no such ledger, `NotAllowed` without the right."""
    refuse_without_scope(by, ledger, "import")
    sheets = read_sheets(path)
    origin = Origin(Batch.Origin.WORKBOOK, file_name or path.name, _sha256(path))
    return examine(by=by, ledger=ledger, sheets=sheets, origin=origin, verb="import", today=today)


def refuse_without_scope(by: Account, ledger: Ledger, verb: str) -> Scope:
    """The scope for a verb on the ledger; raises `NotAllowed` when it is empty."""
    scope = scope_of(by, ledger.record_name, verb)
    if not scope.everywhere and not scope.codes:
        words = {"import": "导入", "export": "导出", "change": "更正", "view": "查看"}
        raise NotAllowed(f"您的角色不能{words[verb]}{ledger.name}：请联系本级协作办")
    return scope


def examine(
    *, by: Account, ledger: Ledger, sheets: list[Sheet], origin: Origin, verb: str,
    today: date | None = None,
) -> Examined:  # fmt: skip
    """Check sheets that are read already; a correction of one row comes this way too."""
    day = today or timezone.localdate()
    places = Places.load(day)
    scope = scope_of(by, ledger.record_name, verb)
    headers, table = _rows_of(sheets, ledger)
    problems = [problem for header in headers for problem in header.problems]
    wrong = any(problem.is_error for problem in problems)
    table, trouble = parse(table, ledger, places.read)
    if table.is_empty():
        raise Unusable("文件里没有数据行：请在表头下面逐行填写后再导入")
    table = _prepared(table, ledger, scope)
    material = Material(ledger, table, places, scope, day)
    problems += trouble
    for check in checks_of(ledger):
        problems += check(material)
    given = frozenset.intersection(*(frozenset(header.positions) for header in headers))
    examined = Examined(
        material, origin, table, [], 0, given, tuple(problems),
        scope_of(by, ledger.record_name, "view"), wrong,
    )  # fmt: skip
    return _compare(examined)


def _rows_of(sheets: list[Sheet], ledger: Ledger) -> tuple[list[Header], pl.DataFrame]:
    headers, parts = [], []
    for order, sheet in enumerate(sheets):
        header = find_header(sheet, ledger)
        if header is not None:
            headers.append(header)
            parts.append(body(sheet, header).with_columns(pl.lit(order).alias("sheet_order")))
    if not headers:
        expected = "、".join(column.header for column in ledger.columns if column.required)
        raise Unusable(f"找不到{ledger.name}的表头：表头应有{expected}；可先下载模板")
    return headers, pl.concat(parts, how="diagonal")


def _prepared(table: pl.DataFrame, ledger: Ledger, scope: Scope) -> pl.DataFrame:
    codes = table.get_column(ledger.region.name).drop_nulls().unique().to_list()
    inside = [code for code in codes if scope.covers(code)]
    region = pl.col(ledger.region.name)
    table = table.with_columns((region.is_null() | region.is_in(inside)).alias("in_scope"))
    table = store.with_keys(table, ledger)
    return store.with_hashes(table) if ledger.about_persons else table


def _compare(examined: Examined) -> Examined:
    head = ChainHead.objects.filter(pk=1).values_list("sequence", flat=True).first() or 0
    material, ledger = examined.material, examined.ledger
    # A row that the user may not write must not meet the store: its answers would tell what is there.
    inside = material.table.filter("in_scope")
    stored = store.load(inside, ledger)
    joined, problems = changes.match(material, inside, stored, examined.given)
    problems += changes.clashes(material, joined, stored, examined.seen)
    return replace(examined, table=joined, head=head, problems=in_order((*examined.own, *problems)))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
