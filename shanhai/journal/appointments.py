"""Holds every account and every term against the journal: what was changed past the system is named.

Whoever may write to the database could widen a term's region or open a closed account without a trace.
The station of access lies below the journal, so its witness stands here.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import models

from shanhai.access.actions.telling import of_account, of_holding
from shanhai.access.models import Account, RoleHolding
from shanhai.journal.models import Entry, Verb
from shanhai.journal.seals import plain
from shanhai.journal.snapshots import difference
from shanhai.kernel.problems import Problem, Severity

_LABELS = {
    "username": "账号名", "display_name": "姓名", "is_active": "启用", "account": "账号",
    "role": "角色", "region": "区域", "start_date": "任期开始", "end_date": "任期结束",
}  # fmt: skip


def check() -> list[Problem]:
    """Accounts and terms that are not what the journal says of them last; for `shanhai verify`."""
    accounts = Account.objects.order_by("pk").iterator()
    holdings = RoleHolding.objects.select_related("account").order_by("pk").iterator()
    return [
        *_compared(Account, ((one.pk, plain(of_account(one))) for one in accounts)),
        *_compared(RoleHolding, ((one.pk, plain(of_holding(one))) for one in holdings)),
    ]


def _compared(
    model: type[models.Model], rows: Iterator[tuple[int, dict[str, Any]]]
) -> Iterator[Problem]:
    noted = _noted(model)
    kind = str(model._meta.verbose_name)
    for pk, stands in rows:
        name = f"{kind} {pk}（{stands.get('account') or stands.get('username')}）"
        said = noted.pop(str(pk), None)
        if said is None:
            yield _problem(
                "access_inserted", "在日志中没有新增记录：不是由系统写入的，请停用并查明来历", name
            )
            continue
        told = {key: value for key, value in said.items() if key in stands}
        for key, before, after in difference(told, stands):
            yield _problem(
                "access_changed",
                f"{_LABELS[key]}为“{after}”，日志记为“{before}”：不经系统改动过，请按日志改回并查明原因",
                name,
            )
    for key, said in noted.items():
        name = f"{kind} {key}（{said.get('account') or said.get('username')}）"
        yield _problem("access_removed", "日志有记录而库中没有：已被删除，请用备份恢复", name)


def _noted(model: type[models.Model]) -> dict[str, Mapping[str, Any]]:
    """What the journal says of each record last, by its key.

    Only writes of records count: logins stand under the same kind with the name that was typed.
    """
    noted: dict[str, dict[str, Any]] = {}
    entries = Entry.objects.filter(
        subject_type=model._meta.label_lower, verb__in=(Verb.ADD, Verb.CHANGE)
    ).order_by("sequence")
    for key, after in entries.values_list("subject_key", "after").iterator():
        noted.setdefault(key, {}).update(after or {})
    return dict(noted)


def _problem(code: str, message: str, place: str) -> Problem:
    return Problem(Severity.ERROR, code, message, place)
