"""Holds targets and adopted records against the journal and the findings they were made from.

A commitment's sentence or a claim's figure says what its document says; a target is what was set. Changed
in the database itself, they would be quoted as official all the same, so the difference is named.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Field

from shanhai.accords import adoption
from shanhai.accords.models import Commitment, FromText, Target
from shanhai.journal.models import Entry, Verb
from shanhai.journal.seals import plain
from shanhai.kernel.problems import Problem, Severity
from shanhai.sources.models import Finding


def check() -> list[Problem]:
    """All that does not hold; empty when every record is what was set or adopted."""
    problems = list(_targets())
    for model in adoption.MODELS.values():
        problems += _adopted(model)
    return problems


def _targets() -> Iterator[Problem]:
    """Each version of a target stands beside the entry of the moment when it was set."""
    noted = {
        (key, at): after
        for key, at, after in Entry.objects.filter(
            subject_type=Target.record_name(), verb__in=(Verb.ADD, Verb.CHANGE)
        )
        .values_list("subject_key", "at", "after")
        .iterator()
    }
    for target in Target.objects.order_by("pk").iterator():
        key = f"{target.indicator}/{target.region_id}/{target.year}"
        said = noted.pop((key, target.recorded_at), None)
        stands = plain(
            {
                "value": f"{target.value.normalize():f}",
                "unit": target.unit,
                "source": target.source,
            }
        )
        if said is None:
            yield _problem(
                "target_inserted",
                "在日志中没有下达记录：不是由系统写入，或单位、指标、年度被改动，请按日志恢复",
                f"目标任务 {key}",
            )
        elif said != stands:
            yield _problem(
                "target_changed",
                f"为 {stands['value']}{stands['unit']}，日志记为 {said.get('value')}{said.get('unit')}："
                "不经系统改动过，请按日志恢复并查明原因",
                f"目标任务 {key}",
            )
    for key, _at in noted:
        yield _problem(
            "target_removed", "日志有下达记录而库中没有：已被删除，请用备份恢复", f"目标任务 {key}"
        )


def _adopted(model: type[FromText]) -> Iterator[Problem]:
    """Each record says what its finding gives when it is adopted again."""
    kind = str(model._meta.verbose_name)
    rows = model.objects.select_related("finding__document").order_by("pk")
    for record in rows.iterator():
        place = f"{kind} {record.pk}"
        finding = record.finding
        if finding is None:
            continue
        standing = finding.state in Finding.STANDING
        if standing != (record.withdrawn_at is None):
            yield _problem(
                "record_state",
                f"{'已撤回' if standing else '仍有效'}，而出处的审核结论是“{finding.get_state_display()}”："
                "不经系统改动过，请按日志恢复",
                place,
            )
        if standing:
            for label in _differing(record, finding):
                yield _problem(
                    "record_changed",
                    f"{label}与出处采纳的内容不同：不经系统改动过，请对照文件"
                    f"“{finding.document.title}”改回并查明原因",
                    place,
                )


def _differing(record: FromText, finding: Finding) -> Iterator[str]:
    """The names of the columns that are not what the finding gives.

    What a name means in the table of divisions, and which event stands by now, may change after the
    adoption by the system's own acts, so those columns prove nothing.
    """
    adopted = adoption.adopt(finding)
    model = type(record)
    for name, content in adopted.columns.items():
        field = model._meta.get_field(name)
        if not isinstance(field, Field) or field.is_relation:
            continue
        if _comparable(getattr(record, name)) != _comparable(content):
            yield str(field.verbose_name)
    if isinstance(record, Commitment):
        fields = set(record.fields.values_list("field", flat=True))
        if fields != set(adopted.fields):
            yield "领域"


def _comparable(content: Any) -> Any:
    """A column's content as the database gives it back, without the codes looked up for names."""
    if isinstance(content, Decimal):
        return content.quantize(Decimal("0.0001"))
    if isinstance(content, list):
        return [
            {key: said for key, said in one.items() if key != "adcode"}
            if isinstance(one, dict)
            else one
            for one in content
        ]
    return content


def _problem(code: str, message: str, place: str) -> Problem:
    return Problem(Severity.ERROR, code, message, place)
