from __future__ import annotations

from filon.offers.pricing import (
    FxRate,
    MarginTerms,
    price_document,
)
from tests.offers.pricing.builders import (
    D,
    document,
    line,
    off,
    standard,
)


def test_unknown_cost_makes_an_unknown_margin_and_never_a_zero_cost() -> None:
    snapshot = document(
        line("100", line_id="known", unit_cost=D(60)), line("100", line_id="unknown")
    )

    result = price_document(snapshot)
    margin = result.chosen.margin

    assert margin.unknown_costs == ("unknown",)
    assert (margin.cost, margin.margin, margin.margin_percent) == (None, None, None)
    assert [each.margin for each in result.line_margins] == [D(40), None]


def test_unknown_freight_cost_makes_an_unknown_margin() -> None:
    snapshot = document(
        line("100", unit_cost=D(60)), margin_terms=MarginTerms(freight_cost=None)
    )

    assert price_document(snapshot).chosen.margin.margin is None


def test_cost_of_zero_is_a_known_cost() -> None:
    margin = price_document(document(line("100", unit_cost=D(0)))).line_margins[0]

    assert margin.margin == D(100)
    assert margin.markup_percent is None
    assert margin.margin_percent == D(100)


def test_both_ratios_have_their_own_name() -> None:
    margin = price_document(document(line("100", unit_cost=D(60)))).line_margins[0]

    assert margin.markup_percent == D("66.6667")
    assert margin.margin_percent == D("40.0000")


def test_margin_is_in_the_currency_of_the_company() -> None:
    snapshot = document(
        line("100", "10", unit_cost=D(60)),
        currency="USD",
        fx=FxRate(rate=D("1.10")),
    )

    margin = price_document(snapshot).chosen.margin

    assert (margin.revenue, margin.cost, margin.margin) == (D(1000), D(600), D(400))


def test_rate_is_ignored_in_the_currency_of_the_company() -> None:
    snapshot = document(line("100", unit_cost=D(60)), fx=FxRate(rate=D(2)))

    result = price_document(snapshot)

    assert result.chosen.margin.revenue == D(100)
    assert result.totals.tax_in_company_currency is None


def test_document_discount_is_spread_over_its_lines() -> None:
    snapshot = document(
        line("100", line_id="a"),
        line("100", line_id="b"),
        line("100", line_id="c"),
        line("100", line_id="d", discountable=False),
        allowances=(off("10"),),
    )

    margins = price_document(snapshot).line_margins

    assert [each.document_discount for each in margins] == [
        D("3.34"),
        D("3.33"),
        D("3.33"),
        D(0),
    ]


def test_discount_on_a_rate_without_lines_still_lowers_the_margin() -> None:
    snapshot = document(
        line("100", unit_cost=D(60)), allowances=(off("10", vat=standard("5.5")),)
    )

    result = price_document(snapshot)

    assert [each.document_discount for each in result.line_margins] == [D(0)]
    assert result.chosen.margin.margin == D(30)
