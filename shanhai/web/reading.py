"""What the reader's templates show of a document: marked texts, cards by kind, problems, set-aside text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shanhai.access.scope import scope_of
from shanhai.kernel.errors import Unusable
from shanhai.sources import queries, values
from shanhai.sources.models import Document, Finding
from shanhai.web import mending
from shanhai.web.segments import Mark, draw

QUIET_KINDS = frozenset({"script", "space", "width"})
"""Repairs that touch nearly every line and change no word: they are counted, not underlined."""

REPAIR_WORDS = {
    "pinyin": _("拼音残留"), "script": _("繁简转换"), "misaligned": _("错码还原"), "doubled": _("重复文字"),
    "damaged": _("文字受损"), "boilerplate": _("页面内容"),
}  # fmt: skip

ASIDE_WORDS = {
    "navigation": _("导航"), "headline": _("其他新闻标题"), "link": _("链接"), "caption": _("图片说明"),
    "meta": _("发布信息"), "credit": _("署名"), "disclaimer": _("免责声明"),
}  # fmt: skip
"""What a piece of page furniture is; the codes are the reading engine's."""


@dataclass(frozen=True)
class Card:
    """One finding as its card shows it."""

    row: Finding
    summary: str
    facts: list[tuple[str, str]]
    may_review: bool
    is_damaged: bool = False

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(self.row.get_state_display())


@dataclass(frozen=True)
class Group:
    """The cards of one kind."""

    kind: str
    label: str
    cards: list[Card]
    waiting: int


def page(user: Any, document: Document, mended: int = 0) -> dict[str, Any]:
    """Everything that the reader shows."""
    rows = queries.findings(user, document)
    reviewable = may_review(user, document)
    cards = [card_of(row, reviewable, document) for row in rows]
    groups = [
        Group(
            kind, str(label), own := [card for card in cards if card.row.kind == kind],
            sum(not card.row.is_decided for card in own),
        )
        for kind, label in Finding.Kind.choices
    ]  # fmt: skip
    mended_row = next((row for row in rows if row.pk == mended), None) if reviewable else None
    return {
        "document": document,
        "groups": [group for group in groups if group.cards],
        "kinds": Finding.Kind.choices,
        "progress": queries.progress(rows),
        "may_review": reviewable,
        "may_export": bool(_exports(user)),
        "source_text": draw(
            document.original_text, [*_found(rows, True), *_repaired(document, True)]
        ),
        "clean_text": draw(document.text, [*_found(rows, False), *_repaired(document, False)]),
        "aside": [
            (_aside_words(repair), repair["before"])
            for repair in document.repairs
            if is_aside(repair)
        ],
        "quiet_count": sum(repair["kind"] in QUIET_KINDS for repair in document.repairs),
        "repairs_count": len(document.repairs),
        "problems": document.problems,
        "mended_card": mend_context(mended_row) if mended_row else None,
    }


def may_review(user: Any, document: Document) -> bool:
    """Whether the buttons are there at all."""
    return scope_of(user, "sources.finding", "review").covers(document.region_id)


def card_of(row: Finding, reviewable: bool, document: Document) -> Card:
    """A card: the main thing said, then the other parts."""
    value = row.current_value
    damaged = row.kind == Finding.Kind.COMMITMENT and is_damaged(row, document, value["text"])
    return Card(row, values.summary(row.kind, value), facts(row.kind, value), reviewable, damaged)


def is_damaged(row: Finding, document: Document, text: str) -> bool:
    """Whether a task's words still hold a run that arrived broken and could not be restored."""
    for repair in document.repairs:
        start, end = repair["span"]
        if repair["kind"] == "damaged" and start < row.end and row.start < max(end, start + 1):
            run = document.text[max(start, row.start) : min(end, row.end)]
            if run in text if run else row.state != Finding.State.EDITED:
                return True
    return False


def card_context(user: Any, row: Finding) -> dict[str, Any]:
    """What the template of a single card needs."""
    document = row.document
    return {"card": card_of(row, may_review(user, document), document), "document": document}


