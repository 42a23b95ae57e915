"""The station's records, one module a subject: meetings, claims, commitments, pairings, targets."""

from shanhai.accords.models.base import FromText
from shanhai.accords.models.claims import Claim
from shanhai.accords.models.commitments import (
    DUE_SOON_DAYS,
    FIELD_CHOICES,
    Commitment,
    CommitmentField,
    CommitmentState,
)
from shanhai.accords.models.meetings import Agreement, Event, Participant, Site
from shanhai.accords.models.pairings import Pairing
from shanhai.accords.models.targets import Target

__all__ = [
    "DUE_SOON_DAYS", "FIELD_CHOICES", "Agreement", "Claim", "Commitment", "CommitmentField",
    "CommitmentState", "Event", "FromText", "Pairing", "Participant", "Site", "Target",
]  # fmt: skip
