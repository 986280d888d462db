"""Actions, budget, checkpoints and reminder rules of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.journal.services import move, record
from filon.kernel.errors import DomainError
from filon.plans import lifecycle, policies
from filon.plans.models import (
    ActionPlan,
    BudgetLine,
    Checkpoint,
    PlanAction,
    ReminderRule,
)

Part = PlanAction | BudgetLine | Checkpoint | ReminderRule
PartT = TypeVar("PartT", PlanAction, BudgetLine, Checkpoint, ReminderRule)
PLANNED_COST = ("category", "label", "planned")


class ActionDatesReversed(DomainError):
    """An action ends before it starts."""


class AnswersMissing(DomainError):
    """A checkpoint asks three questions."""


class AlreadyHeld(DomainError):
    """What was held is not changed."""


@transaction.atomic
def action_save(
    *,
    plan: ActionPlan,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    action: PlanAction | None = None,
) -> PlanAction:
    """Add a wave of contacts by one channel, or change one.

    :raises ActionDatesReversed: if it ends before it starts.
    :raises PermissionDenied: if the plan cannot be worked on by this person.
    """
    if not policies.can_work(actor, plan):
        raise PermissionDenied
    if values["end_on"] < values["start_on"]:
        raise ActionDatesReversed(_("The action ends before it starts."))
    saved = _save(PlanAction, plan, values, action)
    _record(plan, gettext_noop("Action scheduled: %(label)s"), saved.title, actor, now)
    return saved


@transaction.atomic
def budget_line_save(
    *,
    plan: ActionPlan,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    line: BudgetLine | None = None,
) -> BudgetLine:
    """Estimate a cost, or write down what was committed and spent.

    :raises PermissionDenied: if the plan cannot be worked on by this person, or the
        estimate is changed after it was submitted.
    """
    if not policies.can_work(actor, plan):
        raise PermissionDenied
    changes_estimate = line is None or any(
        name in values and values[name] != getattr(line, name) for name in PLANNED_COST
    )
    if changes_estimate and not policies.can_edit(actor, plan):
        raise PermissionDenied
    saved = _save(BudgetLine, plan, values, line)
    _record(plan, gettext_noop("Budget line: %(label)s"), saved.label, actor, now)
    return saved


@transaction.atomic
def checkpoint_save(
    *,
    plan: ActionPlan,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    checkpoint: Checkpoint | None = None,
) -> Checkpoint:
    """Set a checkpoint, or move one that was not held.

    :raises AlreadyHeld: if it was held.
    :raises PermissionDenied: if the plan cannot be worked on by this person.
    """
    if not policies.can_work(actor, plan):
        raise PermissionDenied
    if checkpoint is not None and checkpoint.status == Checkpoint.Status.HELD:
        raise AlreadyHeld(_("This checkpoint was held: it is not moved any more."))
    saved = _save(Checkpoint, plan, values, checkpoint)
    day = saved.due_on.isoformat()
    _record(plan, gettext_noop("Checkpoint set on %(label)s"), day, actor, now)
    return saved


def checkpoint_hold(
    *,
    checkpoint: Checkpoint,
    done_well: str,
    deviation: str,
    decision: str,
    actor: User,
    now: datetime,
) -> None:
    """Hold a checkpoint: what went well, what deviates, what is decided.

    The figures of the day are frozen by the stage that measures.

    :raises AnswersMissing: if one of the three is empty.
    :raises TransitionRefused: if it was held already.
    :raises PermissionDenied: if the plan cannot be worked on by this person.
    """
    if not policies.can_work(actor, checkpoint.plan):
        raise PermissionDenied
    answers = [text.strip() for text in (done_well, deviation, decision)]
    if not all(answers):
        raise AnswersMissing(
            _("Answer all three: what went well, what deviates, what is decided.")
        )
    move(
        checkpoint,
        to=Checkpoint.Status.HELD,
        transitions=lifecycle.CHECKPOINT,
        actor=actor,
        now=now,
        message=gettext_noop("Checkpoint held: %(decision)s"),
        params={"decision": answers[2]},
        about=checkpoint.plan,
        done_well=answers[0],
        deviation=answers[1],
        decision=answers[2],
        held_at=now,
        held_by=actor,
    )


@transaction.atomic
def reminder_rule_save(
    *,
    plan: ActionPlan,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    rule: ReminderRule | None = None,
) -> ReminderRule:
    """Say after what, how long and how somebody is followed up.

    :raises PermissionDenied: if the plan cannot be worked on by this person.
    """
    if not policies.can_work(actor, plan):
        raise PermissionDenied
    saved = _save(ReminderRule, plan, values, rule)
    _record(
        plan, gettext_noop("Reminder rule set: %(label)s"), saved.trigger, actor, now
    )
    return saved


@transaction.atomic
def part_remove(*, part: Part, actor: User, now: datetime) -> None:
    """Take an action, a budget line, a checkpoint or a rule out of a plan.

    :raises AlreadyHeld: if it is a checkpoint that was held or has figures.
    :raises PermissionDenied: if the plan cannot be worked on by this person, or a
        budget line was submitted.
    """
    plan = part.plan
    if plan is None or not policies.can_work(actor, plan):
        raise PermissionDenied
    if isinstance(part, BudgetLine) and not policies.can_edit(actor, plan):
        raise PermissionDenied
    if isinstance(part, Checkpoint) and part.status == Checkpoint.Status.HELD:
        raise AlreadyHeld(_("This checkpoint was held: it stays."))
    label = str(part)
    try:
        part.delete()
    except ProtectedError as error:
        raise AlreadyHeld(_("Figures refer to it: it stays.")) from error
    _record(plan, gettext_noop("Taken out: %(label)s"), label, actor, now)


def _save(
    model: type[PartT], plan: ActionPlan, values: Mapping[str, Any], row: PartT | None
) -> PartT:
    if row is None:
        return model._default_manager.create(plan=plan, **values)
    model._default_manager.filter(pk=row.pk).update(**values)
    row.refresh_from_db()
    return row


def _record(
    plan: ActionPlan, message: str, label: str, actor: User, now: datetime
) -> None:
    record(target=plan, message=message, params={"label": label}, actor=actor, now=now)
