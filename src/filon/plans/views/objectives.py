"""Objectives and the funnel computed back from the revenue."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.units import unit_for
from filon.plans import policies, services
from filon.plans.arithmetic import FunnelStep
from filon.plans.forms.parts import FunnelForm, ObjectiveForm
from filon.plans.models import FunnelAssumption, PlanObjective
from filon.plans.selectors.sheets import Aims, aims, visible_objectives
from filon.plans.views.page import plan_or_404, plan_page
from filon.web.access import scoped
from filon.web.form_pages import form_page
from filon.web.templatetags.filon import money, percent, quantity

M = PlanObjective.Metric
IN_MONEY = (M.REVENUE, M.MARGIN)


@scoped(can_read_sales)
def objectives(request: UserRequest, pk: int) -> HttpResponse:
    """Show what a plan aims at."""
    plan = plan_or_404(request, pk)
    found = aims(request.user, plan, clock.today())
    return plan_page(
        request,
        plan,
        "plans/objectives.html",
        "objectives",
        sheet=found,
        rows=[_row(row, plan.currency) for row in found.objectives],
        steps_needed=[_step(step, plan.currency) for step in found.steps],
        rates=_rates(found, plan.currency),
        is_too_much=found.share is not None and found.share > 100,
    )


def _row(row: PlanObjective, currency: str) -> dict[str, Any]:
    about = [row.person, row.family, row.item, row.territory]
    return {
        "pk": row.pk,
        "label": row.get_metric_display(),
        "about": ", ".join(str(part) for part in about if part),
        "given": _figure(row, row.given, currency),
        "target": _figure(row, row.target, currency),
    }


def _figure(row: PlanObjective, value: Any, currency: str) -> str:
    if value is None:
        return ""
    if row.metric in IN_MONEY:
        return money(value, currency)
    if row.metric == M.MARGIN_RATE:
        return percent(value, 2)
    unit = str(unit_for(row.unit).name) if row.unit else ""
    return quantity(value, unit)


def _step(step: FunnelStep, currency: str) -> dict[str, str]:
    labels = {
        "ORDERS": _("Orders"),
        "OFFERS": _("Offers"),
        "APPOINTMENTS": _("Appointments"),
        "CONTACTS": _("Contacts"),
    }
    if step.stage == "ORDERS":
        why = f"{money(step.base, currency)} ÷ {money(step.divisor, currency)}"
    else:
        why = f"{quantity(step.base)} ÷ {percent(step.divisor, 4)}"
    return {"label": labels[step.stage], "needed": quantity(step.needed), "why": why}


def _rates(found: Aims, currency: str) -> list[tuple[str, str]]:
    rows = [
        (
            str(FunnelAssumption.Stage(stage).label),
            f"{percent(row.rate_percent, 4)} · {row.get_source_display()}",
        )
        for stage, row in found.rates.items()
    ]
    if found.average_deal is not None:
        average = money(found.average_deal, currency)
        rows.insert(0, (_("Revenue of an average order"), average))
    return rows


@scoped(policies.can_create)
@once
def objective_create(request: UserRequest, pk: int) -> HttpResponse:
    """Set an objective."""
    plan = plan_or_404(request, pk)
    page = reverse("plans:objectives", args=[pk])

    def save(values: dict[str, Any]) -> str:
        services.objective_add(
            plan=plan, values=values, actor=request.user, now=clock.now()
        )
        return page

    return form_page(
        request,
        ObjectiveForm(request.POST or None, user=request.user),
        title=_("New objective"),
        subtitle=str(plan),
        save=save,
        cancel_url=page,
    )


@scoped(policies.can_create)
@once
def objective_edit(request: UserRequest, pk: int, part: int) -> HttpResponse:
    """Change an objective."""
    plan = plan_or_404(request, pk)
    row = get_object_or_404(visible_objectives(request.user, plan), pk=part)
    page = reverse("plans:objectives", args=[pk])
    initial = {name: getattr(row, name) for name in ObjectiveForm.base_fields}

    def save(values: dict[str, Any]) -> str:
        services.objective_update(
            objective=row, values=values, actor=request.user, now=clock.now()
        )
        return page

    return form_page(
        request,
        ObjectiveForm(request.POST or None, initial=initial, user=request.user),
        title=row.get_metric_display(),
        subtitle=str(plan),
        save=save,
        cancel_url=page,
    )


@scoped(policies.can_create)
@require_POST
@once
def objective_remove(request: UserRequest, pk: int, part: int) -> HttpResponse:
    """Take an objective out."""
    plan = plan_or_404(request, pk)
    row = get_object_or_404(visible_objectives(request.user, plan), pk=part)
    services.objective_remove(objective=row, actor=request.user, now=clock.now())
    return redirect("plans:objectives", pk=pk)


@scoped(policies.can_create)
@once
def funnel_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Set the conversion rates."""
    plan = plan_or_404(request, pk)
    page = reverse("plans:objectives", args=[pk])
    rows = list(plan.assumptions.order_by("pk"))
    initial = {row.stage.lower(): row.rate_percent for row in rows}
    averages = [row.average_deal for row in rows if row.average_deal is not None]
    if averages:
        initial["average_deal"] = averages[0]
    form = FunnelForm(request.POST or None, initial=initial)

    def save(values: dict[str, Any]) -> str:
        services.assumptions_set(
            plan=plan,
            rates=form.rates(),
            average_deal=values["average_deal"],
            actor=request.user,
            now=clock.now(),
        )
        return page

    return form_page(
        request,
        form,
        title=_("Conversion rates"),
        subtitle=str(plan),
        save=save,
        cancel_url=page,
    )
