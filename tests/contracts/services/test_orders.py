"""The life of an order, and what it does to its deal."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from filon.accounts.models import User, ownership
from filon.contracts import services
from filon.contracts.models import ContractEvent, Order
from filon.deals.models import Deal
from filon.journal.models import Entry
from filon.journal.services import EditConflict
from filon.kernel.lifecycle import TransitionRefused
from filon.plans.models import ActionPlan, PlanTarget
from tests.contracts import make

pytestmark = pytest.mark.django_db
S = Order.Status
DAY = date(2026, 4, 15)


def unchanged(order: Order, status: str = S.RECEIVED) -> bool:
    """Tell whether an order stands as it did, and nothing was told of it."""
    order.refresh_from_db()
    return order.status == status


def test_confirmed_order_bears_its_promised_day(alice: User, now: datetime) -> None:
    order = make.order(alice)

    services.order_confirm(order=order, delivery_on=DAY, actor=alice, now=now)

    assert (order.status, order.delivery_on) == (S.CONFIRMED, DAY)
    assert Entry.objects.filter(target_id=order.pk, message__startswith="Conf").exists()


def test_delivery_before_the_order_is_refused_and_changes_nothing(
    alice: User, now: datetime
) -> None:
    order = make.order(alice)

    with pytest.raises(services.DayRefused):
        services.order_confirm(
            order=order, delivery_on=date(2026, 3, 1), actor=alice, now=now
        )

    assert unchanged(order)
    assert order.delivery_on is None


def test_second_confirmation_is_refused_and_keeps_the_first_day(
    alice: User, now: datetime
) -> None:
    order = make.confirmed(alice)

    with pytest.raises(TransitionRefused):
        services.order_confirm(
            order=order, delivery_on=date(2026, 5, 1), actor=alice, now=now
        )

    assert unchanged(order, S.CONFIRMED)
    assert order.delivery_on == DAY


def test_promised_day_moves_with_a_reason(alice: User, now: datetime) -> None:
    order = make.confirmed(alice)

    services.order_postpone(
        order=order,
        delivery_on=date(2026, 5, 1),
        reason="Casting late",
        actor=alice,
        now=now,
    )

    assert order.delivery_on == date(2026, 5, 1)
    entry = Entry.objects.get(message__startswith="Delivery date moved")
    assert entry.changes == {"delivery_on": ["2026-04-15", "2026-05-01"]}


@pytest.mark.parametrize(
    ("reason", "day", "refusal"),
    [
        (" ", date(2026, 5, 1), services.ReasonMissing),
        ("Late", date(2026, 3, 1), services.DayRefused),
    ],
)
def test_bad_move_is_refused_and_changes_nothing(
    alice: User,
    now: datetime,
    reason: str,
    day: date,
    refusal: type[Exception],
) -> None:
    order = make.confirmed(alice)

    with pytest.raises(refusal):
        services.order_postpone(
            order=order, delivery_on=day, reason=reason, actor=alice, now=now
        )

    order.refresh_from_db()
    assert order.delivery_on == DAY


def test_move_of_an_order_that_changed_meanwhile_is_refused(
    alice: User, now: datetime
) -> None:
    order = make.confirmed(alice)
    stale = Order.objects.get(pk=order.pk)
    later = {"reason": "Late", "actor": alice, "now": now}
    services.order_postpone(order=order, delivery_on=date(2026, 5, 1), **later)  # type: ignore[arg-type]

    with pytest.raises(EditConflict):
        services.order_postpone(order=stale, delivery_on=date(2026, 6, 1), **later)  # type: ignore[arg-type]

    order.refresh_from_db()
    assert order.delivery_on == date(2026, 5, 1)


def test_order_that_is_not_confirmed_has_no_day_to_move(
    alice: User, now: datetime
) -> None:
    order = make.order(alice)

    with pytest.raises(services.DayRefused):
        services.order_postpone(
            order=order, delivery_on=DAY, reason="Late", actor=alice, now=now
        )

    assert unchanged(order)


def test_delivery_is_noted(alice: User, now: datetime) -> None:
    order = make.confirmed(alice)

    services.order_deliver(order=order, delivered_on=now.date(), actor=alice, now=now)

    assert (order.status, order.delivered_on) == (S.DELIVERED, now.date())


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 3, 3)])
def test_delivery_before_the_order_or_ahead_is_refused(
    alice: User, now: datetime, day: date
) -> None:
    order = make.confirmed(alice)

    with pytest.raises(services.DayRefused):
        services.order_deliver(order=order, delivered_on=day, actor=alice, now=now)

    assert unchanged(order, S.CONFIRMED)


def test_order_is_not_delivered_before_it_is_confirmed(
    alice: User, now: datetime
) -> None:
    order = make.order(alice)

    with pytest.raises(TransitionRefused):
        services.order_deliver(
            order=order, delivered_on=now.date(), actor=alice, now=now
        )

    assert unchanged(order)


def test_cancelled_order_gives_deal_and_target_back(alice: User, now: datetime) -> None:
    order = make.order(alice)
    plan = ActionPlan.objects.create(
        ref="PAC-1",
        title="Rhône",
        start_on=now.date(),
        end_on=now.date(),
        **ownership(alice, now),
    )
    target = PlanTarget.objects.create(
        plan=plan, organization=order.organization, status=PlanTarget.Status.WON
    )
    Order.objects.filter(pk=order.pk).update(plan=plan)
    order.refresh_from_db()

    services.order_cancel(order=order, reason="Project stopped", actor=alice, now=now)

    deal = Deal.objects.get(orders=order)
    target.refresh_from_db()
    assert order.status == S.CANCELLED
    assert (deal.stage, deal.won_at) == (Deal.Stage.NEGOTIATION, None)
    assert target.status == PlanTarget.Status.IN_PROGRESS


def test_deal_with_another_order_stays_won(alice: User, now: datetime) -> None:
    first = make.order(alice)
    second = make.order(alice, organization=first.organization)
    Order.objects.filter(pk=second.pk).update(deal=first.deal)

    services.order_cancel(order=first, reason="Doubled", actor=alice, now=now)

    assert Deal.objects.get(orders=first).stage == Deal.Stage.WON


@pytest.mark.parametrize("reason", ["", "  "])
def test_order_is_not_cancelled_without_a_reason(
    alice: User, now: datetime, reason: str
) -> None:
    order = make.order(alice)

    with pytest.raises(services.ReasonMissing):
        services.order_cancel(order=order, reason=reason, actor=alice, now=now)

    assert unchanged(order)
    assert Deal.objects.get(orders=order).stage == Deal.Stage.WON


def test_delivered_order_is_not_cancelled(alice: User, now: datetime) -> None:
    order = make.confirmed(alice)
    services.order_deliver(order=order, delivered_on=now.date(), actor=alice, now=now)

    with pytest.raises(TransitionRefused):
        services.order_cancel(order=order, reason="Late", actor=alice, now=now)

    assert unchanged(order, S.DELIVERED)


def test_reader_changes_no_order(alice: User, rene: User, now: datetime) -> None:
    order = make.confirmed(alice)

    with pytest.raises(PermissionDenied):
        services.order_confirm(order=order, delivery_on=DAY, actor=rene, now=now)
    with pytest.raises(PermissionDenied):
        services.order_postpone(
            order=order, delivery_on=DAY, reason="Late", actor=rene, now=now
        )
    with pytest.raises(PermissionDenied):
        services.order_deliver(
            order=order, delivered_on=now.date(), actor=rene, now=now
        )
    with pytest.raises(PermissionDenied):
        services.order_cancel(order=order, reason="No", actor=rene, now=now)

    assert unchanged(order, S.CONFIRMED)


def test_contract_of_an_order_follows_its_delivery(alice: User, now: datetime) -> None:
    order = make.order(alice)
    contract = make.contract(alice, order=order)
    delivery = contract.events.filter(kind=ContractEvent.Kind.DELIVERY)
    assert not delivery.exists()

    services.order_confirm(order=order, delivery_on=DAY, actor=alice, now=now)
    assert delivery.get().due_on == DAY

    services.order_postpone(
        order=order, delivery_on=now.date(), reason="Stock", actor=alice, now=now
    )
    assert delivery.get().due_on == now.date()

    services.order_deliver(order=order, delivered_on=now.date(), actor=alice, now=now)
    assert delivery.get().done_at == now
