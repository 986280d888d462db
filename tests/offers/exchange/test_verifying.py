"""Documents from outside are recomputed; what does not follow is named."""

from __future__ import annotations

from decimal import Decimal

import pytest

from filon.offers.exchange.reading import read_document
from filon.offers.exchange.verifying import Place, Status, Verification, verify
from tests.offers.exchange.samples import UBL_INVOICE, broken, order_x

P = Place


def verified(content: bytes) -> Verification:
    return verify(read_document(content).document)


@pytest.mark.parametrize("document", [UBL_INVOICE, order_x(), order_x("231")])
def test_document_that_is_right_is_exact(document: str) -> None:
    found = verified(document.encode())

    assert found == Verification(status=Status.EXACT, lines=2)


@pytest.mark.parametrize(
    ("document", "before", "after", "places"),
    [
        (UBL_INVOICE, ">13.50</cbc:PriceAmount", ">13.40</cbc:PriceAmount",
         [P.NET_PRICE, P.LINE_NET]),
        (UBL_INVOICE, ">1.50<", ">1.40<", [P.NET_PRICE]),
        (UBL_INVOICE, ">135.00</cbc:BaseAmount", ">153.00</cbc:BaseAmount",
         [P.DOCUMENT_ADJUSTMENT]),
        (UBL_INVOICE, ">161.45<", ">161.54<", [P.LINES_TOTAL]),
        (UBL_INVOICE, ">13.50</cbc:AllowanceTotal", ">31.50</cbc:AllowanceTotal",
         [P.ALLOWANCES_TOTAL]),
        (UBL_INVOICE, ">147.95<", ">149.75<", [P.TAX_EXCLUSIVE]),
        (UBL_INVOICE, ">121.50<", ">121.00<", [P.VAT_BASE, P.VAT_TAX]),
        (UBL_INVOICE, ">173.70</cbc:Tax", ">137.70</cbc:Tax", [P.TAX_INCLUSIVE]),
        (UBL_INVOICE, ">173.70</cbc:Pay", ">137.70</cbc:Pay", [P.DUE]),
        (UBL_INVOICE, ">25.75<", ">29.75<", [P.TAX_TOTAL]),
        (order_x(), ">70.04<", ">70.40<", [P.LINE_NET, P.LINES_TOTAL, P.TAX_EXCLUSIVE,
                                          P.TAX_TOTAL, P.TAX_INCLUSIVE]),
        (order_x(), ">1572.05<", ">1572.50<", [P.TAX_INCLUSIVE]),
    ],
)  # fmt: skip
def test_figure_that_does_not_follow_is_named(
    document: str, before: str, after: str, places: list[Place]
) -> None:
    found = verified(broken(document, before, after))

    assert found.status is Status.ANOMALY
    assert [difference.place for difference in found.differences] == places


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        # 26.45 + 0.02 on the line only; the sums follow the line.
        (">2.645<", ">2.647<", P.LINE_NET),
        # One VAT group 0.50 off, and the totals as they were computed.
        (">24.30<", ">24.80<", P.VAT_TAX),
    ],
)
def test_small_difference_is_within_the_tolerance(
    before: str, after: str, place: Place
) -> None:
    found = verified(broken(UBL_INVOICE, before, after))

    assert found.status is Status.TOLERANCE
    assert [difference.place for difference in found.differences] == [place]


def test_tolerance_ends_at_two_cents_a_line() -> None:
    within = verified(broken(UBL_INVOICE, ">2.645<", ">2.647<"))
    beyond = verified(broken(UBL_INVOICE, ">2.645<", ">2.648<"))

    assert (within.status, beyond.status) == (Status.TOLERANCE, Status.ANOMALY)


def test_vat_within_one_unit_carries_its_totals() -> None:
    document = UBL_INVOICE.replace(">25.75<", ">26.25<").replace(">173.70<", ">174.20<")

    found = verified(document.encode())

    assert found.status is Status.TOLERANCE
    assert {d.place for d in found.differences} == {P.TAX_TOTAL, P.TAX_INCLUSIVE, P.DUE}


def test_half_a_cent_of_vat_goes_up() -> None:
    found = verified(broken(UBL_INVOICE, ">24.30<", ">26.30<"))

    row = found.differences[0]
    assert (row.where, row.declared, row.computed) == (
        "S 20 %",
        Decimal("26.30"),
        Decimal("24.30"),
    )


def test_amounts_have_two_decimals_in_any_currency() -> None:
    forints = UBL_INVOICE.replace("EUR", "JPY").encode()

    assert verified(forints).status is Status.EXACT


def test_response_is_counted_by_the_agreed_quantity() -> None:
    document = order_x("231").replace(
        '<ram:AgreedQuantity unitCode="C62">1<', '<ram:AgreedQuantity unitCode="C62">2<'
    )

    found = verified(document.encode())

    (line,) = found.differences
    assert (line.place, line.computed) == (P.LINE_NET, Decimal("2480.00"))


def test_document_without_line_amounts_is_not_checkable() -> None:
    found = verified(order_x("231", lines=()).encode())

    assert found == Verification(status=Status.NOT_CHECKABLE, lines=0)


def test_group_line_repeats_its_details_and_does_not_count() -> None:
    group = order_x().replace(
        "<ram:LineID>2</ram:LineID>",
        "<ram:LineID>2</ram:LineID>"
        "<ram:LineStatusReasonCode>GROUP</ram:LineStatusReasonCode>",
        1,
    )

    found = verified(group.encode())

    assert P.LINES_TOTAL in [difference.place for difference in found.differences]


def test_longest_numbers_are_computed_without_a_crash() -> None:
    document = order_x()
    for before in (">1240.00<", ">23.3469<", ">20.00<"):
        document = document.replace(before, f">{'9' * 18}.{'9' * 18}<")

    assert verified(document.encode()).status is Status.ANOMALY
