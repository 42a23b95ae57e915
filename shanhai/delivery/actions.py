"""The only place that writes ledgers: commit a file, correct a row, withdraw a batch, look at a number.

All of them end in `_write`: one transaction, one batch, one journal entry, one word to the stations above.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
from django.db import transaction
from django.utils import timezone

from shanhai.access import vault
from shanhai.access.models import Account
from shanhai.access.scope import scope_of
from shanhai.delivery import lineage, persons, queries, versions
from shanhai.delivery.ledger import Ledger, find
from shanhai.delivery.lineage import Lineage
from shanhai.delivery.models import Batch, LedgerVersion
from shanhai.delivery.signals import ledger_committed
from shanhai.delivery.versions import NewVersion
from shanhai.delivery.workbook.changes import CREATED, UNCHANGED, UPDATED
from shanhai.delivery.workbook.examine import Examined, Origin, examine
from shanhai.delivery.workbook.export import write_export
from shanhai.delivery.workbook.places import Places
from shanhai.delivery.workbook.rows import cell_text, one_row_sheet
from shanhai.journal import actions as journal
from shanhai.journal.models import ChainHead, Verb
from shanhai.kernel.errors import Conflict, NotAllowed, NotFound, Unusable

DEFAULT_REASON = "更正导入"
_TELLING_CODES = frozenset({"claimed_elsewhere", "name_differs"})
"""Problems whose sentence says something of rows that are not in the file."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a commit did; without a batch, nothing had to change."""

    batch: Batch | None
    rows: int
    created: int
    updated: int
    unchanged: int


@transaction.atomic
def commit(*, by: Account, examined: Examined, reason: str = DEFAULT_REASON) -> Outcome:
    """Write all rows of an examined file, or none; raises `Unusable` when a row is rejected.

    When somebody else wrote since the file was examined, it is compared again first, and `Conflict`
    says what no longer holds.
    """
    _refuse_rejected(examined)
    moment = journal.lock()
    if ChainHead.objects.get(pk=1).sequence != examined.head:
        examined = examined.compared_again()
        if examined.rejected:
            raise Conflict("检查之后台账有了变动，有的行不再成立：请重新检查后再导入")
    table = examined.table
    outcome = {state: examined.count(state) for state in (CREATED, UPDATED, UNCHANGED)}
    changing = table.filter(pl.col("status") != UNCHANGED)
    if changing.is_empty():
        return Outcome(None, examined.rows, **outcome)
    if outcome[UPDATED] and not reason.strip():
        raise Unusable("更正已有记录须写明事由")
    ledger = examined.ledger
    if ledger.about_persons:
        changing = persons.known(changing)
    batch = Batch(
        ledger=ledger.code, origin=examined.origin.kind, file_name=examined.origin.file_name,
        sha256=examined.origin.sha256, rows_count=examined.rows,
        created_count=outcome[CREATED], updated_count=outcome[UPDATED],
        unchanged_count=outcome[UNCHANGED], recorded_at=moment, recorded_by=by,
        reason=reason.strip() if outcome[UPDATED] else "",
    )  # fmt: skip
    form = examined.origin.kind is Batch.Origin.FORM
    _write(ledger, batch, _new_versions(ledger, changing), _old_content(ledger, changing),
           Verb.CHANGE if form else Verb.IMPORT)  # fmt: skip
    return Outcome(batch, examined.rows, **outcome)


def correct(
    *, by: Account, ledger: Ledger, record: str, changes: Mapping[str, str], reason: str,
    today: date | None = None, expected_version: int | None = None,
) -> Outcome:  # fmt: skip
    """Correct one record: `changes` are texts by column, as they would stand in a workbook.

    Goes through the same checks as a file. Raises `NotFound` when the record may not be seen,
    `NotAllowed` without the right to change it, `Conflict` when it is no longer at the expected
    version, `Unusable` with `detail["problems"]` when a check fails.
    """
    if not reason.strip():
        raise Unusable("更正须写明事由")
    unknown = set(changes) - set(ledger.by_name)
    if unknown:
        raise Unusable(f"台账没有这些列：{'、'.join(sorted(unknown))}")
    with transaction.atomic():
        moment = journal.lock()
        current = _standing(by, ledger, record, "change")
        if expected_version is not None and current.version != expected_version:
            raise Conflict("这条记录刚被他人更正：请刷新后再改")
        cells = {column.name: cell_text(column, current) for column in ledger.columns}
        cells |= {name: text.strip() for name, text in changes.items()}
        if ledger.about_persons and cells["name"] != current.person.name:
            persons.rename(by=by, person=current.person, name=cells["name"], reason=reason,
                           at=moment, scope=scope_of(by, ledger.record_name, "change"))  # fmt: skip
        sheet = one_row_sheet(ledger, record, cells)
        origin = Origin(Batch.Origin.FORM)
        examined = examine(
            by=by, ledger=ledger, sheets=[sheet], origin=origin, verb="change", today=today
        )
        return commit(by=by, examined=examined, reason=reason)


