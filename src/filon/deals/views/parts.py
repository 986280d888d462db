"""The buying centre of a deal, and the rival offers on it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_write_sales
from filon.deals import services
from filon.deals.forms import BidForm, RoleForm
from filon.deals.models import CompetitiveBid, Deal, DealRole
from filon.deals.views.pages import form_page
from filon.directory.models import Contact, Organization
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.web.access import scoped


@scoped(can_write_sales)
@once
def role_add(request: UserRequest, pk: int) -> HttpResponse:
    """Name a person of the buying centre."""
    deal = _deal(request, pk)
    people = Contact.objects.visible_to(request.user).filter(
        organization_id=deal.organization_id, is_active=True
    )
    form = RoleForm(request.POST or None, contacts=people.order_by("name_key"))

    def act() -> HttpResponse:
        services.role_add(
            deal=deal, **form.cleaned_data, actor=request.user, now=clock.now()
        )
        return redirect("desk:deal", pk=pk)

    return form_page(
        request,
        form,
        act,
        title=_("A person of the buying centre"),
        subtitle=deal.title,
        cancel_url=reverse("desk:deal", args=[pk]),
    )


@scoped(can_write_sales)
@require_POST
def role_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Take a person out of the buying centre."""
    deals = Deal.objects.visible_to(request.user)
    rows = DealRole.objects.select_related("deal", "contact")
    role = get_object_or_404(rows, pk=pk, deal__in=deals)
    services.role_remove(role=role, actor=request.user, now=clock.now())
    return redirect("desk:deal", pk=role.deal_id)


@scoped(can_write_sales)
@once
def bid_add(request: UserRequest, pk: int) -> HttpResponse:
    """Note a rival offer."""
    deal = _deal(request, pk)
    rivals = Organization.objects.visible_to(request.user).filter(is_competitor=True)
    form = BidForm(
        request.POST or None,
        initial={"currency": deal.currency, "observed_on": clock.today()},
        competitors=rivals.order_by("name_key"),
    )

    def act() -> HttpResponse:
        services.bid_add(
            deal=deal, values=form.cleaned_data, actor=request.user, now=clock.now()
        )
        return redirect("desk:deal", pk=pk)

    return form_page(
        request,
        form,
        act,
        title=_("Rival offer"),
        subtitle=deal.title,
        cancel_url=reverse("desk:deal", args=[pk]),
    )


@scoped(can_write_sales)
@require_POST
def bid_settle(request: UserRequest, pk: int, to: str) -> HttpResponse:
    """Say whether a rival offer was confirmed or withdrawn."""
    bid = _bid(request, pk)
    if to not in {"confirmed", "withdrawn"}:
        raise Http404
    try:
        services.bid_settle(bid=bid, to=to.upper(), actor=request.user, now=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:deal", pk=bid.deal_id)


@scoped(can_write_sales)
@require_POST
@once
def bid_publish(request: UserRequest, pk: int) -> HttpResponse:
    """Hand a rival offer over to the watch."""
    bid = _bid(request, pk)
    try:
        services.bid_publish(bid=bid, actor=request.user, now=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The watch has this rival offer as a finding."))
    return redirect("desk:deal", pk=bid.deal_id)


def _deal(request: UserRequest, pk: int) -> Deal:
    rows = Deal.objects.visible_to(request.user).select_related("organization")
    deal: Deal = get_object_or_404(rows, pk=pk)
    return deal


def _bid(request: UserRequest, pk: int) -> CompetitiveBid:
    deals = Deal.objects.visible_to(request.user)
    rows = CompetitiveBid.objects.select_related("deal__organization", "competitor")
    return get_object_or_404(rows, pk=pk, deal__in=deals)
