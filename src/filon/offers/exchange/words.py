"""What a verification says to people."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from filon.offers.exchange.document import ExchangedDocument
from filon.offers.exchange.rules import Finding, Rule
from filon.offers.exchange.verifying import Difference, Place, Status

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

STATUSES: Final[dict[Status, _StrPromise]] = {
    Status.EXACT: gettext_lazy("Every amount follows from the others, to the cent."),
    Status.TOLERANCE: gettext_lazy("Amounts differ within the accepted tolerance."),
    Status.ANOMALY: gettext_lazy("Amounts do not follow from each other."),
    Status.NOT_CHECKABLE: gettext_lazy("No line has an amount: nothing to recompute."),
}
PLACES: Final[dict[Place, _StrPromise]] = {
    Place.NET_PRICE: gettext_lazy("Net price of line %(where)s"),
    Place.LINE_ADJUSTMENT: gettext_lazy("Discount or charge of line %(where)s"),
    Place.LINE_NET: gettext_lazy("Amount of line %(where)s"),
    Place.DOCUMENT_ADJUSTMENT: gettext_lazy("Discount or charge “%(where)s”"),
    Place.LINES_TOTAL: gettext_lazy("Total of the lines"),
    Place.ALLOWANCES_TOTAL: gettext_lazy("Total of the discounts"),
    Place.CHARGES_TOTAL: gettext_lazy("Total of the charges"),
    Place.TAX_EXCLUSIVE: gettext_lazy("Total without VAT"),
    Place.VAT_BASE: gettext_lazy("Taxable amount at %(where)s"),
    Place.VAT_TAX: gettext_lazy("VAT at %(where)s"),
    Place.TAX_TOTAL: gettext_lazy("Total VAT"),
    Place.TAX_INCLUSIVE: gettext_lazy("Total with VAT"),
    Place.DUE: gettext_lazy("Amount due"),
}
KINDS: Final[dict[str, _StrPromise]] = {
    "220": pgettext_lazy("document", "Order"),
    "230": pgettext_lazy("document", "Order change"),
    "231": pgettext_lazy("document", "Order response"),
    "310": pgettext_lazy("document", "Quotation"),
    "380": pgettext_lazy("document", "Invoice"),
    "381": pgettext_lazy("document", "Credit note"),
}

RULES: Final[dict[Rule, _StrPromise]] = {
    Rule.PROFILE_UNKNOWN: gettext_lazy("Profile that Order-X does not know: %(where)s"),
    Rule.TYPE_UNKNOWN: gettext_lazy("Message that is no order: type %(where)s"),
    Rule.ORDER_WITHOUT_LINE: gettext_lazy("Order without any line"),
    Rule.LINE_STATUS_MISSING: gettext_lazy("No answer on line %(where)s"),
    Rule.LINE_STATUS_IN_ORDER: gettext_lazy(
        "Line %(where)s has a status, which only an answer gives"
    ),
    Rule.SUBSTITUTE_IN_ORDER: gettext_lazy(
        "Line %(where)s names a substitute, which only an answer does"
    ),
    Rule.AGREED_QUANTITY_IN_ORDER: gettext_lazy(
        "Line %(where)s has an agreed quantity, which only an answer gives"
    ),
    Rule.ORDER_LINE_REFERENCE: gettext_lazy(
        "Line %(where)s refers to another line of the same order"
    ),
    Rule.DELIVERY_MISSING: gettext_lazy("No day of delivery or pick-up"),
    Rule.SELLER_UNIDENTIFIED: gettext_lazy(
        "Seller without identifier, company number or VAT number"
    ),
    Rule.BUYER_UNIDENTIFIED: gettext_lazy(
        "Buyer without identifier, company number or VAT number"
    ),
    Rule.TENDER_REFERENCES: gettext_lazy("More than one tender is named"),
    Rule.OBJECT_REFERENCES: gettext_lazy("More than one object is named"),
    Rule.PREVIOUS_MESSAGE_IN_ORDER: gettext_lazy(
        "First order that refers to an earlier message: %(where)s"
    ),
    Rule.AMENDED_WITHOUT_QUANTITY: gettext_lazy(
        "Line %(where)s is amended without an agreed quantity"
    ),
    Rule.REFUSED_WITH_QUANTITY: gettext_lazy(
        "Line %(where)s is refused with an agreed quantity"
    ),
    Rule.UNIT_UNKNOWN: gettext_lazy("Unknown unit: %(where)s"),
    Rule.INCOTERM_UNKNOWN: gettext_lazy(
        "Delivery term that Order-X does not know: %(where)s"
    ),
    Rule.LINE_NET_WRONG: gettext_lazy("Wrong amount of line %(where)s"),
    Rule.LINES_TOTAL_WRONG: gettext_lazy("Wrong total of the lines"),
    Rule.TAX_EXCLUSIVE_WRONG: gettext_lazy("Wrong total without VAT"),
    Rule.GRAND_TOTAL_WRONG: gettext_lazy("Wrong total with VAT"),
    Rule.GRAND_TOTAL_MISSING: gettext_lazy("No total with VAT"),
    Rule.AMOUNT_WRONG: gettext_lazy("Wrong amount: %(where)s"),
    Rule.ORDER_NUMBER_CHANGED: gettext_lazy(
        "The answer changes the number of the order: %(where)s"
    ),
    Rule.PARTY_CHANGED: gettext_lazy("The answer changes a party: %(where)s"),
    Rule.LINE_NUMBER_CHANGED: gettext_lazy(
        "The answer names a line that was not ordered: %(where)s"
    ),
}


def title_of(document: ExchangedDocument) -> str:
    """Return what the document is, its number, and its currency."""
    kind = str(KINDS.get(document.type_code, document.kind))
    return " ".join(filter(None, (kind, document.number, document.currency)))


def sentence_of(difference: Difference) -> str:
    """Say where the document differs, what it says and what we compute."""
    return _("%(place)s: %(declared)s declared, %(computed)s computed") % {
        "place": PLACES[difference.place] % {"where": difference.where or "–"},
        "declared": amount(difference.declared),
        "computed": amount(difference.computed),
    }


def rule_sentence(finding: Finding) -> str:
    """Say which rule of Order-X is broken, and where."""
    return RULES[finding.rule] % {"where": finding.where or "–"}


def amount(value: Decimal) -> str:
    """Write an amount as the language does, with two decimals at least."""
    exponent = value.normalize().as_tuple().exponent
    places = max(2, -exponent) if isinstance(exponent, int) else 2
    return number_format(value, places, force_grouping=True)
