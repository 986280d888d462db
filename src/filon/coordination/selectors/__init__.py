"""Reading gestures: of a deliverable, of a person, of the company's framework."""

from __future__ import annotations

from filon.coordination.selectors.framework import (
    acknowledged_ids,
    citations_of,
    policies_to_acknowledge,
    policy_in_force,
)
from filon.coordination.selectors.gestures import (
    approved_hash,
    consultations_of,
    fetch_gesture,
    open_blocking_consultations,
    pending_approval,
)
from filon.coordination.selectors.inbox import Inbox, InboxLine, inbox, inbox_count
from filon.coordination.selectors.panel import (
    GestureLine,
    GesturePanel,
    GestureSection,
    gestures_of,
)
from filon.coordination.selectors.people import (
    approvers,
    departments_to_inform,
    experts,
    superior_of,
)

__all__ = [
    "GestureLine",
    "GesturePanel",
    "GestureSection",
    "Inbox",
    "InboxLine",
    "acknowledged_ids",
    "approved_hash",
    "approvers",
    "citations_of",
    "consultations_of",
    "departments_to_inform",
    "experts",
    "fetch_gesture",
    "gestures_of",
    "inbox",
    "inbox_count",
    "open_blocking_consultations",
    "pending_approval",
    "policies_to_acknowledge",
    "policy_in_force",
    "superior_of",
]
