from __future__ import annotations

from dataclasses import replace

import pytest

from filon.offers.pricing import (
    MinimumOrder,
    MinimumOrderMode,
    StepCode,
    Vat,
    VatCategory,
    price_document,
)
from tests.offers.pricing.builders import (
    D,
    document,
    line,
    listed,
    off,
    option,
    percentage,
    plus,
    standard,
)


def test_discount_freight_and_percentage_follow_the_selection() -> None:
    snapshot = document(
        line("1000", line_id="machine"),
        option("500", "robot"),
        percentage("10"),
        allowances=(off(percent="5"),),
        charges=(plus("80"),),
        free_delivery_from=D(1500),
    )

    result = price_document(snapshot)

    assert result.firm.totals.lines_total == D("1100.00")
    assert result.firm.totals.allowances_total == D("55.00")
    assert result.firm.totals.charges_total == D("80.00")
    assert result.with_all_options.totals.lines_total == D("1650.00")
    assert result.with_all_options.totals.allowances_total == D("82.50")
    assert result.with_all_options.totals.charges_total == D(0)


@pytest.mark.parametrize(
    ("_case", "goods", "charges"),
    [("just below", "999.99", "50.00"), ("reached", "1000.00", "0")],
)
def test_freight_is_free_from_the_threshold_on(
    _case: str, goods: str, charges: str
) -> None:
    snapshot = document(
        line(goods, line_id="goods"),
        line("5000", line_id="fitting", goods=False),
        charges=(plus("50"),),
        free_delivery_from=D(1000),
    )

    assert price_document(snapshot).totals.charges_total == D(charges)


def test_free_freight_leaves_packing_to_pay() -> None:
    snapshot = document(
        line("1000"),
        charges=(plus("50"), plus("7", code="PC")),
        free_delivery_from=D(1000),
    )

    assert price_document(snapshot).totals.charges_total == D(7)


def test_order_below_the_minimum_is_blocked_with_its_totals() -> None:
    snapshot = document(line("80"), minimum_order=MinimumOrder(amount=D(100)))

    result = price_document(snapshot)

    assert result.totals.tax_exclusive == D(80)
    assert [block.code for block in result.chosen.blocks] == [
        StepCode.MINIMUM_ORDER_BLOCKS
    ]
    assert result.chosen.blocks[0].operands["missing"] == "20.00"


def test_order_below_the_minimum_takes_a_surcharge() -> None:
    snapshot = document(
        line("80"),
        allowances=(off("10"),),
        minimum_order=MinimumOrder(amount=D(100), mode=MinimumOrderMode.SURCHARGE),
    )

    result = price_document(snapshot)

    assert result.totals.charges_total == D(30)
    assert result.totals.tax_exclusive == D(100)
    assert result.chosen.blocks == ()


@pytest.mark.parametrize("mode", list(MinimumOrderMode))
def test_order_at_the_minimum_is_left_alone(mode: MinimumOrderMode) -> None:
    snapshot = document(
        line("100"), minimum_order=MinimumOrder(amount=D(100), mode=mode)
    )

    result = price_document(snapshot)

    assert result.totals.tax_exclusive == D(100)
    assert result.chosen.blocks == ()


def test_charge_with_its_own_vat_is_not_split() -> None:
    snapshot = document(
        line("100", rate="5.5"), charges=(plus("10", vat=standard("20")),)
    )

    rows = price_document(snapshot).totals.vat_breakdown

    assert [(row.rate, row.taxable) for row in rows] == [
        (D(20), D(10)),
        (D("5.5"), D(100)),
    ]


def test_freight_takes_the_vat_of_goods_and_not_of_services() -> None:
    snapshot = document(
        line("100", rate="5.5", line_id="goods"),
        line("900", rate="20", line_id="fitting", goods=False),
        charges=(plus("10"),),
    )

    charges = price_document(snapshot).totals.charges

    assert [(part.vat, part.amount) for part in charges] == [(standard("5.5"), D(10))]


def test_freight_of_goods_given_free_takes_the_highest_rate() -> None:
    snapshot = document(
        line("0", rate="5.5"), line("0", rate="20"), charges=(plus("10"),)
    )

    charges = price_document(snapshot).totals.charges

    assert [(part.vat, part.amount) for part in charges] == [(standard("20"), D(10))]


def test_document_without_a_counted_line_has_nothing_to_charge() -> None:
    snapshot = document(
        option("10", "o"),
        charges=(plus("50"),),
        allowances=(off("5"),),
        minimum_order=MinimumOrder(amount=D(100), mode=MinimumOrderMode.SURCHARGE),
    )

    result = price_document(snapshot)

    assert result.firm.totals.tax_inclusive == D(0)
    assert result.firm.totals.vat_breakdown == ()
    assert result.with_all_options.totals.charges_total == D(145)


def test_fixed_discount_leaves_a_group_in_credit_alone() -> None:
    snapshot = document(
        line("100.01"), line("100", "-1", rate="5.5"), allowances=(off("10"),)
    )

    result = price_document(snapshot)

    assert [p.amount for p in result.totals.allowances] == [D("10.00")]
    assert [m.document_discount for m in result.line_margins] == [D(10), D(0)]


def test_percentage_discount_also_reduces_a_credit() -> None:
    snapshot = document(
        line("100"), line("20", "-1", rate="5.5"), allowances=(off(percent="10"),)
    )

    allowances = price_document(snapshot).totals.allowances

    assert [part.amount for part in allowances] == [D("10.00"), D("-2.00")]


def test_reasons_of_an_exemption_reach_the_breakdown() -> None:
    export = Vat(VatCategory.EXPORT, reason="Export", vatex="VATEX-EU-G")

    row = price_document(document(line("1", vat=export))).totals.vat_breakdown[0]

    assert (row.reasons, row.vatex) == (("Export",), ("VATEX-EU-G",))


def test_yen_has_no_decimals_and_dinars_have_three() -> None:
    yen = document(line("33.5", "3"), currency="JPY", company_currency="JPY")
    yen = replace(
        yen,
        lines=(replace(yen.lines[0], candidates=(listed("33.5", currency="JPY"),)),),
    )
    dinar = document(
        line(candidates=(listed("1.2345", currency="TND"),), price_decimals=4),
        currency="TND",
        company_currency="TND",
    )

    assert price_document(yen).totals.lines_total == D(101)
    assert str(price_document(dinar).totals.lines_total) == "1.235"
