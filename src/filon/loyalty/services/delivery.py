"""A delivery with what follows from it: the customer is asked how it went."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from filon.accounts.models import User
from filon.contracts.models import Order
from filon.contracts.services import order_deliver
from filon.loyalty.models import SatisfactionSurvey
from filon.loyalty.services.satisfaction import DELAY_AFTER_DELIVERY, survey_plan


@transaction.atomic
def delivery_confirm(
    *, order: Order, delivered_on: date, actor: User, now: datetime
) -> SatisfactionSurvey:
    """Note that an order was delivered and plan its satisfaction survey.

    The survey is due 15 days after the delivery, by link where the contact of the
    offer has an address and has not objected, else by phone. Both or neither.

    :raises DayRefused: if the day lies before the order, or in the future.
    :raises TransitionRefused: unless the order is confirmed.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    order_deliver(order=order, delivered_on=delivered_on, actor=actor, now=now)
    contact = order.revision.offer.contact if order.revision is not None else None
    by_link = contact is not None and contact.email and contact.opted_out_at is None
    mode = SatisfactionSurvey.Mode.LINK if by_link else SatisfactionSurvey.Mode.PHONE
    return survey_plan(
        organization=order.organization,
        order=order,
        contact=contact,
        mode=mode,
        due_on=delivered_on + DELAY_AFTER_DELIVERY,
        actor=actor,
        now=now,
    )
