"""What holds for any document, on values nobody thought of."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from filon.kernel.money import round_amount
from filon.offers.pricing import (
    Allowance,
    Charge,
    DiscountLevel,
    DocumentInput,
    DocumentResult,
    LineInput,
    PaymentShare,
    UnitDiscount,
    as_json,
    price_document,
)
from tests.offers.pricing.builders import D, document, line

ZERO = D(0)
SHARES = tuple(PaymentShare(code=str(part), percent=D(part)) for part in (30, 60, 10))


def decimals(low: str, high: str, places: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(
        D(low), D(high), places=places, allow_nan=False, allow_infinity=False
    )


percents = decimals("0", "100", 2)
lines = st.builds(
    lambda price, quantity, rate, percent, discountable: line(
        str(price),
        str(quantity),
        rate,
        discounts=(UnitDiscount(percent=percent),),
        discountable=discountable,
        unit_cost=D(1),
    ),
    decimals("0", "9999", 4),
    decimals("-99", "999", 4),
    st.sampled_from(["20", "10", "5.5", "2.1"]),
    percents,
    st.booleans(),
)


@st.composite
def documents(draw: st.DrawFn) -> DocumentInput:
    drawn: list[LineInput] = draw(st.lists(lines, min_size=1, max_size=6))
    numbered = [replace(each, line_id=str(n)) for n, each in enumerate(drawn)]
    return document(
        *numbered,
        allowances=(
            Allowance(percent=draw(percents)),
            Allowance(amount=draw(decimals("0", "500", 2))),
        ),
        charges=(Charge(amount=draw(decimals("0", "500", 2))),),
        discount_level=draw(st.sampled_from(list(DiscountLevel))),
        payment_shares=SHARES,
    )


@given(documents())
@settings(deadline=None)
def test_totals_are_the_sum_of_their_parts(snapshot: DocumentInput) -> None:
    result = price_document(snapshot)
    totals = result.totals

    assert totals.lines_total == sum((r.line_net for r in result.lines), ZERO)
    assert totals.allowances_total == sum((p.amount for p in totals.allowances), ZERO)
    assert totals.charges_total == sum((p.amount for p in totals.charges), ZERO)
    assert totals.tax_exclusive == sum((r.taxable for r in totals.vat_breakdown), ZERO)
    assert totals.tax_total == sum((r.tax for r in totals.vat_breakdown), ZERO)
    assert totals.tax_inclusive == totals.tax_exclusive + totals.tax_total
    for row in totals.vat_breakdown:
        assert row.tax == round_amount(row.taxable * row.rate / 100, "EUR")


@given(documents())
@settings(deadline=None)
def test_splits_and_schedule_sum_exactly(snapshot: DocumentInput) -> None:
    result = price_document(snapshot)
    totals = result.totals
    whole = sum((r.discountable for r in result.lines), ZERO)
    percent, fixed = snapshot.allowances

    expected = round_amount(whole * (percent.percent or ZERO) / 100, "EUR")
    assert totals.allowances_total == expected + (fixed.amount or ZERO)
    assert totals.charges_total == snapshot.charges[0].amount
    assert sum((p.amount for p in result.chosen.schedule), ZERO) == totals.tax_inclusive
    assert (
        sum((m.document_discount for m in result.line_margins), ZERO)
        == totals.allowances_total
    )


@given(documents(), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_order_of_lines_moves_no_cent(snapshot: DocumentInput, random: object) -> None:
    shuffled = list(snapshot.lines)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    there = price_document(replace(snapshot, lines=tuple(shuffled))).totals

    assert there == price_document(snapshot).totals


@given(documents())
@settings(deadline=None)
def test_pricing_again_gives_the_same_result(snapshot: DocumentInput) -> None:
    once, again = price_document(snapshot), price_document(snapshot)

    assert once == again
    assert as_json(once) == as_json(again)


@given(documents())
@settings(deadline=None)
def test_line_recomputes_from_what_is_printed(snapshot: DocumentInput) -> None:
    result: DocumentResult = price_document(snapshot)

    for each in result.lines:
        gross = round_amount(each.quantity * each.net_price / each.basis, "EUR")
        allowances = sum((part.amount for part in each.allowances), ZERO)
        charges = sum((part.amount for part in each.charges), ZERO)
        assert each.line_gross == gross
        assert each.line_net == gross - allowances + charges
        before = each.gross_price - each.price_discount + each.price_charges
        assert each.net_price == before
        assert each.price_discount >= 0


@given(documents())
@settings(deadline=None)
def test_credit_mirrors_the_document(snapshot: DocumentInput) -> None:
    credited = replace(
        snapshot,
        lines=tuple(replace(each, quantity=-each.quantity) for each in snapshot.lines),
        allowances=snapshot.allowances[:1],
        charges=(),
    )
    original = replace(snapshot, allowances=snapshot.allowances[:1], charges=())

    there = price_document(credited).totals
    here = price_document(original).totals

    assert there.lines_total == -here.lines_total
    assert there.allowances_total == -here.allowances_total
    assert there.tax_exclusive == -here.tax_exclusive
