"""Actions, budget, checkpoints, reminder rules."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.plans import policies, services
from filon.plans.forms.parts import (
    ActionForm,
    BudgetLineForm,
    CheckpointForm,
    HoldForm,
    ReminderRuleForm,
    RoadmapForm,
)
from filon.plans.models import (
    BudgetLine,
    Checkpoint,
    PlanAction,
    ReminderRule,
)
from filon.plans.selectors import sheets
from filon.plans.views.page import plan_or_404, plan_page
from filon.web.access import scoped
from filon.web.form_pages import form_page

KINDS: dict[str, tuple[Any, str]] = {
    "action": (PlanAction, "actions"),
    "budget": (BudgetLine, "budget"),
    "checkpoint": (Checkpoint, "checkpoints"),
    "rule": (ReminderRule, "checkpoints"),
}


@scoped(can_read_sales)
def actions(request: UserRequest, pk: int) -> HttpResponse:
    """Show the actions on the weeks of the plan."""
    plan = plan_or_404(request, pk)
    rows = sheets.actions(plan)
    initial = {"person": plan.owner_id, "on": max(clock.today(), plan.start_on)}
    return plan_page(
        request,
        plan,
        "plans/actions.html",
        "actions",
        actions=rows,
        calendar=sheets.calendar(plan, rows),
        quota=sum(row.quota for row in rows),
        roadmap=RoadmapForm(initial=initial),
    )


@scoped(can_read_sales)
def budget(request: UserRequest, pk: int) -> HttpResponse:
    """Show what the plan may cost and did cost."""
    plan = plan_or_404(request, pk)
    found = sheets.budget(plan)
    return plan_page(
        request,
        plan,
        "plans/budget.html",
        "budget",
        sheet=found,
        is_over=found.actual > found.planned or found.committed > found.planned,
    )


@scoped(can_read_sales)
def checkpoints(request: UserRequest, pk: int) -> HttpResponse:
    """Show the checkpoints and the reminder rules."""
    plan = plan_or_404(request, pk)
    today = clock.today()
    planned = Checkpoint.Status.PLANNED
    rows = [
        (row, row.status == planned and row.due_on < today)
        for row in sheets.checkpoints(plan)
    ]
    return plan_page(
        request,
        plan,
        "plans/checkpoints.html",
        "checkpoints",
        checkpoints=rows,
        rules=sheets.reminder_rules(plan),
    )


@scoped(policies.can_create)
@once
def action_save(request: UserRequest, pk: int, part: int | None = None) -> HttpResponse:
    """Schedule an action, or change one."""
    plan = plan_or_404(request, pk)
    row = get_object_or_404(plan.actions, pk=part) if part else None
    page = reverse("plans:actions", args=[pk])
    initial: dict[str, Any] = {
        "start_on": plan.start_on,
        "end_on": plan.end_on,
        "assignee": plan.owner_id,
    }

    def save(values: dict[str, Any]) -> str:
        services.action_save(
            plan=plan, values=values, action=row, actor=request.user, now=clock.now()
        )
        return page

    form = ActionForm(request.POST or None, initial=_of(row, ActionForm) or initial)
    return form_page(
        request,
        form,
        title=row.title if row else _("New action"),
        subtitle=str(plan),
        save=save,
        cancel_url=page,
    )


@scoped(policies.can_create)
@once
def budget_save(request: UserRequest, pk: int, part: int | None = None) -> HttpResponse:
    """Estimate a cost, or write down what was committed and spent."""
    plan = plan_or_404(request, pk)
    row = get_object_or_404(plan.budget_lines, pk=part) if part else None
    page = reverse("plans:budget", args=[pk])

    def save(values: dict[str, Any]) -> str:
        services.budget_line_save(
            plan=plan, values=values, line=row, actor=request.user, now=clock.now()
        )
        return page

    form = BudgetLineForm(
        request.POST or None,
        initial=_of(row, BudgetLineForm),
        actions=plan.actions.order_by("start_on", "pk"),
        may_estimate=policies.can_edit(request.user, plan),
    )
    return form_page(
        request,
        form,
        title=row.label if row else _("New budget line"),
        subtitle=str(plan),
        save=save,
        cancel_url=page,
    )


@scoped(policies.can_create)
@once
def checkpoint_save(
    request: UserRequest, pk: int, part: int | None = None
) -> HttpResponse:
    """Set a checkpoint, or move it."""
    plan = plan_or_404(request, pk)
    row = get_object_or_404(plan.checkpoints, pk=part) if part else None
    page = reverse("plans:checkpoints", args=[pk])

    def save(values: dict[str, Any]) -> str:
        services.checkpoint_save(
            plan=plan,
            values=values,
            checkpoint=row,
            actor=request.user,
            now=clock.now(),
        )
        return page

    return form_page(
        request,
        CheckpointForm(request.POST or None, initial=_of(row, CheckpointForm)),
        title=_("Checkpoint"),
        subtitle=str(plan),
        save=save,
        cancel_url=page,
    )


@scoped(policies.can_create)
@once
def checkpoint_hold(request: UserRequest, pk: int, part: int) -> HttpResponse:
    """Hold a checkpoint: three written answers."""
    plan = plan_or_404(request, pk)
    rows = plan.checkpoints.select_related("plan")
    row = get_object_or_404(rows, pk=part)
    page = reverse("plans:checkpoints", args=[pk])

    def save(values: dict[str, Any]) -> str:
        services.checkpoint_hold(
            checkpoint=row, **values, actor=request.user, now=clock.now()
        )
        return page

    return form_page(
        request,
        HoldForm(request.POST or None),
        title=_("Hold the checkpoint"),
        subtitle=str(plan),
        save=save,
        submit_label=_("Hold"),
        cancel_url=page,
    )


@scoped(policies.can_create)
@once
def rule_save(request: UserRequest, pk: int, part: int | None = None) -> HttpResponse:
    """Set a reminder rule, or change one."""
    plan = plan_or_404(request, pk)
    row = get_object_or_404(plan.reminder_rules, pk=part) if part else None
    page = reverse("plans:checkpoints", args=[pk])

    def save(values: dict[str, Any]) -> str:
        services.reminder_rule_save(
            plan=plan, values=values, rule=row, actor=request.user, now=clock.now()
        )
        return page

    return form_page(
        request,
        ReminderRuleForm(request.POST or None, initial=_of(row, ReminderRuleForm)),
        title=_("Reminder rule"),
        subtitle=str(plan),
        save=save,
        cancel_url=page,
    )


@scoped(policies.can_create)
@require_POST
@once
def part_remove(request: UserRequest, pk: int, kind: str, part: int) -> HttpResponse:
    """Take an action, a budget line, a checkpoint or a rule out."""
    plan = plan_or_404(request, pk)
    if kind not in KINDS:
        raise Http404
    model, tab = KINDS[kind]
    rows = model.objects.filter(plan=plan).select_related("plan")
    row = get_object_or_404(rows, pk=part)
    try:
        services.part_remove(part=row, actor=request.user, now=clock.now())
    except DomainError as refusal:
        rules = sheets.reminder_rules(plan)
        shown = [(one, False) for one in sheets.checkpoints(plan)]
        return plan_page(
            request,
            plan,
            "plans/checkpoints.html",
            "checkpoints",
            error=str(refusal),
            checkpoints=shown,
            rules=rules,
        )
    return redirect(f"plans:{tab}", pk=pk)


def _of(row: Any, form: type[Any]) -> dict[str, Any]:
    """Return the values of a row for the fields of a form."""
    if row is None:
        return {}
    return {name: getattr(row, name) for name in form.base_fields}
