"""The customer accepts: offer accepted and order created, both or neither."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest

from filon.accounts.models import User
from filon.contracts.models import Order
from filon.contracts.services.orders import order_from_acceptance
from filon.coordination.models import PublicLink
from filon.offers import services as offers
from filon.offers.models import OfferRevision


@transaction.atomic
def accept_public(
    *, link: PublicLink, request: HttpRequest, answer: Any, now: datetime
) -> Order:
    """Take the customer's acceptance through their link and create the order.

    Of several acceptances at once one succeeds; the others change nothing.

    :param answer: what `offers.services.revision_accept` takes.
    :raises DomainError: whatever the offer refuses; then no order exists.
    """
    revision = OfferRevision.objects.select_related("offer__deal").get(
        pk=link.target_id
    )
    acceptance = offers.revision_accept(
        revision=revision, answer=answer, link=link, request=request, actor=None, now=now
    )
    return order_from_acceptance(
        acceptance=acceptance,
        actor=None,
        actor_name=acceptance.signatory_name,
        now=now,
    )


@transaction.atomic
def acceptance_record(
    *, revision: OfferRevision, answer: Any, actor: User, now: datetime
) -> Order:
    """Record an acceptance that came by paper or mail, and create the order.

    :raises PermissionDenied: if `actor` may not answer for the customer.
    :raises DomainError: whatever the offer refuses; then no order exists.
    """
    acceptance = offers.revision_accept(
        revision=revision, answer=answer, actor=actor, now=now
    )
    return order_from_acceptance(acceptance=acceptance, actor=actor, now=now)
