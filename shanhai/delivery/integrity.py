"""Holds every ledger row against the journal: what was changed, removed or slipped in is named.

Each version's keyed digest is made again from its row, each batch's digest of digests is held against
the sealed journal entry, and the chain of a record's versions must have no gap.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidTag

from shanhai.access import vault
from shanhai.delivery.ledger import Ledger, registry
from shanhai.delivery.models import Batch, Person
from shanhai.delivery.persons import seal_of
from shanhai.delivery.versions import DigestWriter, digest_of_digests, record_number
from shanhai.journal.models import Entry, Verb
from shanhai.kernel.problems import Problem, Severity

_OWN_NUMBER = re.compile(r"[A-Z]+(?P<batch>[0-9]+)-(?P<place>[0-9]+)")
_LOST_SHOWN = 20
_COMMITS = (Verb.IMPORT, Verb.CHANGE, Verb.REMOVE)


@dataclass
class _Found:
    """What the rows of one batch are: their digests in record order, and the numbers it gave."""

    digests: list[str] = field(default_factory=list)
    numbers: set[int] = field(default_factory=set)


def check() -> list[Problem]:
    """All that does not hold; empty when every row is what the journal sealed."""
    problems: list[Problem] = []
    found: dict[int, _Found] = defaultdict(_Found)
    for ledger in registry().values():
        problems += _versions(ledger, found)
    problems += _batches(found)
    problems += _persons()
    return problems


def _problem(code: str, message: str, place: str) -> Problem:
    return Problem(Severity.ERROR, code, message, place)


def _versions(ledger: Ledger, found: dict[int, _Found]) -> Iterator[Problem]:
    hashes: dict[Any, str] = {}
    if ledger.about_persons:
        hashes = dict(Person.objects.values_list("pk", "identity_hash"))
    seal = DigestWriter(ledger)
    paths = ("record", "version", "withdrawn", "batch_id", "recorded_at", "superseded_at", "digest")
    rows = ledger.model._default_manager.order_by("record", "version").values_list(
        *paths, *ledger.attributes
    )
    before: tuple[Any, ...] | None = None
    for row in rows.iterator(chunk_size=5000):
        record, version, withdrawn, batch_id, recorded_at, _superseded, digest, *content = row
        place = f"{ledger.name} {record} 第 {version} 版"
        made = seal.digest(record, version, withdrawn, batch_id, recorded_at, content, hashes)
        if not vault.same(made, digest):
            yield _problem(
                "row_changed", "本行内容与写入时的摘要不符，被改动过或不经系统写入", place
            )
        found[batch_id].digests.append(digest)
        if number := _OWN_NUMBER.fullmatch(record):
            found[int(number["batch"])].numbers.add(int(number["place"]))
        yield from _gaps(ledger, before, row, place)
        before = row
    if before is not None and before[5] is not None:
        yield _missing(ledger, before)


def _gaps(
    ledger: Ledger, before: tuple[Any, ...] | None, row: tuple[Any, ...], place: str
) -> Iterator[Problem]:
    """Versions of a record follow each other without a hole, and only the last one stands."""
    same = before is not None and before[0] == row[0]
    expected = before[1] + 1 if same and before else 1
    if row[1] != expected:
        yield _problem("version_missing", f"缺少第 {expected} 版，已被删除", place)
    elif same and before and before[5] != row[4]:
        yield _problem("superseded_changed", "上一版的被替代时间与本版的写入时间不符", place)
    if before is not None and not same and before[5] is not None:
        yield _missing(ledger, before)


def _missing(ledger: Ledger, last: tuple[Any, ...]) -> Problem:
    return _problem(
        "version_missing",
        f"缺少第 {last[1] + 1} 版，已被删除",
        f"{ledger.name} {last[0]} 第 {last[1]} 版",
    )


def _batches(found: dict[int, _Found]) -> Iterator[Problem]:
    entries = {
        entry.subject_key: entry
        for entry in Entry.objects.filter(
            subject_type=Batch._meta.label_lower, verb__in=_COMMITS
        ).iterator()
    }
    for batch in Batch.objects.order_by("pk").iterator():
        entry = entries.pop(str(batch.pk), None)
        place = f"批次 {batch.pk}"
        if entry is None:
            yield _problem("batch_without_entry", "日志中没有这个批次", place)
            continue
        facts = batch.facts()
        kept = {name: (entry.after or {}).get(name) for name in facts}
        if kept != facts or entry.at != batch.recorded_at:
            yield _problem("batch_changed", "批次的记载与日志不符", place)
        rows = found[batch.pk]
        if len(rows.digests) != entry.rows_count:
            lost = _lost_numbers(batch, rows.numbers)
            yield _problem(
                "rows_count_differs",
                f"日志记载写入 {entry.rows_count} 行，现有 {len(rows.digests)} 行{lost}",
                place,
            )
        elif digest_of_digests(rows.digests) != entry.rows_digest:
            yield _problem("rows_digest_differs", "批次内各行与日志的行摘要不符", place)
    for key in sorted(entries):
        yield _problem("batch_removed", "日志中的批次已不在台账中", f"批次 {key}")


def _lost_numbers(batch: Batch, numbers: set[int]) -> str:
    """Which of the records that the batch created are gone; records taken up again bear other numbers."""
    highest = max(batch.created_count, max(numbers, default=0))
    lost = [place for place in range(1, highest + 1) if place not in numbers]
    if not lost or batch.ledger not in registry():
        return ""
    ledger = registry()[batch.ledger]
    shown = "、".join(record_number(ledger, batch.pk, place) for place in lost[:_LOST_SHOWN])
    return f"，已不在的记录：{shown}" + (" 等" if len(lost) > _LOST_SHOWN else "")


def _persons() -> Iterator[Problem]:
    people = Person.objects.order_by("pk").values_list(
        "pk", "identity_hash", "identity_sealed", "identity_masked", "name", "seal"
    )
    for key, identity_hash, sealed, masked, name, seal in people.iterator(chunk_size=5000):
        place = f"人员 {key}（{masked}）"
        if not vault.same(seal_of(identity_hash, name), seal):
            yield _problem("person_changed", "姓名或证件哈希与封印不符，被改动过", place)
            continue
        try:
            number = vault.decrypt(bytes(sealed))
        except (InvalidTag, ValueError):
            yield _problem("identity_changed", "加密的证件号码无法解开，被改动过", place)
            continue
        whole = vault.keyed_hash(number) == identity_hash
        if not whole or vault.mask_identity_number(number) != masked:
            yield _problem("identity_changed", "加密的证件号码与哈希或掩码不符", place)
