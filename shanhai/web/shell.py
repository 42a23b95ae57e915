"""The frame of every page: who is asked to log in, what a refusal looks like, what the navigation shows.

One place turns a `Refusal` into a page (or, for HTMX, into a short message on the page that is open), so no
view catches anything by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from shanhai import __version__
from shanhai.access.models import Role
from shanhai.access.scope import scope_of
from shanhai.kernel.errors import Refusal

GetResponse = Callable[[HttpRequest], HttpResponseBase]

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        # ECharts places its tooltip by style attributes; style sheets still come from this host only.
        "style-src 'self'",
        "style-src-attr 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


@dataclass(frozen=True)
class Station:
    """An entry of the navigation: shown to whoever may see one of the station's records."""

    name: str
    label: Any
    icon: str
    records: tuple[str, ...]

    @property
    def url(self) -> str:
        """Where it lives (contracts §2)."""
        return f"/{self.name}/"

    @property
    def exists(self) -> bool:
        """Whether this version has its pages; a link that leads nowhere is not shown."""
        return find_spec(f"shanhai.web.{self.name}") is not None


STATIONS = (
    Station("sources", _("来源"), "file-text", ("sources.document",)),
    Station(
        "accords",
        _("约定"),
        "signature",
        ("accords.commitment", "accords.pairing", "accords.target"),
    ),
    Station("exchange", _("交换"), "arrows-exchange", ("exchange.need", "exchange.offer")),
    Station("delivery", _("交付"), "truck-delivery", ("delivery.placement", "delivery.batch")),
    Station("results", _("成效"), "chart-bar", ("results.reading",)),
    Station("briefing", _("通报"), "speakerphone", ("briefing.notice",)),
    Station("journal", _("日志"), "shield-check", ("journal.entry",)),
)


def may(user: Any, record: str, verb: str = "view") -> bool:
    """Whether the account may do the verb on the record anywhere at all."""
    scope = scope_of(user, record, verb)
    return scope.everywhere or bool(scope.codes)


def house(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the navigation, the account's roles with their terms, the version."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"version": __version__, "languages": settings.LANGUAGES}
    stations = [
        (station, request.path.startswith(station.url))
        for station in STATIONS
        if station.exists and any(may(user, record) for record in station.records)
    ]
    return {
        "version": __version__,
        "languages": settings.LANGUAGES,
        "stations": stations,
        "may_accounts": may(user, "access.account"),
        # A function: the template asks only where the menu is drawn.
        "my_roles": lambda: roles_of(user),
    }


def roles_of(user: Any) -> list[dict[str, Any]]:
    """Every role that the account holds, with its region and term, the present ones first."""
    holdings = user.holdings.select_related("region").order_by("-start_date")
    return [
        {
            "role": Role(one.role).label,
            "region": one.region.name if one.region else _("全部协作区域"),
            "start": one.start_date,
            "end": one.end_date,
        }
        for one in holdings
    ]


class ChineseFirstMiddleware:
    """The page's language: Chinese unless the reader switched.

    Django's own middleware would follow the browser, and an English Windows is no wish for English.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


class FrameMiddleware:
    """The policy that keeps foreign scripts out, and the translation of refusals into pages."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        if getattr(request, "user", None) and request.user.is_authenticated:
            # What one account may see must not be kept by a shared computer's browser or a proxy.
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """A refusal raised anywhere below a view; anything else is a bug and goes on."""
        return refused(request, exception) if isinstance(exception, Refusal) else None


class LoginMiddleware(LoginRequiredMiddleware):
    """Every page asks for an account unless it says otherwise; the API answers for itself with JSON."""

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """Let the API through to its own check; a part of a page is not replaced by a log-in form."""
        if request.path.startswith("/api/"):
            return None
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        if answer is not None and getattr(request, "htmx", False):
            return HttpResponse(status=401, headers={"HX-Refresh": "true"})
        return answer


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The refusal as a page, or as a short message where HTMX asked for a part of one."""
    if getattr(request, "htmx", False) and not request.htmx.boosted:  # type: ignore[attr-defined]
        # The page's script shows the sentence of this shape as a toast; nothing is swapped.
        answer = {"code": refusal.code, "message": refusal.message}
        return JsonResponse(answer, status=refusal.status, headers={"HX-Reswap": "none"})
    return error_page(request, refusal.status, refusal.message)


TITLES = {
    400: _("请求无法处理"),
    403: _("没有权限"),
    404: _("没有找到"),
    405: _("请求无法处理"),
    409: _("已被他人修改"),
    422: _("输入无法处理"),
    500: _("系统出错"),
}


def error_page(request: HttpRequest, status: int, message: Any) -> HttpResponse:
    """One page for all refusals: what happened, what to do, and the number to quote when asking for help."""
    context = {"status": status, "title": TITLES.get(status, TITLES[400]), "message": message}
    return render(request, "shell/error.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's 400."""
    return error_page(request, 400, _("请求的内容不完整或格式不对：请返回上一页重新填写。"))


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's 403."""
    return error_page(request, 403, _("您的角色不能进行这项操作：请联系本级协作办。"))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long or came from elsewhere."""
    return error_page(request, 403, _("页面已过期或来源不明：请刷新页面后重新提交。"))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's 404; it does not tell what exists but may not be seen."""
    return error_page(request, 404, _("这一页不存在，或您无权查看：请从导航重新进入。"))


def server_error(request: HttpRequest) -> HttpResponse:
    """A bug or a broken machine: this page asks nothing of the database."""
    context = {"request_id": getattr(request, "request_id", "")}
    return render(None, "shell/500.html", context, status=500)


@login_not_required
def health(request: HttpRequest) -> JsonResponse:
    """`/healthz`: 200 and the version when the database answers, 503 otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        answer = {"status": "unavailable", "version": __version__, "database": "no answer"}
        return JsonResponse(answer, status=503)
    return JsonResponse({"status": "ok", "version": __version__, "database": "ok"})
