"""Hears what stations below the journal wrote, and who came and went; journals it in one transaction.

Stations below may not know the journal (code points one way), so they send a signal and these write.
"""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import connections, transaction
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from shanhai.access import queries as access
from shanhai.access.models import Account
from shanhai.access.signals import written
from shanhai.journal import actions, guard
from shanhai.journal.models import Verb
from shanhai.regions.signals import reference_loaded


def connect() -> None:
    """Called when the station is ready; the receivers connect as this module is imported."""


@receiver(written)
def _journal_access(
    sender: Any, by: Account | None, verb: str, subject: Any, region_code: str | None,
    before: Any, after: Any, reason: str, **_: Any,
) -> None:  # fmt: skip
    actions.record(
        by=by, verb=Verb(verb), subject=subject, region_code=region_code,
        before=before, after=after, reason=reason,
    )  # fmt: skip


@receiver(reference_loaded)
def _journal_load(sender: Any, by: Account | None, tables: Any, **_: Any) -> None:
    for table in tables:
        counts = {name: getattr(table, name) for name in ("added", "changed", "retired")}
        actions.record(
            by=by, verb=Verb.LOAD, subject="regions", key=table.name,
            before=table.before or None, after={**counts, "sha256": table.sha256},
            rows_count=table.added + table.changed + table.retired,
        )  # fmt: skip


@receiver(user_logged_in)
def _journal_login(sender: Any, request: Any, user: Any, **_: Any) -> None:
    _came_or_went(user, Verb.LOGIN, request)


@receiver(user_logged_out)
def _journal_logout(sender: Any, request: Any, user: Any, **_: Any) -> None:
    if user is not None:
        _came_or_went(user, Verb.LOGOUT, request)


@receiver(user_login_failed)
def _journal_failure(sender: Any, credentials: Any, request: Any = None, **_: Any) -> None:
    """A wrong password: which name was tried from where, never the password."""
    name = str(credentials.get("username") or "")
    account = Account.objects.filter(username=name).first()
    with transaction.atomic():
        actions.record(
            by=None, verb=Verb.LOGIN_FAILED, subject="access.account", key=name,
            region_code=access.home_region(account) if account else None,
            after={"address": _address(request)},
        )  # fmt: skip


def _came_or_went(user: Any, verb: Verb, request: Any) -> None:
    with transaction.atomic():
        actions.record(
            by=user, verb=verb, subject="access.account", key=user.username,
            region_code=access.home_region(user), after={"address": _address(request)},
        )  # fmt: skip


def _address(request: Any) -> str:
    return str(request.META.get("REMOTE_ADDR", "")) if request is not None else ""


@receiver(post_migrate)
def _put_guard_up(sender: Any, using: str, **_: Any) -> None:
    """After each migrate of this station; a throwaway database whose tables are emptied goes without."""
    from django.conf import settings

    if sender.label == "journal" and settings.JOURNAL_GUARDED:
        guard.put_up(connections[using])
