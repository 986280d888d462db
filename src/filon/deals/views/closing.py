"""Losing a deal, learning from a win, taking a lost one up again."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_write_sales
from filon.deals import services
from filon.deals.forms import LossForm, WinForm
from filon.deals.models import Deal
from filon.deals.views.pages import form_page
from filon.directory.models import Organization
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.web.access import scoped


@scoped(can_write_sales)
def deal_lose(request: UserRequest, pk: int) -> HttpResponse:
    """Close a deal as lost, with its reason."""
    deal = _deal(request, pk)
    form = LossForm(request.POST or None, competitors=_rivals(request))

    def act() -> HttpResponse:
        loss = services.Loss(**form.cleaned_data)
        services.deal_lose(deal=deal, loss=loss, actor=request.user, now=clock.now())
        messages.success(request, _("The deal is closed. What was learnt is kept."))
        return redirect("desk:deal", pk=pk)

    return form_page(
        request,
        form,
        act,
        title=_("Lost: %(deal)s") % {"deal": deal.title},
        subtitle=deal.organization.name,
        submit_label=_("Close as lost"),
        danger=True,
        cancel_url=reverse("desk:deal", args=[pk]),
    )


@scoped(can_write_sales)
def deal_debrief(request: UserRequest, pk: int) -> HttpResponse:
    """Say why a deal was won, against whom, by what gap."""
    deal = _deal(request, pk)
    if deal.stage != Deal.Stage.WON:
        return redirect("desk:deal", pk=pk)
    known = {
        "reason": deal.won_reason or None,
        "won_against": deal.won_against_id,
        "price_gap_percent": deal.price_gap_percent,
        "told_by": deal.told_by,
        "comment": deal.closed_comment,
    }
    form = WinForm(request.POST or None, initial=known, competitors=_rivals(request))

    def act() -> HttpResponse:
        win = services.Win(**form.cleaned_data)
        services.deal_debrief(deal=deal, win=win, actor=request.user, now=clock.now())
        messages.success(request, _("What was learnt is kept."))
        return redirect("desk:deal", pk=pk)

    return form_page(
        request,
        form,
        act,
        title=_("Why we won: %(deal)s") % {"deal": deal.title},
        subtitle=deal.organization.name,
        cancel_url=reverse("desk:deal", args=[pk]),
    )


@scoped(can_write_sales)
@require_POST
def deal_reopen(request: UserRequest, pk: int) -> HttpResponse:
    """Take a lost deal up again."""
    deal = _deal(request, pk)
    try:
        services.deal_reopen(deal=deal, actor=request.user, now=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:deal", pk=pk)


def _rivals(request: UserRequest) -> QuerySet[Organization]:
    rows = Organization.objects.visible_to(request.user).filter(is_competitor=True)
    return rows.order_by("name_key")


def _deal(request: UserRequest, pk: int) -> Deal:
    rows = Deal.objects.visible_to(request.user).select_related("organization")
    deal: Deal = get_object_or_404(rows, pk=pk)
    return deal
