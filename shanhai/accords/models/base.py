"""What every record adopted from a document shares: its finding, its region, and whether it still stands.

A commitment opens to its sentence because the finding is kept; an undone decision withdraws the record
and keeps the row (design §4.2).
"""

from typing import Any, ClassVar, Self

from django.db import models

from shanhai.access.scope import ScopedModel, ScopedQuerySet


class FromTextQuerySet(ScopedQuerySet):
    """Records adopted from documents."""

    def standing(self) -> Self:
        """Those whose finding is still accepted."""
        return self.filter(withdrawn_at__isnull=True)


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

    objects: ClassVar[Any] = FromTextQuerySet.as_manager()

    columns: tuple[str, ...] = ("region", "finding", "withdrawn_at")
    hidden: tuple[str, ...] = ("id",)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["finding"], name="%(class)s_from_finding_once")
        ]
