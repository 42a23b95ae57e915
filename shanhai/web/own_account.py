"""The pages of accounts that everybody has: the own terms and tokens, and the permission table."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from shanhai.access import actions, authority, permissions, queries
from shanhai.access.models import Account, Role
from shanhai.kernel.errors import NotFound, Unusable
from shanhai.web.access_forms import TokenForm
from shanhai.web.journal import subject_name


def acting(request: HttpRequest) -> Account:
    """The account that asks; the frame lets nobody in who is not logged in."""
    assert isinstance(request.user, Account), "a page without login has no acting account"
    return request.user


@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """One's own terms and tokens."""
    return _own_page(request, TokenForm(), "")


@require_POST
def issue(request: HttpRequest) -> HttpResponse:
    """Issue a token for oneself; it is shown this one time."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _own_page(request, form, "", status=422)
    try:
        plain = actions.issue_token(
            by=acting(request), account=acting(request), **form.cleaned_data
        )
    except Unusable as refusal:
        return _own_page(request, form, refusal.message, status=422)
    return _own_page(request, TokenForm(), "", plain=plain)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own tokens."""
    token = queries.tokens(request.user).filter(pk=pk).first()
    if token is None:
        raise NotFound("没有这个令牌，或不属于您")
    actions.revoke_token(by=acting(request), token=token)
    messages.success(request, _("令牌已撤销，立即失效。"))
    return redirect("access:me")


@require_GET
def permission_table(request: HttpRequest) -> HttpResponse:
    """Who may do what, as the file says it, in words."""
    lines = [
        (
            subject_name(record),
            record,
            [(role.label, permissions.in_words(role, record)) for role in Role],
        )
        for record in permissions.records()
        if not record.startswith("access.holding.")
    ]
    grants = [
        (role.label, [other.label for other in Role if permissions.permits(
            role, authority.holding_record(other), "grant")])
        for role in Role
    ]  # fmt: skip
    context = {"roles": Role, "lines": lines, "grants": [one for one in grants if one[1]]}
    return render(request, "access/permissions.html", context)


def _own_page(
    request: HttpRequest, form: TokenForm, problem: str, plain: str = "", status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    tokens = [
        (
            token,
            "withdrawn"
            if token.revoked_at
            else "closed"
            if token.expires_on < today
            else "approved",
        )
        for token in queries.tokens(request.user)
    ]
    context = {
        "holdings": queries.holdings(request.user).filter(account=acting(request)),
        "tokens": tokens, "form": form, "problem": problem, "plain": plain, "today": today,
    }  # fmt: skip
    return render(request, "access/me.html", context, status=status)
