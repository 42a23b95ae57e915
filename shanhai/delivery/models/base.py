"""What every ledger shares: the batch that wrote a row and the version that the row is.

A ledger row is never edited. A correction is a new version with its reason, actor and batch; the one
before it stays and is read by asking as of an earlier moment (design §4.2).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from shanhai.access.scope import ScopedModel, ScopedQuerySet


class Batch(ScopedModel):
    """One commit of ledger rows: a workbook, a page's form, a program's call or a withdrawal."""

    class Origin(models.TextChoices):
        """How the rows came."""

        WORKBOOK = "workbook", "工作簿导入"
        FORM = "form", "页面录入"
        API = "api", "接口写入"
        WITHDRAWAL = "withdrawal", "撤回"

    ledger = models.CharField("台账", max_length=30, db_index=True)
    origin = models.CharField("方式", max_length=12, choices=Origin.choices)
    region = models.ForeignKey(
        "regions.Division", models.PROTECT, verbose_name="区域", null=True, related_name="+",
        help_text="各行所属区划的共同上级",
    )  # fmt: skip
    file_name = models.CharField("文件名", max_length=255, blank=True)
    sha256 = models.CharField("文件 SHA-256", max_length=64, blank=True, db_index=True)
    rows_count = models.IntegerField("行数")
    created_count = models.IntegerField("新增")
    updated_count = models.IntegerField("更正")
    unchanged_count = models.IntegerField("未变")
    recorded_at = models.DateTimeField("写入时间", db_index=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="写入人", related_name="+"
    )
    reason = models.CharField("事由", max_length=300, blank=True)
    withdraws = models.OneToOneField(
        "self", models.PROTECT, verbose_name="撤回的批次", null=True, blank=True,
        related_name="withdrawn_by", help_text="仅撤回有此项：每个批次只能撤回一次",
    )  # fmt: skip

    columns = (
        "ledger", "origin", "region", "file_name", "rows_count", "created_count", "updated_count",
        "unchanged_count", "recorded_at", "recorded_by", "reason", "withdraws", "sha256",
    )  # fmt: skip
    hidden = ("id",)

    class Meta:
        verbose_name = "导入批次"
        ordering = ["-recorded_at", "-id"]

    def __str__(self) -> str:
        return f"批次 {self.pk}"

    def facts(self) -> dict[str, Any]:
        """What the journal keeps of the batch; `shanhai verify` holds the batch against it."""
        return {
            "ledger": self.ledger,
            "origin": str(self.origin),
            "file_name": self.file_name,
            "sha256": self.sha256,
            "rows": self.rows_count,
            "created": self.created_count,
            "updated": self.updated_count,
            "unchanged": self.unchanged_count,
            "withdraws": self.withdraws_id,
        }


class VersionQuerySet(ScopedQuerySet):
    """Ledger rows as they stood at a moment."""

    def as_of(self, moment: datetime | None = None) -> Self:
        """The versions that stood at `moment`; without one, those that stand now. Withdrawn rows are out."""
        if moment is None:
            return self.filter(superseded_at__isnull=True, withdrawn=False)
        stood = Q(superseded_at__isnull=True) | Q(superseded_at__gt=moment)
        return self.filter(stood, recorded_at__lte=moment, withdrawn=False)


class LedgerVersion(ScopedModel):
    """Base of every ledger: one version of one row.

    `record` is the row's lasting number (the same in all its versions); `digest` is keyed and covers
    the columns, the record, the version, the moment and the batch, so that a row changed or slipped in
    behind our back is found by `shanhai verify`.
    """

    record = models.CharField(
        "记录编号", max_length=32, db_index=True, help_text="系统编号，更正时保持不变"
    )
    version = models.IntegerField("版本", default=1)
    batch = models.ForeignKey(Batch, models.PROTECT, verbose_name="批次", related_name="+")
    recorded_at = models.DateTimeField("写入时间", db_index=True)
    superseded_at = models.DateTimeField("被替代时间", null=True, blank=True)
    withdrawn = models.BooleanField("已撤回", default=False)
    digest = models.CharField("摘要", max_length=64)

    objects: ClassVar[Any] = VersionQuerySet.as_manager()

    ledger_code: ClassVar[str]
    ledger_name: ClassVar[str]
    record_prefix: ClassVar[str]
    """Two letters in front of each record number, so that a number says which ledger it is of."""
    natural_key: ClassVar[tuple[str, ...]]
    """What makes two rows the same thing, whatever else they say."""
    period: ClassVar[tuple[str, str]]
    """The dates between which the row counts; an empty end is today."""
    one_region_at_a_time: ClassVar[bool] = False
    """Whether a person's rows of two regions may not overlap in time: each is counted by one."""
    privacy: ClassVar[Mapping[str, str]] = {}
    """Column → public, internal, personal or sensitive; what is not listed is internal."""
    columns: ClassVar[tuple[str, ...]] = ("record", "version", "recorded_at")
    hidden: ClassVar[tuple[str, ...]] = ("id", "batch", "superseded_at", "withdrawn", "digest")

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["record", "version"], name="%(class)s_version_once"),
            models.UniqueConstraint(
                fields=["record"],
                condition=Q(superseded_at__isnull=True),
                name="%(class)s_one_current",
            ),
        ]
