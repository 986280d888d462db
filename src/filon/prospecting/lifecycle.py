"""States of a contact, and of the target that it serves."""

from __future__ import annotations

from filon.kernel.lifecycle import Transitions
from filon.plans.models import ActionPlan, PlanTarget
from filon.prospecting.models import Activity

A = Activity.Status

ACTIVITY: Transitions = {
    A.PLANNED: frozenset({A.DONE, A.CANCELLED}),
    A.DONE: frozenset(),
    A.CANCELLED: frozenset(),
}

# Nobody was spoken to: neither the company nor its people count as contacted.
NOT_A_CONTACT = frozenset({Activity.Outcome.NOT_REACHED})

# Contacts are made for targets that are not won or closed, in plans that are approved.
WORKED_ON = frozenset({PlanTarget.Status.TO_CONTACT, PlanTarget.Status.IN_PROGRESS})
PLANS_AT_WORK = frozenset({ActionPlan.Status.APPROVED, ActionPlan.Status.RUNNING})
