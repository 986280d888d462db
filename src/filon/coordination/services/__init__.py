"""Gestures on any deliverable: one function for each thing that people do.

Every function writes the history of the gesture and of its deliverable, and queues
its mails, in one transaction. `title` is how the deliverable is called; by default
the table of kinds says it.
"""

from __future__ import annotations

from filon.coordination.services.approvals import (
    AlreadyRequested,
    ApprovalTerms,
    ApproverRefused,
    ContentChanged,
    ReasonMissing,
    approval_decide,
    approval_request,
    approvals_void,
)
from filon.coordination.services.consultations import (
    Answer,
    AnswerIncomplete,
    Question,
    QuestionRefused,
    consultation_answer,
    consultation_ask,
    consultation_cancel,
)
from filon.coordination.services.framework import (
    CitationRefused,
    DatesReversed,
    EditionExists,
    PolicyEdition,
    policy_acknowledge,
    policy_cite,
    policy_create,
)
from filon.coordination.services.ownership import gestures_follow
from filon.coordination.services.participants import (
    AlreadyParticipant,
    participant_add,
    participant_remove,
    participants_prefill,
)
from filon.coordination.services.people import Addressee, AddresseeRefused
from filon.coordination.services.signals_raised import (
    AnswerMissing,
    NobodyToTell,
    signal_handle,
    signal_raise,
)
from filon.coordination.services.transmissions import (
    HandedLink,
    Presentation,
    TransmissionPlan,
    TransmissionRefused,
    transmission_plan,
    transmission_present,
    transmission_read,
    transmission_send,
    transmission_share,
)

__all__ = [
    "Addressee",
    "AddresseeRefused",
    "AlreadyParticipant",
    "AlreadyRequested",
    "Answer",
    "AnswerIncomplete",
    "AnswerMissing",
    "ApprovalTerms",
    "ApproverRefused",
    "CitationRefused",
    "ContentChanged",
    "DatesReversed",
    "EditionExists",
    "HandedLink",
    "NobodyToTell",
    "PolicyEdition",
    "Presentation",
    "Question",
    "QuestionRefused",
    "ReasonMissing",
    "TransmissionPlan",
    "TransmissionRefused",
    "approval_decide",
    "approval_request",
    "approvals_void",
    "consultation_answer",
    "consultation_ask",
    "consultation_cancel",
    "gestures_follow",
    "participant_add",
    "participant_remove",
    "participants_prefill",
    "policy_acknowledge",
    "policy_cite",
    "policy_create",
    "signal_handle",
    "signal_raise",
    "transmission_plan",
    "transmission_present",
    "transmission_read",
    "transmission_send",
    "transmission_share",
]
