"""The order that an acceptance makes, with what was accepted and no more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.contracts.models import Order, OrderLine
from filon.contracts.services.consequences import customer_gained
from filon.documents.services import next_number
from filon.journal.services import record
from filon.kernel.clock import day_of
from filon.kernel.money import largest_remainder, round_amount
from filon.offers.models import OfferLine
from filon.offers.pricing import DocumentInput, DocumentResult, LineResult
from filon.offers.services.answers import Accepted

SERIES = "CMD"


@transaction.atomic
def order_from_acceptance(
    *,
    accepted: Accepted,
    actor: User | None,
    now: datetime,
    actor_name: str = "",
) -> Order:
    """Create the order of an accepted revision, and let it have its consequences.

    Call it in the transaction of the acceptance. Firm lines, the chosen alternatives
    and the accepted options are copied with their origin; totals are those accepted,
    cost and margin follow from the frozen costs. The deal is won, the company a
    customer, the target of the plan reached.

    :param actor_name: the customer, when they accepted through their link.
    """
    acceptance, document = accepted.acceptance, accepted.document
    margin = accepted.result.chosen.margin
    revision = acceptance.revision
    offer, deal = revision.offer, revision.offer.deal
    order = Order.objects.create(
        number=next_number(series=SERIES, on=day_of(now)),
        revision=revision,
        organization=offer.organization,
        deal=deal,
        plan_id=deal.plan_id,
        customer_reference=acceptance.customer_reference,
        ordered_on=day_of(acceptance.accepted_at),
        currency=document.currency,
        exchange_rate=document.company_rate,
        total_net=acceptance.total_net,
        total_tax=acceptance.total_tax,
        total_gross=acceptance.total_gross,
        total_net_company=round_amount(
            acceptance.total_net / document.company_rate, document.company_currency
        ),
        total_cost=margin.cost,
        margin=margin.margin,
        owner_id=offer.owner_id,
        team_id=offer.team_id,
        created_by=actor,
        created_at=now,
        updated_at=now,
    )
    write_lines(order, accepted.document, accepted.result)
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


def write_lines(
    order: Order,
    document: DocumentInput,
    result: DocumentResult,
    *,
    added: Mapping[str, OrderLine] | None = None,
) -> None:
    """Write the lines that count, in place of those the order had.

    :param added: lines that the offer did not have, by their key in `document`.
    """
    lines = [line for line in result.lines if line.counted]
    known = OfferLine.objects.filter(revision_id=order.revision_id)
    origins = {str(line.pk): line for line in known}
    costs = {row.line_id: row.cost for row in result.line_margins}
    amounts = in_company_currency(
        [line.line_net for line in lines],
        order.exchange_rate,
        document.company_currency,
    )
    OrderLine.objects.filter(order=order).delete()
    rows = []
    for line, amount in zip(lines, amounts, strict=True):
        cost = costs.get(line.line_id)
        if line.line_id in origins:
            rows.append(_line(order, origins[line.line_id], line, amount, cost))
        elif added and line.line_id in added:
            row = added[line.line_id]
            row.quantity, row.unit = line.quantity, line.unit
            row.net_price, row.price_base = line.net_price, int(line.basis)
            row.net_amount, row.net_amount_company = line.line_net, amount
            rows.append(row)
    OrderLine.objects.bulk_create(rows)


def _line(
    order: Order,
    origin: OfferLine,
    line: LineResult,
    amount: Decimal,
    cost: Decimal | None,
) -> OrderLine:
    return OrderLine(
        order=order,
        origin=origin,
        position=origin.position,
        item_id=origin.item_id,
        reference=origin.reference,
        designation=origin.designation,
        quantity=line.quantity,
        unit=line.unit,
        net_price=line.net_price,
        price_base=origin.price_base,
        net_amount=line.line_net,
        net_amount_company=amount,
        cost_amount=cost,
    )


def in_company_currency(
    amounts: Sequence[Decimal], rate: Decimal, currency: str
) -> list[Decimal]:
    """Convert amounts so that their sum is the converted sum, to the smallest unit.

    :param rate: units of the amounts' currency for 1 unit of `currency`.
    """
    whole = sum(amounts, Decimal(0))
    if not whole:
        return [round_amount(amount / rate, currency) for amount in amounts]
    return largest_remainder(round_amount(whole / rate, currency), amounts, currency)
