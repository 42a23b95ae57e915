"""Notices (通报), frozen as of a moment."""

from django.conf import settings
from django.db import models

from shanhai.access.scope import ScopedModel


class Notice(ScopedModel):
    """A monthly notice: what it is about and as of when; its files follow from that and nothing else."""

    scope_kind = "within"

    kind = models.CharField("种类", max_length=20, choices=[("monthly", "月度通报")])
    region = models.ForeignKey(
        "regions.Division", models.PROTECT, verbose_name="单位", related_name="+"
    )
    year = models.IntegerField("年度")
    month = models.IntegerField("月份")
    number = models.IntegerField("期号", help_text="本单位本年第几期")
    as_of = models.DateTimeField("数据时点")
    anchor = models.CharField("日志封印", max_length=64, help_text="冻结时日志链头的封印")
    content = models.JSONField("内容", help_text="成文所用的全部数字与文字")
    digest = models.CharField("内容摘要", max_length=64)
    issued_at = models.DateTimeField("编发时间")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="编发人", related_name="+"
    )

    columns = (
        "kind", "region", "year", "month", "number", "as_of", "digest", "anchor", "issued_at", "issued_by",
    )  # fmt: skip
    hidden = ("id", "content")

    class Meta:
        verbose_name = "通报"
        ordering = ["-year", "-month", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "region", "year", "number"], name="one_notice")
        ]
