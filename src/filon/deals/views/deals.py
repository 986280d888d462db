"""The list of deals, and the forms of one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from filon.accounts.http import UserRequest
from filon.accounts.models import scope_of
from filon.accounts.policies import can_read_sales, can_write_sales
from filon.deals import policies, selectors, services
from filon.deals.forms import DealFilter, DealForm
from filon.deals.lifecycle import OPEN
from filon.deals.models import Deal
from filon.deals.views.choosing import choose_company, chosen_company
from filon.deals.views.pages import form_page
from filon.directory.models import Contact, Organization
from filon.files.http import list_response
from filon.journal.http import once
from filon.kernel import clock
from filon.plans.models import PlanTarget
from filon.watch.models import MarketInsight
from filon.web.access import scoped
from filon.web.listing import Cell, Column, ListSpec
from filon.web.templatetags.filon import day, money

TONES = {
    "QUALIFICATION": "neutral",
    "STUDY": "info",
    "OFFER": "info",
    "NEGOTIATION": "accent",
    "WON": "good",
    "LOST": "bad",
}


@scoped(can_read_sales)
def deal_list(request: UserRequest) -> HttpResponseBase:
    """Show the deals as a list, with filters and exports."""
    filters = DealFilter(request.GET)
    rows = selectors.deals(request.user)
    stage = filters.value("stage")
    if stage:
        rows = rows.filter(stage__in=OPEN if stage == "open" else [stage])
    if filters.value("mine"):
        rows = rows.filter(owner=request.user)
    for name in ("source", "lost_reason"):
        if value := filters.value(name):
            rows = rows.filter(**{name: value})
    return list_response(request, _spec(request, rows, filters))


def _spec(request: UserRequest, rows: Any, filters: DealFilter) -> ListSpec:
    may_create = policies.can_create(request.user)
    actions = [(_("Board"), reverse("deals:board"), "columns", False)]
    if may_create:
        actions += [(_("New deal"), reverse("deals:create"), "plus", True)]
    return ListSpec(
        title=_("Deals"),
        rows=rows,
        columns=_columns(),
        url=lambda deal: reverse("desk:deal", args=[deal.pk]),
        search=selectors.search_deals,
        filters=filters,
        actions=actions,
        empty=(
            _("No deal yet"),
            _("A deal begins with a company and what it may buy."),
            reverse("deals:create") if may_create else "",
            _("New deal"),
        ),
        file_name="deals",
    )


def _columns() -> list[Column]:
    return [
        Column(_("Deal"), lambda d: Cell(d.title)),
        Column(_("Company"), lambda d: d.organization.name),
        Column(
            _("Stage"),
            lambda d: Cell(d.get_stage_display(), badge=TONES[d.stage]),
        ),
        Column(
            _("Amount"),
            lambda d: money(d.amount, d.currency) if d.amount else "",
            value=lambda d: d.amount,
            align="end",
        ),
        Column(_("Currency"), lambda d: d.currency, on_page=False),
        Column(
            _("Probability (%)"),
            lambda d: str(d.probability_percent),
            value=lambda d: d.probability_percent,
            align="end",
        ),
        Column(
            _("Decision expected on"),
            lambda d: day(d.expected_close_on) if d.expected_close_on else "",
            value=lambda d: d.expected_close_on,
        ),
        Column(_("Source"), lambda d: d.get_source_display(), is_minor=True),
        Column(
            _("Lost because of"), lambda d: d.get_lost_reason_display(), is_minor=True
        ),
        Column(_("Owner"), lambda d: str(d.owner or "")),
    ]


@scoped(can_write_sales)
@once
def deal_create(request: UserRequest) -> HttpResponse:
    """Open a deal, from a company, a target of a plan or an insight."""
    title = _("New deal")
    target = _target(request)
    company = target.organization if target else chosen_company(request)
    if company is None:
        return choose_company(request, title=title, back_url=reverse("deals:board"))
    carried = _carried(request, company, target)
    form = DealForm(
        request.POST or None, initial=carried, contacts=_people(request, company)
    )

    def act() -> HttpResponse:
        origin = {k: carried[k] for k in _ORIGIN if k in carried}
        deal = services.deal_create(
            values={**form.cleaned_data, **origin, "organization": company},
            actor=request.user,
            now=clock.now(),
        )
        messages.success(request, _("The deal is open. Plan the next contact."))
        return redirect("desk:deal", pk=deal.pk)

    return form_page(
        request,
        form,
        act,
        title=title,
        subtitle=company.name,
        submit_label=_("Open the deal"),
        cancel_url=reverse("deals:board"),
    )


_ORIGIN = ("plan", "plan_target", "insight")


def _target(request: UserRequest) -> PlanTarget | None:
    pk = request.GET.get("target", "")
    if not pk.isdigit():
        return None
    rows = PlanTarget.objects.filter(scope_of(request.user, "plan__"))
    return rows.select_related("organization", "plan", "contact").filter(pk=pk).first()


def _carried(
    request: UserRequest, company: Organization, target: PlanTarget | None
) -> dict[str, Any]:
    """Return what is known already, so that nothing is typed twice."""
    carried: dict[str, Any] = {"currency": company.currency}
    if target is not None:
        carried |= {
            "plan": target.plan,
            "plan_target": target,
            "contact": target.contact,
            "amount": target.potential,
            "next_step": target.aim[:200],
            "source": Deal.Source.PLAN,
        }
    pk = request.GET.get("insight", "")
    if pk.isdigit():
        insight = MarketInsight.objects.visible_to(request.user).filter(pk=pk).first()
        if insight is not None:
            carried |= {
                "insight": insight,
                "title": insight.statement[:200],
                "source": Deal.Source.WATCH,
            }
    return carried


def _people(request: UserRequest, company: Organization) -> Any:
    rows = Contact.objects.visible_to(request.user).filter(organization=company)
    return rows.filter(is_active=True).order_by("name_key")


@scoped(can_write_sales)
def deal_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change a deal."""
    rows = Deal.objects.visible_to(request.user).select_related("organization")
    deal = get_object_or_404(rows, pk=pk)
    initial = {name: getattr(deal, name) for name in DealForm.base_fields}
    form = DealForm(
        request.POST or None,
        initial=initial,
        contacts=_people(request, deal.organization),
    )

    def act() -> HttpResponse:
        services.deal_update(
            deal=deal, values=form.cleaned_data, actor=request.user, now=clock.now()
        )
        return redirect("desk:deal", pk=deal.pk)

    return form_page(
        request,
        form,
        act,
        title=deal.title,
        subtitle=deal.organization.name,
        cancel_url=reverse("desk:deal", args=[deal.pk]),
    )
