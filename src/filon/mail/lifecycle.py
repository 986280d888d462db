"""States of a mail and who may follow whom."""

from __future__ import annotations

from filon.kernel.lifecycle import Transitions
from filon.mail.models import OutboxMessage

S = OutboxMessage.Status

# HELD becomes SENT when the administrator has delivered it by hand.
MESSAGE: Transitions = {
    S.QUEUED: frozenset({S.SENT, S.FAILED, S.HELD}),
    S.HELD: frozenset({S.QUEUED, S.SENT}),
    S.FAILED: frozenset({S.QUEUED}),
    S.SENT: frozenset(),
}
