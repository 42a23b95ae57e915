"""Scoped reads of notices, the preview of one not yet issued, and the check that all of them still hold."""

from typing import Any

from django.db.models import Max
from django.utils import timezone

from shanhai.briefing import compose, freezing
from shanhai.briefing.models import Notice
from shanhai.journal.models import Entry, Verb
from shanhai.journal.seals import GENESIS
from shanhai.kernel.errors import NotFound
from shanhai.kernel.problems import Problem, Severity
from shanhai.regions.models import Division


def notice(user: Any, pk: int) -> Notice:
    """One notice; raises `NotFound` when the user may not see it."""
    found = Notice.objects.visible_to(user).select_related("region", "issued_by").filter(pk=pk)
    one = found.first()
    if one is None:
        raise NotFound("这份通报不存在，或不在您的区域内：请从通报列表重新选择")
    assert isinstance(one, Notice)
    return one


def preview(region: Division, year: int, month: int) -> dict[str, Any]:
    """What a notice would say now; it has no number and no seal. The caller has checked the scope."""
    now = timezone.now()
    return {
        "head": freezing.head(number=None, year=year, as_of=now, anchor=""),
        "facts": compose.facts(region, year, month, now),
    }


def next_number(region: Division, year: int) -> int:
    """The number that the region's next notice of the year takes."""
    issued = Notice.objects.filter(kind="monthly", region=region, year=year)
    return int(issued.aggregate(last=Max("number"))["last"] or 0) + 1


def check() -> list[Problem]:
    """Open every notice again: it is the one that was issued, and its moment still gives its figures.

    The journal is the witness: the entry of the issue holds the digest under a seal, and the seal that
    the notice prints must still stand in the chain, or the journal was cut back behind it.
    """
    issued = {
        int(key): after["digest"]
        for key, after in Entry.objects.filter(
            subject_type=Notice.record_name(), verb=Verb.ADD
        ).values_list("subject_key", "after")
    }
    problems = []
    for one in Notice.objects.select_related("region").order_by("pk"):
        problems += _unlike_issued(one, issued.pop(one.pk, None))
        problems += differences(one)
    for pk in issued:
        message = f"日志记有编发的第 {pk} 份通报不在库中：通报被删除，请用备份核对"
        problems.append(Problem(Severity.ERROR, "notice_removed", message, place=str(pk)))
    return problems


def _unlike_issued(one: Notice, digest: str | None) -> list[Problem]:
    """Where a notice is not what its journal entry says was issued."""
    name = f"{one.region.name}{one.content['head']['number_text']}通报"
    found = []
    if digest is None:
        found.append(("notice_inserted", f"{name}在日志中没有编发记录：它不是由系统编发的"))
    elif freezing.digest_of(one.content) != digest:
        found.append(
            ("notice_changed", f"{name}的内容与编发时的摘要不符：请用备份核对，并查看日志")
        )
    elif one.content["head"]["number_text"] != f"{one.year}年第{one.number}期":
        message = f"{name}登记为{one.year}年第{one.number}期，与编发的内容不符：请按内容改回"
        found.append(("notice_number", message))
    printed = one.content["head"]["anchor"]
    if printed != GENESIS and not Entry.objects.filter(seal=printed).exists():
        found.append(("anchor_missing", f"{name}印出的日志封印已不在日志链中：日志被改写或截短"))
    return [Problem(Severity.ERROR, code, message, place=str(one.pk)) for code, message in found]


def differences(one: Notice) -> list[Problem]:
    """Where a notice's figures differ from its moment computed again; empty when all are equal."""
    name = f"{one.region.name}{one.content['head']['number_text']}通报"
    again = compose.facts(one.region, one.year, one.month, one.as_of)["figures"]
    frozen = one.content["facts"]["figures"]
    found = []
    for key in sorted(frozen.keys() | again.keys()):
        before, after = frozen.get(key), again.get(key)
        said = (before["text"], before["rows"]) if before else None
        counted = (after["text"], after["rows"]) if after else None
        if said != counted:
            message = (
                f"{name}的数字 {key} 为 {said[0] if said else '无'}，"
                f"按同一时点重算为 {counted[0] if counted else '无'}：台账的历史版本可能被改动"
            )
            found.append(Problem(Severity.ERROR, "notice_differs", message, place=key))
    return found
