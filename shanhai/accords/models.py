"""Events (活动), agreements (协议), commitments (任务), pairings (结对) and targets (目标任务).

Each record that came from a text keeps the finding it came from, so a commitment opens to its sentence.
Its state follows from evidence and dates; nobody types a percentage (design §6).
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from shanhai.access.scope import ScopedModel
from shanhai.kernel.fields import Field

FIELD_CHOICES = [(field.value, field.chinese) for field in Field]


class FromText(ScopedModel):
    """Base of what was adopted from a document: its finding and the region that keeps it."""

    scope_kind = "line"

    region = models.ForeignKey(
        "regions.Division",
        models.PROTECT,
        verbose_name="归属区域",
        null=True,
        blank=True,
        related_name="+",
    )
    finding = models.ForeignKey(
        "sources.Finding",
        models.PROTECT,
        verbose_name="出处",
        null=True,
        blank=True,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)

    columns: tuple[str, ...] = ("region", "finding", "withdrawn_at")
    hidden: tuple[str, ...] = ("id",)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["finding"], name="%(class)s_from_finding_once")
        ]


class Event(FromText):
    """A visit, joint conference, signing or ceremony (互访、联席会议、签约、仪式)."""

    class Type(models.TextChoices):
        """What kind of event."""

        VISIT = "visit", "考察互访"
        CONFERENCE = "conference", "联席会议"
        SIGNING = "signing", "签约"
        CEREMONY = "ceremony", "仪式"

    type = models.CharField("类型", max_length=12, choices=Type.choices)
    name = models.CharField("名称", max_length=200)
    start = models.CharField("开始", max_length=10, blank=True, help_text="可缺年份，如 --06-14")
    end = models.CharField("结束", max_length=10, blank=True)
    date_basis = models.CharField("日期依据", max_length=6)
    place = models.CharField("地点", max_length=120, blank=True)
    parties = models.JSONField("各方", default=list)

    columns = ("type", "name", "start", "end", "date_basis", "place", "parties")
    hidden = ()

    class Meta(FromText.Meta):
        verbose_name = "活动"
        ordering = ["-start", "id"]

    def __str__(self) -> str:
        return self.name


class Participant(FromText):
    """A person who took part, in the office held at the time."""

    name = models.CharField("姓名", max_length=40)
    office = models.CharField("职务", max_length=200, blank=True)
    roles = models.JSONField("角色", default=list)

    columns = ("name", "office", "roles")
    hidden = ()

    class Meta(FromText.Meta):
        verbose_name = "参加人员"
        ordering = ["id"]


class Site(FromText):
    """A place that was visited (考察点)."""

    event = models.ForeignKey(
        Event, models.PROTECT, verbose_name="活动", null=True, related_name="sites"
    )
    name = models.CharField("名称", max_length=120)
    place = models.CharField("所在地", max_length=120, blank=True)
    group = models.CharField("组别", max_length=60, blank=True)

    columns = ("event", "name", "place", "group")
    hidden = ()

    class Meta(FromText.Meta):
        verbose_name = "考察点"
        ordering = ["id"]


class Agreement(FromText):
    """A signed or mentioned instrument (协议、方案)."""

    class Status(models.TextChoices):
        """Whether it was signed at the event."""

        SIGNED = "signed", "已签署"
        MENTIONED = "mentioned", "提及"

    title = models.CharField("标题", max_length=200)
    status = models.CharField("状态", max_length=10, choices=Status.choices)
    event = models.ForeignKey(
        Event, models.PROTECT, verbose_name="活动", null=True, related_name="agreements"
    )
    signers = models.JSONField("签署人", default=list)
    witnesses = models.JSONField("见证人", default=list)

    columns = ("title", "status", "event", "signers", "witnesses")
    hidden = ()

    class Meta(FromText.Meta):
        verbose_name = "协议"
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title


class Commitment(FromText):
    """A forward task somebody owns, with the sentence it comes from."""

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
    form = models.CharField("表述形式", max_length=12)
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

    columns = (
        "text", "speaker", "party", "ordinal", "form", "owner_region", "owner_office", "due_on",
        "next_step", "check_question", "fulfilled_on", "evidence",
    )  # fmt: skip
    hidden = ()

    class Meta(FromText.Meta):
        verbose_name = "任务"
        ordering = ["id"]
        constraints = [
            *FromText.Meta.constraints,
            models.CheckConstraint(
                condition=Q(fulfilled_on__isnull=True) | ~Q(evidence=""), name="done_needs_evidence"
            ),
        ]


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


class Claim(FromText):
    """A figure that a text states: a declared value, never added to a computed one (design §4.3)."""

    indicator = models.CharField("指标", max_length=30)
    value = models.DecimalField("数值", max_digits=20, decimal_places=4, null=True)
    unit = models.CharField("单位", max_length=12, blank=True)
    as_written = models.CharField("原文写法", max_length=60)
    approx = models.BooleanField("约数", default=False)
    stage = models.CharField("阶段", max_length=12)
    statistic = models.CharField("统计方式", max_length=12)
    period = models.CharField("期间", max_length=40, blank=True)
    scope = models.CharField("范围", max_length=120, blank=True)
    subset_of = models.CharField("其中于", max_length=60, blank=True)

    columns = (
        "indicator", "value", "unit", "as_written", "approx", "stage", "statistic", "period", "scope",
        "subset_of",
    )  # fmt: skip
    hidden = ()

    class Meta(FromText.Meta):
        verbose_name = "公开数据"
        ordering = ["id"]


class Pairing(ScopedModel):
    """A dated tie between an eastern and a western side (结对关系); many-to-many at every level."""

    class Level(models.TextChoices):
        """At which level the two sides are tied."""

        PROVINCE = "province", "省际"
        PREFECTURE = "prefecture", "市州"
        COUNTY = "county", "县县"
        TOWN = "town", "镇镇"
        VILLAGE = "village", "村村"
        SCHOOL = "school", "学校"
        HOSPITAL = "hospital", "医院"
        FIRM_VILLAGE = "firm_village", "村企"
        SOCIAL_VILLAGE = "social_village", "社会组织与村"
        PARTY_BRANCH = "party_branch", "党支部"

    scope_kind = "line"
    region_path = "west_division"

    level = models.CharField("层级", max_length=16, choices=Level.choices)
    east_division = models.ForeignKey(
        "regions.Division", models.PROTECT, verbose_name="东部区划", related_name="+",
        help_text="东部一方；一方为组织时，是该组织所在区划",
    )  # fmt: skip
    east_organisation = models.ForeignKey(
        "regions.Organisation",
        models.PROTECT,
        verbose_name="东部组织",
        null=True,
        blank=True,
        related_name="+",
    )
    west_division = models.ForeignKey(
        "regions.Division", models.PROTECT, verbose_name="西部区划", related_name="+"
    )
    west_organisation = models.ForeignKey(
        "regions.Organisation",
        models.PROTECT,
        verbose_name="西部组织",
        null=True,
        blank=True,
        related_name="+",
    )
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, verbose_name="依据协议", null=True, blank=True, related_name="+"
    )
    valid_from = models.DateField("起始日期")
    valid_to = models.DateField("终止日期", null=True, blank=True)
    source = models.CharField("来源", max_length=300)
    note = models.CharField("说明", max_length=300, blank=True)

    columns = (
        "level", "east_division", "east_organisation", "west_division", "west_organisation",
        "agreement", "valid_from", "valid_to", "source", "note",
    )  # fmt: skip
    hidden = ("id",)

    class Meta:
        verbose_name = "结对关系"
        ordering = ["level", "east_division", "west_division"]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "level", "east_division", "east_organisation", "west_division",
                    "west_organisation", "valid_from",
                ],
                name="one_pairing", nulls_distinct=False,
            )
        ]  # fmt: skip


class Target(ScopedModel):
    """What a unit has to reach in a year for an indicator (目标任务)."""

    scope_kind = "line"

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
