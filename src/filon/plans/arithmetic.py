"""How many contacts, appointments and offers a revenue needs."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class FunnelInputs:
    """A revenue to reach and how many of a hundred pass from stage to stage.

    :param revenue: revenue without VAT to reach.
    :param average_deal: revenue of one order; None or zero: unknown.
    :param offer_to_order: percent of the offers that become orders.
    :param appointment_to_offer: percent of the appointments that lead to an offer.
    :param contact_to_appointment: percent of the contacts that lead to an appointment.
    """

    revenue: Decimal | None
    average_deal: Decimal | None
    offer_to_order: Decimal | None = None
    appointment_to_offer: Decimal | None = None
    contact_to_appointment: Decimal | None = None


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """One stage: how many are needed, and the numbers it was computed from.

    `needed` = `base` ÷ `divisor` rounded up, where the divisor is an amount for the
    orders and a percentage (100 × base ÷ divisor) for the stages before.
    """

    stage: str
    needed: int
    base: Decimal
    divisor: Decimal


def funnel(inputs: FunnelInputs) -> list[FunnelStep]:
    """Return orders, offers, appointments and contacts needed, from last to first.

    Orders = revenue ÷ average deal; each stage before = the stage after × 100 ÷ rate;
    every division is rounded up, since half an order brings nothing. The list ends at
    the first figure that is unknown or zero: nothing is guessed.
    """
    if not inputs.revenue or inputs.revenue < 0 or not inputs.average_deal:
        return []
    orders = _ceil(inputs.revenue, inputs.average_deal)
    steps = [FunnelStep("ORDERS", orders, inputs.revenue, inputs.average_deal)]
    for stage, rate in (
        ("OFFERS", inputs.offer_to_order),
        ("APPOINTMENTS", inputs.appointment_to_offer),
        ("CONTACTS", inputs.contact_to_appointment),
    ):
        if not rate or rate < 0:
            break
        base = Decimal(steps[-1].needed)
        steps.append(FunnelStep(stage, _ceil(base * _HUNDRED, rate), base, rate))
    return steps


def share_of_potential(target: Decimal, potential: Decimal) -> Decimal | None:
    """Return what part of a potential a target takes, in percent; None of nothing."""
    return target * _HUNDRED / potential if potential > 0 else None


def _ceil(value: Decimal, divisor: Decimal) -> int:
    whole, rest = divmod(value, divisor)
    return int(whole) + (1 if rest else 0)
