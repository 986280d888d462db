"""Who makes plans, changes them and works on them."""

from __future__ import annotations

from filon.accounts.models import Role, User
from filon.accounts.policies import can_write_sales
from filon.plans.models import ActionPlan

S = ActionPlan.Status
_LEADS = frozenset({Role.MANAGER, Role.DIRECTOR, Role.SALES_ADMIN})


def can_create(user: User) -> bool:
    """Whether this person makes plans."""
    return can_write_sales(user)


def can_lead(user: User, plan: ActionPlan) -> bool:
    """Whether a plan that this person reads is theirs, or their people's."""
    is_own = user.pk in {plan.owner_id, plan.created_by_id}
    return can_write_sales(user) and (is_own or user.role in _LEADS)


def can_edit(user: User, plan: ActionPlan) -> bool:
    """Whether this person changes what is approved: only while it is a draft."""
    return can_lead(user, plan) and plan.status == S.DRAFT


def can_work(user: User, plan: ActionPlan) -> bool:
    """Whether this person changes targets, actions, checkpoints and actual costs."""
    return can_lead(user, plan) and plan.status in {S.DRAFT, S.APPROVED, S.RUNNING}


def can_submit(user: User, plan: ActionPlan) -> bool:
    """Whether this person submits the plan to approval."""
    return can_edit(user, plan)


def can_withdraw(user: User, plan: ActionPlan) -> bool:
    """Whether this person takes a submitted or approved plan back to change it."""
    return can_lead(user, plan) and plan.status in {S.SUBMITTED, S.APPROVED}


def can_start(user: User, plan: ActionPlan) -> bool:
    """Whether this person lets an approved plan run."""
    return can_lead(user, plan) and plan.status == S.APPROVED


def can_close(user: User, plan: ActionPlan) -> bool:
    """Whether this person closes a running plan with its results."""
    return can_lead(user, plan) and plan.status == S.RUNNING


def can_trash(user: User, plan: ActionPlan) -> bool:
    """Whether this person puts a draft in the trash."""
    return can_edit(user, plan)
