"""Region scope: which rows an account may see, as a condition in the query itself.

Hiding rows in pages leaks them in counts, searches and exports, so every read starts from
`Model.objects.visible_to(user)` and there is no other way in (design §4.8).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Literal, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from shanhai.access.models import Account
from shanhai.access.permissions import permits
from shanhai.regions.models import code_prefix
from shanhai.regions.queries import codes_of


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an account may do one verb on one kind of record: codes of regions, or everywhere."""

    codes: tuple[str, ...]
    everywhere: bool

    def covers(self, code: str | None) -> bool:
        """Whether a record of this region (none: the whole programme's) lies inside the scope."""
        if self.everywhere:
            return True
        return code is not None and any(code.startswith(code_prefix(own)) for own in self.codes)

    def within(self, path: str) -> Q:
        """Rows whose region, reached by `path` (`county`, `batch__county`), lies inside the scope."""
        if self.everywhere:
            return Q()
        condition = Q(pk__in=[])
        for code in self.codes:
            condition |= _inside(_code_path(path), code_prefix(code))
        return condition

    def on_line(self, path: str) -> Q:
        """Rows inside the scope, and those of the levels above it, but never a neighbour's.

        A county reads its province's communiqué and commitments, and what belongs to the whole
        programme (no region); it reads nothing of the next county.
        """
        if self.everywhere or not self.codes:
            return self.within(path)
        above = {above for code in self.codes for above in (code[:2] + "0000", code[:4] + "00")}
        column = _code_path(path)
        higher = Q(**{f"{column}__in": sorted(above)}) | Q(**{f"{column}__isnull": True})
        return self.within(path) | higher


def _inside(path: str, prefix: str) -> Q:
    """Codes that begin with the prefix, as a stretch of six digits: LIKE would pass by the index."""
    if len(prefix) == 6:
        return Q(**{path: prefix})
    return Q(**{f"{path}__gte": prefix.ljust(6, "0"), f"{path}__lte": prefix.ljust(6, "9")})


def _code_path(path: str) -> str:
    """The code behind a relation to a division, named as `county`, `county_id` or `county__code`.

    The code is the division's key, so the database compares the row's own column and joins nothing.
    """
    if path == "code" or path.endswith("__code"):
        return path
    return f"{path.removesuffix('_id')}__code"


def scope_of(user: Any, record: str, verb: str = "view", on: date | None = None) -> Scope:
    """The scope in which `user` may do `verb` on `record` (a name of the permission table) on a day.

    Somebody who is not signed in, whose account is closed or whose terms are over has an empty scope.
    """
    if not isinstance(user, Account) or not user.is_active:
        return Scope((), everywhere=False)
    codes: dict[str, None] = {}
    for role, region_codes in _holdings(user, on or timezone.localdate()):
        if permits(role, record, verb):
            if region_codes is None:
                return Scope((), everywhere=True)
            codes.update(dict.fromkeys(region_codes))
    return Scope(tuple(codes), everywhere=False)


def _holdings(user: Account, on: date) -> list[tuple[str, list[str] | None]]:
    """Roles with the codes of their region on a day: the held one first, then its old ones.

    Read once per account object (once a request), since pages ask often; what a load of reference data
    or an ended term changes is so seen by the next request, in every process.
    """
    cached: dict[date, list[tuple[str, list[str] | None]]] = user.__dict__.setdefault(
        "_holdings_on", {}
    )
    if on not in cached:
        in_term = Q(start_date__lte=on) & (Q(end_date__isnull=True) | Q(end_date__gte=on))
        held = user.holdings.filter(in_term).order_by("region_id", "role")
        cached[on] = [
            (role, None if code is None else codes_of([code]))
            for role, code in held.values_list("role", "region_id")
        ]
    return cached[on]


def forget(user: Account) -> None:
    """Ask the database again for this account object: its terms were changed."""
    user.__dict__.pop("_holdings_on", None)


class ScopedQuerySet(models.QuerySet[Any]):
    """A queryset that knows whose eyes read it."""

    def visible_to(self, user: Any, verb: str = "view") -> Self:
        """Only the rows that `user` may see, or may do another `verb` of reading on (export)."""
        model: type[ScopedModel] = self.model
        scope = scope_of(user, model.record_name(), verb)
        path = model.region_path
        return self.filter(
            scope.on_line(path) if model.scope_kind == "line" else scope.within(path)
        )


class ScopedModel(models.Model):
    """Base of every record that belongs to a region.

    `region_path` names the relation to the division (`county`, `batch__county`); `scope_kind` says
    whether levels above are seen too (`line`) or only what lies within (`within`).
    """

    region_path: ClassVar[str] = "region"
    scope_kind: ClassVar[Literal["within", "line"]] = "within"

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def record_name(cls) -> str:
        """The name under which the permission table lists this record: `delivery.placement`."""
        return f"{cls._meta.app_label}.{cls._meta.model_name}"
