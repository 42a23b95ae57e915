"""Documents (来源文件) with original and cleaned text, and findings (读出的事项) that wait for a person.

The bytes are kept; every repair of the text is listed with its place; a finding is a proposal until
somebody decides, and reading again never loses a decision (design §4.6).
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Coalesce

from shanhai.access.scope import ScopedModel


class Document(ScopedModel):
    """One text as it arrived: bytes (in a file named by hash), decoded, and cleaned."""

    scope_kind = "line"

    region = models.ForeignKey(
        "regions.Division", models.PROTECT, verbose_name="归属区域", null=True, blank=True,
        related_name="+", help_text="收录单位所在区划；空表示全部协作区域",
    )  # fmt: skip
    title = models.CharField("标题", max_length=300)
    file_name = models.CharField("文件名", max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    size_bytes = models.BigIntegerField("大小（字节）")
    media_type = models.CharField("类型", max_length=80)
    encoding = models.CharField("编码", max_length=20)
    script = models.CharField("字形", max_length=4, choices=[("hans", "简体"), ("hant", "繁体")])
    published = models.CharField("发布日期", max_length=10, blank=True)
    publisher = models.CharField("发布单位", max_length=120, blank=True)
    original_url = models.CharField("原文链接", max_length=500, blank=True)
    original_text = models.TextField("原文")
    text = models.TextField("清洗后文本")
    repairs = models.JSONField("修复记录", default=list)
    problems = models.JSONField("读取问题", default=list)
    reader_version = models.CharField("读取版本", max_length=20)
    received_at = models.DateTimeField("收录时间")
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="收录人", related_name="+"
    )

    columns = (
        "title", "region", "file_name", "published", "publisher", "original_url", "sha256", "size_bytes",
        "media_type", "encoding", "script", "reader_version", "received_at", "received_by",
    )  # fmt: skip
    hidden = ("id", "original_text", "text", "repairs", "problems")

    class Meta:
        verbose_name = "来源文件"
        ordering = ["-received_at", "-id"]
        constraints = [
            # Coalesce, since SQLite holds two empty regions to be different ones.
            models.UniqueConstraint(
                F("sha256"), Coalesce(F("region"), Value("")), name="same_bytes_once"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Finding(ScopedModel):
    """One thing read in a document, with its span in the cleaned text and in the original."""

    class Kind(models.TextChoices):
        """What was found (contracts §1)."""

        EVENT = "event", "活动"
        PERSON = "person", "人员"
        AGREEMENT = "agreement", "协议"
        SITE = "site", "考察点"
        COMMITMENT = "commitment", "任务"
        CLAIM = "claim", "数据"

    class State(models.TextChoices):
        """What a person has decided."""

        PROPOSED = "proposed", "待审核"
        ACCEPTED = "accepted", "已采纳"
        EDITED = "edited", "修改后采纳"
        REJECTED = "rejected", "不采纳"
        RETIRED = "retired", "重新读取后不再提出"

    DECIDED = (State.ACCEPTED, State.EDITED, State.REJECTED)
    STANDING = (State.ACCEPTED, State.EDITED)

    scope_kind = "line"
    region_path = "document__region"

    document = models.ForeignKey(
        Document, models.PROTECT, verbose_name="来源文件", related_name="findings"
    )
    kind = models.CharField("类别", max_length=12, choices=Kind.choices)
    identity = models.CharField(
        "识别码", max_length=64, help_text="类别、原文位置与内容的摘要；重新读取时据此保留审核结论"
    )
    event = models.ForeignKey(
        "self", models.PROTECT, verbose_name="所属活动", null=True, blank=True, related_name="+",
        help_text="协议、考察点所属的活动（同一文件中读出的）",
    )  # fmt: skip
    start = models.IntegerField("起点")
    end = models.IntegerField("终点")
    source_start = models.IntegerField("原文起点")
    source_end = models.IntegerField("原文终点")
    quote = models.TextField("文字")
    value = models.JSONField("读出的内容")
    decided_value = models.JSONField("采纳的内容", null=True, blank=True)
    reader_version = models.CharField("读取版本", max_length=20)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.PROPOSED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="审核人", null=True, related_name="+"
    )
    decided_at = models.DateTimeField("审核时间", null=True, blank=True)
    note = models.CharField("审核说明", max_length=300, blank=True)
    revision = models.IntegerField(
        "修订号", default=0, help_text="每次审核加一；与页面所示不同则说明已被他人审核"
    )

    columns = (
        "document", "kind", "quote", "value", "decided_value", "event", "state", "decided_by",
        "decided_at", "note", "reader_version", "start", "end", "source_start", "source_end",
    )  # fmt: skip
    hidden = ("id", "identity", "revision")

    class Meta:
        verbose_name = "读出的事项"
        ordering = ["document", "start", "id"]
        constraints = [models.UniqueConstraint(fields=["document", "identity"], name="one_finding")]

    def __str__(self) -> str:
        return self.quote[:40]

    @property
    def current_value(self) -> dict[str, Any]:
        """What stands: the person's version where there is one."""
        value: dict[str, Any] = self.decided_value if self.decided_value is not None else self.value
        return value

    @property
    def is_decided(self) -> bool:
        """Whether a person has spoken."""
        return self.state in self.DECIDED
