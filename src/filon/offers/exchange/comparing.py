"""Comparing a purchase order with what was agreed, deviation by deviation.

An acceptance that does not conform is a new offer (Code civil, art. 1118): every
difference must be seen and answered before the order is confirmed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from rapidfuzz import fuzz

from filon.offers.exchange.document import ExchangedDocument, Line, LineRole
from filon.offers.exchange.recomputing import ZERO, line_amount

HUNDRED = Decimal(100)
# Below this two designations are not the same thing.
_ALIKE = 85
_PIECES = frozenset({"C62", "H87", "EA", "NAR", "PCE"})
_OWN_TERMS = re.compile(
    r"[^.\n]*\b(?:conditions\s+g[ée]n[ée]rales\s+d.achats?|CGA"
    r"|(?:general\s+)?(?:terms|conditions)(?:\s+and\s+conditions)?\s+of\s+purchase"
    r"|purchas(?:e|ing)\s+(?:terms|conditions))\b[^.\n]*",
    re.IGNORECASE,
)
_END_OF_MONTH = re.compile(r"fin\s+de\s+mois|end\s+of\s+(?:the\s+)?month|\bFDM\b", re.I)
_DAYS = re.compile(r"\d{1,3}")


class Kind(StrEnum):
    """What differs."""

    PRICE = "PRICE"
    QUANTITY = "QUANTITY"
    UNIT = "UNIT"
    VAT = "VAT"
    MISSING_LINE = "MISSING_LINE"
    EXTRA_LINE = "EXTRA_LINE"
    DATE = "DATE"
    CURRENCY = "CURRENCY"
    INCOTERM = "INCOTERM"
    PAYMENT = "PAYMENT"
    ADDRESS = "ADDRESS"
    TERMS = "TERMS"
    VALIDITY = "VALIDITY"
    TOTAL = "TOTAL"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedLine:
    """A line as it was accepted.

    :ivar key: of the caller. :ivar position: number of the line in our quotation.
    :ivar net_price: for `basis` units; None where only the amount is known.
    """

    key: str
    position: str
    name: str
    reference: str = ""
    customer_reference: str = ""
    quantity: Decimal
    unit: str
    net_price: Decimal | None
    basis: Decimal
    net_amount: Decimal
    category: str = ""
    rate: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What was accepted, and how it was offered.

    :ivar postcodes: of the places the customer is known at.
    :ivar deliverable_on: earliest day that was offered; None where none was.
    """

    lines: tuple[AgreedLine, ...]
    currency: str
    total_net: Decimal
    total_gross: Decimal
    incoterm: str = ""
    incoterm_place: str = ""
    payment_days: int | None = None
    is_end_of_month: bool = False
    payment_terms: str = ""
    valid_until: date | None = None
    deliverable_on: date | None = None
    postcodes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """How far an order may be off before it counts as a deviation."""

    price_percent: Decimal = ZERO
    quantity_percent: Decimal = ZERO
    days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """One difference.

    :ivar key: our line. :ivar line_id: theirs.
    :ivar offered, ordered: a plain number, an ISO day or a text; empty for nothing.
    """

    kind: Kind
    offered: str
    ordered: str
    key: str = ""
    line_id: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The lines side by side, and what differs."""

    pairs: tuple[tuple[AgreedLine | None, Line | None], ...]
    deviations: tuple[Deviation, ...]


def compare(
    agreed: Agreed, order: ExchangedDocument, tolerance: Tolerance | None = None
) -> Comparison:
    """Return what a purchase order changes of what was agreed.

    Lines are matched by the line of our quotation, then by our or the customer's
    reference, then by their words. An order that lists no line is compared by its
    terms and its total alone. A total differs only by what no line explains.
    """
    within = tolerance or Tolerance()
    ordered = [line for line in order.lines if line.role is LineRole.DETAIL]
    pairs = tuple(_pairs(agreed.lines, ordered)) if ordered else ()
    found: list[Deviation] = []
    for ours, theirs in pairs:
        found += _line_deviations(ours, theirs, within)
    found += _term_deviations(agreed, order, within)
    found += _total_deviations(agreed, order, pairs)
    return Comparison(pairs, tuple(found))


def _pairs(
    agreed: Sequence[AgreedLine], ordered: Sequence[Line]
) -> Iterator[tuple[AgreedLine | None, Line | None]]:
    left = list(agreed)
    matched: dict[int, AgreedLine] = {}
    for same in (_same_line, _same_reference, _same_words):
        for index, theirs in enumerate(ordered):
            if index in matched:
                continue
            candidates = [ours for ours in left if same(ours, theirs)]
            if candidates:
                # Of equals the one with the same quantity, then the first.
                best = min(candidates, key=lambda o: o.quantity != theirs.quantity)
                matched[index] = best
                left.remove(best)
    for index, theirs in enumerate(ordered):
        yield matched.get(index), theirs
    for ours in left:
        yield ours, None


def _same_line(ours: AgreedLine, theirs: Line) -> bool:
    return bool(theirs.offer_line) and theirs.offer_line == ours.position


def _same_reference(ours: AgreedLine, theirs: Line) -> bool:
    known = {folded(ours.reference), folded(ours.customer_reference)} - {""}
    said = {folded(theirs.seller_reference), folded(theirs.buyer_reference)} - {""}
    return bool(known & said)


def _same_words(ours: AgreedLine, theirs: Line) -> bool:
    words = folded(theirs.name or theirs.description)
    return bool(words) and fuzz.token_set_ratio(folded(ours.name), words) >= _ALIKE


def folded(text: str) -> str:
    """Return a text as it is compared: no accent, no case, single spaces."""
    plain = unicodedata.normalize("NFKD", text)
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(kept.casefold().split())


def _line_deviations(
    ours: AgreedLine | None, theirs: Line | None, within: Tolerance
) -> Iterator[Deviation]:
    if ours is None or theirs is None:
        if theirs is not None:
            yield Deviation(
                kind=Kind.EXTRA_LINE,
                offered="",
                ordered=(theirs.name or theirs.seller_reference)[:300],
                line_id=theirs.line_id,
            )
        elif ours is not None and ours.quantity:
            yield Deviation(
                kind=Kind.MISSING_LINE, offered=ours.name, ordered="", key=ours.key
            )
        return

    def differs(kind: Kind, offered: str, ordered: str) -> Deviation:
        return Deviation(
            kind=kind,
            offered=offered,
            ordered=ordered,
            key=ours.key,
            line_id=theirs.line_id,
        )

    quantity = theirs.quantity
    if quantity is not None and _is_off(
        ours.quantity, quantity, within.quantity_percent
    ):
        yield differs(Kind.QUANTITY, f"{ours.quantity:f}", f"{quantity:f}")
    if theirs.unit and not _same_unit(ours.unit, theirs.unit):
        yield differs(Kind.UNIT, ours.unit, theirs.unit)
    mine, said = unit_price_of_agreed(ours), unit_price_of(theirs)
    if (
        mine is not None
        and said is not None
        and _is_off(mine, said, within.price_percent)
        and not _same_amount(ours, theirs)
    ):
        offered = _priced(mine, ours.basis)
        yield differs(Kind.PRICE, offered, _priced(said, ours.basis))
    if theirs.rate is not None and ours.rate is not None and theirs.rate != ours.rate:
        yield differs(Kind.VAT, f"{ours.rate:f}", f"{theirs.rate:f}")


def _priced(unit_price: Decimal, basis: Decimal) -> str:
    """Write a price for the number of units in which it was offered."""
    return f"{(unit_price * basis).quantize(Decimal('0.000001')).normalize():f}"


def _is_off(offered: Decimal, ordered: Decimal, percent: Decimal) -> bool:
    return abs(ordered - offered) > abs(offered) * percent / HUNDRED


def _same_unit(one: str, other: str) -> bool:
    return one == other or {one, other} <= _PIECES


def _same_amount(ours: AgreedLine, theirs: Line) -> bool:
    """Tell whether quantity and amount agree: then the price is only written apart."""
    if theirs.quantity != ours.quantity or theirs.net_amount is None:
        return False
    return theirs.net_amount == ours.net_amount


def unit_price_of_agreed(ours: AgreedLine) -> Decimal | None:
    """Return our price for one unit; from the amount where discounts stand apart."""
    if ours.net_price is not None:
        exact = ours.net_price / ours.basis
        if abs(exact * ours.quantity - ours.net_amount) < 1 / HUNDRED:
            return exact
    return ours.net_amount / ours.quantity if ours.quantity else ours.net_price


def unit_price_of(theirs: Line) -> Decimal | None:
    """Return the price of an ordered line for one unit, its discounts taken off."""
    quantity = theirs.quantity
    if theirs.net_price is not None and not theirs.adjustments:
        return theirs.net_price / theirs.basis
    amount = line_amount(theirs) if theirs.net_amount is None else theirs.net_amount
    return amount / quantity if amount is not None and quantity else None


def amount_of(theirs: Line) -> Decimal | None:
    """Return the amount an ordered line states, or the one its price gives."""
    return line_amount(theirs) if theirs.net_amount is None else theirs.net_amount


def _term_deviations(
    agreed: Agreed, order: ExchangedDocument, within: Tolerance
) -> Iterator[Deviation]:
    yield from _date_deviations(agreed, order, within)
    if order.currency and order.currency != agreed.currency:
        yield Deviation(
            kind=Kind.CURRENCY, offered=agreed.currency, ordered=order.currency
        )
    offered = f"{agreed.incoterm} {agreed.incoterm_place}".strip()
    ordered = f"{order.incoterm} {order.incoterm_place}".strip()
    if order.incoterm and folded(offered) != folded(ordered):
        has_place = bool(agreed.incoterm_place and order.incoterm_place)
        if order.incoterm != agreed.incoterm or has_place:
            yield Deviation(kind=Kind.INCOTERM, offered=offered, ordered=ordered)
    if order.payment_terms and not _same_payment(agreed, order.payment_terms):
        yield Deviation(
            kind=Kind.PAYMENT,
            offered=agreed.payment_terms,
            ordered=order.payment_terms[:300],
        )
    place = order.ship_to
    code = "".join(place.postcode.split()) if place else ""
    if place and code and agreed.postcodes and code not in agreed.postcodes:
        where = (*place.street, f"{place.postcode} {place.city}")
        yield Deviation(
            kind=Kind.ADDRESS,
            offered=", ".join(sorted(agreed.postcodes))[:300],
            ordered=", ".join(where)[:300],
        )
    yield from _words_deviations(agreed, order)


def _date_deviations(
    agreed: Agreed, order: ExchangedDocument, within: Tolerance
) -> Iterator[Deviation]:
    """Report each day that is earlier than what was offered; later ones can wait."""
    if agreed.deliverable_on is None:
        return
    earliest = agreed.deliverable_on - timedelta(days=within.days)
    offered = agreed.deliverable_on.isoformat()
    wanted = [(order.requested_on, "")]
    wanted += [(line.delivery_on, line.line_id) for line in order.lines]
    seen: set[date] = set()
    for on, line_id in wanted:
        if on is not None and on < earliest and on not in seen:
            seen.add(on)
            yield Deviation(
                kind=Kind.DATE, offered=offered, ordered=on.isoformat(), line_id=line_id
            )


def _same_payment(agreed: Agreed, said: str) -> bool:
    if folded(said) == folded(agreed.payment_terms):
        return True
    days = _DAYS.search(said)
    return (
        days is not None
        and int(days.group()) == agreed.payment_days
        and bool(_END_OF_MONTH.search(said)) == agreed.is_end_of_month
    )


def _words_deviations(agreed: Agreed, order: ExchangedDocument) -> Iterator[Deviation]:
    for text in (*order.notes, order.payment_terms):
        claimed = _OWN_TERMS.search(text)
        if claimed:
            yield Deviation(
                kind=Kind.TERMS, offered="", ordered=claimed.group().strip()[:300]
            )
            break
    until, on = agreed.valid_until, order.issued_on
    if until is not None and on is not None and on > until:
        yield Deviation(
            kind=Kind.VALIDITY, offered=until.isoformat(), ordered=on.isoformat()
        )


def _total_deviations(
    agreed: Agreed,
    order: ExchangedDocument,
    pairs: Sequence[tuple[AgreedLine | None, Line | None]],
) -> Iterator[Deviation]:
    """Compare the total with ours, moved by what the lines already told."""
    totals = order.totals
    moved = ZERO
    for ours, theirs in pairs:
        said = ZERO if theirs is None else amount_of(theirs)
        if said is None:
            return
        moved += said - (ZERO if ours is None else ours.net_amount)
    if totals.tax_exclusive is not None:
        offered, ordered = agreed.total_net, totals.tax_exclusive
    elif totals.tax_inclusive is not None and not moved:
        offered, ordered = agreed.total_gross, totals.tax_inclusive
    else:
        return
    if ordered != offered + moved:
        yield Deviation(kind=Kind.TOTAL, offered=f"{offered:f}", ordered=f"{ordered:f}")
