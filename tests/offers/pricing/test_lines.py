from __future__ import annotations

import pytest

from filon.offers.pricing import (
    Adder,
    Allowance,
    Break,
    BreakMode,
    Charge,
    DiscountLevel,
    LineInput,
    LineResult,
    ManualPrice,
    PriceSource,
    StepCode,
    UnitCharge,
    UnitDiscount,
    price_document,
)
from filon.offers.pricing.errors import (
    AmountOrPercent,
    BasisNotPositive,
    DiscountOutOfRange,
    NegativePrice,
    PricingError,
    ReasonMissing,
    TooManyDiscounts,
)
from tests.offers.pricing.builders import D, document, line, listed, off, plus

TEN_PERCENT = (UnitDiscount(percent=D(10)),)
ECO = (UnitCharge(amount=D("0.50")),)


def priced(target: LineInput, level: DiscountLevel = DiscountLevel.PRICE) -> LineResult:
    return price_document(document(target, discount_level=level)).lines[0]


def test_adders_are_amounts_then_percentages_of_the_base() -> None:
    adders = (
        Adder(code="guard", amount=D(50)),
        Adder(code="stainless", percent=D(10)),
    )

    assert priced(line("1000", adders=adders)).net_price == D("1150.00")


@pytest.mark.parametrize("level", list(DiscountLevel))
def test_adder_may_escape_the_discount(level: DiscountLevel) -> None:
    adders = (
        Adder(code="guard", amount=D(50)),
        Adder(code="alloy", amount=D(30), discountable=False),
    )

    result = priced(line("1000", adders=adders, discounts=TEN_PERCENT), level)

    assert result.gross_price == D(1080)
    assert result.line_net == D("975.00")


@pytest.mark.parametrize("level", list(DiscountLevel))
def test_fixed_discount_comes_after_the_cascade(level: DiscountLevel) -> None:
    target = line("100", "2", discounts=TEN_PERCENT, fixed_discount=D(5))

    assert priced(target, level).line_net == D("170.00")


@pytest.mark.parametrize("level", list(DiscountLevel))
def test_eco_contribution_is_never_discounted(level: DiscountLevel) -> None:
    target = line(
        "10",
        "10",
        discounts=TEN_PERCENT,
        unit_charges=ECO,
        allowances=(off(percent="10"),),
    )

    result = price_document(
        document(target, discount_level=level, allowances=(off(percent="10"),))
    )

    assert result.lines[0].line_net == D("86.00")
    assert result.lines[0].discountable == D("81.00")
    assert result.totals.allowances_total == D("8.10")


def test_line_charge_is_open_to_the_document_discount_unless_it_is_eco() -> None:
    target = line("100", charges=(plus("5", code="PC"), plus("2", code="AEW")))

    result = priced(target)

    assert (result.line_net, result.discountable) == (D(107), D(105))


def test_line_that_takes_no_discount_brings_nothing_to_its_base() -> None:
    assert priced(line("100", discountable=False)).discountable == 0


def test_allowances_of_a_line_are_rounded_one_by_one() -> None:
    target = line("0.10", allowances=(off(percent="15"), off(percent="15")))

    result = priced(target)

    assert [part.amount for part in result.allowances] == [D("0.02"), D("0.02")]
    assert result.line_net == D("0.06")


def test_cascade_at_line_level_goes_down_step_by_step() -> None:
    target = line("33.33", "3", discounts=(*TEN_PERCENT, UnitDiscount(percent=D(5))))

    result = priced(target, DiscountLevel.LINE)

    assert [(part.base, part.amount) for part in result.allowances] == [
        (D("99.99"), D("10.00")),
        (D("89.99"), D("4.50")),
    ]
    assert result.price_discount == 0