@transaction.atomic
def withdraw_batch(*, by: Account, batch: Batch, reason: str) -> Batch:
    """Take a batch back: new records are withdrawn, corrected ones stand again as they did before.

    Raises `NotAllowed` outside the scope, `Conflict` when it was taken back before or when later batches
    that stand (`detail["batches"]`) corrected some of its rows, `Unusable` without a reason or for a
    withdrawal itself.
    """
    if not reason.strip():
        raise Unusable("撤回须写明事由")
    if not scope_of(by, Batch.record_name(), "withdraw").covers(batch.region_id):
        raise NotAllowed("这个批次不在您可撤回的范围内：请联系批次所属地区的协作办")
    if batch.origin == Batch.Origin.WITHDRAWAL:
        raise Unusable("撤回本身不能再撤回：请重新导入")
    ledger = find(batch.ledger)
    moment = journal.lock()
    if done := Batch.objects.filter(withdraws=batch).first():
        raise Conflict(f"这个批次已由批次 {done.pk} 撤回", batches=[done.pk])
    written = list(ledger.model._default_manager.filter(batch=batch).order_by("record"))
    lines = lineage.lineages(ledger, [row.record for row in written])
    lineage.refuse_corrected(written, lines)
    before = lineage.versions_before(ledger, written, lines)
    withdrawal = Batch(
        ledger=ledger.code, origin=Batch.Origin.WITHDRAWAL, file_name=batch.file_name, sha256="",
        rows_count=len(written), created_count=0, updated_count=len(written), unchanged_count=0,
        recorded_at=moment, recorded_by=by, reason=reason.strip(), withdraws=batch,
    )  # fmt: skip
    rows = [_taken_back(ledger, row, lines[row.record], before.get(row.record)) for row in written]
    old = [tuple(getattr(row, name) for name in ledger.attributes) for row in written]
    _write(ledger, withdrawal, rows, old, Verb.REMOVE)
    return withdrawal


@transaction.atomic
def reveal_identity(*, by: Account, ledger: Ledger, record: str, purpose: str) -> str:
    """The full identity number behind a record, for a stated purpose that the journal keeps.

    Raises `NotFound` when the record may not be seen, `NotAllowed` without the right to reveal,
    `Unusable` without a purpose.
    """
    if len(purpose.strip()) < 2:
        raise Unusable("查看完整证件号码须写明用途")
    version = _standing(by, ledger, record, "reveal")
    number = vault.decrypt(version.person.identity_sealed)
    journal.record(
        by=by, verb=Verb.REVEAL, subject=ledger.record_name, key=record,
        region_code=getattr(version, ledger.region.attribute), reason=purpose.strip(),
    )  # fmt: skip
    return number


def note_answers(*, by: Account, examined: Examined) -> None:
    """Journal that a check answered from other offices' rows; the caller shows its problems.

    Such an answer tells that a number is on file elsewhere, so asking is a look at personal data even
    when nothing is written.
    """
    told = Counter(problem.code for problem in examined.problems if problem.code in _TELLING_CODES)
    if told:
        with transaction.atomic():
            journal.record(
                by=by, verb=Verb.REVEAL, subject=examined.ledger.record_name,
                key=examined.origin.sha256[:16], reason="导入检查答复涉及其他登记",
                after={"rows": examined.rows, **told},
            )  # fmt: skip