def mend_context(
    row: Finding,
    value: Mapping[str, Any] | None = None,
    problems: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """What the mending form needs; a refused one shows again what was typed."""
    shown = value if value is not None else row.current_value
    return {
        "row": row, "inputs": mending.inputs(row.kind, shown, problems), "refused": bool(problems),
        "document": row.document,
    }  # fmt: skip


def asked_again(
    request: HttpRequest, row: Finding, value: dict[str, Any] | None, refusal: Unusable
) -> HttpResponse:
    """The finding's form in place of its card: to mend what was typed, or to give the reason that lacks."""
    form = "mend" if value is not None else "withdraw"
    if value is not None:
        context = mend_context(row, value, refusal.detail.get("fields", {}))
    else:
        context = {
            "row": row, "document": row.document, "said": refusal.message,
            "decision": request.POST["decision"],
        }  # fmt: skip
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, f"sources/{form}.html", context, status=422)
    whole = {
        **page(request.user, row.document),
        f"{'mended' if value is not None else 'asked'}_card": context,
    }
    return render(request, "sources/document.html", {**whole, **context}, status=422)


def facts(kind: str, value: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The parts besides the main one, each as label and words; empty ones are left out."""
    main = {
        "event": ("name", "type"),
        "person": ("name", "office"),
        "claim": ("indicator", "as_written"),
    }
    hidden = main.get(kind, ("title", "text", "name") if kind != "agreement" else ("title",))
    said = [
        (part.label, _words(part, value.get(part.name)))
        for part in values.PARTS[kind]
        if part.name not in hidden
    ]
    return [(label, words) for label, words in said if words]


def _words(part: values.Part, value: Any) -> str:
    if value in (None, "", [], {}):
        return ""
    say = _SAY.get("routes" if part.name == "routes" else part.type)
    return say(part, value) if say else str(value)


def _parties(part: values.Part, value: Any) -> str:
    roles = values.PARTY_ROLES
    return "、".join(f"{one['name']}（{values.label_of(roles, one['role'])}）" for one in value)


def _period(part: values.Part, value: Any) -> str:
    ends = "—".join(filter(None, (value.get("start"), value.get("end"))))
    return " ".join(filter(None, (value.get("as_written"), f"（{ends}）" if ends else "")))


_SAY: Mapping[str, Callable[[values.Part, Any], str]] = {
    "choice": lambda part, value: values.label_of(part.options, value),
    "choices": lambda part, value: "、".join(values.label_of(part.options, one) for one in value),
    "names": lambda part, value: "、".join(value),
    "flag": lambda part, value: gettext("是") if value else "",
    "parties": _parties,
    "period": _period,
    "routes": lambda part, value: "；".join(_route(route) for route in value),
}


def _route(route: Mapping[str, Any]) -> str:
    group = f"{route['group']}：" if route.get("group") else ""
    return group + "→".join(route.get("places") or [])


def is_aside(repair: Mapping[str, Any]) -> bool:
    """Page furniture that was taken out of the text (页眉、导航、免责声明)."""
    return bool(repair.get("label")) or repair["kind"] == "boilerplate"


def _aside_words(repair: Mapping[str, Any]) -> str:
    return str(ASIDE_WORDS.get(repair.get("label", ""), REPAIR_WORDS["boilerplate"]))


def _found(rows: list[Finding], source: bool) -> list[Mark]:
    return [
        Mark(
            row.source_start if source else row.start, row.source_end if source else row.end,
            finding=row.pk, kind=row.kind, state=row.state,
        )
        for row in rows
    ]  # fmt: skip


def _repaired(document: Document, source: bool) -> list[Mark]:
    """Repairs as marks: struck in the original, dotted in the cleaned text."""
    marks = []
    for repair in document.repairs:
        if repair["kind"] in QUIET_KINDS:
            continue
        applied = repair.get("applied", True)
        start, end = repair["source_span"] if source else repair["span"]
        after, before = repair["after"], repair["before"]
        if is_aside(repair):
            label = gettext("已移出正文：%(what)s") % {"what": _aside_words(repair)}
        elif not applied:
            label = gettext("未改动，疑为：%(after)s") % {"after": after or gettext("（不详）")}
        elif source:
            label = gettext("改为：%(after)s") % {"after": after or gettext("（删去）")}
        else:
            label = gettext("原文：%(before)s") % {"before": before or gettext("（无）")}
        kind = REPAIR_WORDS.get(repair["kind"])
        marks.append(
            Mark(
                start, end, kind=repair["kind"], certain=bool(repair["certain"]) and applied,
                label=f"{kind}　{label}" if kind and not is_aside(repair) else label,
                tag="del" if source and applied else "span",
            )
        )  # fmt: skip
    return marks


def _exports(user: Any) -> tuple[str, ...] | bool:
    scope = scope_of(user, "sources.document", "export")
    return scope.everywhere or scope.codes
