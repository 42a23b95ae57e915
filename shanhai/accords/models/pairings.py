"""Pairings (结对关系): dated ties between an eastern and a western side, many-to-many at every level."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from shanhai.access.scope import ScopedModel, ScopedQuerySet, scope_of
from shanhai.accords.models.meetings import Agreement


class PairingQuerySet(ScopedQuerySet):
    """Pairings as an account may see them and as they stood on a day."""

    def visible_to(self, user: Any, verb: str = "view") -> Self:
        """Those with either side on the user's line."""
        scope = scope_of(user, "accords.pairing", verb)
        return self.filter(scope.on_line("west_division_id") | scope.on_line("east_division_id"))

    def standing(self) -> Self:
        """Those that were not taken back as mistaken."""
        return self.filter(withdrawn_at__isnull=True)

    def on(self, day: date) -> Self:
        """Those in force on a day."""
        open_end = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
        return self.standing().filter(open_end, valid_from__lte=day)

    def in_year(self, year: int) -> Self:
        """Those in force on any day of a year."""
        open_end = Q(valid_to__isnull=True) | Q(valid_to__gte=date(year, 1, 1))
        return self.standing().filter(open_end, valid_from__lte=date(year, 12, 31))


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

    objects: ClassVar[Any] = PairingQuerySet.as_manager()

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
    source = models.CharField("来源", max_length=500)
    note = models.CharField("说明", max_length=300, blank=True)
    from_reference = models.BooleanField("来自参考数据", default=False)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)

    columns = (
        "level", "east_division", "east_organisation", "west_division", "west_organisation",
        "agreement", "valid_from", "valid_to", "source", "note",
    )  # fmt: skip
    hidden = ("id", "from_reference", "withdrawn_at")

    class Meta:
        verbose_name = "结对关系"
        ordering = ["level", "east_division", "west_division"]
        constraints = [
            # Coalesce, since SQLite holds two empty organisations to be different ones.
            models.UniqueConstraint(
                F("level"),
                F("east_division"),
                Coalesce(F("east_organisation"), Value(0)),
                F("west_division"),
                Coalesce(F("west_organisation"), Value(0)),
                F("valid_from"),
                name="one_pairing",
            )
        ]

    @property
    def east_name(self) -> str:
        """The eastern side: the organisation where there is one, else the division."""
        return str(self.east_organisation or self.east_division)

    @property
    def west_name(self) -> str:
        """The western side: the organisation where there is one, else the division."""
        return str(self.west_organisation or self.west_division)
