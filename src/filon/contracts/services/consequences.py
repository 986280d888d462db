"""What an order does to its deal, its customer and the target of its plan."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, QuerySet
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.contracts.lifecycle import (
    DEAL_BY_CANCELLATION,
    LADDER,
    TARGET_BY_CANCELLATION,
    TARGET_BY_ORDER,
)
from filon.contracts.models import Order
from filon.deals.lifecycle import USUAL_PROBABILITY
from filon.deals.models import Deal
from filon.deals.services import deal_win
from filon.deals.services.placing import position_on_top
from filon.directory.lifecycle import ORGANIZATION
from filon.directory.models import Organization
from filon.directory.services.organizations import lifecycle_move
from filon.journal.services import move, record
from filon.kernel.lifecycle import may_advance
from filon.plans.models import PlanTarget

L = Organization.Lifecycle
S = Deal.Stage


def customer_gained(
    *, order: Order, actor: User | None, actor_name: str, now: datetime
) -> None:
    """Win the deal, bring the company up as a customer, reach the target.

    Call in the transaction that creates the order.
    """
    deal = order.deal
    if deal is not None:
        same = deal.currency == order.currency
        deal_win(
            deal=deal,
            actor=actor,
            actor_name=actor_name,
            now=now,
            amount=order.total_net if same else None,
        )
        record(
            target=deal,
            message=gettext_noop("Order %(number)s received"),
            params={"number": order.number},
            actor=actor,
            actor_name=actor_name,
            now=now,
        )
    _promote(order.organization, actor=actor, now=now)
    for target in targets_of(order):
        if may_advance(target.status, PlanTarget.Status.WON, TARGET_BY_ORDER):
            move(
                target,
                to=PlanTarget.Status.WON,
                transitions=TARGET_BY_ORDER,
                actor=actor,
                actor_name=actor_name,
                now=now,
                message=gettext_noop("Reached by order %(number)s"),
                params={"number": order.number},
                about=target.plan,
            )


def customer_given_back(*, order: Order, actor: User, now: datetime) -> None:
    """Give deal and target back to those who work on them, unless another order holds.

    Call in the transaction that cancels the order. The company stays a customer.
    """
    others = Order.objects.alive().exclude(status=Order.Status.CANCELLED)
    deal = order.deal
    if deal is not None and not others.filter(deal=deal).exists():
        deal.refresh_from_db()
        if may_advance(deal.stage, S.NEGOTIATION, DEAL_BY_CANCELLATION):
            _reopen(deal, order, actor=actor, now=now)
    for target in targets_of(order):
        if may_advance(
            target.status, PlanTarget.Status.IN_PROGRESS, TARGET_BY_CANCELLATION
        ) and not _is_held(target, others):
            move(
                target,
                to=PlanTarget.Status.IN_PROGRESS,
                transitions=TARGET_BY_CANCELLATION,
                actor=actor,
                now=now,
                message=gettext_noop("Order %(number)s was cancelled"),
                params={"number": order.number},
                about=target.plan,
            )


def _reopen(deal: Deal, order: Order, *, actor: User, now: datetime) -> None:
    move(
        deal,
        to=S.NEGOTIATION,
        transitions=DEAL_BY_CANCELLATION,
        field="stage",
        actor=actor,
        now=now,
        message=gettext_noop("Order %(number)s was cancelled"),
        params={"number": order.number},
        about=order.organization,
        position=position_on_top(S.NEGOTIATION),
        probability_percent=USUAL_PROBABILITY[S.NEGOTIATION],
        won_at=None,
        updated_at=now,
        version=F("version") + 1,
    )


def _is_held(target: PlanTarget, orders: QuerySet[Order]) -> bool:
    """Tell whether another order of the company still reaches the target."""
    return orders.filter(
        plan_id=target.plan_id, organization_id=target.organization_id
    ).exists()


def targets_of(order: Order) -> list[PlanTarget]:
    """Return the targets that an order reaches: the deal's, else the company's."""
    rows = PlanTarget.objects.select_related("plan")
    deal = order.deal
    if deal is not None and deal.plan_target_id is not None:
        return list(rows.filter(pk=deal.plan_target_id))
    if order.plan_id is None:
        return []
    return list(
        rows.filter(plan_id=order.plan_id, organization_id=order.organization_id)
    )


def standing(current: str, orders: int) -> str:
    """Return where a company stands with so many orders.

    The first one makes a new customer, the second an active one, the third a repeat
    customer. A dormant or lost customer who orders is active again, at least.
    """
    reached = LADDER[min(orders, len(LADDER) - 1)]
    if current in {L.DORMANT, L.LOST}:
        return max(reached, L.ACTIVE, key=LADDER.index)
    return max(reached, L(current), key=LADDER.index)


def _promote(organization: Organization, *, actor: User | None, now: datetime) -> None:
    organization.refresh_from_db()
    orders = Order.objects.alive().filter(organization=organization)
    count = orders.exclude(status=Order.Status.CANCELLED).count()
    to = standing(organization.lifecycle, count)
    if may_advance(organization.lifecycle, to, ORGANIZATION):
        lifecycle_move(organization=organization, to=to, actor=actor, now=now)