def export(
    *, by: Account, ledger: Ledger, path: Path, as_of: datetime | None = None,
    unit: str | None = None,
) -> int:  # fmt: skip
    """Write the rows that the user may take out to a file by its suffix, and note it in the journal.

    Returns how many rows. Raises `NotAllowed` without the right, `Unusable` for another suffix or unit.
    """
    rows = queries.exported_rows(by=by, ledger=ledger, as_of=as_of, unit=unit)
    try:
        count = write_export(ledger, rows, path, Places.load(timezone.localdate()))
        with transaction.atomic():
            journal.record(
                by=by, verb=Verb.EXPORT, subject=ledger.record_name, key=path.suffix.lstrip("."),
                after={"unit": unit, "as_of": as_of.isoformat() if as_of else None},
                rows_count=count,
            )  # fmt: skip
    except BaseException:
        # No file without its entry.
        path.unlink(missing_ok=True)
        raise
    return count


def _refuse_rejected(examined: Examined) -> None:
    if examined.rejected:
        first = next(each for each in examined.problems if each.is_error)
        raise Unusable(
            f"有 {examined.rejected} 行未通过检查，全部未写入。{first.column}：{first.message}",
            problems=[each.as_json() for each in examined.problems],
        )


def _write(
    ledger: Ledger,
    batch: Batch,
    rows: Iterable[NewVersion],
    old: Iterable[Sequence[Any]],
    verb: Verb,
) -> None:
    """Batch, versions, journal entry and signal: what every change of a ledger consists of."""
    rows = list(rows)
    region_at = ledger.attributes.index(ledger.region.attribute)
    contents = [*(row.content for row in rows), *old]
    batch.region_id = _common_region({str(content[region_at]) for content in contents})
    batch.save(force_insert=True)
    count, digest = versions.write(ledger, batch, rows)
    journal.record(
        by=batch.recorded_by, verb=verb, subject=batch, region_code=batch.region_id,
        after=batch.facts(), reason=batch.reason, rows_count=count,
        rows_digest=digest, at=batch.recorded_at,
    )  # fmt: skip
    ledger_committed.send(
        sender=ledger.model, ledger=ledger.model, batch=batch, touched=_touched(ledger, contents)
    )


def _touched(ledger: Ledger, contents: Iterable[Sequence[Any]]) -> set[tuple[str, int]]:
    region_at = ledger.attributes.index(ledger.region.attribute)
    first_at, last_at = (ledger.attributes.index(name) for name in ledger.model.period)
    today = timezone.localdate()
    spans = {(content[region_at], content[first_at], content[last_at]) for content in contents}
    return {
        (region, year)
        for region, first, last in spans
        for year in versions.years_touched(first, last, today)
    }


def _common_region(codes: set[str]) -> str | None:
    """The lowest division that holds all of these: county, prefecture, province, or none."""
    for length in (6, 4, 2):
        prefixes = {code[:length] for code in codes}
        if len(prefixes) == 1:
            return prefixes.pop().ljust(6, "0")
    return None


def _new_versions(ledger: Ledger, table: pl.DataFrame) -> list[NewVersion]:
    content = [f"n.{name}" for name in ledger.attributes]
    chosen = table.select("s.record", "s.version", "s.id", *content)
    return [
        NewVersion(record, (version or 0) + 1, follows, False, tuple(values))
        for record, version, follows, *values in chosen.iter_rows()
    ]


def _old_content(ledger: Ledger, table: pl.DataFrame) -> list[tuple[Any, ...]]:
    followed = table.filter(pl.col("s.id").is_not_null())
    return followed.select(f"s.{name}" for name in ledger.attributes).rows()


def _standing(by: Account, ledger: Ledger, record: str, verb: str) -> Any:
    """The record as it stands, when the account may do the verb on it."""
    found = ledger.model.objects.visible_to(by).as_of().filter(record=record)
    version = found.select_related("person").first() if ledger.about_persons else found.first()
    if version is None:
        raise NotFound(f"没有记录 {record}，或您无权查看")
    region = getattr(version, ledger.region.attribute)
    if not scope_of(by, ledger.record_name, verb).covers(region):
        words = {"change": "更正这条记录", "reveal": "查看完整证件号码"}
        raise NotAllowed(f"您的角色不能{words[verb]}：请联系本级协作办")
    return version


def _taken_back(
    ledger: Ledger, row: LedgerVersion, line: Lineage, before: LedgerVersion | None
) -> NewVersion:
    content = tuple(getattr(before or row, name) for name in ledger.attributes)
    return NewVersion(row.record, line.last + 1, line.last_key, before is None, content)
