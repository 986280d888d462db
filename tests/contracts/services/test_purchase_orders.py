"""A purchase order is compared, decided point by point, and the order follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from filon.accounts.models import CompanyProfile, User
from filon.contracts import services
from filon.contracts.integrity import wrong_totals
from filon.contracts.models import IncomingOrder, Order, OrderDeviation
from filon.contracts.selectors.agreed import document_of
from filon.contracts.selectors.purchase_orders import decided_of, usual_tolerances
from filon.contracts.selectors.responses import order_response, order_response_file
from filon.journal.models import Entry
from filon.kernel.lifecycle import TransitionRefused
from filon.offers.exchange.comparing import Tolerance
from filon.offers.exchange.document import Line, Party
from filon.offers.exchange.reading import read_document
from filon.offers.exchange.rules import order_x_findings, response_findings
from filon.offers.exchange.verifying import Status, verify
from tests.conftest import NOW
from tests.contracts import make, purchase

pytestmark = pytest.mark.django_db
D = Decimal
K = OrderDeviation.Kind
X = OrderDeviation.Decision


def kinds(incoming: IncomingOrder) -> list[str]:
    return [row.kind for row in decided_of(incoming)]


def figures(order: Order) -> tuple[Decimal, ...]:
    order.refresh_from_db()
    return order.total_net, order.total_tax, order.total_gross


def test_purchase_order_that_conforms_leaves_nothing_to_decide(alice: User) -> None:
    order = make.order(alice)

    incoming = purchase.received(order, purchase.document(order), alice)

    assert kinds(incoming) == []
    services.order_confirm(
        order=order, delivery_on=date(2026, 4, 15), actor=alice, now=NOW
    )
    order.refresh_from_db()
    assert order.status == Order.Status.CONFIRMED
    assert order.customer_reference == "PO-1001"


def test_what_arrived_reads_back_as_it_was(alice: User) -> None:
    order = make.order(alice)
    said = purchase.document(order, requested_on=date(2026, 5, 1), notes=("Quai 3",))

    incoming = purchase.received(order, said, alice)

    incoming.refresh_from_db()
    assert document_of(incoming) == said
    order.refresh_from_db()
    assert order.requested_delivery_on == date(2026, 5, 1)


@pytest.mark.parametrize("decision", [X.OPEN, X.CORRECTION])
def test_order_is_not_confirmed_with_an_open_deviation(
    alice: User, decision: str
) -> None:
    order = make.order(alice)
    incoming = purchase.received(order, purchase.changed(order, quantity=D(3)), alice)
    if decision != X.OPEN:
        purchase.decide(incoming, alice, decision)

    with pytest.raises(services.DeviationsOpen):
        services.order_confirm(
            order=order, delivery_on=date(2026, 4, 15), actor=alice, now=NOW
        )

    order.refresh_from_db()
    assert order.status == Order.Status.RECEIVED


@pytest.mark.parametrize(
    ("values", "total", "tax"),
    [
        ({"quantity": D(3)}, "300.00", "60.00"),
        ({"net_price": D("90.00")}, "180.00", "36.00"),
        ({"quantity": D(3), "net_price": D("95.00")}, "285.00", "57.00"),
    ],
)
def test_accepted_deviation_changes_the_order_and_only_then(
    alice: User, values: dict[str, Any], total: str, tax: str
) -> None:
    order = make.order(alice)
    incoming = purchase.received(order, purchase.changed(order, **values), alice)
    assert figures(order)[0] == D("200.00")

    purchase.decide(incoming, alice, X.ACCEPTED)

    assert figures(order) == (D(total), D(tax), D(total) + D(tax))
    (line,) = order.lines.all()
    assert line.net_amount == D(total)
    assert order.total_cost == line.cost_amount
    assert list(wrong_totals()) == []


def test_decision_taken_back_brings_the_order_back(alice: User) -> None:
    order = make.order(alice)
    before = figures(order)
    incoming = purchase.received(order, purchase.changed(order, quantity=D(3)), alice)
    purchase.decide(incoming, alice, X.ACCEPTED)

    purchase.decide(incoming, alice, X.KEPT, comment="Deux pièces offertes")

    assert figures(order) == before
    (line,) = order.lines.all()
    assert line.quantity == D(2)
    assert list(wrong_totals()) == []


def test_line_that_was_not_offered_joins_the_order(alice: User) -> None:
    order = make.order(alice)
    said = purchase.document(order)
    cable = Line(line_id="9", name="Câble", quantity=D(2), net_price=D("12.50"))
    said = replace(said, lines=(*said.lines, cable))
    incoming = purchase.received(order, said, alice)
    assert kinds(incoming) == [K.EXTRA_LINE]

    purchase.decide(incoming, alice, X.ACCEPTED)

    assert figures(order)[0] == D("225.00")
    added = order.lines.get(designation="Câble")
    assert (added.origin, added.net_amount, added.cost_amount) == (None, D(25), None)
    assert order.total_cost is None
    assert list(wrong_totals()) == []


def test_line_that_was_not_ordered_leaves_the_order(alice: User) -> None:
    order = make.order(alice, lines=2)
    said = purchase.document(order)
    incoming = purchase.received(order, replace(said, lines=said.lines[:1]), alice)
    assert kinds(incoming) == [K.MISSING_LINE]

    purchase.decide(incoming, alice, X.ACCEPTED)

    assert figures(order)[0] == D("200.00")
    assert list(wrong_totals()) == []


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({"unit": "KGM"}, K.UNIT),
        ({"rate": D("5.5")}, K.VAT),
    ],
)
def test_what_an_order_cannot_change_is_not_accepted(
    alice: User, values: dict[str, Any], kind: str
) -> None:
    order = make.order(alice)
    incoming = purchase.received(order, purchase.changed(order, **values), alice)

    with pytest.raises(services.DecisionRefused):
        purchase.decide(incoming, alice, X.ACCEPTED, kind)

    assert OrderDeviation.objects.get(purchase_order=incoming).decision == X.OPEN


def test_price_below_the_floor_of_the_margin_is_for_a_manager(
    alice: User, denis: User
) -> None:
    order = make.order(alice)
    CompanyProfile.objects.update(margin_floor_percent=25)
    said = purchase.changed(order, net_price=D("70.00"))
    incoming = purchase.received(order, said, alice)

    with pytest.raises(services.DecisionRefused, match="responsable"):
        purchase.decide(incoming, alice, X.ACCEPTED)
    assert figures(order)[0] == D("200.00")
    assert OrderDeviation.objects.get().decision == X.OPEN

    purchase.decide(incoming, denis, X.ACCEPTED)

    assert figures(order)[0] == D("140.00")


def test_later_purchase_order_takes_the_place_and_starts_again(alice: User) -> None:
    order = make.order(alice)
    first = purchase.received(order, purchase.changed(order, quantity=D(3)), alice)
    purchase.decide(first, alice, X.ACCEPTED)

    second = purchase.received(order, purchase.document(order, number="PO-2"), alice)

    first.refresh_from_db()
    assert (first.is_current, second.is_current) == (False, True)
    assert figures(order)[0] == D("200.00")
    with pytest.raises(services.NothingToCompare):
        purchase.decide(first, alice, X.KEPT)
    assert list(wrong_totals()) == []


def test_confirmed_order_is_neither_compared_nor_decided(alice: User) -> None:
    order = make.order(alice)
    incoming = purchase.received(order, purchase.changed(order, quantity=D(3)), alice)
    purchase.decide(incoming, alice, X.KEPT)
    services.order_confirm(
        order=order, delivery_on=date(2026, 4, 15), actor=alice, now=NOW
    )

    with pytest.raises(services.NothingToCompare):
        purchase.decide(incoming, alice, X.ACCEPTED)
    with pytest.raises(services.NothingToCompare):
        purchase.received(order, purchase.document(order), alice)

    assert figures(order)[0] == D("200.00")


def test_same_decision_twice_counts_once(alice: User) -> None:
    order = make.order(alice)
    incoming = purchase.received(order, purchase.changed(order, quantity=D(3)), alice)
    (deviation,) = decided_of(incoming)
    same_in_another_tab = OrderDeviation.objects.get(pk=deviation.pk)
    purchase.decide(incoming, alice, X.ACCEPTED)

    with pytest.raises(TransitionRefused):
        services.deviation_decide(
            deviation=same_in_another_tab,
            decision=X.ACCEPTED,
            comment="",
            actor=alice,
            now=NOW,
        )


def test_somebody_who_only_reads_decides_nothing(alice: User, rene: User) -> None:
    order = make.order(alice)
    incoming = purchase.received(order, purchase.changed(order, quantity=D(3)), alice)

    with pytest.raises(PermissionDenied):
        purchase.decide(incoming, rene, X.KEPT)


def test_comparison_and_decisions_stand_in_the_history(alice: User) -> None:
    order = make.order(alice)
    incoming = purchase.received(order, purchase.changed(order, quantity=D(3)), alice)
    purchase.decide(incoming, alice, X.KEPT)

    said = [str(entry.message) for entry in Entry.objects.order_by("-pk")[:2]]

    assert "decided" in said[0]
    assert "compared" in said[1]


def test_tolerances_are_kept_and_proposed_again(alice: User) -> None:
    order = make.order(alice)
    assert usual_tolerances(order)["price_tolerance_percent"] == 0
    within = Tolerance(price_percent=D(2), days=3)

    incoming = purchase.received(
        order, purchase.changed(order, net_price=D("99.00")), alice, within
    )

    assert kinds(incoming) == []
    assert usual_tolerances(order)["price_tolerance_percent"] == 2
    assert usual_tolerances(order)["tolerance_days"] == 3


def test_response_answers_every_line_and_breaks_no_rule(alice: User) -> None:
    order = make.order(alice, lines=3)
    said = purchase.document(order)
    lines = list(said.lines)
    lines[0] = replace(lines[0], quantity=D(3), net_amount=None)
    lines[1] = replace(lines[1], net_price=D(80), net_amount=None)
    cable = Line(line_id="9", name="Câble", quantity=D(2), net_price=D("12.50"))
    said = replace(said, lines=(lines[0], lines[1], cable))
    incoming = purchase.received(order, said, alice)
    purchase.decide(incoming, alice, X.ACCEPTED, K.QUANTITY)
    for kind in (K.PRICE, K.EXTRA_LINE, K.MISSING_LINE):
        purchase.decide(incoming, alice, X.KEPT, kind)
    order.refresh_from_db()

    read = read_document(order_response_file(order, incoming, decided_of(incoming)))

    response = read.document
    assert [line.status for line in response.lines] == ["5", "6", "7", "1"]
    assert [line.agreed for line in response.lines] == [D(3), D(2), D(0), D(2)]
    assert response.lines[1].net_price == D(100)
    assert response.totals.tax_exclusive == order.total_net == D("700.00")
    assert verify(response).status is Status.EXACT
    assert order_x_findings(response, read.root) == ()
    asked = replace(said, lines=(*said.lines[:2], cable))
    assert response_findings(response, asked) == ()


def test_terms_that_we_keep_stand_in_the_response_and_amend_it(alice: User) -> None:
    order = make.order(alice)
    said = purchase.document(order, payment_terms="90 jours fin de mois")
    incoming = purchase.received(order, said, alice)
    purchase.decide(incoming, alice, X.KEPT, comment="30 jours")

    response = order_response(order, incoming, decided_of(incoming))

    assert [line.status for line in response.lines] == ["5"]
    assert response.status == "3"
    assert response.payment_terms.startswith("30 ")
    assert "30 jours" in response.notes[0]


def test_typed_order_is_answered_with_both_parties(alice: User) -> None:
    order = make.order(alice)
    bare = replace(purchase.document(order), buyer=Party(), seller=Party())
    incoming = purchase.received(order, bare, alice)

    response = order_response(order, incoming, [])

    assert response.seller.name == "Acier Précis"
    assert response.buyer.is_identified
