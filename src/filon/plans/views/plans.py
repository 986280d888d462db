"""The list of plans, their form, the overview."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales
from filon.coordination.views.targets import kept_upload
from filon.files.http import list_response
from filon.files.services import path_of
from filon.journal.http import once
from filon.kernel import clock
from filon.plans import policies, services
from filon.plans.forms.plans import PlanFilter, PlanForm
from filon.plans.models import ActionPlan
from filon.plans.selectors.readiness import CONSTRAINTS, delays
from filon.plans.selectors.sheets import overview, plans
from filon.plans.views.page import TONES, plan_or_404, plan_page
from filon.watch.models import MarketInsight
from filon.watch.selectors.lists import searched
from filon.web.access import scoped, with_right
from filon.web.form_pages import form_page
from filon.web.listing import Cell, Column, ListSpec
from filon.web.templatetags.filon import day


@scoped(can_read_sales)
def plan_list(request: UserRequest) -> HttpResponseBase:
    """Show the plans."""
    filters = PlanFilter(request.GET)
    rows = plans(request.user, clock.today())
    if status := filters.value("status"):
        rows = rows.filter(status=status)
    create = reverse("plans:create")
    may_write = policies.can_create(request.user)
    return list_response(
        request,
        ListSpec(
            title=_("Action plans"),
            rows=rows,
            columns=_columns(),
            url=lambda p: reverse("plans:detail", args=[p.pk]),
            default_sort="-start_on",
            search=searched("title", "ref"),
            filters=filters,
            actions=[(_("New plan"), create, "plus", True)] if may_write else [],
            empty=(
                _("No plan yet"),
                _("Start one from an insight: why, where and for whom come with it."),
                create if may_write else "",
                _("New plan"),
            ),
            file_name="action-plans",
        ),
    )


def _columns() -> list[Column]:
    return [
        Column(_("Plan"), lambda p: Cell(p.title, sub=p.ref)),
        Column(
            pgettext("plan", "State"),
            lambda p: Cell(p.get_status_display(), badge=TONES[p.status]),
        ),
        Column(_("Delays"), _late),
        Column(
            pgettext("period", "From"),
            lambda p: day(p.start_on),
            value=lambda p: p.start_on,
            sort="start_on",
        ),
        Column(
            pgettext("period", "To"),
            lambda p: day(p.end_on),
            value=lambda p: p.end_on,
            sort="end_on",
        ),
        Column(_("Targets"), lambda p: str(p.target_count), align="end"),
        Column(_("Territory"), lambda p: str(p.territory or "")),
        Column(_("Segment"), lambda p: str(p.segment or "")),
        Column(_("Owner"), lambda p: str(p.owner or "")),
    ]


def _late(plan: ActionPlan) -> Cell | str:
    found = delays(plan, clock.today())
    return Cell(_("Late"), badge="bad", sub=found[0]) if found else ""


@scoped(can_read_sales)
def plan_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show why a plan is made, what frames it and what happened."""
    plan = plan_or_404(request, pk)
    return overview_page(request, plan)


def overview_page(request: UserRequest, plan: Any, error: str = "") -> HttpResponse:
    """Answer the first tab of a plan."""
    constraints = [
        (PlanForm.base_fields[name].label, getattr(plan, name)) for name in CONSTRAINTS
    ]
    return plan_page(
        request,
        plan,
        "plans/overview.html",
        "detail",
        error=error,
        sheet=overview(request.user, plan),
        facts=_facts(plan),
        constraints=[(label, text) for label, text in constraints if text],
    )


def _facts(plan: Any) -> list[tuple[str, str]]:
    given = str(plan.given_by or "")
    if plan.given_on:
        given = f"{given}, {day(plan.given_on)}" if given else day(plan.given_on)
    return [
        (_("Owner"), str(plan.owner or "")),
        (_("Dates"), f"{day(plan.start_on)} – {day(plan.end_on)}"),
        (_("Mission given by"), given),
        (_("Territory"), str(plan.territory or "")),
        (_("Market segment"), str(plan.segment or "")),
        (_("Feasibility"), plan.get_feasibility_display()),
    ]


