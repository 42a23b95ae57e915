"""Divisions (行政区划), their changes, key and programme counties, and pairable organisations.

A division's six-digit code (adcode) is its key everywhere, so a region scope is a prefix of a column
and needs no join. A code that ended stays as a row with its last day, and a change says what followed.
"""

from django.db import models


class Division(models.Model):
    """A province, prefecture or county as it stood between two days (GB/T 2260)."""

    class Level(models.TextChoices):
        """How high in the tree a division stands."""

        PROVINCE = "province", "省级"
        PREFECTURE = "prefecture", "地级"
        COUNTY = "county", "县级"

    code = models.CharField(
        "区划代码", max_length=6, primary_key=True, help_text="六位行政区划代码（GB/T 2260）"
    )
    name = models.CharField("名称", max_length=60, db_index=True)
    level = models.CharField("级别", max_length=10, choices=Level.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name="上级", null=True, blank=True, related_name="children"
    )
    valid_from = models.DateField(
        "启用日期", null=True, blank=True, help_text="空表示在协作开始之前即已存在"
    )
    valid_to = models.DateField("停用日期", null=True, blank=True, help_text="空表示现行")
    source = models.CharField("来源", max_length=300)

    columns = ("code", "name", "level", "parent", "valid_from", "valid_to", "source")
    hidden: tuple[str, ...] = ()

    class Meta:
        verbose_name = "行政区划"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def prefix(self) -> str:
        """The part of the code that all divisions inside this one share: 45, 4501 or 450123."""
        return code_prefix(self.code)


def code_prefix(code: str) -> str:
    """The part of a six-digit code that all divisions inside it share."""
    if code.endswith("0000"):
        return code[:2]
    return code[:4] if code.endswith("00") else code


class DivisionChange(models.Model):
    """What an old code became: renamed and upgraded, merged, split or moved (撤县设市、设区)."""

    class Kind(models.TextChoices):
        """What happened to the division."""

        UPGRADED = "renamed_upgrade", "撤县设市（区）"
        MERGED = "merged", "合并"
        SPLIT = "split", "拆分"
        MOVED = "moved", "划转"

    class Precision(models.TextChoices):
        """How exactly the source knows the day."""

        DAY = "day", "日"
        MONTH = "month", "月"
        YEAR = "year", "年"

    old = models.ForeignKey(Division, models.PROTECT, verbose_name="原区划", related_name="became")
    new = models.ForeignKey(
        Division, models.PROTECT, verbose_name="新区划", related_name="came_from"
    )
    changed_on = models.DateField("变更日期", help_text="只知年、月的，取该年、月的最后一天")
    date_precision = models.CharField(
        "日期精度", max_length=5, choices=Precision.choices, default="day"
    )
    kind = models.CharField("变更类型", max_length=20, choices=Kind.choices)
    source = models.CharField("来源", max_length=300)

    columns = ("old", "new", "changed_on", "date_precision", "kind", "source")
    hidden = ("id",)

    class Meta:
        verbose_name = "区划变更"
        constraints = [
            models.UniqueConstraint(fields=["old", "new", "changed_on"], name="one_change")
        ]


class KeyCounty(models.Model):
    """A county on a list of key counties for rural revitalisation (乡村振兴重点帮扶县)."""

    class List(models.TextChoices):
        """Who drew the list."""

        NATIONAL = "national", "国家级"
        PROVINCIAL = "provincial", "省级"

    county = models.ForeignKey(
        Division, models.PROTECT, verbose_name="县", related_name="key_lists"
    )
    list = models.CharField("名单级别", max_length=10, choices=List.choices)
    valid_from = models.DateField("起始日期")
    valid_to = models.DateField("终止日期", null=True, blank=True)
    source = models.CharField("来源", max_length=300)

    columns = ("county", "list", "valid_from", "valid_to", "source")
    hidden = ("id",)

    class Meta:
        verbose_name = "重点帮扶县"
        constraints = [
            models.UniqueConstraint(fields=["county", "list", "valid_from"], name="one_listing")
        ]


class ProgrammeCounty(models.Model):
    """A western county that takes part in the programme, with the eastern city that is paired with it."""

    county = models.ForeignKey(
        Division, models.PROTECT, verbose_name="县", related_name="programme_terms"
    )
    east_city = models.ForeignKey(
        Division, models.PROTECT, verbose_name="结对东部城市", related_name="+"
    )
    valid_from = models.DateField("起始日期")
    valid_to = models.DateField("终止日期", null=True, blank=True)
    source = models.CharField("来源", max_length=300)

    columns = ("county", "east_city", "valid_from", "valid_to", "source")
    hidden = ("id",)

    class Meta:
        verbose_name = "协作县"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "east_city", "valid_from"], name="one_programme_term"
            )
        ]


class Organisation(models.Model):
    """Something pairable that is no division: a zone, town, group of towns, school, hospital, firm."""

    class Kind(models.TextChoices):
        """What the organisation is."""

        ZONE = "zone", "功能区"
        TOWN = "town", "乡镇（街道）"
        TOWN_GROUP = "town_group", "镇街组团"
        VILLAGE = "village", "村（社区）"
        SCHOOL = "school", "学校"
        HOSPITAL = "hospital", "医院"
        FIRM = "firm", "企业"
        SOCIAL = "social", "社会组织"
        PARTY_BRANCH = "party_branch", "党支部"
        DEPARTMENT = "department", "部门"

    name = models.CharField("名称", max_length=120)
    kind = models.CharField("类型", max_length=20, choices=Kind.choices)
    within = models.ForeignKey(
        Division, models.PROTECT, verbose_name="所在区划", related_name="organisations"
    )
    unified_code = models.CharField(
        "统一社会信用代码", max_length=18, blank=True, help_text="GB 32100 十八位代码"
    )
    valid_from = models.DateField("起始日期", null=True, blank=True)
    valid_to = models.DateField("终止日期", null=True, blank=True)

    columns = ("name", "kind", "within", "unified_code", "valid_from", "valid_to")
    hidden = ("id",)

    class Meta:
        verbose_name = "组织"
        constraints = [models.UniqueConstraint(fields=["name", "within"], name="one_organisation")]

    def __str__(self) -> str:
        return self.name
