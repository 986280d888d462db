"""Step 1 and 2: which price applies to a line, at which quantity break."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from filon.kernel.money import round_half_up, round_up
from filon.offers.pricing.errors import (
    BasisNotPositive,
    BreaksInvalid,
    MarginTargetOutOfRange,
    NegativePrice,
    RefusalReason,
)
from filon.offers.pricing.snapshot import (
    HUNDRED,
    ONE,
    ZERO,
    Break,
    BreakMode,
    DocumentInput,
    LineInput,
    PriceCandidate,
    PriceScope,
    PriceSource,
)
from filon.offers.pricing.trace import Step, StepCode, step

_SOURCE_RANK = {source: rank for rank, source in enumerate(PriceSource)}
_SCOPE_RANK = {scope: rank for rank, scope in enumerate(PriceScope)}
_EFFECTIVE_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Found:
    """A price in the currency of its list, for `basis` units.

    `scale` turns an amount per list basis into one per `basis`: 1, except for a block
    price, which is the amount of the whole quantity. `decimals` are those of the net
    price when the mode needs more than the product has.
    """

    price: Decimal
    basis: Decimal
    currency: str
    source: PriceSource
    reference: str
    scale: Decimal = ONE
    decimals: int = 0
    next_minimum: Decimal | None = None


@dataclass(frozen=True, slots=True)
class NotFound:
    """No price: why, and the list that was reached."""

    reason: RefusalReason
    reference: str = ""


def resolve(
    line: LineInput,
    document: DocumentInput,
    *,
    quantity: Decimal,
    break_quantity: Decimal,
    trace: list[Step],
) -> Found | NotFound:
    """Return the price that applies to `line`, in the currency of its list.

    Sources win in the order of `PriceSource`; then the closest scope, then a price
    in the currency of the document, then the latest start. A cheaper list applies
    only if it says so. Without any valid row the price comes from the cost and the
    target margin, rounded up.

    :param break_quantity: quantity that decides the break; never negative.
    :raises NegativePrice, BasisNotPositive, BreaksInvalid: if a row is malformed.
    :raises MarginTargetOutOfRange: if the target margin is 100 % or more.
    """
    valid = sorted(_valid(line, document, trace), key=lambda c: _rank(c, document))
    if not valid:
        return _from_cost(line, document, trace)
    winner = valid[0]
    found = _price(winner, line, quantity, break_quantity)
    if isinstance(found, NotFound):
        return found
    for rival in valid[1:]:
        cheaper = None
        if rival.lowest_wins:
            cheaper = _cheaper(rival, found, document, line, quantity, break_quantity)
        if cheaper is None:
            trace.append(_set_aside(rival, "OUTRANKED"))
            continue
        trace.append(_set_aside(winner, "DEARER"))
        winner, found = rival, cheaper
    trace.append(
        step(
            StepCode.PRICE_LOWEST_WINS
            if winner is not valid[0]
            else StepCode.PRICE_FOUND,
            found.price,
            source=winner.source,
            reference=winner.reference,
            scope=winner.scope,
            currency=winner.currency,
            basis=found.basis,
        )
    )
    _trace_break(winner, found, break_quantity, trace)
    return found


def _valid(
    line: LineInput, document: DocumentInput, trace: list[Step]
) -> Iterable[PriceCandidate]:
    for candidate in line.candidates:
        reason = _why_invalid(candidate, line, document)
        if reason:
            trace.append(_set_aside(candidate, reason))
        else:
            yield candidate


def _why_invalid(
    candidate: PriceCandidate, line: LineInput, document: DocumentInput
) -> str:
    if candidate.valid_from and document.dated_on < candidate.valid_from:
        return "NOT_YET_VALID"
    if candidate.valid_to and document.dated_on > candidate.valid_to:
        return "EXPIRED"
    if candidate.currency not in (document.currency, document.company_currency):
        return "OTHER_CURRENCY"
    if candidate.unit and candidate.unit != line.unit:
        return "OTHER_UNIT"
    return ""


def _rank(
    candidate: PriceCandidate, document: DocumentInput
) -> tuple[int, int, bool, int, str]:
    start = candidate.valid_from.toordinal() if candidate.valid_from else 0
    return (
        _SOURCE_RANK[candidate.source],
        _SCOPE_RANK[candidate.scope],
        candidate.currency != document.currency,
        -start,
        candidate.reference,
    )


def _set_aside(candidate: PriceCandidate, reason: str) -> Step:
    return step(
        StepCode.CANDIDATE_SET_ASIDE,
        reason,
        source=candidate.source,
        reference=candidate.reference,
    )


def _cheaper(
    rival: PriceCandidate,
    found: Found,
    document: DocumentInput,
    line: LineInput,
    quantity: Decimal,
    break_quantity: Decimal,
) -> Found | None:
    """Return the price of `rival` if it is below `found`, both brought to one unit."""
    offered = _price(rival, line, quantity, break_quantity)
    if isinstance(offered, NotFound):
        return None
    ours = found.price / found.basis * conversion_rate(found.currency, document)
    theirs = offered.price / offered.basis * conversion_rate(offered.currency, document)
    return offered if theirs < ours else None


def conversion_rate(currency: str, document: DocumentInput) -> Decimal:
    """Return the factor from a list currency to the document's, buffer included."""
    if currency == document.currency or document.fx is None:
        return ONE
    return document.fx.rate * (ONE + document.fx.buffer_percent / HUNDRED)