@pytest.mark.parametrize("level", list(DiscountLevel))
def test_manual_price_keeps_the_computed_one(level: DiscountLevel) -> None:
    manual = ManualPrice(price=D(80), reason="Trial order")

    result = priced(line("100", discounts=TEN_PERCENT, manual=manual), level)

    assert (result.net_price, result.source) == (D(80), PriceSource.MANUAL)
    assert result.computed_net_price == D(90)
    assert (result.gross_price, result.price_discount) == (D(100), D(20))
    step = next(s for s in result.trace if s.code is StepCode.PRICE_MANUAL)
    assert step.operands["computed"] == "90.00"
    assert step.operands["reason"] == "Trial order"


def test_manual_price_above_the_list_shows_no_negative_discount() -> None:
    result = priced(line("100", manual=ManualPrice(price=D(120))))

    assert (result.gross_price, result.price_discount) == (D(120), D(0))


def test_manual_price_is_enough_without_a_list() -> None:
    result = priced(line(quantity="3", manual=ManualPrice(price=D("9.99"))))

    assert result.line_net == D("29.97")
    assert result.computed_net_price is None


def test_manual_price_on_another_basis_does_not_compare() -> None:
    manual = ManualPrice(price=D(900), basis=D(100))

    result = priced(line("10", "50", manual=manual))

    assert (result.gross_price, result.line_net) == (D(900), D("450.00"))
    assert (result.computed_net_price, result.computed_basis) == (D(10), D(1))


@pytest.mark.parametrize(
    ("_case", "quantity", "minimum", "multiple", "expected"),
    [
        ("below the minimum", "3", "10", None, "10"),
        ("up to the pack", "13", None, "12", "24"),
        ("minimum then pack", "3", "10", "12", "12"),
        ("already a pack", "24", "10", "12", "24"),
        ("length by 6 m bars", "14.5", None, "6", "18"),
        ("a return is left alone", "-3", "10", "12", "-3"),
    ],
)
def test_quantity_is_rounded_up_with_a_notice(
    _case: str, quantity: str, minimum: str | None, multiple: str | None, expected: str
) -> None:
    result = priced(
        line(
            "1",
            quantity,
            minimum_quantity=D(minimum) if minimum else None,
            order_multiple=D(multiple) if multiple else None,
        )
    )

    assert result.quantity == D(expected)
    assert result.requested_quantity == D(quantity)
    assert [notice.operands["quantity"] for notice in result.notices] == (
        [] if D(quantity) == D(expected) else [expected]
    )


def test_block_price_takes_discount_adder_and_eco_contribution_by_the_unit() -> None:
    table = listed(None, breaks=(Break(D(1), D(1000)),), break_mode=BreakMode.BLOCK)
    target = line(
        quantity="30",
        candidates=(table,),
        adders=(Adder(code="paint", amount=D(2)),),
        discounts=TEN_PERCENT,
        fixed_discount=D(1),
        unit_charges=ECO,
    )

    assert priced(target).line_net == D("939.00")


def test_quantities_have_four_decimals_and_prices_six() -> None:
    result = priced(line("0.123456", "12345.6789", price_decimals=6))

    assert result.line_net == D("1524.15")


@pytest.mark.parametrize(
    ("target", "error"),
    [
        (line("1", discounts=TEN_PERCENT * 6), TooManyDiscounts),
        (line("1", discounts=(UnitDiscount(percent=D(-1)),)), DiscountOutOfRange),
        (line("1", discounts=(UnitDiscount(percent=D(101)),)), DiscountOutOfRange),
        (line("1", fixed_discount=D(2)), NegativePrice),
        (line("1", adders=(Adder(code="x", amount=D(-2)),)), NegativePrice),
        (line(manual=ManualPrice(price=D(-1))), NegativePrice),
        (line(manual=ManualPrice(price=D(1), basis=D(0))), BasisNotPositive),
        (line("1", allowances=(Allowance(),)), AmountOrPercent),
        (
            line("1", charges=(Charge(amount=D(1), percent=D(1)),)),
            AmountOrPercent,
        ),
        (line("1", charges=(Charge(amount=D(1), code=""),)), ReasonMissing),
    ],
)
def test_malformed_line_is_refused(
    target: LineInput, error: type[PricingError]
) -> None:
    with pytest.raises(error):
        price_document(document(target))
