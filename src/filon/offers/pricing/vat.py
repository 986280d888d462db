"""Rules of the VAT categories, and how an amount spreads over the VAT groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TypeAlias

from filon.kernel.money import largest_remainder
from filon.offers.pricing.errors import (
    BuyerVatNumberMissing,
    DeliveryCountryMissing,
    ExemptionReasonMissing,
    OutsideScopeMixed,
    RateNotZero,
    StandardRateNotPositive,
    VatRuleBroken,
)
from filon.offers.pricing.snapshot import (
    ZERO,
    Allowance,
    Charge,
    DocumentInput,
    Vat,
    VatCategory,
)

VatKey: TypeAlias = tuple[VatCategory, Decimal]

_NEED_REASON = frozenset(
    {
        VatCategory.REVERSE_CHARGE,
        VatCategory.INTRA_COMMUNITY,
        VatCategory.EXPORT,
        VatCategory.OUTSIDE_SCOPE,
        VatCategory.EXEMPT,
    }
)


def vat_key(vat: Vat) -> VatKey:
    """Return the group of BG-23 this VAT belongs to."""
    return (vat.category, vat.rate)


def vat_problems(document: DocumentInput) -> tuple[VatRuleBroken, ...]:
    """Return every VAT rule the document breaks, line by line, then as a whole.

    Lines out of the total are checked too: a customer may choose them.

    Source: EN 16931-1 BR-S-05, BR-xx-05, BR-xx-10, BR-O-11 to 14, BR-IC-02 and 12.
    """
    used = [(line.vat, line.line_id) for line in document.lines]
    adjustments: list[Allowance | Charge] = [*document.allowances, *document.charges]
    used += [(a.vat, a.code or a.reason) for a in adjustments if a.vat]
    problems = [
        problem for vat, where in used for problem in _category_problems(vat, where)
    ]
    categories = {vat.category for vat, _ in used}
    if VatCategory.OUTSIDE_SCOPE in categories and len(categories) > 1:
        problems.append(OutsideScopeMixed())
    if VatCategory.INTRA_COMMUNITY in categories:
        if not document.buyer_vat_number:
            problems.append(BuyerVatNumberMissing())
        if not document.delivery_country:
            problems.append(DeliveryCountryMissing())
    return tuple(problems)


def _category_problems(vat: Vat, where: str) -> Iterable[VatRuleBroken]:
    if vat.category is VatCategory.STANDARD:
        if vat.rate <= 0:
            yield StandardRateNotPositive(where=where)
    elif vat.rate != 0:
        yield RateNotZero(where=where)
    if vat.category in _NEED_REASON and not vat.reason and not vat.vatex:
        yield ExemptionReasonMissing(where=where)


def split_over_groups(
    amount: Decimal,
    weights: Mapping[VatKey, Decimal],
    currency: str,
) -> dict[VatKey, Decimal]:
    """Split an amount over VAT groups so that the parts sum to it exactly.

    Parts of zero are left out. Groups are taken in a fixed order, so that the order
    of lines never moves a cent. Where the weights cancel out, the group of the
    highest rate takes all: VAT is never declared short.
    """
    keys = sorted(weights, key=lambda key: (key[0], -key[1]))
    values = [weights[key] for key in keys]
    if sum(values, ZERO) == 0:
        return {max(keys, key=lambda key: key[1]): amount}
    parts = largest_remainder(amount, values, currency)
    return {key: part for key, part in zip(keys, parts, strict=True) if part}
