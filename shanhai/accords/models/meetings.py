"""Events (活动) with who took part, where they went (考察点) and what was signed (协议)."""

from django.db import models

from shanhai.accords.models.base import FromText
from shanhai.sources.values import DATE_BASES


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
    date_basis = models.CharField("日期依据", max_length=6, choices=DATE_BASES)
    place = models.CharField("地点", max_length=120, blank=True)
    parties = models.JSONField("各方", default=list)
    routes = models.JSONField("行程", default=list)

    columns = ("type", "name", "start", "end", "date_basis", "place", "parties", "routes")
    hidden = ()

    class Meta(FromText.Meta):
        verbose_name = "活动"
        ordering = ["-start", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def date_words(self) -> str:
        """The dates as a person writes them, an unknown year left out."""
        if not self.start:
            return "日期不详"
        return self.start if self.end in ("", self.start) else f"{self.start} 至 {self.end}"


class Participant(FromText):
    """A person who took part, in the office held at the time."""

    name = models.CharField("姓名", max_length=40)
    office = models.CharField("职务", max_length=200, blank=True)
    party = models.CharField("所属方", max_length=60, blank=True)
    roles = models.JSONField("角色", default=list)

    columns = ("name", "office", "party", "roles")
    hidden = ()

    class Meta(FromText.Meta):
        verbose_name = "参加人员"
        ordering = ["id"]


class Site(FromText):
    """A place that was visited (考察点)."""

    event = models.ForeignKey(
        Event, models.PROTECT, verbose_name="活动", null=True, blank=True, related_name="sites"
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
        Event, models.PROTECT, verbose_name="活动", null=True, blank=True, related_name="agreements"
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
