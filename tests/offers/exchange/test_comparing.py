"""A purchase order against what was agreed: each deviation has its class."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from filon.offers.exchange.comparing import (
    Agreed,
    AgreedLine,
    Comparison,
    Kind,
    Tolerance,
    compare,
)
from filon.offers.exchange.document import ExchangedDocument, Line, Party
from filon.offers.exchange.reading import read_document
from tests.offers.exchange.samples import order_x

D = Decimal
K = Kind
PUMP = AgreedLine(
    key="11",
    position="1",
    name="Pump 40 m³/h",
    reference="PMP-40",
    quantity=D(1),
    unit="C62",
    net_price=D("1240.00"),
    basis=D(1),
    net_amount=D("1240.00"),
    category="S",
    rate=D("20.00"),
)
SCREWS = replace(
    PUMP,
    key="12",
    position="2",
    name="Screws M8",
    reference="SCR-M8",
    quantity=D(300),
    net_price=D("23.3469"),
    basis=D(100),
    net_amount=D("70.04"),
)
AGREED = Agreed(
    lines=(PUMP, SCREWS),
    currency="EUR",
    total_net=D("1310.04"),
    total_gross=D("1572.05"),
    incoterm="DAP",
    incoterm_place="Lyon",
    payment_days=45,
    payment_terms="45 days net, by transfer",
    valid_until=date(2026, 3, 31),
    deliverable_on=date(2026, 4, 10),
    postcodes=frozenset({"69001"}),
)


def order(**values: Any) -> ExchangedDocument:
    return replace(read_document(order_x().encode()).document, **values)


def with_line(number: int, **values: Any) -> ExchangedDocument:
    """Return the order with one line changed, its amounts left out."""
    lines = list(order().lines)
    lines[number - 1] = replace(lines[number - 1], net_amount=None, **values)
    said = order()
    return replace(
        said, lines=tuple(lines), totals=replace(said.totals, tax_exclusive=None)
    )


def kinds(found: Comparison) -> list[Kind]:
    return [deviation.kind for deviation in found.deviations]


def test_order_that_conforms_has_no_deviation() -> None:
    found = compare(AGREED, order())

    assert found.deviations == ()
    assert [(o.key, t.line_id) for o, t in found.pairs if o and t] == [
        ("11", "1"),
        ("12", "2"),
    ]


@pytest.mark.parametrize(
    ("said", "kind", "offered", "ordered"),
    [
        (with_line(1, net_price=D(1200)), K.PRICE, "1240", "1200"),
        (with_line(2, net_price=D("22.9")), K.PRICE, "23.3469", "22.9"),
        (with_line(1, quantity=D(2)), K.QUANTITY, "1", "2"),
        (with_line(1, unit="KGM"), K.UNIT, "C62", "KGM"),
        (with_line(1, rate=D("5.5")), K.VAT, "20.00", "5.5"),
        (order(currency="USD"), K.CURRENCY, "EUR", "USD"),
        (order(incoterm="DDP", incoterm_place="Lyon"), K.INCOTERM, "DAP Lyon",
         "DDP Lyon"),
        (order(incoterm="DAP", incoterm_place="Metz"), K.INCOTERM, "DAP Lyon",
         "DAP Metz"),
        (order(payment_terms="60 jours"), K.PAYMENT, "45 days net, by transfer",
         "60 jours"),
        (order(payment_terms="45 jours fin de mois"), K.PAYMENT,
         "45 days net, by transfer", "45 jours fin de mois"),
        (order(requested_on=date(2026, 4, 1)), K.DATE, "2026-04-10", "2026-04-01"),
        (order(issued_on=date(2026, 4, 2)), K.VALIDITY, "2026-03-31", "2026-04-02"),
        (order(ship_to=Party(postcode="57000", city="Metz")), K.ADDRESS, "69001",
         "57000 Metz"),
        (order(notes=("Nos conditions générales d’achat s’appliquent.",)), K.TERMS, "",
         "Nos conditions générales d’achat s’appliquent"),
        (order(notes=("Subject to our purchasing terms",)), K.TERMS, "",
         "Subject to our purchasing terms"),
        (order(totals=replace(order().totals, tax_exclusive=D(1300))), K.TOTAL,
         "1310.04", "1300"),
    ],
)  # fmt: skip
def test_each_deviation_has_its_class(
    said: ExchangedDocument, kind: Kind, offered: str, ordered: str
) -> None:
    (deviation,) = compare(AGREED, said).deviations

    assert (deviation.kind, deviation.offered, deviation.ordered) == (
        kind,
        offered,
        ordered,
    )


@pytest.mark.parametrize(
    "said",
    [
        with_line(1, unit="H87"),
        order(payment_terms="A 45 jours, par virement"),
        order(payment_terms="45 Days net, by transfer"),
        order(incoterm="DAP"),
        order(requested_on=date(2026, 5, 1)),
        order(ship_to=Party(postcode="69 001")),
        order(notes=("Livrer le matin",)),
    ],
)
def test_other_words_for_the_same_thing_are_no_deviation(
    said: ExchangedDocument,
) -> None:
    assert kinds(compare(AGREED, said)) == []


def test_line_that_was_not_offered_is_extra_and_one_not_ordered_is_missing() -> None:
    pump = order().lines[0]
    cable = Line(line_id="9", name="Cable 5 m", quantity=D(1), net_price=D(12))

    found = compare(AGREED, order(lines=(pump, cable)))

    assert kinds(found) == [K.EXTRA_LINE, K.MISSING_LINE, K.TOTAL]
    assert found.deviations[0].line_id == "9"
    assert found.deviations[1].key == "12"


@pytest.mark.parametrize(
    "values",
    [
        {"offer_line": "1", "seller_reference": "SCR-M8"},
        {"seller_reference": "pmp-40", "name": "Screws M8"},
        {"seller_reference": "", "buyer_reference": "", "name": "PUMP 40 M³/H"},
    ],
)
def test_lines_match_by_our_number_then_reference_then_words(
    values: dict[str, Any],
) -> None:
    line = replace(order().lines[0], **values)

    found = compare(AGREED, order(lines=(line,)))

    ours, theirs = found.pairs[0]
    assert ours is not None
    assert (ours.key, theirs) == ("11", line)


def test_of_two_equal_lines_the_one_with_the_same_quantity_matches() -> None:
    twice = (replace(PUMP, key="a", quantity=D(5)), replace(PUMP, key="b"))
    agreed = replace(AGREED, lines=twice)

    found = compare(agreed, order(lines=order().lines[:1]))

    assert [ours.key for ours, theirs in found.pairs if ours and theirs] == ["b"]


def test_tolerances_let_small_differences_pass() -> None:
    said = with_line(1, net_price=D("1252.40"), quantity=D("1.02"))
    said = replace(said, requested_on=date(2026, 4, 8))
    within = Tolerance(price_percent=D(1), quantity_percent=D(2), days=2)

    assert kinds(compare(AGREED, said)) == [K.QUANTITY, K.PRICE, K.DATE]
    assert kinds(compare(AGREED, said, within)) == []


def test_total_follows_a_changed_line_without_being_told_twice() -> None:
    pump = replace(order().lines[0], net_price=D(1200), net_amount=D(1200))
    totals = replace(order().totals, tax_exclusive=D("1270.04"))

    found = compare(AGREED, order(lines=(pump, order().lines[1]), totals=totals))

    assert kinds(found) == [K.PRICE]


def test_price_after_a_discount_of_the_line_counts() -> None:
    reduced = replace(
        SCREWS, net_price=D("25.00"), net_amount=D("70.04")
    )  # 75.00 less an allowance
    agreed = replace(AGREED, lines=(PUMP, reduced))

    assert kinds(compare(agreed, order())) == []


def test_order_without_lines_is_compared_by_its_total() -> None:
    totals = replace(order().totals, tax_exclusive=D(1000))

    found = compare(AGREED, order(lines=(), totals=totals))

    assert kinds(found) == [K.TOTAL]
    assert found.pairs == ()
