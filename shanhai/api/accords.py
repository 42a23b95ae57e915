"""What was agreed: events, agreements, commitments, declared figures, pairings and targets."""

from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q
from django.utils import timezone
from ninja import Router

from shanhai.access.registers import Column, Filter, Register, columns_of
from shanhai.accords import queries
from shanhai.accords.models import (
    Agreement,
    Claim,
    Commitment,
    CommitmentField,
    CommitmentState,
    Event,
    Pairing,
    Target,
)
from shanhai.accords.models.commitments import FIELD_CHOICES
from shanhai.api.records import add_routes

router = Router()


def _commitments(user: Any, as_of: datetime | None) -> Any:
    """Standing commitments with their state; of a past moment, those known then, judged on its day."""
    if as_of is None:
        return queries.commitments(user)
    taken_back_later = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=as_of)
    return (
        Commitment.objects.visible_to(user)
        .with_state(timezone.localdate(as_of))
        .filter(taken_back_later, finding__decided_at__lte=as_of)
        .prefetch_related(
            Prefetch("fields", CommitmentField.objects.order_by("id"), to_attr="field_rows")
        )
    )


def _state(row: Any) -> str:
    return str(row.state)


def _fields(row: Any) -> list[str]:
    return [one.field for one in row.field_rows]


add_routes(router, "events", Register(record=Event, title="活动", rows=queries.adopted(Event)))
add_routes(
    router, "agreements", Register(record=Agreement, title="协议", rows=queries.adopted(Agreement))
)
add_routes(router, "claims", Register(record=Claim, title="公开数据", rows=queries.adopted(Claim)))
add_routes(
    router,
    "commitments",
    Register(
        record=Commitment,
        title="任务",
        rows=_commitments,
        columns=(
            *columns_of(Commitment),
            Column(name="state", label="状态", value=_state, path="state"),
            Column(name="fields", label="领域", value=_fields, kind="list"),
        ),
        filters=(
            Filter(name="state", label="状态", kind="choice", choices=CommitmentState.choices),
            Filter(
                name="field",
                label="领域",
                kind="choice",
                choices=FIELD_CHOICES,
                path="fields__field",
            ),
            Filter(name="owner", label="责任地区", kind="region", path="owner_region"),
            Filter(name="due_on", label="完成时限", kind="date"),
        ),
        unit=("region", "owner_region"),
    ),
)
add_routes(
    router,
    "pairings",
    Register(
        record=Pairing,
        title="结对关系",
        rows=queries.pairings,
        filters=(Filter(name="level", label="层级", kind="choice"),),
    ),
)
add_routes(
    router,
    "targets",
    Register(
        record=Target,
        title="目标任务",
        filters=(Filter(name="indicator", label="指标", kind="text"),),
    ),
)
