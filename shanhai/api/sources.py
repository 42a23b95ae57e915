"""Documents as they were received, and what was read in them."""

from ninja import Router

from shanhai.access.registers import Filter, Register
from shanhai.api.records import add_routes
from shanhai.sources.models import Document, Finding

router = Router()
add_routes(router, "documents", Register(record=Document, title="来源文件"))
add_routes(
    router,
    "findings",
    Register(
        record=Finding,
        title="读出的事项",
        filters=(
            Filter(name="kind", label="类别", kind="choice"),
            Filter(name="state", label="状态", kind="choice"),
        ),
    ),
)
