"""Accounts, the roles they hold for a region and a term, and tokens for programs.

A secondee's posting ends and so does the role: nobody has to remember to switch an account off.
"""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q


class Role(models.TextChoices):
    """What somebody comes to do (design §1); the permission table says what each may."""

    COUNTY_OFFICER = "county_officer", "县级协作专班"
    TEAM_MEMBER = "team_member", "协作工作队员"
    PREFECTURE_OFFICE = "prefecture_office", "市州协作办"
    PROVINCE_OFFICE = "province_office", "省级协作办"
    HEAD = "head", "协作办负责人"
    ASSESSOR = "assessor", "考核人员"
    AUDITOR = "auditor", "审计人员"
    OPERATOR = "operator", "系统运维"


class Account(AbstractUser):
    """A person's account; what it may do hangs on the roles it holds."""

    display_name = models.CharField("姓名", max_length=60, blank=True)

    columns = ("username", "display_name", "is_active", "last_login", "date_joined")
    hidden = (
        "id", "password", "first_name", "last_name", "email", "is_staff", "is_superuser",
    )  # fmt: skip

    class Meta:
        verbose_name = "账号"

    def __str__(self) -> str:
        return self.display_name or self.username


class RoleHolding(models.Model):
    """One account holds one role for one region (none: the whole programme) for a term (任期)."""

    account = models.ForeignKey(
        Account, models.PROTECT, verbose_name="账号", related_name="holdings"
    )
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    region = models.ForeignKey(
        "regions.Division", models.PROTECT, verbose_name="区域", null=True, blank=True,
        related_name="+", help_text="空表示全部协作区域",
    )  # fmt: skip
    start_date = models.DateField("任期开始")
    end_date = models.DateField("任期结束", null=True, blank=True, help_text="空表示未定")

    columns = ("account", "role", "region", "start_date", "end_date")
    hidden = ("id",)

    class Meta:
        verbose_name = "任职"
        constraints = [
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date__gte=models.F("start_date")),
                name="term_ends_after_it_starts",
            )
        ]


class ApiToken(models.Model):
    """A program's key to the API in the name of an account; only its hash is kept."""

    account = models.ForeignKey(Account, models.PROTECT, verbose_name="账号", related_name="tokens")
    label = models.CharField("用途", max_length=60)
    token_hash = models.CharField("令牌哈希", max_length=64, unique=True)
    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    expires_on = models.DateField("有效期至")
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)

    columns = ("account", "label", "created_at", "expires_on", "revoked_at")
    hidden = ("id", "token_hash")

    class Meta:
        verbose_name = "接口令牌"
