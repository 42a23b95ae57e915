"""The API under /api/v1: each station's router, one way to log in, one shape of errors.

Its description is at /api/v1/openapi.json; there is no page that would load a viewer from another host.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI, Router

from shanhai import __version__
from shanhai.api import errors
from shanhai.api.auth import AUTHENTICATION
from shanhai.kernel.errors import NotFound

STATIONS = (
    "regions", "sources", "accords", "exchange", "delivery", "results", "briefing", "journal",
)  # fmt: skip

api = NinjaAPI(
    title="山海 Shanhai",
    version=__version__,
    description="东西部协作：来源、约定、交付、成效、通报与日志。所有读取都限于账号的可见范围。",
    docs_url=None,
    auth=AUTHENTICATION,
    urls_namespace="api",
)
errors.install(api)
for station in STATIONS:
    if find_spec(f"shanhai.api.{station}") is not None:
        module = import_module(f"shanhai.api.{station}")
        api.add_router(f"/{station}", module.router, tags=[station])


fallback = Router()


@fallback.get("/", include_in_schema=False)
def home(request: HttpRequest) -> Any:
    """Where to read on."""
    return {"name": "Shanhai", "version": __version__, "openapi": "/api/v1/openapi.json"}


@fallback.api_operation(
    ["GET", "POST", "PUT", "PATCH", "DELETE"], "/{path:rest}", include_in_schema=False
)
def unknown(request: HttpRequest, rest: str) -> Any:
    """Everything else: refused in the one shape, not by a page."""
    raise NotFound(f"没有 /api/v1/{rest} 这个地址：可用的地址见 /api/v1/openapi.json")


api.add_router("", fallback)  # the last: addresses are tried in order
