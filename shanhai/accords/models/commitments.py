"""Commitments (任务): the sentence, who owes it, by when, and the evidence that it was done.

Its state follows from owner, due date and evidence on the day of asking; nobody types it (design §6).
"""

from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone

from shanhai.access.scope import scope_of
from shanhai.accords.models.base import FromText, FromTextQuerySet
from shanhai.kernel.fields import Field
from shanhai.sources.values import FORMS

FIELD_CHOICES = [(field.value, field.chinese) for field in Field]
DUE_SOON_DAYS = 30
"""A due date this near is shown as due soon (临期)."""


class CommitmentState(models.TextChoices):
    """Where a commitment stands on a day."""

    UNASSIGNED = "unassigned", "待落实责任"
    ONGOING = "ongoing", "进行中"
    DUE_SOON = "due_soon", "临期"
    OVERDUE = "overdue", "逾期"
    DONE = "done", "已完成"


class CommitmentQuerySet(FromTextQuerySet):
    """Commitments as an account may see them and as they stand on a day."""

    def visible_to(self, user: Any, verb: str = "view") -> Self:
        """Those of the regions on the user's line, unless a neighbour owns them; and all that are owed
        within the user's own regions, wherever they were agreed.
        """
        scope = scope_of(user, "accords.commitment", verb)
        if scope.everywhere:
            return self.all()
        unowned = Q(owner_region__isnull=True)
        on_line = scope.on_line("region_id") & (unowned | scope.on_line("owner_region_id"))
        return self.filter(on_line | scope.within("owner_region_id"))

    def with_state(self, today: date | None = None) -> Self:
        """Annotate `state` (CommitmentState) as of a day."""
        day = today or timezone.localdate()
        state = CommitmentState
        return self.annotate(
            state=Case(
                When(fulfilled_on__lte=day, then=Value(state.DONE.value)),
                When(owner_region__isnull=True, then=Value(state.UNASSIGNED.value)),
                When(due_on__lt=day, then=Value(state.OVERDUE.value)),
                When(
                    due_on__lte=day + timedelta(days=DUE_SOON_DAYS),
                    then=Value(state.DUE_SOON.value),
                ),
                default=Value(state.ONGOING.value),
                output_field=models.CharField(),
            )
        )


class Commitment(FromText):
    """A forward task somebody owns, with the sentence it comes from."""

    objects: ClassVar[Any] = CommitmentQuerySet.as_manager()

    text = models.TextField("内容")
    speaker = models.CharField("讲话人", max_length=40, blank=True)
    party = models.ForeignKey(
        "regions.Division",
        models.PROTECT,
        verbose_name="承诺方",
        null=True,
        blank=True,
        related_name="+",
    )
    ordinal = models.CharField("序号", max_length=20, blank=True)
    form = models.CharField("表述形式", max_length=12, choices=FORMS)
    owner_region = models.ForeignKey(
        "regions.Division",
        models.PROTECT,
        verbose_name="责任地区",
        null=True,
        blank=True,
        related_name="+",
    )
    owner_office = models.CharField("责任单位", max_length=120, blank=True)
    due_on = models.DateField("完成时限", null=True, blank=True)
    next_step = models.CharField("下一步", max_length=300, blank=True)
    check_question = models.CharField("核验问题", max_length=300, blank=True)
    fulfilled_on = models.DateField("完成日期", null=True, blank=True)
    evidence = models.CharField("佐证", max_length=300, blank=True, help_text="文件名、文号或链接")
    revision = models.IntegerField("修订号", default=0)

    columns = (
        "text", "speaker", "party", "ordinal", "form", "owner_region", "owner_office", "due_on",
        "next_step", "check_question", "fulfilled_on", "evidence",
    )  # fmt: skip
    hidden = ("revision",)

    class Meta(FromText.Meta):
        verbose_name = "任务"
        ordering = ["id"]
        constraints = [
            *FromText.Meta.constraints,
            models.CheckConstraint(
                condition=Q(fulfilled_on__isnull=True) | ~Q(evidence=""), name="done_needs_evidence"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class CommitmentField(models.Model):
    """One clause may touch several fields of cooperation."""

    commitment = models.ForeignKey(
        Commitment, models.PROTECT, verbose_name="任务", related_name="fields"
    )
    field = models.CharField("领域", max_length=12, choices=FIELD_CHOICES)

    columns = ("commitment", "field")
    hidden = ("id",)

    class Meta:
        verbose_name = "任务领域"
        constraints = [models.UniqueConstraint(fields=["commitment", "field"], name="field_once")]
