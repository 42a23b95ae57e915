"""Readings (指标读数): one figure of one indicator for one unit and period, with its row count.

A reading is a cache of a computation over rows, kept fresh by every commit; `shanhai verify` computes
all of them again and compares.
"""

from django.db import models

from shanhai.access.scope import ScopedModel


class Reading(ScopedModel):
    """The figure of an indicator for a unit from January to the end of a month, and in the month."""

    class Span(models.TextChoices):
        """Which stretch of time the figure covers."""

        MONTH = "month", "当月"
        YEAR_TO_DATE = "ytd", "本年累计"

    scope_kind = "within"

    indicator = models.CharField("指标", max_length=10)
    definition = models.CharField("口径版本", max_length=20)
    region = models.ForeignKey(
        "regions.Division", models.PROTECT, verbose_name="单位", related_name="+"
    )
    year = models.IntegerField("年度")
    month = models.IntegerField("月份")
    span = models.CharField("期间类型", max_length=8, choices=Span.choices)
    value = models.DecimalField(
        "数值", max_digits=20, decimal_places=4, null=True, help_text="空表示无数据，不是零"
    )
    rows_count = models.IntegerField("行数")
    computed_at = models.DateTimeField("计算时间")

    columns = (
        "indicator", "definition", "region", "year", "month", "span", "value", "rows_count", "computed_at",
    )  # fmt: skip
    hidden = ("id",)

    class Meta:
        verbose_name = "指标读数"
        ordering = ["year", "month", "indicator", "region"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "region", "year", "month", "span"], name="one_reading"
            )
        ]
