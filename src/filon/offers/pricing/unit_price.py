"""Steps 3 to 5: from the price of a list to the net unit price."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from filon.kernel.money import round_half_up
from filon.offers.pricing.errors import (
    BasisNotPositive,
    DiscountOutOfRange,
    NegativePrice,
    TooManyDiscounts,
)
from filon.offers.pricing.resolution import Found, conversion_rate
from filon.offers.pricing.snapshot import (
    HUNDRED,
    ONE,
    ZERO,
    DocumentInput,
    LineInput,
    ManualPrice,
    PriceSource,
)
from filon.offers.pricing.trace import Step, StepCode, step

_MAX_DISCOUNTS = 5
_PRICE_DECIMALS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPrice:
    """A unit price for `basis` units, before eco-contribution.

    :ivar gross: BT-148; never below `net`.
    :ivar not_discountable: part of `gross` from adders no discount applies to.
    :ivar fixed: fixed discount still to take, when discounts go to the line.
    :ivar scale: turns an amount per list basis into one per `basis`.
    """

    gross: Decimal
    net: Decimal
    basis: Decimal
    source: PriceSource
    reference: str
    not_discountable: Decimal = ZERO
    fixed: Decimal = ZERO
    scale: Decimal = ONE
    next_minimum: Decimal | None = None


def check_discounts(line: LineInput) -> None:
    """Refuse a cascade or a typed price that cannot be.

    :raises TooManyDiscounts, DiscountOutOfRange, BasisNotPositive, NegativePrice: see
        their names.
    """
    if len(line.discounts) > _MAX_DISCOUNTS:
        raise TooManyDiscounts(where=line.line_id)
    if any(not 0 <= d.percent <= HUNDRED for d in line.discounts):
        raise DiscountOutOfRange(where=line.line_id)
    if line.manual and line.manual.basis <= 0:
        raise BasisNotPositive(where=line.line_id)
    if line.manual and line.manual.price < 0:
        raise NegativePrice(where=line.line_id)


def unit_price(
    line: LineInput,
    document: DocumentInput,
    found: Found,
    trace: list[Step],
    *,
    with_discounts: bool,
) -> UnitPrice:
    """Apply adders, exchange rate, and the discounts if they belong to the price.

    Rounded half up once at the end, and once more at the exchange, to the decimals
    of the product.

    :raises NegativePrice: if the adders or the fixed discount exceed the price.
    """
    decimals = max(line.price_decimals, found.decimals)
    gross, apart = _with_adders(line, found, trace)
    if found.currency != document.currency:
        rate = conversion_rate(found.currency, document)
        converted = round_half_up(gross * rate, decimals)
        apart = round_half_up(apart * rate, decimals)
        trace.append(step(StepCode.FX_CONVERTED, converted, price=gross, rate=rate))
        gross = converted
    gross = round_half_up(gross, _PRICE_DECIMALS)
    fixed = line.fixed_discount * found.scale
    exact = gross
    if with_discounts:
        exact = _cascade(line, gross - apart, trace) - fixed + apart
        if fixed:
            trace.append(step(StepCode.DISCOUNT_FIXED, exact, amount=fixed))
    net = round_half_up(exact, decimals)
    if net < 0:
        raise NegativePrice(where=line.line_id)
    trace.append(
        step(StepCode.NET_PRICE, net, gross=gross, exact=exact, decimals=str(decimals))
    )
    return UnitPrice(
        # Rounding up a price without discount must not make a negative BT-147.
        gross=max(gross, net) if with_discounts else net,
        net=net,
        basis=found.basis,
        source=found.source,
        reference=found.reference,
        not_discountable=apart,
        fixed=ZERO if with_discounts else fixed,
        scale=found.scale,
        next_minimum=found.next_minimum,
    )


def _with_adders(
    line: LineInput, found: Found, trace: list[Step]
) -> tuple[Decimal, Decimal]:
    """Return the price with its adders, and the part no discount applies to."""
    gross, apart = found.price, ZERO
    for adder in line.adders:
        extra = adder.amount * found.scale
        if extra:
            trace.append(step(StepCode.ADDER_AMOUNT, extra, code=adder.code))
        if adder.percent:
            share = found.price * adder.percent / HUNDRED
            extra += share
            trace.append(
                step(
                    StepCode.ADDER_PERCENT,
                    share,
                    code=adder.code,
                    percent=adder.percent,
                    base=found.price,
                )
            )
        gross += extra
        apart += ZERO if adder.discountable else extra
    return gross, apart


def _cascade(line: LineInput, price: Decimal, trace: list[Step]) -> Decimal:
    for discount in line.discounts:
        price = price * (HUNDRED - discount.percent) / HUNDRED
        trace.append(
            step(
                StepCode.DISCOUNT_PERCENT,
                price,
                percent=discount.percent,
                code=discount.code,
                reason=discount.reason,
            )
        )
    return price


def equivalent_discount(line: LineInput) -> Decimal:
    """Return the cascade as one percentage, 4 decimals: −30 −10 −5 make 40.15."""
    kept = ONE
    for discount in line.discounts:
        kept *= (HUNDRED - discount.percent) / HUNDRED
    return round_half_up((ONE - kept) * HUNDRED, 4)


def typed_price(
    manual: ManualPrice, computed: UnitPrice | None, trace: list[Step]
) -> UnitPrice:
    """Return the price a person typed; the computed one stays in the trace.

    The gross price stays the computed one where it is comparable and higher, so that
    the discount given by hand shows.
    """
    trace.append(
        step(
            StepCode.PRICE_MANUAL,
            manual.price,
            computed="" if computed is None else computed.net,
            basis=manual.basis,
            reason=manual.reason,
        )
    )
    gross = manual.price
    if computed and computed.basis == manual.basis:
        gross = max(computed.gross, manual.price)
    return UnitPrice(
        gross=gross,
        net=manual.price,
        basis=manual.basis,
        source=PriceSource.MANUAL,
        reference=manual.reason,
    )
