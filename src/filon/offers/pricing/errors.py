"""Refusals of the pricing engine: each has a name a caller can translate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class PricingError(ValueError):
    """The document cannot be priced as it stands.

    `where` is the id of the line, group or code at fault; empty for the document.
    """

    def __init__(self, message: str = "", *, where: str = "") -> None:
        summary = (self.__doc__ or "").splitlines()[0]
        super().__init__(f"{message or summary}{f' [{where}]' if where else ''}")
        self.where = where


class RefusalReason(StrEnum):
    """Why a line has no price."""

    NO_PRICE = "NO_PRICE"
    ON_REQUEST = "ON_REQUEST"
    BELOW_FIRST_BREAK = "BELOW_FIRST_BREAK"


@dataclass(frozen=True, slots=True)
class LineRefusal:
    """A line that cannot be priced; it never counts as zero.

    `reference` names the price list that was reached, if one was.
    """

    line_id: str
    reason: RefusalReason
    reference: str = ""


class PriceUnknown(PricingError):
    """At least one line has no price; all of them are in `refusals`."""

    def __init__(self, refusals: Sequence[LineRefusal]) -> None:
        super().__init__(where=", ".join(refusal.line_id for refusal in refusals))
        self.refusals = tuple(refusals)


class NegativePrice(PricingError):
    """A unit price is below zero (EN 16931 BR-27, BR-28); credit the quantity."""


class BasisNotPositive(PricingError):
    """A price is quoted for zero or fewer units."""


class BreaksInvalid(PricingError):
    """Price breaks must have distinct minimum quantities of zero or more."""


class DiscountOutOfRange(PricingError):
    """A unit discount must be between 0 and 100 %."""


class TooManyDiscounts(PricingError):
    """A unit price takes at most five cascaded discounts."""


class AmountOrPercent(PricingError):
    """An allowance or a charge has either an amount or a percentage."""


class ReasonMissing(PricingError):
    """An allowance or a charge needs a reason or its code (BR-CO-21 to 24)."""


class FxRateMissing(PricingError):
    """A document in a foreign currency needs a positive exchange rate."""


class DuplicateLine(PricingError):
    """Two lines have the same id."""


class UnknownPercentBase(PricingError):
    """A percentage line refers to a line that is absent or is itself a percentage."""


class PercentMissing(PricingError):
    """A percentage line has no percentage."""


class AlternativeGroupMissing(PricingError):
    """An alternative line belongs to no group."""


class AlternativeDefaultMissing(PricingError):
    """A group of alternatives needs exactly one default."""


class UnknownSelection(PricingError):
    """The selection names a line that is not an option or not an alternative."""


class AlternativeNotUnique(PricingError):
    """The selection keeps two alternatives of the same group."""


class SharesNotWhole(PricingError):
    """The shares of the payment schedule must sum to 100 %."""


class MarginTargetOutOfRange(PricingError):
    """A target « taux de marque » must be below 100 %."""


class WeightsNotWhole(PricingError):
    """The fixed part and the weights of a revision formula must sum to 1."""


class IndexNotPositive(PricingError):
    """An index value must be above zero."""


class QuantityNotPositive(PricingError):
    """A cost is worked out for a quantity above zero."""


class CostInvalid(PricingError):
    """A rate of scrap must be below 100 %; efficiency and spread above zero."""


class VatRuleBroken(PricingError):
    """A VAT category is used against its rules."""


class StandardRateNotPositive(VatRuleBroken):
    """Category S needs a rate above zero (BR-S-05)."""


class RateNotZero(VatRuleBroken):
    """Categories other than S have a rate of zero (BR-xx-05)."""


class ExemptionReasonMissing(VatRuleBroken):
    """Categories AE, K, G, O and E need a reason or its code (BR-xx-10)."""


class OutsideScopeMixed(VatRuleBroken):
    """Category O cannot stand beside another one (BR-O-11 to 14)."""


class BuyerVatNumberMissing(VatRuleBroken):
    """Category K needs the VAT number of the buyer (BR-IC-02)."""


class DeliveryCountryMissing(VatRuleBroken):
    """Category K needs the country of delivery (BR-IC-12)."""
