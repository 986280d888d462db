"""Responses that we write read back as they were meant, and break no rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from filon.offers.exchange.answering import Answer, LineAnswer, response_to, totals_of
from filon.offers.exchange.document import Adjustment, ExchangedDocument, Party
from filon.offers.exchange.order_x import write_order_x
from filon.offers.exchange.reading import read_document
from filon.offers.exchange.rules import Rule, order_x_findings, response_findings
from filon.offers.exchange.verifying import Status, verify
from tests.offers.exchange.samples import order_x

D = Decimal
DAY = date(2026, 3, 12)


def order() -> ExchangedDocument:
    return read_document(order_x().encode()).document


def answered(**answers: LineAnswer) -> ExchangedDocument:
    """Return what the written response to the order says."""
    known = {key.removeprefix("line_"): value for key, value in answers.items()}
    response = response_to(order(), known, number="AR-1", issued_on=DAY)
    read = read_document(write_order_x(response))
    assert read.document == response
    assert order_x_findings(read.document, read.root) == ()
    assert response_findings(read.document, order()) == ()
    return read.document


def test_order_that_is_written_reads_back_as_the_same() -> None:
    written = write_order_x(order())

    assert read_document(written).document == order()


def test_everything_accepted_is_said_once_for_all() -> None:
    response = answered()

    assert response.status == Answer.ACCEPTED
    assert [line.status for line in response.lines] == ["5", "5"]
    assert response.totals.tax_inclusive == D("1572.05")
    assert verify(response).status is Status.EXACT


def test_smaller_quantity_is_an_amendment_with_the_agreed_one() -> None:
    response = answered(line_2=LineAnswer(quantity=D(200)))

    screws = response.lines[1]
    assert response.status == Answer.AMENDED
    assert (screws.status, screws.quantity, screws.agreed) == ("6", D(300), D(200))
    assert screws.net_amount == D("46.69")


def test_our_price_takes_the_place_of_theirs() -> None:
    response = answered(line_1=LineAnswer(quantity=D(1), net_price=D("1250.00")))

    assert response.lines[0].status == "6"
    assert response.totals.lines == D("1320.04")


def test_refused_line_keeps_its_number_and_has_nothing_agreed() -> None:
    response = answered(line_1=LineAnswer(quantity=D(0)))

    assert (response.lines[0].status, response.lines[0].agreed) == ("7", D(0))
    assert response.totals.lines == D("70.04")


def test_order_of_which_nothing_is_accepted_is_refused() -> None:
    nothing = LineAnswer(quantity=D(0))

    assert answered(line_1=nothing, line_2=nothing).status == Answer.REFUSED


def test_substitute_comes_as_an_added_line() -> None:
    pump = replace(
        order().lines[0],
        line_id="3",
        name="Pump 45 m³/h",
        order_line="1",
        substituted=True,
    )
    response = response_to(
        order(),
        {"1": LineAnswer(quantity=D(0))},
        number="AR-1",
        issued_on=DAY,
        added=[pump],
    )

    read = read_document(write_order_x(response))

    last = read.document.lines[-1]
    assert (last.status, last.quantity, last.agreed) == ("1", D(0), D(1))
    assert last.substituted
    assert read.document.totals.lines == D("1310.04")
    assert order_x_findings(read.document, read.root) == ()


def test_discount_of_the_order_stays_where_all_is_accepted() -> None:
    discount = Adjustment(
        is_charge=False,
        amount=D("10.04"),
        code="95",
        reason="Loyalty",
        category="S",
        rate=D(20),
    )
    reduced = replace(order(), adjustments=(discount,))
    reduced = replace(reduced, totals=totals_of(reduced))

    response = response_to(reduced, {}, number="AR-1", issued_on=DAY)

    assert read_document(write_order_x(response)).document == response
    assert response.totals.tax_exclusive == D("1300.00")
    assert response.totals.tax_inclusive == D("1560.00")


def test_incoterm_of_2020_goes_to_the_text() -> None:
    delivered = replace(order(), incoterm="DPU", incoterm_place="Lyon")

    read = read_document(write_order_x(delivered))

    assert (read.document.incoterm, read.document.incoterm_place) == ("", "DPU Lyon")
    assert Rule.INCOTERM_UNKNOWN not in [
        finding.rule for finding in order_x_findings(read.document, read.root)
    ]


@pytest.mark.parametrize(
    "name", ["A & B <x>", "Ligne\x00cachée\x0b", "“é” 漢字 \U0001f600"]
)
def test_whatever_is_typed_stays_a_text(name: str) -> None:
    buyer = Party(name=name, vat_number="FR05987654321")

    read = read_document(write_order_x(replace(order(), buyer=buyer))).document

    assert read.buyer.name == name.replace("\x00", "").replace("\x0b", "")
