"""The pages of those who manage accounts: the register, a new account, one account with its terms."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shanhai.access import actions, authority, queries
from shanhai.access.models import Account, Role, RoleHolding
from shanhai.journal.queries import history
from shanhai.kernel.errors import Conflict, NotAllowed, NotFound, Refusal, Unusable
from shanhai.web import own_account
from shanhai.web.access_forms import AccountForm, EndForm, PasswordForm, TermForm
from shanhai.web.journal import changes
from shanhai.web.listing import Action, Column, Filter, Register, respond
from shanhai.web.own_account import acting
from shanhai.web.shell import may

_SHOWN_ON_THE_FORM = (Unusable, Conflict, NotAllowed, NotFound)
_HISTORY = 30


def _rows(user: Any, as_of: datetime | None) -> Any:
    # Distinct: `?unit=` looks through the terms, and somebody may hold several.
    rows = queries.accounts(user).prefetch_related("holdings__region").distinct()
    return rows if as_of is None else rows.filter(date_joined__lte=as_of)


def _terms(account: Account) -> str:
    """The running terms in one line."""
    today = timezone.localdate()
    return "；".join(
        f"{gettext(Role(one.role).label)}·{one.region.name if one.region else gettext('全部协作区域')}"
        for one in account.holdings.all()
        if one.start_date <= today and (one.end_date is None or one.end_date >= today)
    )


def _with_role(value: str) -> Q:
    return Q(pk__in=RoleHolding.objects.filter(role=value).values("account_id"))


ACCOUNTS = Register(
    record=Account,
    title=_("账号"),
    rows=_rows,
    columns=(
        "username", "display_name",
        Column(name="terms", label=_("现任"), value=_terms),
        Column(name="open", label=_("状态"), path="is_active",
               value=lambda row: _("在用") if row.is_active else _("已停用"),
               state=lambda row: "approved" if row.is_active else "closed"),
        "last_login", "date_joined",
    ),
    filters=(
        Filter(name="role", label=_("角色"), kind="choice", choices=Role.choices, where=_with_role),
    ),
    search=("username", "display_name"),
    unit="holdings__region",
    year="date_joined",
    order=("username",),
    link=lambda row: reverse("access:account", args=[row.pk]),
    empty=_("还没有可以查看的账号。"),
)  # fmt: skip


@require_GET
def front(request: HttpRequest) -> HttpResponse:
    """Accounts for those who manage them, one's own page for everybody else."""
    return redirect("access:accounts" if may(request.user, "access.account") else "access:me")


@require_GET
def register(request: HttpRequest) -> HttpResponseBase:
    """The accounts that the user may see."""
    adding = [Action(_("新建账号"), reverse("access:add"), icon="plus")]
    return respond(
        request, ACCOUNTS, actions=adding if may(request.user, "access.account", "add") else []
    )


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Open an account with its first role."""
    if not may(request.user, "access.account", "add"):
        raise NotAllowed("您的角色不能新建账号：请联系本级协作办负责人或系统运维")
    form = AccountForm(request.POST or None, by=request.user)
    problem = ""
    if request.method == "POST" and form.is_valid():
        facts = {**form.cleaned_data, "region_code": form.cleaned_data["region"]}
        del facts["region"]
        try:
            account = actions.appoint(by=acting(request), **facts)
        except _SHOWN_ON_THE_FORM as refusal:
            problem = refusal.message
        else:
            messages.success(request, _("账号已建立，任职已授予。"))
            return redirect("access:account", pk=account.pk)
    context = {"form": form, "problem": problem}
    return render(
        request, "access/add.html", context, status=422 if form.errors or problem else 200
    )


@require_GET
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: its terms, what may be done with it, and what was done."""
    return _account_page(request, _visible(request, pk))


