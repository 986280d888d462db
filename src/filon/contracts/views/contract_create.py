"""Drawing up a contract from an order, an accepted offer, or by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_write_sales
from filon.contracts.forms import ContractForm
from filon.contracts.models import Order
from filon.contracts.services import contract_create
from filon.contracts.views.parts import number_in
from filon.deals.views.choosing import choose_company, chosen_company
from filon.directory.models import Organization
from filon.journal.http import once
from filon.kernel import clock
from filon.offers.models import Offer, OfferRevision
from filon.web.access import scoped
from filon.web.form_pages import form_page


@dataclass(frozen=True, slots=True)
class _Source:
    """What the contract is drawn from, and what is known already."""

    organization: Organization
    order: Order | None = None
    revision: OfferRevision | None = None

    def initial(self) -> dict[str, Any]:
        """Return the fields that nobody types twice."""
        carried: dict[str, Any] = {
            "currency": self.organization.currency,
            "starts_on": clock.today(),
        }
        revision = self.revision
        if revision is not None:
            carried |= {
                "title": revision.offer.title,
                "currency": revision.currency,
                "committed_amount": revision.total_net,
                "commitments": revision.delivery_terms,
            }
        if self.order is not None:
            carried |= {
                "currency": self.order.currency,
                "committed_amount": self.order.total_net,
                "starts_on": self.order.ordered_on,
            }
        return carried


@scoped(can_write_sales)
@once
def contract_create_page(request: UserRequest) -> HttpResponse:
    """Draw up a contract; `?order=`, `?revision=` or `?organization=` say from what."""
    source = _source(request)
    back = reverse("contracts:contract-list")
    if source is None:
        return choose_company(request, title=_("New contract"), back_url=back)

    def save(said: dict[str, Any]) -> str:
        contract = contract_create(
            values=said,
            actor=request.user,
            now=clock.now(),
            organization=source.organization,
            order=source.order,
            revision=source.revision if source.order is None else None,
        )
        messages.success(request, _("The contract is drawn up. File it once signed."))
        return reverse("contracts:contract-detail", args=[contract.pk])

    return form_page(
        request,
        ContractForm(request.POST or None, initial=source.initial()),
        title=_("New contract"),
        subtitle=str(source.organization),
        save=save,
        cancel_url=back,
        submit_label=_("Draw up the contract"),
    )


def _source(request: UserRequest) -> _Source | None:
    order_pk = number_in(request, "order")
    if order_pk is not None:
        rows = Order.objects.visible_to(request.user)
        order = get_object_or_404(
            rows.select_related("organization", "revision__offer__organization"),
            pk=order_pk,
        )
        return _Source(order.organization, order, order.revision)
    revision_pk = number_in(request, "revision")
    if revision_pk is not None:
        offers = Offer.objects.visible_to(request.user)
        revision = get_object_or_404(
            OfferRevision.objects.filter(offer__in=offers).select_related(
                "offer__organization"
            ),
            pk=revision_pk,
        )
        return _Source(revision.offer.organization, revision=revision)
    company = chosen_company(request)
    return _Source(company) if company is not None else None
