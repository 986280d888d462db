"""Published documents recompute to the cent: O1 to O12 of the pricing notes."""

from __future__ import annotations

import pytest

from filon.offers.pricing import (
    DocumentInput,
    LineResult,
    UnitCharge,
    Vat,
    VatCategory,
    price_document,
    price_lines,
)
from filon.offers.pricing.tolerance import line_is_acceptable, vat_is_acceptable
from tests.offers.pricing.builders import D, document, line, off, plus, standard

EXEMPT = Vat(VatCategory.EXEMPT, reason="Exempt")
WITHIN_EU = Vat(VatCategory.INTRA_COMMUNITY, vatex="VATEX-EU-IC")

O1 = document(
    line(
        "10.50",
        "6",
        fixed_discount=D("1.00"),
        unit_charges=(UnitCharge(amount=D("0.50")),),
        allowances=(off(percent="10", base="60"),),
        charges=(plus(percent="10", base="60"),),
    ),
    line(
        "19.50",
        "10",
        basis="2",
        unit_charges=(UnitCharge(amount=D("0.50")),),
        allowances=(off(percent="1", base="100"),),
        charges=(plus(percent="1", base="100"),),
    ),
    line(
        "30",
        "6",
        fixed_discount=D(5),
        allowances=(off(percent="10"),),
        charges=(plus(percent="10"),),
    ),
    allowances=(off(percent="10", base="310"),),
    charges=(plus(percent="10", base="210"),),
)
O2 = document(
    line("1.0000", "100", "19"),
    line("1.5000", "50", "7", fixed_discount=D("0.05")),
    line("0", "10", "7"),
    line("12.0000", "15", "19"),
    line("3.1000", "15", "19", discountable=False),
    line("30", "2", "7", fixed_discount=D("0.90")),
    allowances=(
        off(percent="2"),
        off("2.50", vat=standard("19")),
        off("0.50", vat=standard("7")),
    ),
    charges=(plus("3.00", vat=standard("19")),),
)
O3 = document(
    line("4.0000", "3", "19", fixed_discount=D("0.6667"), price_decimals=4),
    line("5.50", "5", "7"),
    line("5.49", "20", "7"),
    line("2.77", "20", "19"),
    allowances=(off("1.00", vat=standard("19")), off("13.73", vat=standard("7"))),
    charges=(plus("5.80", vat=standard("7")),),
    prepaid=D("50"),
)
O4 = document(
    line("1273", "1", "25", allowances=(off("12"),), charges=(plus("12"),)),
    line("3.96", "-1", "15"),
    line("2.48", "2", "15"),
    line("25", "-1", vat=EXEMPT),
    line("0.75", "250", "25"),
    allowances=(off("100", vat=standard("25")),),
    charges=(plus("100", vat=standard("25")),),
    prepaid=D("1000"),
)
O5 = document(
    line("15", "10", "5.5", fixed_discount=D("1.5")),
    line("6.9", "20", "20"),
    allowances=(off("3", vat=standard()), off("2.5", vat=standard())),
    charges=(plus("5.5", vat=standard()),),
)
O6 = document(
    line("410", "10", "25", charges=(plus("1"),), allowances=(off("101"),)),
    line("200", "10", basis="2", vat=EXEMPT),
    line("900", "1", "25"),
    prepaid=D("1000"),
)
O7 = document(
    line("100", "10", "19", allowances=(off(percent="10"), off("50"))),
    allowances=(off(percent="2.5"),),
    charges=(plus("30"),),
    prepaid=D("500"),
)
O8 = document(line("0.1234", "100", "25", fixed_discount=D("0.0022"), price_decimals=4))
O9 = document(
    line("100", "10", vat=WITHIN_EU),
    line("100", "10", vat=WITHIN_EU),
    buyer_vat_number="DE123456789",
    delivery_country="DE",
)
O10 = document(line("400", "7", "25"), line("500", "-3", "25"), charges=(plus("25"),))
O11 = document(
    line("4300", "35", "25"),
    line("1250", "35", "25"),
    line("50", "35", "25"),
    line("50", "35", "25"),
)