@require_POST
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the account hold another role."""
    form = TermForm(request.POST, by=request.user, auto_id="grant_%s")

    def act(row: Account) -> None:
        facts = form.cleaned_data
        actions.grant_role(
            by=acting(request), account=row, role=facts["role"], region_code=facts["region"],
            start_date=facts["start_date"], end_date=facts["end_date"],
        )  # fmt: skip

    return _act(request, pk, "grant", form, act, _("任职已授予。"))


@require_POST
def end(request: HttpRequest, pk: int, holding_pk: int) -> HttpResponse:
    """End a term of the account, or hand it over."""
    form = EndForm(request.POST, auto_id=f"end{holding_pk}_%s")

    def act(row: Account) -> None:
        holding = queries.holdings(request.user).filter(account=row, pk=holding_pk).first()
        if holding is None:
            raise NotFound("没有这项任职，或您无权查看")
        facts = form.cleaned_data
        if not facts["successor"]:
            actions.end_role(
                by=acting(request),
                holding=holding,
                end_date=facts["last_day"],
                reason=facts["reason"],
            )
            return
        successor = queries.accounts(request.user).filter(username=facts["successor"]).first()
        if successor is None:
            raise NotFound(f"没有账号“{facts['successor']}”，或您无权查看")
        actions.hand_over(
            by=acting(request), holding=holding, successor=successor, last_day=facts["last_day"],
            reason=facts["reason"],
        )  # fmt: skip

    return _act(request, pk, f"end-{holding_pk}", form, act, _("任期已结束。"))


@require_POST
def password(request: HttpRequest, pk: int) -> HttpResponse:
    """Set another person's password."""
    form = PasswordForm(request.POST)

    def act(row: Account) -> None:
        actions.set_password(
            by=acting(request), account=row, password=form.cleaned_data["password"]
        )

    return _act(request, pk, "password", form, act, _("密码已重设，请转告本人并提醒修改。"))


@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the account, or open it again."""
    row = _visible(request, pk)
    verb = actions.deactivate if row.is_active else actions.reactivate
    try:
        verb(by=acting(request), account=row, reason=request.POST.get("reason", "").strip()[:300])
    except _SHOWN_ON_THE_FORM as refusal:
        return _account_page(request, row, refused=("switch", None, refusal))
    messages.success(
        request, _("账号已启用。") if verb is actions.reactivate else _("账号已停用。")
    )
    return redirect("access:account", pk=pk)


def _visible(request: HttpRequest, pk: int) -> Account:
    found = queries.accounts(request.user).filter(pk=pk).first()
    if found is None or (found != request.user and not may(request.user, "access.account")):
        raise NotFound("没有这个账号，或您无权查看")
    return found


def _act(
    request: HttpRequest, pk: int, name: str, form: Any, act: Callable[[Account], None], done: Any
) -> HttpResponse:
    """Do it and go back to the account, or show the page again with what was wrong at its form."""
    row = _visible(request, pk)
    if not form.is_valid():
        return _account_page(request, row, refused=(name, form, None))
    try:
        act(row)
    except _SHOWN_ON_THE_FORM as refusal:
        return _account_page(request, row, refused=(name, form, refusal))
    messages.success(request, done)
    return redirect("access:account", pk=pk)


def _account_page(
    request: HttpRequest,
    row: Account,
    refused: tuple[str, Any, Refusal | None] = ("", None, None),
) -> HttpResponse:
    name, form, refusal = refused
    by = acting(request)
    holdings = [
        {
            "row": one,
            "may_end": authority.may_grant(by, one.role, one.region_id)
            and (one.end_date is None or one.end_date >= timezone.localdate()),
            "form": form
            if form and name == f"end-{one.pk}"
            else EndForm(auto_id=f"end{one.pk}_%s"),
            "is_refused": name == f"end-{one.pk}",
        }
        for one in queries.holdings(by).filter(account=row)
    ]
    context = {
        "account": row,
        "holdings": holdings,
        "may_manage": row != by and authority.may_manage(by, row),
        "grant_form": form if form and name == "grant" else TermForm(by=by, auto_id="grant_%s"),
        "may_grant": row != by and bool(authority.grantable_roles(by)),
        "password_form": form if form and name == "password" else PasswordForm(),
        "refused": name,
        "problem": refusal.message if refusal else "",
        "history": [
            (entry, changes(entry))
            for entry in history(by, "access.account", str(row.pk))[:_HISTORY]
        ],
    }
    status = (refusal.status if refusal else 422) if name else 200
    return render(request, "access/account.html", context, status=status)


urls = [
    path("", front, name="front"),
    path("accounts/", register, name="accounts"),
    path("accounts/add/", add, name="add"),
    path("accounts/<int:pk>/", account, name="account"),
    path("accounts/<int:pk>/grant/", grant, name="grant"),
    path("accounts/<int:pk>/end/<int:holding_pk>/", end, name="end"),
    path("accounts/<int:pk>/password/", password, name="set_password"),
    path("accounts/<int:pk>/switch/", switch, name="switch"),
    path("me/", own_account.me, name="me"),
    path("me/tokens/", own_account.issue, name="issue"),
    path("me/tokens/<int:pk>/revoke/", own_account.revoke, name="revoke"),
    path("permissions/", own_account.permission_table, name="permissions"),
]
