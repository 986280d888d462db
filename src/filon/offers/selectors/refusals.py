"""Refusals of the pricing engine as sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filon.offers.models import OfferLine
from filon.offers.pricing import PriceUnknown, PricingError

_LINES: Final[dict[str, str | Promise]] = {
    "NO_PRICE": gettext_lazy(
        "No price: neither a list nor the catalogue gives one. Type a price with its"
        " reason."
    ),
    "ON_REQUEST": gettext_lazy(
        "Price on request: ask for it, then type it with its reason."
    ),
    "BELOW_FIRST_BREAK": gettext_lazy(
        "The quantity is below the first break of the list. Raise it, or type a price"
        " with its reason."
    ),
}
_DOCUMENT: Final[dict[str, str | Promise]] = {
    "FxRateMissing": gettext_lazy(
        "Give the exchange rate: the offer is not in the company's currency."
    ),
    "BuyerVatNumberMissing": gettext_lazy(
        "An intra-Community supply needs the customer's VAT number."
    ),
    "DeliveryCountryMissing": gettext_lazy(
        "An intra-Community supply needs the country of delivery."
    ),
    "OutsideScopeMixed": gettext_lazy(
        "A service outside the scope of VAT cannot stand beside other lines."
    ),
    "SharesNotWhole": gettext_lazy(
        "The shares of the payment schedule must sum to 100 %."
    ),
    "DiscountOutOfRange": gettext_lazy("A discount is between 0 and 100 %."),
    "TooManyDiscounts": gettext_lazy("A line takes at most five discounts."),
    "NegativePrice": gettext_lazy("A price is never below zero."),
    "AlternativeGroupMissing": gettext_lazy("An alternative needs its group."),
    "PercentMissing": gettext_lazy("A percentage line needs its percentage."),
    "StandardRateNotPositive": gettext_lazy("A line with VAT needs a rate above zero."),
}


def line_sentence(code: str) -> str:
    """Return why a line has no price, or an empty text."""
    return str(_LINES.get(code, "")) if code else ""


def problem_sentence(code: str) -> str:
    """Return why a document has no total."""
    if code == PriceUnknown.__name__:
        return _("A line has no price yet.")
    return str(_DOCUMENT.get(code, "")) or _(
        "The prices contradict each other: check discounts, options and terms."
    )


def pricing_sentence(error: PricingError, lines: Sequence[OfferLine]) -> str:
    """Return a refusal of the engine, with the line it is about."""
    sentence = problem_sentence(type(error).__name__)
    named = [line for line in lines if str(line.pk) == error.where]
    if not named:
        return sentence
    return _("%(line)s: %(sentence)s") % {
        "line": named[0].designation or named[0].reference,
        "sentence": sentence,
    }
