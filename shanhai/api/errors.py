"""One shape for everything that goes wrong: `{"code", "message", "detail": [{"field", "message"}], "request_id"}`.

A caller reads refusals, invalid input, unknown addresses and our own bugs with one piece of code; the number of
the request leads the operator to the journal and the log.
"""

import logging
from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from shanhai.kernel.errors import Refusal

log = logging.getLogger(__name__)
Trouble = tuple[str, str]

_BY_STATUS = {
    400: ("bad_request", "请求的内容不完整或格式不对"),
    401: ("not_authenticated", "请先登录，或在 Authorization 头中给出有效的令牌"),
    403: ("not_allowed", "没有权限进行这项操作"),
    404: ("not_found", "没有这个地址或记录，或您无权查看"),
    405: ("method_not_allowed", "这个地址不支持这种请求方法"),
    413: ("too_large", "请求的内容过大"),
    422: ("unusable", "请求的参数无法处理"),
    500: ("error", "系统出错：请把请求编号告诉系统运维"),
}


def answer(
    request: HttpRequest,
    status: int,
    code: str = "",
    message: str = "",
    detail: Sequence[Trouble] = (),
) -> JsonResponse:
    """The shape; code and message follow from the status when they are not given."""
    known_code, known_message = _BY_STATUS.get(status, _BY_STATUS[400])
    body = {
        "code": code or known_code,
        "message": message or known_message,
        "detail": [{"field": field, "message": text} for field, text in detail],
        "request_id": getattr(request, "request_id", ""),
    }
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})


def install(api: NinjaAPI) -> None:
    """Teach the API to answer in this shape."""
    api.add_exception_handler(Refusal, _refusal)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(AuthenticationError, lambda request, _: answer(request, 401))
    api.add_exception_handler(Http404, lambda request, _: answer(request, 404))
    api.add_exception_handler(HttpError, _http_error)
    api.add_exception_handler(Exception, _bug)


def _refusal(request: HttpRequest, refusal: Any) -> JsonResponse:
    detail = [(name, str(text)) for name, text in refusal.detail.items()]
    return answer(request, refusal.status, refusal.code, refusal.message, detail)


def _invalid(request: HttpRequest, trouble: Any) -> JsonResponse:
    detail = [(".".join(map(str, one["loc"][1:])), str(one["msg"])) for one in trouble.errors]
    return answer(request, 422, detail=detail)


def _http_error(request: HttpRequest, error: Any) -> JsonResponse:
    return answer(request, error.status_code)


def _bug(request: HttpRequest, error: Any) -> JsonResponse:
    log.error("request %s failed", getattr(request, "request_id", ""), exc_info=error)
    return answer(request, 500)


class ShapeMiddleware:
    """Gives the shape to what is answered before or around the API: a wrong method, a body too large."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_json = response.headers.get("Content-Type", "").startswith("application/json")
        if not request.path.startswith("/api/") or response.status_code < 400 or is_json:
            return response
        shaped = answer(request, response.status_code)
        if response.has_header("Allow"):
            shaped["Allow"] = response.headers["Allow"]
        return shaped
