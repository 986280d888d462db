"""What the worker does for gestures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from filon.coordination.services.escalation import (
    approvals_escalate,
    consultations_escalate,
)
from filon.kernel import clock


def escalate(_job: object, _report: Callable[..., None]) -> Mapping[str, Any]:
    """Bring overdue decisions and answers to the person above."""
    now = clock.now()
    return {
        "approvals": approvals_escalate(now=now),
        "consultations": consultations_escalate(now=now),
    }
