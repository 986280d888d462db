"""The list of offers, by their current revision."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from filon.accounts.http import UserRequest
from filon.accounts.models import READS_ALL_SALES
from filon.accounts.policies import can_see_margin
from filon.accounts.selectors import sales_people
from filon.files.http import list_response
from filon.offers import policies
from filon.offers.forms import OfferFilter
from filon.offers.models import OfferRevision
from filon.offers.selectors.offers import current_revisions, search_offers
from filon.offers.views.page import TONES
from filon.web.access import scoped
from filon.web.listing import Cell, Column, ListSpec
from filon.web.templatetags.filon import day, money, percent


@scoped(policies.can_read)
@require_safe
def offer_list(request: UserRequest) -> HttpResponseBase:
    """Show the offers with filters and exports."""
    owners = sales_people()
    if request.user.role not in READS_ALL_SALES and request.user.team_id:
        owners = owners.filter(team=request.user.team_id)
    filters = OfferFilter(request.GET, owners=owners)
    rows = current_revisions(request.user)
    if status := filters.value("status"):
        rows = rows.filter(status=status)
    if form := filters.value("form"):
        rows = rows.filter(offer__form=form)
    if owner := filters.value("owner"):
        rows = rows.filter(offer__owner=owner)
    may_create = policies.can_create(request.user)
    create = reverse("offers:create")
    spec = ListSpec(
        title=_("Offers"),
        rows=rows,
        columns=_columns(request),
        url=lambda row: reverse("offers:detail", args=[row.offer_id]),
        search=search_offers,
        filters=filters,
        actions=[
            (_("Rules of offers"), reverse("offers:rules"), "scale", False),
            *([(_("New offer"), create, "plus", True)] if may_create else []),
        ],
        empty=(
            _("No offer yet"),
            _("Start one from a call, a deal or a need: three lines are enough."),
            create if may_create else "",
            _("New offer"),
        ),
        file_name="offers",
        is_joined=True,
    )
    return list_response(request, spec)


def _number(revision: OfferRevision) -> str:
    """Return number and letter; a draft without number has no letter to show."""
    number = revision.offer.number
    return f"{number} {revision.letter}" if number else ""


def _columns(request: UserRequest) -> list[Column]:
    return [
        Column(_("Offer"), lambda r: r.offer.title),
        Column(_("Number"), _number),
        Column(_("Customer"), lambda r: r.offer.organization.name),
        Column(
            _("State"), lambda r: Cell(r.get_status_display(), badge=TONES[r.status])
        ),
        Column(
            _("Total without VAT"),
            lambda r: money(r.total_net, r.currency) if r.is_priced else "–",
            value=lambda r: r.total_net if r.is_priced else None,
            align="end",
        ),
        Column(
            _("Margin"),
            _margin,
            value=lambda r: r.margin_percent,
            align="end",
            visible=can_see_margin(request.user),
        ),
        Column(
            _("Valid until"),
            lambda r: day(r.valid_until),
            value=lambda r: r.valid_until,
        ),
        Column(_("Form"), lambda r: r.offer.get_form_display()),
        Column(_("Owner"), lambda r: str(r.offer.owner or "")),
    ]


def _margin(row: OfferRevision) -> Cell:
    if row.margin_percent is None:
        return Cell(_("Unknown") if row.is_priced else "–", align="end")
    return Cell(percent(row.margin_percent), align="end")
