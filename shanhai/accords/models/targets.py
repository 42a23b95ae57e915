"""Targets (目标任务): what a unit has to reach in a year, kept as versions that are read as of a moment."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from shanhai.access.scope import ScopedModel, ScopedQuerySet
from shanhai.accords.models.meetings import Agreement


class TargetQuerySet(ScopedQuerySet):
    """Targets as they stood at a moment."""

    def as_of(self, moment: datetime | None = None) -> Self:
        """The versions that stood at `moment`; without one, those that stand now."""
        if moment is None:
            return self.filter(superseded_at__isnull=True)
        stood = Q(superseded_at__isnull=True) | Q(superseded_at__gt=moment)
        return self.filter(stood, recorded_at__lte=moment)


class Target(ScopedModel):
    """What a unit has to reach in a year for an indicator (目标任务)."""

    scope_kind = "line"

    objects: ClassVar[Any] = TargetQuerySet.as_manager()

    indicator = models.CharField("指标", max_length=10, help_text="指标代码，如 L1")
    region = models.ForeignKey(
        "regions.Division", models.PROTECT, verbose_name="单位", related_name="+"
    )
    year = models.IntegerField("年度")
    value = models.DecimalField("目标值", max_digits=20, decimal_places=4)
    unit = models.CharField("计量单位", max_length=12)
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, verbose_name="依据协议", null=True, blank=True, related_name="+"
    )
    source = models.CharField("依据", max_length=300, blank=True)
    recorded_at = models.DateTimeField("写入时间")
    superseded_at = models.DateTimeField("被替代时间", null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="写入人", related_name="+"
    )
    reason = models.CharField("变更事由", max_length=300, blank=True)

    columns = (
        "indicator", "region", "year", "value", "unit", "agreement", "source", "recorded_at",
        "superseded_at", "recorded_by", "reason",
    )  # fmt: skip
    hidden = ("id",)

    class Meta:
        verbose_name = "目标任务"
        ordering = ["year", "indicator", "region"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "region", "year"], condition=Q(superseded_at__isnull=True),
                name="one_current_target",
            )
        ]  # fmt: skip
