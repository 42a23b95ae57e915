"""Figures that a text states (公开数据): declared values that stand beside computed ones."""

from django.db import models

from shanhai.accords.models.base import FromText
from shanhai.sources.values import INDICATORS, STAGES, STATISTICS


class Claim(FromText):
    """A figure that a text states: a declared value, never added to a computed one (design §4.3)."""

    indicator = models.CharField("指标", max_length=30, choices=INDICATORS)
    value = models.DecimalField("数值", max_digits=20, decimal_places=4, null=True)
    unit = models.CharField("单位", max_length=12, blank=True)
    as_written = models.CharField("原文写法", max_length=60)
    approx = models.BooleanField("约数", default=False)
    stage = models.CharField("阶段", max_length=12, choices=STAGES)
    statistic = models.CharField("统计方式", max_length=12, choices=STATISTICS)
    period = models.CharField("期间", max_length=40, blank=True, help_text="原文的说法")
    period_start = models.CharField("期间起", max_length=10, blank=True)
    period_end = models.CharField("期间止", max_length=10, blank=True)
    giver = models.CharField("提供方", max_length=120, blank=True)
    receiver = models.CharField("接受方", max_length=120, blank=True)
    scope = models.CharField("范围", max_length=120, blank=True)
    subset_of = models.CharField("其中于", max_length=60, blank=True)

    columns = (
        "indicator", "value", "unit", "as_written", "approx", "stage", "statistic", "period",
        "period_start", "period_end", "giver", "receiver", "scope", "subset_of",
    )  # fmt: skip
    hidden = ()

    class Meta(FromText.Meta):
        verbose_name = "公开数据"
        ordering = ["id"]
