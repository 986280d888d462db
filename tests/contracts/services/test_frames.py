"""Frame agreements: their lines, call-offs and what is left."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest

from filon.accounts.models import User
from filon.contracts import services
from filon.contracts.models import Contract, Order
from filon.contracts.selectors.frames import frame_of
from tests.conftest import NOW
from tests.contracts import make
from tests.contracts.services.test_contracts import signed_copy
from tests.offers import make as offers

pytestmark = pytest.mark.django_db
K = Contract.Kind
DAY = date(2026, 4, 10)


def frame(actor: User, *, quantity: str | None = "100", **values: Any) -> Contract:
    """Return a signed frame agreement with one line at 12.345678 per 100."""
    contract = make.contract(actor, **{"kind": K.FRAME, **values})
    services.line_add(
        contract=contract,
        values={
            "designation": "Joint DN 40",
            "quantity": D(quantity) if quantity else None,
            "net_price": D("1234.5678"),
            "price_base": 100,
            "vat_rate": D(20),
            "unit_cost": D(5),
        },
        actor=actor,
        now=NOW,
    )
    return signed(contract, actor)


def signed(contract: Contract, actor: User) -> Contract:
    services.contract_sign(
        contract=contract,
        signed_on=date(2026, 3, 1),
        upload=signed_copy(),
        actor=actor,
        now=NOW,
    )
    return contract


def called(contract: Contract, actor: User, quantity: str, **values: Any) -> Order:
    (line,) = contract.lines.all()
    asked = {"quantities": {line.pk: D(quantity)}, "called_on": DAY, **values}
    return services.call_off(
        contract=contract, asked=services.CallOff(**asked), actor=actor, now=NOW
    )


def test_call_off_makes_an_order_at_the_price_of_the_frame(alice: User) -> None:
    contract = frame(alice)

    order = called(contract, alice, "30", customer_reference="PO-9")

    (line,) = order.lines.all()
    assert (line.net_amount, order.total_net) == (D("370.37"), D("370.37"))
    assert (order.total_tax, order.total_gross) == (D("74.07"), D("444.44"))
    assert (order.total_cost, order.margin) == (D("150.00"), D("220.37"))
    assert (order.frame, order.customer_reference) == (contract, "PO-9")
    (row,) = frame_of(contract).lines
    assert (row.called, row.left, row.percent) == (D(30), D(70), 30)


def test_more_than_is_left_is_refused_and_makes_nothing(alice: User) -> None:
    contract = frame(alice)
    called(contract, alice, "60")

    with pytest.raises(services.CallOffRefused, match="40") as refusal:
        called(contract, alice, "41")

    assert "Joint DN 40" in str(refusal.value)
    assert contract.call_offs.count() == 1


def test_cancelled_call_off_gives_its_quantity_back(alice: User) -> None:
    contract = frame(alice)
    order = called(contract, alice, "100")

    services.order_cancel(order=order, reason="Erreur", actor=alice, now=NOW)

    assert called(contract, alice, "100").total_net == D("1234.57")


def test_line_without_quantity_has_no_limit(alice: User) -> None:
    contract = frame(alice, quantity=None)

    called(contract, alice, "5000")

    (row,) = frame_of(contract).lines
    assert (row.called, row.left) == (D(5000), None)


@pytest.mark.parametrize(
    ("_case", "kind", "day", "quantity", "sentence"),
    [
        ("no frame", K.SERVICE, DAY, "1", "cadre"),
        ("before it begins", K.FRAME, date(2026, 3, 31), "1", "hors de la durée"),
        ("after its end", K.SUPPLY, date(2027, 4, 1), "1", "hors de la durée"),
        ("nothing called", K.FRAME, DAY, "0", "au moins une ligne"),
    ],
)
def test_call_off_is_refused(
    _case: str, kind: str, day: date, quantity: str, sentence: str, alice: User
) -> None:
    contract = frame(alice, kind=kind)

    with pytest.raises(services.CallOffRefused, match=sentence):
        called(contract, alice, quantity, called_on=day)

    assert not Order.objects.exists()


def test_frame_of_an_order_takes_its_lines_and_is_counted_once(alice: User) -> None:
    order = make.order(alice)
    contract = signed(make.contract(alice, order=order, kind=K.FRAME), alice)

    (line,) = contract.lines.all()
    (ordered,) = order.lines.all()
    first = called(contract, alice, "1")

    assert (line.quantity, line.net_price) == (ordered.quantity, ordered.net_price)
    assert (order.is_counted, first.is_counted) == (True, False)


def test_signed_contract_keeps_its_lines(alice: User) -> None:
    contract = frame(alice)
    (line,) = contract.lines.all()

    with pytest.raises(services.LineRefused):
        services.line_change(line=line, values={"quantity": 1}, actor=alice, now=NOW)
    with pytest.raises(services.LineRefused):
        services.line_remove(line=line, actor=alice, now=NOW)

    assert contract.lines.get().quantity == D(100)


def test_reference_of_the_catalogue_completes_a_line(alice: User) -> None:
    item = offers.item(alice)
    contract = make.contract(alice)

    line = services.line_add(
        contract=contract,
        values={"reference": item.reference.lower(), "designation": "", "net_price": 9},
        actor=alice,
        now=NOW,
    )

    assert (line.item, line.designation) == (item, item.name_fr)
