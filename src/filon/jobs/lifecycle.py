"""States of a job and who may follow whom."""

from __future__ import annotations

from filon.jobs.models import Job
from filon.kernel.lifecycle import Transitions

S = Job.Status

# RUNNING follows RUNNING when a worker died; QUEUED follows it to wait for a new try.
JOB: Transitions = {
    S.QUEUED: frozenset({S.RUNNING, S.CANCELLED}),
    S.RUNNING: frozenset({S.RUNNING, S.QUEUED, S.DONE, S.FAILED, S.CANCELLED}),
    S.DONE: frozenset(),
    S.FAILED: frozenset({S.QUEUED}),
    S.CANCELLED: frozenset(),
}
