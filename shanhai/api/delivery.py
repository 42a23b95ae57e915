"""The ledgers row by row, as they stand or stood at a moment, and the batches that wrote them.

Identity numbers are masked here as on the pages; the whole number is shown only there, with a purpose.
"""

from ninja import Router

from shanhai.access.registers import Filter, Register
from shanhai.api.records import add_routes
from shanhai.delivery.ledger import Kind, Ledger, registry
from shanhai.delivery.models import Batch

router = Router()


def register_of(ledger: Ledger) -> Register:
    """A ledger's register: all its columns, a filter for each code list and date."""
    columns = tuple(column.path for column in ledger.columns)
    filters = [
        Filter(
            name=column.name,
            label=column.header,
            kind="choice" if column.kind is Kind.CHOICE else "date",
        )
        for column in ledger.columns
        if column.kind in (Kind.CHOICE, Kind.DATE)
    ]
    return Register(
        record=ledger.model,
        title=ledger.name,
        columns=("record", *columns, "version", "recorded_at"),
        filters=tuple(filters),
        unit=ledger.region.name,
        year=ledger.model.period,
        order=(ledger.region.name, f"-{ledger.model.period[0]}", "record"),
    )


add_routes(
    router,
    "batches",
    Register(
        record=Batch,
        title="导入批次",
        filters=(
            Filter(name="ledger", label="台账", kind="text"),
            Filter(name="origin", label="方式", kind="choice"),
        ),
    ),
)
for one in registry().values():
    add_routes(router, one.code, register_of(one), key="record")
