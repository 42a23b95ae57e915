"""Reads of the journal: whether its chain holds, and what happened to one record."""

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from shanhai.access import vault
from shanhai.journal import guard
from shanhai.journal.chain import Head, Walk
from shanhai.journal.models import ChainHead, Entry
from shanhai.journal.seals import SEALED, Row
from shanhai.journal.snapshots import difference, snapshot
from shanhai.kernel.problems import Problem, Severity

__all__ = [
    "check", "difference", "entries_count", "head", "history", "snapshot", "verify_anchor",
    "verify_chain", "verify_latest",
]  # fmt: skip

_CHUNK = 2_000
Progress = Callable[[int], None]


def check(progress: Progress | None = None) -> list[Problem]:
    """What `shanhai verify` asks of this station: the chain, and the guard in the database."""
    problems = list(verify_chain(progress))
    if settings.JOURNAL_GUARDED and not guard.is_up(connection):
        problems.append(
            Problem(
                Severity.ERROR, "journal_guard",
                "数据库中防止修改日志的触发器缺失或被停用：请运行 shanhai setup 恢复，并查明原因", "日志表",
            )
        )  # fmt: skip
    return problems


def verify_chain(progress: Progress | None = None) -> Iterator[Problem]:
    """Walk the whole chain and say of each entry changed, removed or inserted which one it is.

    Entries stream from the database, so memory stays the same however long the journal is. `progress`
    is told the number of entries walked. What is written meanwhile is left to the next walk.
    """
    stream = _Stream(0, progress)
    yield from Walk().problems(stream, stream.witness)


def verify_latest(most: int) -> tuple[int, list[Problem]]:
    """Walk only the last `most` entries, trusting the one before them; the count and the problems."""
    witness = head()
    if witness is None or not witness.is_genuine or witness.sequence <= most:
        return entries_count(), list(verify_chain())
    start = witness.sequence - most
    before = Entry.objects.filter(sequence=start).values_list("seal", flat=True).first()
    walk, stream = Walk(start=start, start_seal=before or ""), _Stream(start, None)
    problems = list(walk.problems(stream, stream.witness))
    return walk.count, problems


def verify_anchor(sequence: int, seal: str) -> Problem | None:
    """Whether an entry still bears the seal that somebody noted down (on paper, in a notice)."""
    found = Entry.objects.filter(sequence=sequence).values_list("seal", flat=True).first()
    if found is not None and vault.same(found, seal):
        return None
    message = (
        f"第 {sequence} 条不存在：当时记下的日志已被删除"
        if found is None
        else f"第 {sequence} 条的封印与当时记下的不同：此条或更早的日志被改写"
    )
    return Problem(Severity.ERROR, "journal_anchor", message, f"日志 {sequence}")


def head() -> Head | None:
    """The head of the chain; None before the first entry."""
    found = ChainHead.objects.filter(pk=1).first()
    return Head(found.sequence, found.seal, found.at, found.own_seal) if found else None


def entries_count() -> int:
    """How many entries there are."""
    return Entry.objects.count()


def history(user: Any, subject_type: str, subject_key: str) -> QuerySet[Entry]:
    """What happened to one record, newest first, as far as `user` may see."""
    found: QuerySet[Entry] = Entry.objects.visible_to(user).filter(
        subject_type=subject_type, subject_key=subject_key
    )
    return found.order_by("-sequence")


class _Stream:
    """All entries behind a number, by their stored order, up to a moment when nobody had written more.

    While a long walk goes on others write, and a cursor does not see that. So when it ends, the head is
    read, then what came since; once nothing came, that head and the last entry belong together.
    """

    def __init__(self, start: int, progress: Progress | None) -> None:
        self._last = start if start else None
        self._progress = progress
        self._head: Head | None = None

    def witness(self) -> Head | None:
        """The head that belongs to the last entry given."""
        return self._head

    def __iter__(self) -> Iterator[Row]:
        count = 0
        grew = True
        while grew:
            grew = False
            self._head = head()
            for row in self._rows().iterator(chunk_size=_CHUNK):
                grew = True
                self._last = row["sequence"]
                yield row
                count += 1
                if self._progress is not None and count % _CHUNK == 0:
                    self._progress(count)

    def _rows(self) -> QuerySet[Entry, Row]:
        rows = Entry.objects.order_by("sequence")
        if self._last is not None:
            rows = rows.filter(sequence__gt=self._last)
        found: QuerySet[Entry, Row] = rows.values(*SEALED, "seal")
        return found
