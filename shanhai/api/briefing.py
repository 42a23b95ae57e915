"""Notices that were issued; their files are on the pages, their content follows from the moment named."""

from ninja import Router

from shanhai.access.registers import Register
from shanhai.api.records import add_routes
from shanhai.briefing.models import Notice

router = Router()
add_routes(router, "notices", Register(record=Notice, title="通报"))
