"""The way of a workbook through the pages: upload, all problems or a summary, commit."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from shanhai.delivery import actions, uploads
from shanhai.delivery.ledger import Ledger, find
from shanhai.delivery.workbook.errors import write_error_workbook
from shanhai.delivery.workbook.examine import Examined, examine_file, refuse_without_scope
from shanhai.delivery.workbook.problems import CellProblem
from shanhai.delivery.workbook.updates import updates
from shanhai.kernel.errors import Refusal, Unusable

SHOWN_IN_A_GROUP = 12
UPDATES_SHOWN = 20


@dataclass(frozen=True)
class Group:
    """Problems of one kind in one column, of which the first few are shown."""

    severity: str
    column: str
    accepted: str
    count: int
    shown: list[CellProblem]

    @property
    def hidden(self) -> int:
        """How many more there are."""
        return self.count - len(self.shown)


def grouped(ledger: Ledger, problems: list[CellProblem]) -> list[Group]:
    """By gravity, column and kind: thirty rows with one mistake are one thing to mend."""
    grave = {"error": 0, "warning": 1, "info": 2}
    places = {column.header: place for place, column in enumerate(ledger.columns)}
    # Problems come as the file is read, so each kind keeps the order of its rows.
    kinds: dict[tuple[int, int, str, str], list[CellProblem]] = {}
    for one in problems:
        kind = (grave[one.severity], places.get(one.column, -1), one.column, one.code)
        kinds.setdefault(kind, []).append(one)
    # Within a column the kind that is met first stands first, whatever its code is called.
    return [
        Group(str(found[0].severity), found[0].column, found[0].accepted, len(found),
              found[:SHOWN_IN_A_GROUP])
        for _, found in sorted(kinds.items(), key=lambda pair: pair[0][:3])
    ]  # fmt: skip


def upload(request: HttpRequest, ledger: str) -> HttpResponse:
    """Choose a file; it is kept for its owner until it is committed."""
    found = find(ledger)
    refuse_without_scope(request.user, found, "import")  # type: ignore[arg-type]
    problem = ""
    if request.method == "POST":
        try:
            return redirect("delivery:checked", found.code, _keep(request))
        except Refusal as refusal:
            problem = refusal.message
    context = {"ledger": found, "problem": problem}
    return render(request, "delivery/import.html", context, status=422 if problem else 200)


def _keep(request: HttpRequest) -> str:
    file = request.FILES.get("file")
    if file is None:
        raise Unusable("请选择填好的工作簿")
    return uploads.keep(request.user, file.name or "台账", file.chunks(), file.size or 0)  # type: ignore[arg-type]


def _examine(request: HttpRequest, ledger: Ledger, token: str) -> Examined:
    path, name = uploads.find(request.user, token)  # type: ignore[arg-type]
    return examine_file(by=request.user, ledger=ledger, path=path, file_name=name)  # type: ignore[arg-type]


@require_GET
def checked(request: HttpRequest, ledger: str, token: str) -> HttpResponse:
    """All problems with what would be accepted, or what a commit would change."""
    return _checked_page(request, find(ledger), token)


@require_POST
def commit(request: HttpRequest, ledger: str, token: str) -> HttpResponse:
    """Write the file's rows; the page comes again when something no longer holds."""
    found = find(ledger)
    if request.POST.get("cancel"):
        uploads.forget(request.user, token)  # type: ignore[arg-type]
        messages.info(request, gettext("已放弃，没有写入。"))
        return redirect("delivery:import", found.code)
    try:
        outcome = actions.commit(
            by=request.user,  # type: ignore[arg-type]
            examined=_examine(request, found, token),
            reason=request.POST.get("reason", ""),
        )
    except Refusal as refusal:
        return _checked_page(request, found, token, refusal)
    uploads.forget(request.user, token)  # type: ignore[arg-type]
    if outcome.batch is None:
        messages.info(request, gettext("文件与台账一致，没有变化。"))
        return redirect("delivery:register", found.code)
    said = gettext("已写入：新增 %(created)s 行，更正 %(updated)s 行，未变 %(unchanged)s 行。")
    messages.success(
        request,
        said % {
            "created": outcome.created, "updated": outcome.updated,
            "unchanged": outcome.unchanged,
        },
    )  # fmt: skip
    return redirect("delivery:batch", outcome.batch.pk)


@require_GET
def errors(request: HttpRequest, ledger: str, token: str) -> FileResponse:
    """The user's own file with the bad cells marked."""
    found = find(ledger)
    path, name = uploads.find(request.user, token)  # type: ignore[arg-type]
    examined = _examine(request, found, token)
    marked = write_error_workbook(request.user, path, examined.problems)  # type: ignore[arg-type]
    stem = name.rpartition(".")[0] or name
    return FileResponse(marked.open("rb"), as_attachment=True, filename=f"{stem}-问题.xlsx")


def _checked_page(
    request: HttpRequest, ledger: Ledger, token: str, refusal: Refusal | None = None
) -> HttpResponse:
    problem, examined = refusal.message if refusal else "", None
    try:
        examined = _examine(request, ledger, token)
        actions.note_answers(by=request.user, examined=examined)  # type: ignore[arg-type]
    except Unusable as trouble:
        # No such ledger in the file: there is nothing to list, only to choose another file.
        problem = trouble.message
    if examined is None:
        context = {"ledger": ledger, "problem": problem}
        return render(request, "delivery/import.html", context, status=422)
    counts = {state: examined.count(state) for state in ("created", "updated", "unchanged")}
    told, mended = updates(examined, UPDATES_SHOWN) if not examined.rejected else ([], 0)
    context = {
        "ledger": ledger,
        "token": token,
        "examined": examined,
        "groups": grouped(ledger, examined.problems),
        "errors": sum(one.is_error for one in examined.problems),
        "warnings": sum(str(one.severity) == "warning" for one in examined.problems),
        "problem": problem,
        "reason": request.POST.get("reason", ""),
        "updates": told,
        "updates_hidden": counts["updated"] - len(told),
        "mended": mended,
        **counts,
        "changes": counts["created"] + counts["updated"],
    }
    return render(
        request, "delivery/checked.html", context, status=refusal.status if refusal else 200
    )