@pytest.mark.parametrize(
    ("_case", "snapshot", "lines", "net", "taxes", "gross", "due"),
    [
        ("O1 Order-X", O1, "310.00", "300.00", ["60.00"], "360.00", "360.00"),
        ("O2 goods", O2, "457.20", "448.99", ["61.07", "8.93"], "518.99", "518.99"),
        ("O3 rebates", O3, "202.70", "193.77", ["12.24", "9.06"], "215.07", "165.07"),
        (
            "O4 half a cent",
            O4,
            "1436.50",
            "1436.50",
            ["0.00", "365.13", "0.15"],
            "1801.78",
            "801.78",
        ),
        ("O5 two rates", O5, "273.00", "273.00", ["27.60", "7.43"], "308.03", "308.03"),
        (
            "O6 price per 2",
            O6,
            "5900.00",
            "5900.00",
            ["0.00", "1225.00"],
            "7125.00",
            "6125.00",
        ),
        ("O7 pounds", O7, "850.00", "858.75", ["163.16"], "1021.91", "521.91"),
        ("O8 small price", O8, "12.12", "12.12", ["3.03"], "15.15", "15.15"),
        ("O9 within EU", O9, "2000.00", "2000.00", ["0.00"], "2000.00", "2000.00"),
        ("O10 return", O10, "1300.00", "1325.00", ["331.25"], "1656.25", "1656.25"),
        (
            "O11 quotation",
            O11,
            "197750.00",
            "197750.00",
            ["49437.50"],
            "247187.50",
            "247187.50",
        ),
    ],
)
def test_published_document_recomputes_to_the_cent(
    _case: str,
    snapshot: DocumentInput,
    lines: str,
    net: str,
    taxes: list[str],
    gross: str,
    due: str,
) -> None:
    totals = price_document(snapshot).totals

    assert totals.lines_total == D(lines)
    assert totals.tax_exclusive == D(net)
    assert [str(row.tax) for row in totals.vat_breakdown] == taxes
    assert totals.tax_inclusive == D(gross)
    assert totals.amount_due == D(due)


def test_o1_price_adds_the_eco_contribution_after_the_discount() -> None:
    first, second, third = price_document(O1).lines

    assert (first.gross_price, first.price_discount) == (D("10.50"), D("1.00"))
    assert (first.price_charges, first.net_price) == (D("0.50"), D("10.00"))
    assert [each.line_net for each in (first, second, third)] == [60, 100, 150]


def test_o2_discount_is_split_as_published() -> None:
    totals = price_document(O2).totals

    split = [(part.base, part.amount) for part in totals.allowances[:2]]
    assert split == [(D("280.00"), D("5.60")), (D("130.70"), D("2.61"))]
    assert [row.taxable for row in totals.vat_breakdown] == [D("321.40"), D("127.59")]
    assert totals.allowances_total == D("11.21")


def test_o3_price_keeps_four_decimals() -> None:
    first = price_document(O3).lines[0]

    assert first.net_price == D("3.3333")
    assert first.line_net == D("10.00")


@pytest.mark.parametrize(
    ("_case", "price", "quantity", "basis", "computed", "declared"),
    [
        ("O12 price per 366 days", "386.52", "31", "366", "32.74", "32.74"),
        ("O12 declared a cent more", "3.2916", "2100", "1", "6912.36", "6912.37"),
    ],
)
def test_o12_a_cent_is_accepted_on_import_and_never_produced(
    _case: str, price: str, quantity: str, basis: str, computed: str, declared: str
) -> None:
    priced = price_lines(
        document(line(price, quantity, basis=basis, price_decimals=4))
    )[0]

    assert isinstance(priced, LineResult)
    assert priced.line_net == D(computed)
    assert line_is_acceptable(declared=D(declared), computed=priced.line_net)


@pytest.mark.parametrize(
    ("_case", "declared", "accepted"),
    [("at the slack", "6912.38", True), ("above it", "6912.39", False)],
)
def test_line_slack_is_two_cents(_case: str, declared: str, accepted: bool) -> None:
    assert line_is_acceptable(declared=D(declared), computed=D("6912.36")) is accepted


@pytest.mark.parametrize(
    ("_case", "declared", "accepted"),
    [("at the slack", "101.00", True), ("above it", "101.01", False)],
)
def test_vat_slack_is_one(_case: str, declared: str, accepted: bool) -> None:
    assert vat_is_acceptable(declared=D(declared), computed=D("100")) is accepted
