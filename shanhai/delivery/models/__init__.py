"""The ledgers, one page a field, and what they share: batches, persons, versions."""

from shanhai.delivery.models.base import Batch, LedgerVersion
from shanhai.delivery.models.labour import Placement
from shanhai.delivery.models.people import Person

__all__ = ["Batch", "LedgerVersion", "Person", "Placement"]
