"""Writes the journal: the one verb that every other action calls, inside its own transaction.

The head of the chain is locked first, which gives all writers one order. The moment of an entry is
taken under that lock, so a moment once passed can never receive a late row: reading as of it stays true.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.utils import timezone

from shanhai.access.models import Account
from shanhai.journal import request_id
from shanhai.journal.models import ChainHead, Entry, Verb
from shanhai.journal.seals import GENESIS, SEALED, head_seal, plain, plain_text, seal_of

_LONGEST_KEY = 200


def lock() -> datetime:
    """Take the chain's lock and a moment that is later than every entry so far.

    Call it inside a transaction, before writing rows that are to be read as of a moment.
    """
    return _moment_after(_locked_head())


def record(  # noqa: PLR0913 - an entry has this many facts, all named
    *,
    by: Account | None,
    verb: Verb,
    subject: models.Model | str,
    key: str = "",
    region_code: str | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
    rows_count: int = 0,
    rows_digest: str = "",
    at: datetime | None = None,
) -> Entry:
    """Append one entry and move the head.

    `subject` is the record or the name of its kind (then `key` says which one); `before` and `after`
    hold values without personal data (`snapshots.snapshot` makes them; dates and decimals are written as
    text); identity numbers in any text are masked (`seals.plain_text`), since people type them into
    searches, purposes and login names; `at` is the moment that `lock` gave, if it was asked.
    """
    head = _locked_head()
    moment = at or _moment_after(head)
    key = key or (str(subject.pk) if isinstance(subject, models.Model) else "")
    entry = Entry(
        sequence=head.sequence + 1,
        at=moment,
        actor=by,
        actor_name=plain_text(by.username) if by else "",
        verb=Verb(verb),
        subject_type=subject if isinstance(subject, str) else subject._meta.label_lower,
        subject_key=plain_text(key)[:_LONGEST_KEY],
        region_id=region_code,
        before=plain(before),
        after=plain(after),
        reason=plain_text(reason),
        rows_count=rows_count,
        rows_digest=rows_digest,
        request_id=request_id.current(),
        previous_seal=head.seal,
    )
    entry.seal = seal_of({name: getattr(entry, name) for name in SEALED})
    entry.save(force_insert=True)
    latest = max(moment, head.at)
    ChainHead.objects.filter(pk=1).update(
        sequence=entry.sequence, seal=entry.seal, at=latest,
        own_seal=head_seal(entry.sequence, entry.seal, latest),
    )  # fmt: skip
    return entry


def _moment_after(head: ChainHead) -> datetime:
    now = timezone.now()
    return now if now > head.at else head.at + timedelta(microseconds=1)


def _locked_head() -> ChainHead:
    assert connection.in_atomic_block, (
        "the journal is written in the transaction of what it records"
    )
    start = datetime(2000, 1, 1, tzinfo=timezone.get_default_timezone())
    head, _ = ChainHead.objects.select_for_update().get_or_create(
        pk=1,
        defaults={
            "sequence": 0, "seal": GENESIS, "at": start, "own_seal": head_seal(0, GENESIS, start),
        },
    )  # fmt: skip
    return head


assert settings.USE_TZ, "entries carry the moment with its zone"
