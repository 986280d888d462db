"""Orders: made from an acceptance, confirmed, delivered, cancelled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.contracts.models import Order, OrderLine
from filon.contracts.services.consequences import customer_gained
from filon.documents.services import next_number
from filon.journal.services import record
from filon.kernel.clock import day_of
from filon.kernel.money import largest_remainder, round_amount
from filon.offers.models import Acceptance, OfferLine, OfferRevision
from filon.offers.selectors.snapshot import company_currency

SERIES = "CMD"
_COPIED = (
    "position",
    "item_id",
    "reference",
    "designation",
    "quantity",
    "unit",
    "net_price",
    "price_base",
    "net_amount",
    "cost_amount",
)


@transaction.atomic
def order_from_acceptance(
    *,
    acceptance: Acceptance,
    actor: User | None,
    now: datetime,
    actor_name: str = "",
) -> Order:
    """Create the order of an accepted revision, and let it have its consequences.

    Call it in the transaction of the acceptance. Firm lines, the chosen alternatives
    and the accepted options are copied with their origin; totals are those accepted.
    The deal is won, the company a customer, the target of the plan reached.

    :param actor_name: the customer, when they accepted through their link.
    """
    revision = acceptance.revision
    offer = revision.offer
    deal = offer.deal
    lines = accepted_lines(revision, acceptance.selected_options)
    currency = company_currency()
    order = Order.objects.create(
        number=next_number(series=SERIES, on=day_of(now)),
        revision=revision,
        organization=offer.organization,
        deal=deal,
        plan_id=deal.plan_id,
        customer_reference=acceptance.customer_reference,
        ordered_on=day_of(acceptance.accepted_at),
        currency=revision.currency,
        exchange_rate=revision.exchange_rate,
        **_totals(acceptance, lines, currency),
        owner_id=offer.owner_id,
        team_id=offer.team_id,
        created_by=actor,
        created_at=now,
        updated_at=now,
    )
    _copy(order, lines, currency)
    record(
        target=order,
        message=gettext_noop("Order %(number)s received"),
        params={"number": order.number},
        actor=actor,
        actor_name=actor_name,
        now=now,
        about=offer.organization,
    )
    customer_gained(order=order, actor=actor, actor_name=actor_name, now=now)
    return order


def accepted_lines(
    revision: OfferRevision, selected: Iterable[Any]
) -> list[OfferLine]:
    """Return the lines that an acceptance bought, in their order.

    Of a group of alternatives the ticked one counts, else the first.

    :param selected: ids of the lines that the customer ticked.
    """
    ticked = {str(pk) for pk in selected}
    rows = OfferLine.objects.filter(
        revision=revision, kind__in=[OfferLine.Kind.ITEM, OfferLine.Kind.PERCENT]
    )
    lines = list(rows.order_by("position", "pk"))
    chosen: dict[str, int] = {}
    for line in lines:
        if line.inclusion == OfferLine.Inclusion.ALTERNATIVE and (
            str(line.pk) in ticked or line.alternative_group not in chosen
        ):
            chosen[line.alternative_group] = line.pk
    return [
        line
        for line in lines
        if line.inclusion == OfferLine.Inclusion.FIRM
        or (line.inclusion == OfferLine.Inclusion.OPTION and str(line.pk) in ticked)
        or line.pk in chosen.values()
    ]


def _totals(
    acceptance: Acceptance, lines: Sequence[OfferLine], currency: str
) -> dict[str, Any]:
    """Return the accepted totals, with cost and margin in the company's currency.

    One unknown cost makes the cost and the margin of the order unknown.
    """
    net = round_amount(
        acceptance.total_net / acceptance.revision.exchange_rate, currency
    )
    costs = [line.cost_amount for line in lines]
    known = [cost for cost in costs if cost is not None]
    cost = sum(known, Decimal(0)) if len(known) == len(costs) else None
    return {
        "total_net": acceptance.total_net,
        "total_tax": acceptance.total_tax,
        "total_gross": acceptance.total_gross,
        "total_net_company": net,
        "total_cost": cost,
        "margin": None if cost is None else net - cost,
    }


def _copy(order: Order, lines: Sequence[OfferLine], currency: str) -> None:
    amounts = in_company_currency(
        [line.net_amount or Decimal(0) for line in lines],
        order.exchange_rate,
        currency,
    )
    OrderLine.objects.bulk_create(
        OrderLine(
            order=order,
            origin=line,
            net_amount_company=amount,
            **{name: getattr(line, name) for name in _COPIED},
        )
        for line, amount in zip(lines, amounts, strict=True)
    )


def in_company_currency(
    amounts: Sequence[Decimal], rate: Decimal, currency: str
) -> list[Decimal]:
    """Convert amounts so that their sum is the converted sum, to the cent.

    :param rate: units of the amounts' currency for 1 unit of `currency`.
    """
    whole = sum(amounts, Decimal(0))
    if not whole:
        return [round_amount(amount / rate, currency) for amount in amounts]
    return largest_remainder(round_amount(whole / rate, currency), amounts, currency)
