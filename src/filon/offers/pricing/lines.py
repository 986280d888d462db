"""Steps 2 and 6 to 9: quantity, net amount of a line, percentage lines."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import ROUND_CEILING, Decimal

from filon.kernel.money import round_amount, round_half_up
from filon.offers.pricing.adjustments import adjust
from filon.offers.pricing.errors import LineRefusal, PercentMissing
from filon.offers.pricing.resolution import NotFound, resolve
from filon.offers.pricing.result import Applied, LineResult, NextBreak, Notice
from filon.offers.pricing.snapshot import (
    DISCOUNT_CODE,
    ECO_CONTRIBUTION_CODE,
    HUNDRED,
    ONE,
    ZERO,
    DiscountLevel,
    DocumentInput,
    Inclusion,
    LineInput,
    PriceSource,
)
from filon.offers.pricing.trace import Step, StepCode, step
from filon.offers.pricing.unit_price import (
    UnitPrice,
    check_discounts,
    equivalent_discount,
    typed_price,
    unit_price,
)

_EFFECTIVE_DECIMALS = 6


@dataclass(slots=True)
class _Work:
    """What is known of a line while it is being priced."""

    line: LineInput
    currency: str
    requested: Decimal
    quantity: Decimal
    price: UnitPrice
    computed: UnitPrice | None
    at_line: bool
    trace: list[Step]
    notices: list[Notice]
    allowances: list[Applied] = field(default_factory=list)
    charges: list[Applied] = field(default_factory=list)

    def amount_of(self, unit_amount: Decimal) -> Decimal:
        """Return an amount per price basis, for the whole quantity."""
        return round_amount(
            unit_amount * self.quantity / self.price.basis, self.currency
        )


def ordered_quantity(line: LineInput, requested: Decimal) -> Decimal:
    """Return a quantity rounded up to the minimum and to the order multiple.

    A quantity of zero or less (a return) is left alone.
    """
    if requested <= 0:
        return requested
    quantity = max(requested, line.minimum_quantity or ZERO)
    return _up_to_multiple(quantity, line.order_multiple)


def _up_to_multiple(quantity: Decimal, multiple: Decimal | None) -> Decimal:
    if not multiple or multiple < 0:
        return quantity
    packs = (quantity / multiple).to_integral_value(ROUND_CEILING)
    whole = packs * multiple
    return quantity if whole == quantity else whole


def price_line(
    line: LineInput,
    document: DocumentInput,
    *,
    quantity: Decimal | None = None,
    break_quantity: Decimal | None = None,
    hint: bool = True,
) -> LineResult | LineRefusal:
    """Price one item line, before the discounts and charges of the document.

    The unit price is rounded once, after the cascade, to `price_decimals`; the line
    gross, each allowance and each charge are rounded to the currency.

    :param quantity: asked for in place of the line's own, to compare.
    :param break_quantity: quantity of the whole break group, if the line has one.
    :param hint: also look whether the next break costs no more.
    :returns: a refusal, never a zero, when no price is known.
    :raises PricingError: a subclass, if the line itself is malformed.

    Source: EN 16931-1, BT-131 with BT-146 to BT-149, BG-27 and BG-28.
    """
    check_discounts(line)
    trace: list[Step] = []
    requested = line.quantity if quantity is None else quantity
    quantity = ordered_quantity(line, requested)
    notices = _quantity_notice(line, requested, quantity, trace)
    found = resolve(
        line,
        document,
        quantity=quantity,
        break_quantity=abs(quantity) if break_quantity is None else break_quantity,
        trace=trace,
    )
    at_line = document.discount_level is DiscountLevel.LINE and line.manual is None
    computed: UnitPrice | None = None
    if not isinstance(found, NotFound):
        computed = unit_price(line, document, found, trace, with_discounts=not at_line)
        price = computed
    elif line.manual is None:
        return LineRefusal(line.line_id, found.reason, found.reference)
    if line.manual:
        price = typed_price(line.manual, computed, trace)
    work = _Work(
        line=line,
        currency=document.currency,
        requested=requested,
        quantity=quantity,
        price=price,
        computed=computed,
        at_line=at_line,
        trace=trace,
        notices=notices,
    )
    result = _line_result(work)
    if hint and break_quantity is None and price.next_minimum:
        return _with_hint(result, line, document, price.next_minimum)
    return result


def _quantity_notice(
    line: LineInput, requested: Decimal, quantity: Decimal, trace: list[Step]
) -> list[Notice]:
    if quantity == requested:
        return []
    rounded = step(
        StepCode.QUANTITY_ROUNDED_UP,
        quantity,
        requested=requested,
        minimum=line.minimum_quantity or ZERO,
        multiple=line.order_multiple or ZERO,
    )
    trace.append(rounded)
    operands = {**rounded.operands, "quantity": rounded.result}
    return [Notice(code=rounded.code, operands=operands)]


def _line_result(work: _Work) -> LineResult:
    line, price, quantity = work.line, work.price, work.quantity
    unit_charges = sum((c.amount for c in line.unit_charges), ZERO) * price.scale
    in_price = ZERO if work.at_line else unit_charges
    eco = work.amount_of(in_price)
    net_price = price.net + in_price
    line_gross = work.amount_of(net_price)
    _trace_gross(work, net_price, line_gross)
    if work.at_line:
        base = _discounts_as_allowances(work, line_gross)
        _unit_charges_as_charges(work)
    else:
        base = line_gross - eco
    net = _line_net(work, line_gross, base)
    protected = eco + sum(
        (c.amount for c in work.charges if c.code == ECO_CONTRIBUTION_CODE), ZERO
    )
    return LineResult(
        line_id=line.line_id,
        kind=line.kind,
        inclusion=line.inclusion,
        counted=line.inclusion is Inclusion.FIRM,
        vat=line.vat,
        unit=line.unit,
        requested_quantity=work.requested,
        quantity=quantity,
        basis=price.basis,
        source=price.source,
        reference=price.reference,
        gross_price=price.gross,
        price_discount=price.gross - price.net,
        price_charges=in_price,
        net_price=net_price,
        computed_net_price=work.computed.net if work.computed else None,
        computed_basis=work.computed.basis if work.computed else None,
        equivalent_discount=equivalent_discount(line) if line.discounts else ZERO,
        effective_unit_price=_effective(net, quantity),
        line_gross=line_gross,
        allowances=tuple(work.allowances),
        charges=tuple(work.charges),
        line_net=net,
        discountable=net - protected if line.discountable else ZERO,
        next_break=None,
        notices=tuple(work.notices),
        trace=tuple(work.trace),
    )


def _effective(net: Decimal, quantity: Decimal) -> Decimal | None:
    if not quantity:
        return None
    return round_half_up(net / quantity, _EFFECTIVE_DECIMALS)


def _trace_gross(work: _Work, net_price: Decimal, line_gross: Decimal) -> None:
    if not work.at_line:
        work.trace.extend(
            step(
                StepCode.UNIT_CHARGE,
                net_price,
                amount=charge.amount * work.price.scale,
                code=charge.code,
                reason=charge.reason,
            )
            for charge in work.line.unit_charges
        )
    work.trace.append(
        step(
            StepCode.LINE_GROSS,
            line_gross,
            quantity=work.quantity,
            price=net_price,
            basis=work.price.basis,
        )
    )


def _discounts_as_allowances(work: _Work, line_gross: Decimal) -> Decimal:
    """Take the unit discounts as allowances, each on what the one before left.

    Returns what is left of the line, the base of its other allowances.
    """
    apart = work.amount_of(work.price.not_discountable)
    running = line_gross - apart
    for discount in work.line.discounts:
        amount = round_amount(running * discount.percent / HUNDRED, work.currency)
        _record(
            work,
            StepCode.LINE_ALLOWANCE,
            Applied(
                code=discount.code,
                reason=discount.reason,
                percent=discount.percent,
                base=running,
                amount=amount,
            ),
        )
        running -= amount
    if work.price.fixed:
        amount = work.amount_of(work.price.fixed)
        running -= amount
        _record(
            work,
            StepCode.LINE_ALLOWANCE,
            Applied(
                code=DISCOUNT_CODE, reason="", percent=None, base=None, amount=amount
            ),
        )
    return running + apart


def _unit_charges_as_charges(work: _Work) -> None:
    for charge in work.line.unit_charges:
        applied = Applied(
            code=charge.code,
            reason=charge.reason,
            percent=None,
            base=None,
            amount=work.amount_of(charge.amount * work.price.scale),
        )
        _record(work, StepCode.LINE_CHARGE, applied)


def _line_net(work: _Work, line_gross: Decimal, base: Decimal) -> Decimal:
    where = work.line.line_id
    for allowance in work.line.allowances:
        applied = adjust(allowance, base, work.currency, where=where)
        _record(work, StepCode.LINE_ALLOWANCE, applied)
    for charge in work.line.charges:
        applied = adjust(charge, base, work.currency, where=where)
        _record(work, StepCode.LINE_CHARGE, applied)
    allowances = sum((a.amount for a in work.allowances), ZERO)
    charges = sum((c.amount for c in work.charges), ZERO)
    net = line_gross - allowances + charges
    if work.allowances or work.charges:
        work.trace.append(
            step(
                StepCode.LINE_NET,
                net,
                gross=line_gross,
                allowances=allowances,
                charges=charges,
            )
        )
    return net


def _record(work: _Work, code: StepCode, applied: Applied) -> None:
    is_charge = code is StepCode.LINE_CHARGE
    (work.charges if is_charge else work.allowances).append(applied)
    work.trace.append(
        step(
            code,
            applied.amount,
            code=applied.code,
            reason=applied.reason,
            percent="" if applied.percent is None else applied.percent,
            base="" if applied.base is None else applied.base,
        )
    )


def _with_hint(
    result: LineResult,
    line: LineInput,
    document: DocumentInput,
    next_minimum: Decimal,
) -> LineResult:
    """Add the next break where its quantity costs no more than the one asked for."""
    quantity = _up_to_multiple(next_minimum, line.order_multiple)
    there = price_line(line, document, quantity=quantity, hint=False)
    if isinstance(there, LineRefusal) or there.line_net > result.line_net:
        return result
    saving = result.line_net - there.line_net
    hint = step(
        StepCode.NEXT_BREAK,
        there.line_net,
        quantity=quantity,
        price=there.net_price,
        basis=there.basis,
        saving=saving,
    )
    return replace(
        result,
        next_break=NextBreak(
            quantity=quantity,
            net_price=there.net_price,
            line_net=there.line_net,
            saving=saving,
        ),
        trace=(*result.trace, hint),
    )


def price_percent_line(line: LineInput, base: Decimal, currency: str) -> LineResult:
    """Price a percentage line: the percentage of `base`, times the quantity.

    :param base: net amount of the lines it is taken on.
    :raises PercentMissing: if the line has no percentage.
    """
    if line.percent is None:
        raise PercentMissing(where=line.line_id)
    price = round_amount(base * line.percent / HUNDRED, currency)
    net = round_amount(price * line.quantity, currency)
    trace = step(
        StepCode.PERCENT_OF_LINES,
        net,
        percent=line.percent,
        base=base,
        quantity=line.quantity,
    )
    return LineResult(
        line_id=line.line_id,
        kind=line.kind,
        inclusion=line.inclusion,
        counted=line.inclusion is Inclusion.FIRM,
        vat=line.vat,
        unit=line.unit,
        requested_quantity=line.quantity,
        quantity=line.quantity,
        basis=ONE,
        source=PriceSource.PERCENT,
        reference="",
        gross_price=price,
        price_discount=ZERO,
        price_charges=ZERO,
        net_price=price,
        computed_net_price=price,
        computed_basis=ONE,
        equivalent_discount=ZERO,
        effective_unit_price=_effective(net, line.quantity),
        line_gross=net,
        allowances=(),
        charges=(),
        line_net=net,
        discountable=net if line.discountable else ZERO,
        next_break=None,
        notices=(),
        trace=(trace,),
    )
