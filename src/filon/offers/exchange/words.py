"""What a verification says to people."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from filon.offers.exchange.document import ExchangedDocument
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


def amount(value: Decimal) -> str:
    """Write an amount as the language does, with two decimals at least."""
    exponent = value.normalize().as_tuple().exponent
    places = max(2, -exponent) if isinstance(exponent, int) else 2
    return number_format(value, places, force_grouping=True)
