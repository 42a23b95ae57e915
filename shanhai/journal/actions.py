"""Writes the journal: the one verb that every other action calls, inside its own transaction.

The head of the chain is locked first, which gives all writers one order. The moment of an entry is
taken under that lock, so a moment once passed can never receive a late row: reading as of it stays true.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.utils import timezone

from shanhai.access import vault
from shanhai.access.models import Account
from shanhai.journal import request_id
from shanhai.journal.models import ChainHead, Entry, Verb

GENESIS = "0" * 64


def lock() -> datetime:
    """Take the chain's lock and a moment that is later than every entry so far.

    Call it inside a transaction, before writing rows that are to be read as of a moment.
    """
    assert connection.in_atomic_block, (
        "the journal is written in the transaction of what it records"
    )
    head = _locked_head()
    now = timezone.now()
    return now if now > head.at else head.at + timedelta(microseconds=1)


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
    hold JSON values without personal data; `at` is the moment that `lock` gave, if it was asked.
    """
    moment = at or lock()
    head = _locked_head()
    entry = Entry(
        sequence=head.sequence + 1,
        at=moment,
        actor=by,
        actor_name=by.username if by else "",
        verb=verb,
        subject_type=subject if isinstance(subject, str) else subject._meta.label_lower,
        subject_key=key or (str(subject.pk) if isinstance(subject, models.Model) else ""),
        region_id=region_code,
        before=dict(before) if before is not None else None,
        after=dict(after) if after is not None else None,
        reason=reason,
        rows_count=rows_count,
        rows_digest=rows_digest,
        request_id=request_id.current(),
        previous_seal=head.seal,
    )
    entry.seal = seal_of(entry)
    entry.save(force_insert=True)
    ChainHead.objects.filter(pk=1).update(sequence=entry.sequence, seal=entry.seal, at=moment)
    return entry


def seal_of(entry: Entry) -> str:
    """The keyed hash over the entry's content and the seal before it."""
    content = {
        "sequence": entry.sequence,
        "at": entry.at.astimezone(timezone.get_default_timezone()).isoformat(),
        "actor": entry.actor_id,
        "actor_name": entry.actor_name,
        "verb": str(entry.verb),
        "subject_type": entry.subject_type,
        "subject_key": entry.subject_key,
        "region": entry.region_id,
        "before": entry.before,
        "after": entry.after,
        "reason": entry.reason,
        "rows_count": entry.rows_count,
        "rows_digest": entry.rows_digest,
        "request_id": entry.request_id,
        "previous_seal": entry.previous_seal,
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return vault.keyed_hash(text, purpose="journal")


def _locked_head() -> ChainHead:
    start = datetime(2000, 1, 1, tzinfo=timezone.get_default_timezone())
    head, _ = ChainHead.objects.select_for_update().get_or_create(
        pk=1, defaults={"sequence": 0, "seal": GENESIS, "at": start}
    )
    return head


assert settings.USE_TZ, "entries carry the moment with its zone"
