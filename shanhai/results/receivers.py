"""Listens to ledger commits; a receiver that fails takes the commit back with it."""

from typing import Any

from shanhai.delivery.models import Batch, LedgerVersion
from shanhai.results import actions


def on_ledger_committed(
    sender: Any,
    *,
    ledger: type[LedgerVersion],
    batch: Batch,
    touched: set[tuple[str, int]],
    **_: Any,
) -> None:
    """Compute what the batch touched, in its transaction and at its moment."""
    actions.refresh(record=ledger.ledger_code, touched=touched, at=batch.recorded_at)
