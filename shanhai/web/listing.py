"""Shows a register as a page: search, filters, paging, totals, and the same rows as a file.

A station declares its list once and answers with one line:

    from shanhai.web.listing import Filter, Register, respond

    COMMITMENTS = Register(
        record=Commitment,
        title=_("任务"),
        columns=("text", "owner_region", "owner_office", "due_on", "fulfilled_on"),
        filters=(Filter(name="state", label="状态", kind="choice", choices=STATES, where=of_state),),
        link=lambda row: reverse("accords:commitment", args=[row.pk]),
        empty=_("还没有任务。采纳来源文件中的任务后，会出现在这里。"),
    )

    def commitments(request):
        return respond(request, COMMITMENTS, actions=[Action(_("登记任务"), reverse("accords:add"))])

Without `columns` all shown fields of the model are listed; see `access.registers.Register` for the rest.
`?format=xlsx` and `?format=csv` give all rows found. A page that shows more than its list renders its own
template around `{% include "parts/register.html" %}`: `respond(..., template=..., extra={...})`.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from shanhai.access.registers import (
    Asked,
    Column,
    Filter,
    Register,
    ask,
    column_of,
    columns_of,
    linked,
    marked,
    shown_text,
)
from shanhai.access.registers.columns import written
from shanhai.access.scope import scope_of
from shanhai.kernel.errors import Unusable
from shanhai.web.download import FORMATS, send
from shanhai.web.shown import Action, Cell, Heading, Input

__all__ = [
    "Action",
    "Column",
    "Filter",
    "Listing",
    "Register",
    "column_of",
    "columns_of",
    "linked",
    "listing_of",
    "marked",
    "respond",
]  # fmt: skip


class Listing:
    """What the template shows of one question; every part is read once."""

    def __init__(self, asked: Asked, path: str, actions: Iterable[Action] = ()) -> None:
        self.asked = asked
        self.register = asked.register
        self.path = path
        self.actions = list(actions)
        last = asked.pages_count
        if asked.page > last:
            sentence = gettext("没有第 %(page)s 页，共 %(last)s 页：已显示最后一页。")
            self.notice = sentence % {"page": asked.page, "last": last}
            asked.page = last
        else:
            self.notice = ""

    @property
    def title(self) -> str:
        """The page's name in the reader's language."""
        return gettext(str(self.register.title))

    @cached_property
    def headings(self) -> list[Heading]:
        """The table's head."""
        return [self._heading(column) for column in self.register.shown]

    def _heading(self, column: Column) -> Heading:
        order, url = "", ""
        if column.path:
            given = self.asked.given.get("sort", "")
            order = {column.name: "ascending", f"-{column.name}": "descending"}.get(given, "")
            url = self._address(sort=f"-{column.name}" if order == "ascending" else column.name)
        help_text = gettext(str(column.help_text)) if column.help_text else ""
        return Heading(
            gettext(str(column.label)), column.kind, help_text, url, order, column.is_numeric
        )

    @cached_property
    def rows(self) -> list[tuple[str, list[Cell]]]:
        """The page's rows: each with its address (or none) and its cells."""
        link = self.register.link
        return [(link(row) if link else "", self._cells(row)) for row in self.asked.page_rows]

    def _cells(self, row: Any) -> list[Cell]:
        return [
            Cell(
                text=shown_text(column, row),
                kind=column.kind,
                label=heading.label,
                is_numeric=column.is_numeric,
                url=column.link(row) if column.link else "",
                state=column.state(row) if column.state else "",
            )
            for column, heading in zip(self.register.shown, self.headings, strict=True)
        ]

    @cached_property
    def totals(self) -> list[tuple[str, str, str]]:
        """Under each column its label, the sum over all rows found (not only this page), its kind.

        Empty when no column is added up.
        """
        sums = {column.name: total for column, total in self.asked.totals()}
        if not sums:
            return []
        return [
            (heading.label, written(sums.get(column.name), column.kind), column.kind)
            for column, heading in zip(self.register.shown, self.headings, strict=True)
        ]

    @cached_property
    def inputs(self) -> list[Input]:
        """The filter form: the common four, then the register's own."""
        given, problems = self.asked.given, dict(self.asked.problems)
        common = [
            Input("q", gettext("搜索"), "search", given.get("q", "")),
            Input("year", gettext("年度"), "number", given.get("year", ""), hint="2024"),
            Input(
                "unit", gettext("单位"), "text", given.get("unit", ""), hint=gettext("名称或代码")
            ),
            Input("as_of", gettext("时点"), "as_of", given.get("as_of", ""), hint="2024-06-30"),
        ]
        own = [field for one in self.register.filters for field in self._inputs_of(one)]
        return [
            Input(**{**field.__dict__, "problem": problems.get(field.name, "")})
            for field in common + own
        ]

    def _inputs_of(self, one: Filter) -> list[Input]:
        given, label = self.asked.given, gettext(str(one.label))
        if one.kind == "date":
            ends = (gettext("起"), gettext("止"))
            return [
                Input(name, f"{label}{end}", "date", given.get(name, ""))
                for name, end in zip(one.parameters, ends, strict=True)
            ]
        options = one.options(self.register.record, self.asked.user)
        shown = [(value, gettext(name)) for value, name in options]
        if one.kind == "flag":
            shown = [("1", gettext("是"))]
        kind = {"region": "text", "year": "number"}.get(one.kind, one.kind)
        return [Input(one.name, label, kind, given.get(one.name, ""), shown)]

    @property
    def search_input(self) -> list[Input]:
        """The field that stands beside the button."""
        return self.inputs[:1]

    @property
    def other_inputs(self) -> list[Input]:
        """The fields that a phone folds away."""
        return self.inputs[1:]

    @property
    def filters_count(self) -> int:
        """How many of those are set."""
        return sum(bool(field.value.strip()) for field in self.other_inputs)

    @property
    def problems(self) -> list[str]:
        """What was wrong with the question."""
        return [sentence for _, sentence in self.asked.problems]

    @property
    def moment(self) -> str:
        """The asked moment as it was asked: a day ends at 23:59, a moment keeps its seconds."""
        if self.asked.as_of is None:
            return ""
        local = timezone.localtime(self.asked.as_of)
        is_day = local.microsecond == 999_999
        return local.strftime("%Y-%m-%d %H:%M" if is_day else "%Y-%m-%d %H:%M:%S")

    @property
    def loose_problems(self) -> list[str]:
        """Those that no field of the form stands for; the others are said at their field, once."""
        shown = {field.name for field in self.inputs}
        return [sentence for name, sentence in self.asked.problems if name not in shown]

    @cached_property
    def downloads(self) -> list[tuple[str, str]]:
        """Suffix and address of each file, where the account may export."""
        scope = scope_of(self.asked.user, self.register.record_name, "export")
        if self.problems or not (scope.everywhere or scope.codes):
            return []
        return [(name, self._address(format=name)) for name in FORMATS]

    @property
    def first_row(self) -> int:
        """Number of the page's first row, from 1."""
        return (self.asked.page - 1) * self.register.page_size + 1 if self.asked.count else 0

    @property
    def last_row(self) -> int:
        """Number of the page's last row."""
        return min(self.asked.page * self.register.page_size, self.asked.count)

    @property
    def previous_url(self) -> str:
        """The page before, or nothing."""
        page = self.asked.page
        return self._address(page=str(page - 1)) if page > 1 else ""

    @property
    def next_url(self) -> str:
        """The page after, or nothing."""
        page = self.asked.page
        return self._address(page=str(page + 1)) if page < self.asked.pages_count else ""

    @property
    def now_url(self) -> str:
        """The same question about the present."""
        return self._address(as_of="")

    @property
    def address(self) -> str:
        """This very question, without its blank parameters."""
        return self._address(page=str(self.asked.page) if self.asked.page > 1 else "")

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Parameters that the filter form carries along."""
        names = ("sort", *self.register.extra)
        return [(name, self.asked.given[name]) for name in names if self.asked.given.get(name)]

    def _address(self, **changed: str) -> str:
        kept = {
            name: text
            for name, text in self.asked.given.items()
            if text.strip() and name not in ("page", "format")
        }
        asked = {name: text for name, text in {**kept, **changed}.items() if text}
        return f"{self.path}?{urlencode(asked)}" if asked else self.path


def listing_of(request: HttpRequest, register: Register, actions: Iterable[Action] = ()) -> Listing:
    """The list for a page of its own making; raises `NotAllowed` when none of it may be seen."""
    return Listing(ask(register, request.GET.dict(), request.user), request.path, actions)


def respond(
    request: HttpRequest,
    register: Register,
    *,
    actions: Iterable[Action] = (),
    template: str = "shell/register.html",
    extra: Mapping[str, Any] | None = None,
) -> HttpResponseBase:
    """The page, the table alone (for HTMX), or a file of the same rows, as the request asks."""
    wanted = request.GET.get("format", "")
    listing = listing_of(request, register, actions)
    if wanted and wanted not in FORMATS:
        refusal = Unusable(f"没有“{wanted}”格式：可下载 {'、'.join(FORMATS)}")
        listing.asked.problems.append(("format", refusal.message))
    if wanted and not listing.problems:
        return send(listing.asked, wanted)
    htmx: Any = getattr(request, "htmx", None)
    alone = bool(htmx) and htmx.target == "register"
    response = render(
        request,
        "parts/register.html" if alone else template,
        {"listing": listing, **(extra or {})},
        status=Unusable.status if listing.problems else 200,
    )
    if alone:
        response["HX-Push-Url"] = listing.address
    return response
