"""One record of a ledger: what it says, how it came to say so, how to correct it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from shanhai.access.scope import scope_of
from shanhai.delivery import actions, queries
from shanhai.delivery.ledger import Column, Kind, Ledger, find
from shanhai.delivery.models import Batch
from shanhai.delivery.workbook.places import Places
from shanhai.delivery.workbook.rows import as_text, stored_value
from shanhai.kernel.errors import Refusal


@dataclass(frozen=True)
class Version:
    """A version as the page tells it: the columns that it changed, from and to."""

    row: Any
    changes: list[tuple[str, str, str]]
    batch: Batch | None


@dataclass(frozen=True)
class Field:
    """A column as a field of the form."""

    column: Column
    value: str
    problem: str = ""

    @property
    def options(self) -> list[str]:
        """What to choose from, when there is a list."""
        if self.column.kind is Kind.BOOLEAN:
            return ["是", "否"]
        return [label for _, label in self.column.choices]


def form_text(column: Column, row: Any, places: Places) -> str:
    """The column's value as the form gives it and the importer reads it; a division by its full name."""
    value = stored_value(column, row)
    if column.kind is Kind.DIVISION and value:
        return places.full_name(value)
    return as_text(column, value)


def shown(column: Column, row: Any) -> str:
    """The column's value in words: names for divisions, labels for codes."""
    if column.kind is Kind.DIVISION:
        return str(getattr(row, column.name) or "")
    return as_text(column, stored_value(column, row))


@require_GET
def record(request: HttpRequest, ledger: str, record: str) -> HttpResponse:
    """The record with all its versions."""
    return _page(request, find(ledger), record)


@require_POST
def correct(request: HttpRequest, ledger: str, record: str) -> HttpResponse:
    """Write a new version with what was changed in the form."""
    found = find(ledger)
    row = queries.history(by=request.user, ledger=found, record=record)[0]  # type: ignore[arg-type]
    given = {column.name: request.POST.get(column.name, "").strip() for column in found.columns}
    places = Places.load(timezone.localdate())
    changes = {
        column.name: given[column.name]
        for column in found.columns
        if given[column.name] != form_text(column, row, places)
    }
    seen = request.POST.get("version", "")
    try:
        outcome = actions.correct(
            by=request.user,  # type: ignore[arg-type]
            ledger=found,
            record=record,
            changes=changes,
            reason=request.POST.get("reason", ""),
            expected_version=int(seen) if seen.isdigit() else None,
        )
    except Refusal as refusal:
        return _page(request, found, record, refusal, given)
    said = gettext("已更正，原来的版本仍可查看。") if outcome.batch else gettext("没有改动。")
    if "name" in changes and not outcome.batch:
        said = gettext("姓名已更正。")
    messages.success(request, said)
    return redirect("delivery:record", found.code, record)


@require_POST
def reveal(request: HttpRequest, ledger: str, record: str) -> HttpResponse:
    """Show the full identity number once, for a stated purpose."""
    found = find(ledger)
    try:
        number = actions.reveal_identity(
            by=request.user,  # type: ignore[arg-type]
            ledger=found,
            record=record,
            purpose=request.POST.get("purpose", ""),
        )
    except Refusal as refusal:
        return _page(request, found, record, refusal)
    return _page(request, found, record, revealed=number)


def _page(
    request: HttpRequest, ledger: Ledger, record: str, refusal: Refusal | None = None,
    given: dict[str, str] | None = None, revealed: str = "",
) -> HttpResponse:  # fmt: skip
    user: Any = request.user
    rows = queries.history(by=user, ledger=ledger, record=record)
    current: Any = rows[0]
    region = getattr(current, ledger.region.attribute)
    problems = list(refusal.detail.get("problems", ())) if refusal else []
    places = Places.load(timezone.localdate())
    by_column = {problem["column"]: problem["message"] for problem in problems}
    context = {
        "ledger": ledger,
        "record": record,
        "current": current,
        "facts": [(column, shown(column, current)) for column in ledger.columns],
        "versions": _versions(user, ledger, rows),
        "fields": [
            Field(
                column,
                given[column.name] if given else form_text(column, current, places),
                by_column.get(column.header, ""),
            )
            for column in ledger.columns
        ],
        "reason": request.POST.get("reason", ""),
        "may_change": not current.withdrawn
        and scope_of(user, ledger.record_name, "change").covers(region),
        "may_reveal": ledger.about_persons
        and scope_of(user, ledger.record_name, "reveal").covers(region),
        "revealed": revealed,
        "problem": refusal.message if refusal else "",
    }
    return render(
        request, "delivery/record.html", context, status=refusal.status if refusal else 200
    )


def _versions(user: Any, ledger: Ledger, rows: list[Any]) -> list[Version]:
    """Newest first; a batch is linked only where the user may see all of it."""
    visible = queries.batches(by=user).in_bulk({row.batch_id for row in rows})
    told = []
    for row, before in zip(rows, [*rows[1:], None], strict=True):
        changes = []
        if before is not None:
            pairs = [
                (column, shown(column, before), shown(column, row)) for column in ledger.columns
            ]
            changes = [(column.header, old, new) for column, old, new in pairs if old != new]
        told.append(Version(row, changes, visible.get(row.batch_id)))
    return told
