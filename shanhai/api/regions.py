"""Divisions and the lists that counties stand on; public reference, readable by every account."""

from ninja import Router

from shanhai.access.registers import Filter, Register
from shanhai.api.records import add_routes
from shanhai.regions.models import Division

router = Router()
add_routes(
    router,
    "divisions",
    Register(
        record=Division,
        title="行政区划",
        filters=(Filter(name="level", label="级别", kind="choice"),),
    ),
)