@with_right(policies.can_create)
@once
def plan_create(request: UserRequest) -> HttpResponse:
    """Start a plan; an insight brings its reason, place, segment and family along."""
    wanted = [int(pk) for pk in request.GET.getlist("insight") if pk.isdecimal()]
    insights = list(
        MarketInsight.objects.visible_to(request.user).filter(pk__in=wanted[:20])
    )
    form = PlanForm(
        request.POST or None,
        request.FILES or None,
        initial=_carried(request, insights),
        user=request.user,
        chosen=tuple(insight.pk for insight in insights),
    )

    def save(values: dict[str, Any]) -> str:
        upload = values.pop("mission_file")
        if upload:
            values["mission_file"] = kept_upload(upload, actor=request.user)
        plan = services.plan_create(values=values, actor=request.user, now=clock.now())
        return reverse("plans:detail", args=[plan.pk])

    return form_page(
        request,
        form,
        title=_("New plan"),
        fieldsets=form.fieldsets(),
        save=save,
        cancel_url=reverse("plans:list"),
    )


def _carried(request: UserRequest, insights: list[MarketInsight]) -> dict[str, Any]:
    """Return what a plan takes over from the insights it starts from."""
    superior = request.user.reports_to_id
    if not insights:
        return {"given_by": superior}
    first = insights[0]
    families = [i.family_id for i in insights if i.family_id]
    return {
        "title": first.statement[:200],
        "scope": first.analysis,
        "territory": first.territory_id,
        "segment": first.segment_id,
        "families": families,
        "insights": [insight.pk for insight in insights],
        "potentials": [p.pk for i in insights for p in i.potentials.alive()],
        "given_by": superior,
    }


@scoped(policies.can_create)
@once
def plan_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    plan = plan_or_404(request, pk)
    if not policies.can_edit(request.user, plan):
        raise Http404
    names = [name for name in PlanForm.base_fields if name != "mission_file"]
    initial = {name: getattr(plan, name) for name in names}
    for name in ("families", "insights", "potentials", "related_plans"):
        initial[name] = list(getattr(plan, name).values_list("pk", flat=True))
    form = PlanForm(
        request.POST or None,
        request.FILES or None,
        initial=initial,
        user=request.user,
        plan=plan,
        version=plan.version,
    )
    page = reverse("plans:detail", args=[pk])

    def save(values: dict[str, Any]) -> str:
        upload = values.pop("mission_file")
        if upload:
            values["mission_file"] = kept_upload(upload, actor=request.user)
        services.plan_update(
            plan=plan,
            values=values,
            expected_version=form.expected_version,
            actor=request.user,
            now=clock.now(),
        )
        return page

    return form_page(
        request,
        form,
        title=plan.title,
        fieldsets=form.fieldsets(),
        save=save,
        cancel_url=page,
    )


@scoped(can_read_sales)
def plan_mission(request: UserRequest, pk: int) -> HttpResponseBase:
    """Give the letter or specification in which the mission was given."""
    plan = plan_or_404(request, pk)
    if plan.mission_file is None:
        raise Http404
    return FileResponse(
        path_of(plan.mission_file.sha256).open("rb"),
        as_attachment=True,
        filename=plan.mission_file.name,
        content_type=plan.mission_file.media_type,
    )


@scoped(policies.can_create)
@require_POST
@once
def plan_trash(request: UserRequest, pk: int) -> HttpResponse:
    """Put a draft in the trash."""
    plan = plan_or_404(request, pk)
    services.plan_trash(plan=plan, actor=request.user, now=clock.now())
    messages.success(request, _("The plan lies in the trash."))
    return redirect("plans:list")
