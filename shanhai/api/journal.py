"""The journal's entries, for offices that keep a copy or check the chain elsewhere."""

from ninja import Router

from shanhai.access.registers import Filter, Register
from shanhai.api.records import add_routes
from shanhai.journal.models import Entry

router = Router()
add_routes(
    router,
    "entries",
    Register(
        record=Entry,
        title="日志",
        filters=(
            Filter(name="verb", label="操作", kind="choice"),
            Filter(name="actor", label="操作账号", kind="text", path="actor_name"),
            Filter(name="subject_type", label="对象类型", kind="text"),
            Filter(name="request_id", label="请求编号", kind="text"),
            Filter(name="at", label="时间", kind="date", path="at__date"),
        ),
    ),
)
