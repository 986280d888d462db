"""Rival offers: what competitors sell, at which price, on which terms."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales
from filon.directory.models import Organization
from filon.journal.http import once
from filon.journal.selectors import timeline
from filon.kernel import clock, units
from filon.watch import policies, services
from filon.watch.forms.records import RivalOfferForm
from filon.watch.models import CompetitorOffer, Finding
from filon.watch.selectors import lists
from filon.watch.views.sections import asked, trail, visible, watch_list
from filon.web.access import scoped, with_right
from filon.web.form_pages import form_page
from filon.web.listing import Cell, Column, ListSpec
from filon.web.templatetags.filon import day, price


@scoped(can_read_sales)
def rival_list(request: UserRequest) -> HttpResponseBase:
    """Show the rival offers."""
    create = reverse("watch:rival-create")
    may_write = policies.can_watch(request.user)
    spec = ListSpec(
        title=_("Rival offers"),
        rows=lists.rival_offers(request.user),
        columns=[
            Column(
                _("Product or service"),
                lambda o: Cell(o.product, sub=str(o.comparable_item or "")),
                sort="product",
            ),
            Column(_("Competitor"), lambda o: o.competitor.name),
            Column(_("Price"), _price, value=lambda o: o.price, align="end"),
            Column(
                _("Lead time (days)"),
                lambda o: str(o.lead_time_days if o.lead_time_days is not None else ""),
                value=lambda o: o.lead_time_days,
                align="end",
            ),
            Column(
                pgettext("finding", "Observed on"),
                lambda o: day(o.observed_on),
                value=lambda o: o.observed_on,
                sort="observed_on",
            ),
        ],
        url=lambda o: reverse("watch:rival-detail", args=[o.pk]),
        default_sort="-observed_on",
        search=lists.searched("product", "competitor__name_key"),
        actions=[(_("New rival offer"), create, "plus", True)] if may_write else [],
        empty=(
            _("No rival offer yet"),
            _("Record what a competitor offers: it will be at hand in every deal."),
            create if may_write else "",
            _("New rival offer"),
        ),
        file_name="rival-offers",
    )
    return watch_list(request, spec, "rival-list")


def _price(offer: CompetitorOffer) -> str:
    return price(offer.price, offer.currency) if offer.price is not None else ""


@scoped(can_read_sales)
def rival_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show a rival offer."""
    offer = get_object_or_404(lists.rival_offers(request.user), pk=pk)
    lead = offer.lead_time_days
    context = {
        "offer": offer,
        "facts": [
            (_("Competitor"), offer.competitor.name),
            (_("Price"), _price(offer)),
            (
                _("Lead time"),
                "" if lead is None else units.days(lead),
            ),
            (pgettext("finding", "Observed on"), day(offer.observed_on)),
            (_("Our comparable item"), str(offer.comparable_item or "")),
            (_("Product family"), str(offer.family or "")),
            (_("Evidence"), offer.evidence),
        ],
        "history": timeline(offer, limit=20),
        "may_write": policies.can_edit(request.user, offer),
        "trail": trail(_("Rival offers"), "rival-list"),
    }
    return render(request, "watch/rival_detail.html", context)


@with_right(policies.can_watch)
@once
def rival_create(request: UserRequest) -> HttpResponse:
    """Record a rival offer, alone or from a finding."""
    finding = asked(Finding, request.user, request.GET.get("finding"))

    def save(values: dict[str, Any]) -> str:
        offer = services.competitor_offer_create(
            values={**values, "finding": finding},
            actor=request.user,
            now=clock.now(),
        )
        return reverse("watch:rival-detail", args=[offer.pk])

    initial: dict[str, Any] = {"observed_on": clock.today()}
    if isinstance(finding, Finding):
        initial = {
            "observed_on": finding.observed_on,
            "competitor": finding.organization,
            "comparable_item": finding.item,
            "family": finding.family,
            "product": finding.title[:200],
            "evidence": finding.url[:300] or finding.source_text,
        }
    rival = asked(Organization, request.user, request.GET.get("competitor"))
    if rival is not None:
        initial["competitor"] = rival
    return form_page(
        request,
        RivalOfferForm(request.POST or None, initial=initial, user=request.user),
        title=_("New rival offer"),
        subtitle=str(finding or ""),
        save=save,
        cancel_url=reverse("watch:rival-list"),
    )


@scoped(policies.can_watch)
@once
def rival_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change what is known of a rival offer."""
    offer = visible(CompetitorOffer, request.user, pk, "competitor", "comparable_item")
    initial = {name: getattr(offer, name) for name in RivalOfferForm.base_fields}
    page = reverse("watch:rival-detail", args=[pk])

    def save(values: dict[str, Any]) -> str:
        services.competitor_offer_update(
            offer=offer,
            values=values,
            expected_version=form.expected_version,
            actor=request.user,
            now=clock.now(),
        )
        return page

    form = RivalOfferForm(
        request.POST or None,
        initial=initial,
        user=request.user,
        version=offer.version,
    )
    return form_page(request, form, title=offer.product, save=save, cancel_url=page)
