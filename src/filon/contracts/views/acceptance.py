"""Recording that the customer accepted on paper or sent a purchase order."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_write_sales
from filon.contracts.forms import RecordForm
from filon.contracts.services import acceptance_record
from filon.contracts.views.uploads import checked
from filon.coordination.kinds import url_of
from filon.journal.http import once
from filon.journal.models import kind_of
from filon.kernel import clock
from filon.offers.models import Offer, OfferLine, OfferRevision
from filon.web.access import scoped
from filon.web.form_pages import form_page


@scoped(can_write_sales)
@once
def acceptance_page(request: UserRequest, pk: int) -> HttpResponse:
    """Record the acceptance of a sent revision; its order is created at once."""
    revision = _revision(request, pk)
    offer = revision.offer
    form = _form(request, revision)

    def save(said: dict[str, Any]) -> str:
        order = acceptance_record(
            revision=revision,
            signing=form.signing(
                options=form.ticked(),
                has_authority=said["has_authority"],
                statement=_("Accepted outside the link; recorded by %(name)s.")
                % {"name": request.user},
            ),
            upload=checked(said["file"]),
            actor=request.user,
            now=clock.now(),
        )
        messages.success(
            request,
            _("Order %(number)s is there. Confirm its delivery date.")
            % {"number": order.number},
        )
        return reverse("contracts:order-detail", args=[order.pk])

    return form_page(
        request,
        form,
        title=_("Record the acceptance"),
        subtitle=f"{offer.number} {revision.letter} · {offer.organization}",
        save=save,
        cancel_url=url_of(kind_of(offer), offer.pk),
        submit_label=_("Create the order"),
    )


def _revision(request: UserRequest, pk: int) -> OfferRevision:
    rows = OfferRevision.objects.filter(
        offer__in=Offer.objects.visible_to(request.user)
    )
    return get_object_or_404(
        rows.select_related("offer__organization", "offer__deal", "offer__contact"),
        pk=pk,
    )


def _form(request: UserRequest, revision: OfferRevision) -> RecordForm:
    offer = revision.offer
    initial = {
        "name": str(offer.contact or ""),
        "customer_reference": offer.customer_reference,
    }
    form = RecordForm(request.POST or None, request.FILES or None, initial=initial)
    options: list[tuple[str, str]] = []
    groups: dict[str, list[tuple[str, str]]] = {}
    for line in OfferLine.objects.filter(revision=revision).order_by("position", "pk"):
        choice = (str(line.pk), line.designation)
        if line.inclusion == OfferLine.Inclusion.OPTION:
            options.append(choice)
        elif line.inclusion == OfferLine.Inclusion.ALTERNATIVE:
            groups.setdefault(line.alternative_group, []).append(choice)
    form.offer_choices(options, list(groups.items()))
    return form
