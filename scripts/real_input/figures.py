"""Figures frozen by Filon beside the same figures computed from the files."""

from __future__ import annotations

from decimal import Decimal

from django.db import DatabaseError, transaction

from filon.kernel import clock
from filon.measure.models import Snapshot
from filon.measure.services.snapshots import snapshot_take
from filon.plans.models import ActionPlan
from real_input.arithmetic import Basket, cents
from real_input.company import Cast
from real_input.selling import Sold
from real_input.steps import Steps


def expected(basket: Basket) -> dict[str, Decimal]:
    """Return what one visit, one offer and one order come to."""
    one = Decimal(1)
    return {
        "REVENUE": basket.net,
        "VOLUME": basket.quantity,
        "MARGIN": basket.margin,
        "MARGIN_RATE": cents(basket.margin * 100 / basket.net),
        "NEW_CUSTOMERS": one,
        "CONTACTS": one,
        "APPOINTMENTS": one,
        "OFFERS": one,
        "ORDERS": one,
    }


def freeze(plan: ActionPlan, sold: Sold, cast: Cast, steps: Steps) -> None:
    """Freeze the figures of the plan and compare each."""
    with steps.step("Figures frozen, and computed again from the files"):
        taken = snapshot_take(
            plan=plan, as_of=clock.today(), actor=cast.alice, now=clock.now()
        )
        frozen = {
            row.indicator.code: row.value
            for row in Snapshot.objects.filter(pk__in=[t.pk for t in taken])
        }
        for code, value in expected(sold.basket).items():
            steps.same(code, frozen[code], value)
        try:
            with transaction.atomic():
                Snapshot.objects.filter(pk=taken[0].pk).update(value=0)
        except DatabaseError:
            refused = True
        else:
            refused = False
        steps.true("the database refuses to change them", holds=refused)
