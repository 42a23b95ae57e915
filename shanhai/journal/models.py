"""Journal entries and the head of their chain.

Each entry's seal covers its content and the seal before it, made with a key that the database does not
hold; so an entry changed, removed or slipped in breaks the chain at its place.
"""

from django.conf import settings
from django.db import models

from shanhai.access.scope import ScopedModel


class Verb(models.TextChoices):
    """What was done."""

    ADD = "add", "新增"
    CHANGE = "change", "修改"
    REMOVE = "remove", "撤回"
    IMPORT = "import", "导入"
    EXPORT = "export", "导出"
    REVEAL = "reveal", "查看个人信息"
    DECIDE = "decide", "审核"
    LOGIN = "login", "登录"
    LOGOUT = "logout", "退出"
    LOGIN_FAILED = "login_failed", "登录失败"
    LOAD = "load", "载入参考数据"


class Entry(ScopedModel):
    """One act: who, when, what before and after, why, in which request."""

    scope_kind = "within"
    region_path = "region"

    sequence = models.BigIntegerField("序号", primary_key=True)
    at = models.DateTimeField("时间", db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="操作人", null=True, related_name="+"
    )
    actor_name = models.CharField("操作账号", max_length=150, help_text="当时的账号名")
    verb = models.CharField("操作", max_length=20, choices=Verb.choices)
    subject_type = models.CharField("对象类型", max_length=60, db_index=True)
    subject_key = models.CharField("对象", max_length=200, db_index=True)
    region = models.ForeignKey(
        "regions.Division", models.PROTECT, verbose_name="区域", null=True, related_name="+"
    )
    before = models.JSONField("操作前", null=True)
    after = models.JSONField("操作后", null=True)
    reason = models.TextField("事由", blank=True)
    rows_count = models.IntegerField("行数", default=0, help_text="本次写入的台账版本数")
    rows_digest = models.CharField(
        "行摘要", max_length=64, blank=True, help_text="各行版本摘要的摘要"
    )
    request_id = models.CharField("请求编号", max_length=36, db_index=True)
    previous_seal = models.CharField("上一封印", max_length=64)
    seal = models.CharField("封印", max_length=64)

    columns = (
        "sequence", "at", "actor_name", "verb", "subject_type", "subject_key", "region",
        "before", "after", "reason", "rows_count", "rows_digest", "request_id", "previous_seal", "seal",
    )  # fmt: skip
    hidden = ("actor",)

    class Meta:
        verbose_name = "日志"
        ordering = ["sequence"]
        indexes = [models.Index(fields=["region", "-sequence"])]

    def __str__(self) -> str:
        return f"第 {self.sequence} 条"


class ChainHead(models.Model):
    """The last entry's number and seal: one row, locked by every writer, so entries have one order.

    It is sealed itself, so that cutting off the last entries and pointing it at an earlier one shows.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField("序号", default=0)
    seal = models.CharField("封印", max_length=64)
    at = models.DateTimeField("时间")
    own_seal = models.CharField(
        "链头封印", max_length=64, help_text="链头自身的封印，防止改指旧条目"
    )

    columns = ("sequence", "seal", "at", "own_seal")
    hidden = ("id",)

    class Meta:
        verbose_name = "日志链头"
