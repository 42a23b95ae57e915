"""Logging in and out, and changing one's password; every attempt stands in the journal."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from shanhai.access.actions import set_password
from shanhai.access.models import Account
from shanhai.kernel.errors import Refusal


@method_decorator(login_not_required, name="dispatch")
class LoginPage(LoginView):
    """The log-in page."""

    template_name = "shell/login.html"
    redirect_authenticated_user = True


class PasswordPage(PasswordChangeView):
    """One's own password."""

    template_name = "shell/password.html"
    success_url = reverse_lazy("desk")

    def form_valid(self, form: Any) -> HttpResponse:
        """Change it by the one verb that may, stay logged in here, and say so."""
        assert isinstance(self.request.user, Account), "the view asks for a log-in"
        account = Account.objects.get(pk=self.request.user.pk)
        try:
            set_password(by=account, account=account, password=form.cleaned_data["new_password1"])
        except Refusal as refusal:
            form.add_error("new_password1", refusal.message)
            return self.form_invalid(form)
        account.refresh_from_db()
        update_session_auth_hash(self.request, account)
        messages.success(self.request, _("密码已修改。"))
        return redirect(str(self.success_url))


@login_not_required
@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("login")
