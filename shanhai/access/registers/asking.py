"""One question put to a register: its parameters, what was wrong with them, and the rows that answer.

The page, the download and the API ask in the same words and so get the same rows; a parameter that cannot
be understood is a refusal in one sentence, all of them collected.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Count, Q, Sum

from shanhai.access.registers.columns import Column
from shanhai.access.registers.filters import in_year, read_moment, read_year, standing_at
from shanhai.access.registers.register import Register
from shanhai.access.registers.units import find_unit
from shanhai.access.scope import ScopedModel, scope_of
from shanhai.kernel.errors import NotAllowed, Unusable

COMMON = ("q", "unit", "year", "as_of", "page", "sort")
NOT_A_FILTER = ("page", "sort", "format")


@dataclass
class Asked:
    """A register, who asks, what was given, and what came of reading it.

    `problems` are (parameter, sentence) pairs; while there are any, no row is given.
    """

    register: Register
    user: Any
    given: Mapping[str, str]
    condition: Q = field(default_factory=Q)
    as_of: datetime | None = None
    sort: str = ""
    page: int = 1
    problems: list[tuple[str, str]] = field(default_factory=list)

    @property
    def filters(self) -> dict[str, str]:
        """The filters that are set, as given; this is what the journal keeps of an export."""
        return {
            name: text
            for name, text in self.given.items()
            if text.strip() and name not in NOT_A_FILTER
        }

    def rows(self) -> models.QuerySet[Any]:
        """All rows that answer, in a lasting order."""
        if self.problems:
            return self.register.record._default_manager.none()
        rows = self.register.queryset(self.user, self.as_of).filter(self.condition)
        order: tuple[Any, ...] = (self.sort,) if self.sort else self.register.order
        own = rows.query.order_by or self.register.record._meta.ordering or ()
        return rows.order_by(*(order or own), "pk")  # the key last: pages never overlap

    def exported_rows(self) -> models.QuerySet[Any]:
        """The same rows, as far as the account may take them out; raises `NotAllowed`."""
        scope = scope_of(self.user, self.register.record_name, "export")
        if not scope.everywhere and not scope.codes:
            raise NotAllowed(f"您的角色不能导出“{self.register.title}”：请联系本级协作办")
        rows, record = self.rows(), self.register.record
        if not issubclass(record, ScopedModel):
            return rows
        # A record with a rule of its own (who owns it, either side of a pair) keeps it for files too.
        return rows.visible_to(self.user, "export")  # type: ignore[attr-defined, no-any-return]

    @cached_property
    def summary(self) -> dict[str, Any]:
        """`count` of all rows found and the sum of each summed column, by one query."""
        if self.problems:
            return {"count": 0}
        sums = {f"sum_{column.name}": Sum(column.path) for column in self.register.summed}
        found: dict[str, Any] = self.rows().order_by().aggregate(count=Count("pk"), **sums)
        return found

    @property
    def count(self) -> int:
        """How many rows answer."""
        return int(self.summary["count"])

    @property
    def pages_count(self) -> int:
        """How many pages they fill, at least one."""
        return max(1, -(-self.count // self.register.page_size))

    @property
    def page_rows(self) -> models.QuerySet[Any]:
        """The rows of the asked page."""
        start = (self.page - 1) * self.register.page_size
        return self.rows()[start : start + self.register.page_size]

    def totals(self) -> Iterator[tuple[Column, Any]]:
        """Each summed column with its sum; None when no row has a value (blank is not zero)."""
        for column in self.register.summed:
            yield column, self.summary.get(f"sum_{column.name}")


def ask(register: Register, given: Mapping[str, str], user: Any) -> Asked:
    """Read the parameters of a question; raises `NotAllowed` where the account may see none of it."""
    scope = scope_of(user, register.record_name)
    if not scope.everywhere and not scope.codes:
        raise NotAllowed(f"您的角色不能查看“{register.title}”：请联系本级协作办或系统运维")
    asked = Asked(register, user, given)
    for name, read in _READERS.items():
        text = given.get(name, "").strip()
        if text:
            _collect(asked, name, lambda read=read, text=text: read(asked, text))
    for one in register.filters:
        _collect(asked, one.parameters[0], lambda one=one: _read_filter(asked, one))
    _refuse_unknown(asked)
    if not asked.problems:
        # A register may refuse a moment that its rows cannot answer; that is a problem like the others.
        _collect(asked, "as_of", lambda: register.queryset(user, asked.as_of))
    return asked


def _collect(asked: Asked, name: str, read: Any) -> None:
    try:
        read()
    except Unusable as refusal:
        asked.problems.append((name, refusal.message))


def _read_filter(asked: Asked, one: Any) -> None:
    asked.condition &= one.condition(asked.register.record, asked.given, asked.user)


def _read_search(asked: Asked, text: str) -> None:
    """Every word must occur somewhere in the row."""
    for word in text.split():
        anywhere = Q(pk__in=[])
        for path in asked.register.search_paths:
            anywhere |= Q(**{f"{path}__icontains": word})
        asked.condition &= anywhere


def _read_unit(asked: Asked, text: str) -> None:
    unit = find_unit(text)
    if not asked.register.unit_paths:
        raise Unusable(f"“{asked.register.title}”不分单位，不能按单位筛选")
    asked.condition &= unit.within(*asked.register.unit_paths)


def _read_year(asked: Asked, text: str) -> None:
    year = read_year(text)
    if not asked.register.year_path:
        raise Unusable(f"“{asked.register.title}”不分年度，不能按年度筛选")
    asked.condition &= in_year(asked.register.record, asked.register.year_path, year)


def _read_as_of(asked: Asked, text: str) -> None:
    asked.as_of = read_moment(text)
    if asked.register.keeps_versions:
        return
    if not asked.register.moment_path:
        raise Unusable(f"“{asked.register.title}”不记录历次变化，不能按时点查询")
    asked.condition &= standing_at(asked.register.moment_path, asked.as_of)


def _read_page(asked: Asked, text: str) -> None:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 10_000_000):
        raise Unusable(f"页码“{text}”应为从 1 开始的整数")
    asked.page = int(text)


def _read_sort(asked: Asked, text: str) -> None:
    paths = {column.name: column.path for column in asked.register.shown if column.path}
    if text.lstrip("-") not in paths:
        raise Unusable(f"不能按“{text}”排序：可用的列有 {'、'.join(paths)}")
    asked.sort = ("-" if text.startswith("-") else "") + paths[text.lstrip("-")]


def _refuse_unknown(asked: Asked) -> None:
    """A mistyped filter that is passed over would answer another question than the one asked."""
    known = {*COMMON, "format", *asked.register.extra}
    known.update(name for one in asked.register.filters for name in one.parameters)
    for name in asked.given:
        if name not in known:
            asked.problems.append((name, f"没有名为“{name}”的筛选条件"))


_READERS = {
    "q": _read_search,
    "unit": _read_unit,
    "year": _read_year,
    "as_of": _read_as_of,
    "page": _read_page,
    "sort": _read_sort,
}
