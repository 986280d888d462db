"""Our own worked examples: W1 to W16 of the pricing notes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from filon.kernel.money import round_half_up
from filon.offers.pricing import (
    DiscountLevel,
    DocumentInput,
    FxRate,
    Inclusion,
    LineKind,
    MarginTerms,
    PaymentShare,
    Selection,
    UnitDiscount,
    price_document,
)
from filon.offers.pricing.costing import (
    CostSheet,
    Material,
    Operation,
    Subcontract,
    Tooling,
    unit_cost,
)
from filon.offers.pricing.indexation import IndexTerm, RevisionFormula, revise
from filon.offers.pricing.penalties import late_penalty
from filon.offers.pricing.schedule import payment_schedule
from filon.offers.pricing.targets import (
    largest_discount,
    price_for_margin,
    reaches_margin,
)
from filon.offers.pricing.terms import PaymentTerm, TermMode, due_on
from tests.offers.pricing.builders import D, document, line, off, plus


def cascade(*percents: str) -> tuple[UnitDiscount, ...]:
    return tuple(UnitDiscount(percent=D(percent)) for percent in percents)


W3_LINE = line("348.35", "16", "22", discounts=cascade("4"))
W5_LINE = line("33.33", "3", discounts=cascade("10"))


@pytest.mark.parametrize(
    ("_case", "snapshot", "net", "taxes", "gross"),
    [
        ("W1 tax once", document(line("10.01", "3")), "30.03", ["6.01"], "36.04"),
        (
            "W2 two rates",
            document(line("0.13", rate="10"), line("0.16")),
            "0.29",
            ["0.03", "0.01"],
            "0.33",
        ),
        (
            "W3 line",
            document(W3_LINE, discount_level=DiscountLevel.LINE),
            "5350.66",
            ["1177.15"],
            "6527.81",
        ),
        ("W3 price", document(W3_LINE), "5350.72", ["1177.16"], "6527.88"),
        (
            "W4 cascade",
            document(line("248.00", "12", discounts=cascade("30", "10", "5"))),
            "1781.16",
            ["356.23"],
            "2137.39",
        ),
        ("W5 price", document(W5_LINE), "90.00", ["18.00"], "108.00"),
        (
            "W5 line",
            document(W5_LINE, discount_level=DiscountLevel.LINE),
            "89.99",
            ["18.00"],
            "107.99",
        ),
        (
            "W6 price per 100",
            document(
                line(
                    "4.3750",
                    "2350",
                    basis="100",
                    discounts=cascade("8"),
                    price_decimals=4,
                )
            ),
            "94.59",
            ["18.92"],
            "113.51",
        ),
        (
            "W7 split over rates",
            document(
                line("1240"),
                line("318.45", rate="5.5"),
                allowances=(off(percent="3"),),
                charges=(plus("95.00"),),
            ),
            "1606.70",
            ["255.68", "18.06"],
            "1880.44",
        ),
    ],
)
def test_totals_of_a_document(
    _case: str, snapshot: DocumentInput, net: str, taxes: list[str], gross: str
) -> None:
    totals = price_document(snapshot).totals

    assert totals.tax_exclusive == D(net)
    assert [str(row.tax) for row in totals.vat_breakdown] == taxes
    assert totals.tax_inclusive == D(gross)


def test_w3_line_level_discount_is_an_allowance() -> None:
    priced = price_document(document(W3_LINE, discount_level=DiscountLevel.LINE)).lines[
        0
    ]

    assert priced.line_gross == D("5573.60")
    assert [part.amount for part in priced.allowances] == [D("222.94")]


def test_w3_price_level_discount_is_in_the_price() -> None:
    assert price_document(document(W3_LINE)).lines[0].net_price == D("334.42")


def test_w4_cascade_rounds_once_and_gives_its_equivalent() -> None:
    priced = price_document(
        document(line("248.00", "12", discounts=cascade("30", "10", "5")))
    ).lines[0]

    assert priced.net_price == D("148.43")
    assert priced.equivalent_discount == D("40.15")


def test_w6_price_per_hundred_keeps_four_decimals() -> None:
    priced = price_document(
        document(
            line(
                "4.3750", "2350", basis="100", discounts=cascade("8"), price_decimals=4
            )
        )
    ).lines[0]

    assert (priced.net_price, priced.basis) == (D("4.0250"), D(100))


def test_w7_parts_sum_to_the_discount_and_to_the_freight() -> None:
    totals = price_document(
        document(
            line("1240"),
            line("318.45", rate="5.5"),
            allowances=(off(percent="3"),),
            charges=(plus("95.00"),),
        )
    ).totals

    assert [part.amount for part in totals.allowances] == [D("37.20"), D("9.55")]
    assert [part.amount for part in totals.charges] == [D("75.59"), D("19.41")]
    assert [row.taxable for row in totals.vat_breakdown] == [D("1278.39"), D("328.31")]


W8 = document(
    line(
        "48500",
        line_id="press",
        inclusion=Inclusion.ALTERNATIVE,
        alternative_group="press",
        is_default=True,
    ),
    line("3200", line_id="start-up"),
    line("2150", line_id="guard", inclusion=Inclusion.OPTION),
    line("980", line_id="spares", inclusion=Inclusion.OPTION),
    line(
        "55900",
        line_id="fast press",
        inclusion=Inclusion.ALTERNATIVE,
        alternative_group="press",
    ),
    line(
        line_id="maintenance",
        kind=LineKind.PERCENT,
        percent=D(8),
        percent_of=("press",),
        inclusion=Inclusion.OUTSIDE,
    ),
)


def test_w8_options_and_alternatives_have_their_own_totals() -> None:
    result = price_document(W8)

    assert result.firm.totals.tax_exclusive == D("51700")
    assert result.firm.totals.tax_inclusive == D("62040")
    assert result.with_all_options.totals.tax_exclusive == D("54830")
    assert [
        (each.alternative_id, each.totals.tax_exclusive)
        for each in result.with_alternatives
    ] == [("fast press", D("59100"))]
    assert result.firm.percent_nets == {"maintenance": D("3880.00")}
    assert result.with_alternatives[0].percent_nets == {"maintenance": D("4472.00")}


def test_w8_a_selection_counts_what_was_ticked() -> None:
    chosen = Selection(
        options=frozenset({"spares"}), alternatives=frozenset({"fast press"})
    )
    snapshot = DocumentInput(dated_on=W8.dated_on, lines=W8.lines, selection=chosen)

    result = price_document(snapshot)

    assert result.totals.tax_exclusive == D("60080.00")
    assert result.firm.totals.tax_exclusive == D("51700")
    assert [each.line_id for each in result.lines if each.counted] == [
        "start-up",
        "spares",
        "fast press",
    ]


W9 = CostSheet(
    materials=(Material(name="bar", price=D("6.40"), scrap_percent=D(3)),),
    operations=(
        Operation(
            name="turning",
            rate=D(68),
            setup_hours=D("1.5"),
            unit_hours=D("0.11"),
        ),
    ),
    subcontracts=(Subcontract(name="zinc", unit_price=D("2.10")),),
    tooling=(Tooling(name="jig", price=D(850), spread_over=D(2000)),),
    overhead_percent=D(8),
)


@pytest.mark.parametrize(
    ("_case", "quantity", "cost", "price"),
    [
        ("W9 50", 50, "20.1344", "27.97"),
        ("W9 200", 200, "18.4820", "25.67"),
        ("W9 1000", 1000, "18.0413", "25.06"),
    ],
)
def test_w9_cost_and_price_for_a_margin(
    _case: str, quantity: int, cost: str, price: str
) -> None:
    sheet = unit_cost(W9, D(quantity))

    assert sheet.unit_cost == D(cost)
    assert price_for_margin(D(cost), D(28), places=2) == D(price)


def test_w9_price_rounded_half_up_would_miss_the_margin() -> None:
    assert reaches_margin(D("27.97"), D("20.1344"), D(28))
    assert not reaches_margin(D("27.96"), D("20.1344"), D(28))


def test_w10_margin_after_every_cost() -> None:
    result = price_document(
        document(
            line("51700", unit_cost=D(36980)),
            allowances=(off(percent="3"),),
            charges=(plus("450"),),
            margin_terms=MarginTerms(
                freight_cost=D("612.40"),
                financing_percent=D("4.5"),
                financing_days=60,
                commission_percent=D("1.5"),
                warranty_percent=D(1),
            ),
        )
    )
    margin = result.chosen.margin

    assert result.totals.allowances_total == D(1551)
    assert margin.revenue == D("50599.00")
    assert margin.financing == D("374.29")
    assert margin.commission == D("752.24")
    assert margin.warranty == D("501.49")
    assert margin.margin == D("11378.58")
    assert margin.margin_percent is not None
    assert round_half_up(margin.margin_percent, 2) == D("22.49")
    assert margin.direct_margin_percent is not None
    assert round_half_up(margin.direct_margin_percent, 2) == D("26.26")


def test_w11_foreign_currency_and_vat_in_euros() -> None:
    result = price_document(
        document(
            line("248.00", "12", discounts=cascade("12")),
            currency="USD",
            fx=FxRate(rate=D("1.0875")),
        )
    )

    assert result.lines[0].gross_price == D("269.70")
    assert result.lines[0].net_price == D("237.34")
    assert result.totals.tax_exclusive == D("2848.08")
    assert result.totals.tax_total == D("569.62")
    assert result.totals.tax_in_company_currency == D("523.79")


W12_TERMS = (
    IndexTerm(code="labor", weight=D("0.45"), current=D("142.3"), base=D("138.9")),
    IndexTerm(code="steel", weight=D("0.25"), current=D("128.7"), base=D("121.4")),
    IndexTerm(code="services", weight=D("0.15"), current=D("131.2"), base=D("130.1")),
)


@pytest.mark.parametrize(
    ("_case", "cap", "coefficient", "amount"),
    [
        ("W12 below the cap", "3", "1.0273", "49824.05"),
        ("W12 without a cap", None, "1.0273", "49824.05"),
        ("cap reached", "2", "1.02", "49470.00"),
    ],
)
def test_w12_price_revision(
    _case: str, cap: str | None, coefficient: str, amount: str
) -> None:
    revised = revise(
        D(48500),
        RevisionFormula(
            fixed=D("0.15"), terms=W12_TERMS, cap_percent=D(cap) if cap else None
        ),
        "EUR",
    )

    assert str(revised.exact).startswith("1.027316")
    assert revised.coefficient == D(coefficient)
    assert revised.amount == D(amount)
    assert D(48500) * D("1.03") == D("49955.00")


def test_w13_schedule_sums_to_the_total() -> None:
    shares = [
        PaymentShare(code="ORDER", percent=D(30)),
        PaymentShare(code="DELIVERY", percent=D(60)),
        PaymentShare(code="ACCEPTANCE", percent=D(10)),
    ]

    payments = payment_schedule(D("62041.38"), shares, "EUR")

    assert [payment.amount for payment in payments] == [
        D("18612.41"),
        D("37224.83"),
        D("6204.14"),
    ]


def test_w14_late_payment() -> None:
    penalty = late_penalty(
        D("18432.60"),
        due_on=date(2026, 3, 31),
        paid_on=date(2026, 5, 1),
        yearly_rate=D("12.15"),
    )

    assert penalty.days == 31
    assert penalty.interest == D("190.21")
    assert penalty.indemnity == D("40.00")


def test_w15_floor_price_goes_up_and_discount_goes_down() -> None:
    floor = price_for_margin(D("131.40"), D(35), places=2)
    discount = largest_discount(D("248.00"), floor)

    assert floor == D("202.16")
    assert discount == D("18.48")
    assert reaches_margin(_discounted("18.48"), D("131.40"), D(35))
    assert not reaches_margin(_discounted("18.49"), D("131.40"), D(35))


def _discounted(percent: str) -> Decimal:
    return round_half_up(D("248.00") * (100 - D(percent)) / 100, 2)


NET, THEN_EOM, EOM_THEN = (
    TermMode.NET,
    TermMode.THEN_END_OF_MONTH,
    TermMode.END_OF_MONTH_THEN_DAYS,
)


@pytest.mark.parametrize(
    ("_case", "invoice_on", "days", "mode", "expected"),
    [
        ("W16 60 days", date(2026, 12, 10), 60, NET, date(2027, 2, 8)),
        ("W16 45 d then end", date(2026, 12, 10), 45, THEN_EOM, date(2027, 1, 31)),
        ("W16 end then 45 d", date(2026, 12, 10), 45, EOM_THEN, date(2027, 2, 14)),
        ("W16 45 d then end, Jan.", date(2027, 1, 15), 45, THEN_EOM, date(2027, 3, 31)),
        ("W16 end then 45 d, Jan.", date(2027, 1, 15), 45, EOM_THEN, date(2027, 3, 17)),
        ("W16 60 days, Jan.", date(2027, 1, 15), 60, NET, date(2027, 3, 16)),
    ],
)
def test_w16_due_dates(
    _case: str, invoice_on: date, days: int, mode: TermMode, expected: date
) -> None:
    assert due_on(invoice_on, PaymentTerm(days=days, mode=mode)) == expected
