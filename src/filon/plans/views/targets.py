"""Targets: listed, found in the base by a filter, changed one by one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales
from filon.files.http import list_response
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.kernel.text import fold
from filon.plans import policies, services
from filon.plans.forms.parts import (
    AddTargetsForm,
    CutForm,
    NewTargetForm,
    TargetFilter,
    TargetForm,
    TargetMoveForm,
)
from filon.plans.models import ActionPlan, PlanTarget
from filon.plans.selectors import sheets
from filon.plans.views.page import head, plan_or_404
from filon.watch import market
from filon.web.access import scoped
from filon.web.form_pages import form_page
from filon.web.listing import Cell, Column, ListSpec
from filon.web.templatetags.filon import day, money

TONES = {
    "TO_CONTACT": "neutral",
    "IN_PROGRESS": "info",
    "WON": "good",
    "CLOSED": "warn",
}
EXAMPLES = 8


@scoped(can_read_sales)
def targets(request: UserRequest, pk: int) -> HttpResponseBase:
    """Show the targets of a plan."""
    plan = plan_or_404(request, pk)
    filters = TargetFilter(request.GET)
    rows = sheets.targets(plan)
    if status := filters.value("status"):
        rows = rows.filter(status=status)
    find = reverse("plans:targets-find", args=[pk])
    one = reverse("plans:target-create", args=[pk])
    may_work = policies.can_work(request.user, plan)
    buttons = [
        (_("Add one"), one, "plus", False),
        (_("Find targets"), find, "target", True),
    ]
    spec = ListSpec(
        title=plan.title,
        rows=rows,
        columns=_columns(plan.currency),
        url=lambda t: reverse("plans:target-edit", args=[pk, t.pk]),
        default_sort="priority",
        search=_search,
        filters=filters,
        actions=buttons if may_work else [],
        empty=(
            _("No target yet"),
            _("Choose customers and prospects of the base by place, trade and size."),
            find if may_work else "",
            _("Find targets"),
        ),
        file_name=f"{plan.ref}-targets",
    )
    return list_response(
        request,
        spec,
        template="plans/targets.html",
        context=head(request.user, plan, "targets"),
    )


def _search(text: str) -> Q:
    name = Q(organization__name_key__contains=fold(text))
    return name | Q(organization__city__icontains=text) | Q(aim__icontains=text)


def _columns(currency: str) -> list[Column]:
    return [
        Column(_("Company"), _company, sort="organization__name_key"),
        Column(pgettext("person", "Contact"), lambda t: str(t.contact or "")),
        Column(_("Priority"), lambda t: str(t.priority), sort="priority", align="end"),
        Column(
            pgettext("target", "State"),
            lambda t: Cell(t.get_status_display(), badge=TONES[t.status]),
        ),
        Column(_("Aim"), lambda t: t.aim or t.reason),
        Column(
            _("Potential"),
            lambda t: money(t.potential, currency) if t.potential is not None else "",
            value=lambda t: t.potential,
            align="end",
        ),
        Column(_("Assigned to"), lambda t: str(t.assignee or "")),
        Column(
            _("Last contact"),
            lambda t: day(t.last_activity_on),
            value=lambda t: t.last_activity_on,
        ),
        Column(
            _("Next contact"),
            lambda t: day(t.next_activity_on),
            value=lambda t: t.next_activity_on,
        ),
    ]


def _company(target: PlanTarget) -> Cell:
    place = target.site or target.organization
    where = f"{place.postcode} {place.city}".strip()
    name = str(target.site) if target.site and target.site.name else ""
    return Cell(target.organization.name, sub=" · ".join(filter(None, (name, where))))


@scoped(policies.can_create)
@once
def targets_find(request: UserRequest, pk: int) -> HttpResponse:
    """Filter the base, see how much it holds, and add it to the plan."""
    plan = plan_or_404(request, pk)
    sent = request.POST if request.method == "POST" else request.GET
    form = CutForm(sent) if sent else CutForm(initial=_proposed(plan))
    add = AddTargetsForm(request.POST or None)
    error = ""
    if request.method == "POST" and form.is_valid() and add.is_valid():
        try:
            found = services.targets_add(
                plan=plan,
                cut=form.cut(),
                **add.cleaned_data,
                actor=request.user,
                now=clock.now(),
            )
        except DomainError as refusal:
            error = str(refusal)
        else:
            messages.success(request, found.sentence)
            return redirect("plans:targets", pk=pk)
    context = {
        **head(request.user, plan, "targets"),
        "form": form,
        "add": add,
        "error": error,
        **_preview(request, plan, form),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "plans/targets_find.html", context, status=status)


def _proposed(plan: Any) -> dict[str, Any]:
    """Return the filter that was used last, else the territory and segment."""
    cut = market.cut_from(plan.target_filter)
    if not plan.target_filter:
        cut = market.market_of(territory=plan.territory, segment=plan.segment)
    return {
        **market.cut_data(cut),
        "departments": ", ".join(cut.departments),
        "naf": ", ".join(cut.naf),
        "territory": cut.territory_id,
        "segment": cut.segment_id,
    }


def _preview(request: UserRequest, plan: Any, form: CutForm) -> dict[str, Any]:
    """Return how much a filter holds, with a few examples; nothing before it is set."""
    if not form.is_bound or not form.is_valid():
        return {"count": None}
    cut = form.cut()
    if cut.by_site:
        rows: Any = market.sites_in(request.user, cut).select_related("organization")
        rows = rows.order_by("organization__name_key", "pk")[:EXAMPLES]
        names = [f"{site.organization.name}, {site}" for site in rows]
    else:
        companies = market.organizations_in(request.user, cut)
        rows = companies.order_by("name_key", "pk")[:EXAMPLES]
        names = [f"{row.name}, {row.city}" if row.city else row.name for row in rows]
    return {"count": market.count(request.user, cut), "by_site": cut.by_site,
            "examples": names}  # fmt: skip


@scoped(policies.can_create)
@once
def target_create(request: UserRequest, pk: int) -> HttpResponse:
    """Add one company."""
    plan = plan_or_404(request, pk)
    page = reverse("plans:targets", args=[pk])

    def save(values: dict[str, Any]) -> str:
        services.target_add(plan=plan, **values, actor=request.user, now=clock.now())
        return page

    return form_page(
        request,
        NewTargetForm(request.POST or None, user=request.user),
        title=_("New target"),
        subtitle=str(plan),
        save=save,
        cancel_url=page,
    )


@scoped(can_read_sales)
@once
def target_edit(request: UserRequest, pk: int, part: int) -> HttpResponse:
    """Show one target, and change whom to see there, what for, who goes."""
    plan = plan_or_404(request, pk)
    target = _target(plan, part)
    initial = {name: getattr(target, name) for name in TargetForm.base_fields}
    page = reverse("plans:targets", args=[pk])

    def save(values: dict[str, Any]) -> str:
        services.target_update(
            target=target, values=values, actor=request.user, now=clock.now()
        )
        return page

    form = TargetForm(
        request.POST or None,
        initial=initial,
        user=request.user,
        organization=target.organization,
    )
    return _target_page(request, plan, target, form, save=save)


@scoped(policies.can_create)
@require_POST
@once
def target_move(request: UserRequest, pk: int, part: int) -> HttpResponse:
    """Say that a target is won, closed, or to be contacted again."""
    plan = plan_or_404(request, pk)
    target = _target(plan, part)
    form = TargetMoveForm(request.POST)
    error = ""
    if form.is_valid():
        try:
            services.target_move(
                target=target, **form.cleaned_data, actor=request.user, now=clock.now()
            )
        except DomainError as refusal:
            error = str(refusal)
        else:
            return redirect("plans:target-edit", pk=pk, part=part)
    return _target_page(request, plan, target, None, move=form, error=error)


@scoped(policies.can_create)
@require_POST
@once
def target_remove(request: UserRequest, pk: int, part: int) -> HttpResponse:
    """Take a target out of the plan."""
    plan = plan_or_404(request, pk)
    target = _target(plan, part)
    try:
        services.target_remove(target=target, actor=request.user, now=clock.now())
    except DomainError as refusal:
        return _target_page(request, plan, target, None, error=str(refusal))
    return redirect("plans:targets", pk=pk)


def _target(plan: ActionPlan, part: int) -> PlanTarget:
    rows = sheets.targets(plan).select_related("plan", "plan__owner")
    return get_object_or_404(rows, pk=part)


def _target_page(
    request: UserRequest,
    plan: Any,
    target: PlanTarget,
    form: TargetForm | None,
    *,
    save: Any = None,
    move: TargetMoveForm | None = None,
    error: str = "",
) -> HttpResponse:
    context = {
        "plan": plan,
        "target": target,
        "tone": TONES[target.status],
        "may_work": policies.can_work(request.user, plan),
        "move": move or TargetMoveForm(initial={"to": target.status}),
        "trail": [
            (_("Action plans"), reverse("plans:list")),
            (plan.title, reverse("plans:targets", args=[plan.pk])),
        ],
    }
    if form is None:
        initial = {name: getattr(target, name) for name in TargetForm.base_fields}
        form = TargetForm(
            initial=initial, user=request.user, organization=target.organization
        )
        shown = {**context, "form": form, "error": error, "title": str(target)}
        return render(request, "plans/target_form.html", shown, status=422)
    return form_page(
        request,
        form,
        title=str(target),
        save=save,
        cancel_url=reverse("plans:targets", args=[plan.pk]),
        template="plans/target_form.html",
        **context,
    )