def _price(
    candidate: PriceCandidate,
    line: LineInput,
    quantity: Decimal,
    break_quantity: Decimal,
) -> Found | NotFound:
    _check(candidate, line)
    breaks = _all_breaks(candidate)
    if candidate.break_mode is BreakMode.BLOCK:
        break_quantity = abs(quantity)
    reached = [row for row in breaks if row.minimum <= break_quantity]
    following = next((b.minimum for b in breaks if b.minimum > break_quantity), None)
    if not reached:
        if candidate.price is not None:
            reached = [Break(ZERO, candidate.price)]
        elif candidate.breaks:
            return NotFound(RefusalReason.BELOW_FIRST_BREAK, candidate.reference)
        else:
            return NotFound(RefusalReason.ON_REQUEST, candidate.reference)
    price, basis = reached[-1].price, candidate.basis
    scale, decimals = ONE, 0
    if candidate.break_mode is BreakMode.GRADUATED and len(reached) > 1:
        price = graduated_price(breaks, break_quantity)
        decimals = _EFFECTIVE_DECIMALS
    elif candidate.break_mode is BreakMode.BLOCK and candidate.breaks and quantity:
        basis = abs(quantity)
        scale = basis / candidate.basis
    return Found(
        price=price,
        basis=basis,
        currency=candidate.currency,
        source=candidate.source,
        reference=candidate.reference,
        scale=scale,
        decimals=decimals,
        next_minimum=following if candidate.break_mode is BreakMode.ALL else None,
    )


def _check(candidate: PriceCandidate, line: LineInput) -> None:
    if candidate.basis <= 0:
        raise BasisNotPositive(candidate.reference, where=line.line_id)
    if candidate.price is not None and candidate.price < 0:
        raise NegativePrice(candidate.reference, where=line.line_id)
    minimums = {row.minimum for row in candidate.breaks}
    if len(minimums) != len(candidate.breaks) or any(low < 0 for low in minimums):
        raise BreaksInvalid(candidate.reference, where=line.line_id)
    if any(row.price < 0 for row in candidate.breaks):
        raise NegativePrice(candidate.reference, where=line.line_id)


def _all_breaks(candidate: PriceCandidate) -> list[Break]:
    """Return the breaks in order, the list price opening the table at one unit."""
    breaks = sorted(candidate.breaks, key=lambda row: row.minimum)
    if breaks and candidate.price is not None and breaks[0].minimum > ONE:
        breaks.insert(0, Break(ONE, candidate.price))
    return breaks


def graduated_price(breaks: list[Break], quantity: Decimal) -> Decimal:
    """Return the effective unit price when each tranche has its own price.

    A tranche holds as many units as lie between two minimums: with breaks at 1 and
    50, the first holds 49. Rounded to 6 decimals, half up, so that quantity × price
    stays the rule of the line (EN 16931 BT-131); a total is then exact to a cent up
    to 10 000 units.
    """
    amount, left = ZERO, quantity
    for index, row in enumerate(breaks):
        last = index + 1 == len(breaks)
        room = left if last else breaks[index + 1].minimum - row.minimum
        taken = min(left, room)
        amount += taken * row.price
        left -= taken
        if left <= 0:
            break
    return round_half_up(amount / quantity, _EFFECTIVE_DECIMALS)


def _trace_break(
    winner: PriceCandidate, found: Found, break_quantity: Decimal, trace: list[Step]
) -> None:
    if not winner.breaks:
        return
    code = {
        BreakMode.ALL: StepCode.BREAK_REACHED,
        BreakMode.GRADUATED: StepCode.BREAK_GRADUATED,
        BreakMode.BLOCK: StepCode.BREAK_BLOCK,
    }[winner.break_mode]
    quantity = found.basis if winner.break_mode is BreakMode.BLOCK else break_quantity
    trace.append(step(code, found.price, quantity=quantity))


def _from_cost(
    line: LineInput, document: DocumentInput, trace: list[Step]
) -> Found | NotFound:
    if line.unit_cost is None or line.target_margin is None:
        return NotFound(RefusalReason.NO_PRICE)
    if line.target_margin >= HUNDRED:
        raise MarginTargetOutOfRange(where=line.line_id)
    rate = conversion_rate(document.company_currency, document)
    exact = line.unit_cost * rate * HUNDRED / (HUNDRED - line.target_margin)
    price = round_up(exact, line.price_decimals)
    trace.append(
        step(
            StepCode.PRICE_COST_PLUS,
            price,
            cost=line.unit_cost,
            rate=rate,
            target_margin=line.target_margin,
        )
    )
    return Found(
        price=price,
        basis=ONE,
        currency=document.currency,
        source=PriceSource.COST_PLUS,
        reference="",
    )
