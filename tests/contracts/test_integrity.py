"""Orders whose figures are not those accepted are found (RE-14)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D

import pytest
from django.utils import translation

from filon.accounts.models import User
from filon.contracts.integrity import wrong_totals
from filon.contracts.models import Order, OrderLine
from filon.offers.services import revision_send, revision_update
from tests.conftest import NOW
from tests.contracts import make
from tests.offers import make as offers

pytestmark = pytest.mark.django_db


def test_order_with_options_carries_what_was_accepted(alice: User) -> None:
    revision = offers.sent(alice, options=1)
    option = revision.lines.get(inclusion="OPTION")

    make.order_of(revision, alice, options=frozenset({str(option.pk)}))

    assert list(wrong_totals()) == []


def sums(order: Order) -> None:
    """Add to the total, and to nothing else."""
    Order.objects.filter(pk=order.pk).update(total_gross=order.total_gross + 1)


def totals(order: Order) -> None:
    """Change net and total alike, so that they still add up."""
    Order.objects.filter(pk=order.pk).update(
        total_net=order.total_net + 1,
        total_gross=order.total_gross + 1,
        total_net_company=order.total_net_company + 1,
    )


def company(order: Order) -> None:
    """Change the total in the company's currency."""
    Order.objects.filter(pk=order.pk).update(total_net_company=D(1))


def cost(order: Order) -> None:
    """Change the cost of the whole."""
    Order.objects.filter(pk=order.pk).update(total_cost=D(1))


def line(order: Order) -> None:
    """Change the amount of a line."""
    row = OrderLine.objects.filter(order=order).order_by("pk")[0]
    OrderLine.objects.filter(pk=row.pk).update(net_amount=D("0.01"))


def lost_line(order: Order) -> None:
    """Lose a line, and its cost with it."""
    OrderLine.objects.filter(order=order).order_by("pk")[0].delete()


def test_order_in_another_currency_has_no_fault(alice: User) -> None:
    revision = offers.ready(alice, lines=3)
    revision_update(
        revision=revision,
        values={
            "currency": "USD",
            "exchange_rate": D("1.0837"),
            "exchange_source": "BCE",
            "discount_percent": D(7),
            "discount_reason": "Volume",
            "freight": D("33.33"),
        },
        actor=alice,
        now=NOW,
    )
    offers.verify(revision, alice)
    revision_send(revision=revision, actor=alice, now=NOW)

    order = make.order_of(revision, alice)

    assert order.currency == "USD"
    assert list(wrong_totals()) == []


@pytest.mark.parametrize(
    ("plant", "sentences"),
    [
        (
            sums,
            {
                "its total is not its net plus its VAT",
                "its totals are not those accepted",
            },
        ),
        (totals, {"its totals are not those accepted"}),
        (
            company,
            {"its total in the company's currency is not its total at its rate"},
        ),
        (cost, {"its cost is not that of its lines"}),
        (line, {"the amounts of its lines are not those accepted"}),
        (
            lost_line,
            {
                "the amounts of its lines are not those accepted",
                "its cost is not that of its lines",
            },
        ),
    ],
)
def test_planted_fault_is_found(
    plant: Callable[[Order], None], sentences: set[str], alice: User
) -> None:
    make.order(alice)
    order = make.order(alice, lines=2)
    plant(order)

    with translation.override("en"):
        faults = list(wrong_totals())

    assert {fault.sentence for fault in faults} == sentences
    assert {fault.record for fault in faults} == {order.number}
