"""Ties together everything that one request, command or import wrote."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

_current: ContextVar[str | None] = ContextVar("request_id", default=None)


def current() -> str:
    """The identifier of what is going on; outside a request each act has its own."""
    return _current.get() or str(uuid.uuid4())


@contextmanager
def one_request(identifier: str | None = None) -> Iterator[str]:
    """Everything inside shares one identifier."""
    token = _current.set(identifier or str(uuid.uuid4()))
    try:
        yield current()
    finally:
        _current.reset(token)


class RequestIdMiddleware:
    """Gives each request its identifier and tells the caller in a header."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with one_request() as identifier:
            request.request_id = identifier  # type: ignore[attr-defined]
            response = self.get_response(request)
            response["X-Request-Id"] = identifier
            return response
