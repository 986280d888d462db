"""Generic links to any deliverable: the one exception to plain foreign keys."""

from __future__ import annotations

from filon.coordination.models.gestures import (
    Approval,
    Consultation,
    Participant,
    Signal,
    Transmission,
    TransmissionRecipient,
)
from filon.coordination.models.links import LinkEvent, PublicLink
from filon.coordination.models.policy import (
    PolicyAcknowledgement,
    PolicyCitation,
    PolicyDocument,
)

__all__ = [
    "Approval",
    "Consultation",
    "LinkEvent",
    "Participant",
    "PolicyAcknowledgement",
    "PolicyCitation",
    "PolicyDocument",
    "PublicLink",
    "Signal",
    "Transmission",
    "TransmissionRecipient",
]
