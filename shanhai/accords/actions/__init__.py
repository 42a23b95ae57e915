"""The verbs of accords, one module a subject; nothing else writes the station's records."""

from shanhai.accords.actions.commitments import (
    assign_commitment,
    fulfil_commitment,
    reopen_commitment,
)
from shanhai.accords.actions.findings import Accepted, accept_findings, follow_decision
from shanhai.accords.actions.pairings import Loaded, load_pairings
from shanhai.accords.actions.targets import TargetRow, set_target, set_targets

__all__ = [
    "Accepted", "Loaded", "TargetRow", "accept_findings", "assign_commitment", "follow_decision",
    "fulfil_commitment", "load_pairings", "reopen_commitment", "set_target", "set_targets",
]  # fmt: skip
