"""Which VAT applies to a customer: the table of offers.md §5.4."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from filon.catalog.models import Item
from filon.offers.pricing import Vat, VatCategory

EU: Final = frozenset(
    {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR"}
    | {"HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI"}
    | {"SK", "MC"}
)

# Texts printed on documents, in French and in English. The wording of the tax code
# stays accepted until 31 December 2027 (ordinance 2025-1247).
MENTIONS: Final[dict[str, tuple[str, str]]] = {
    "K": (
        "Exonération de TVA, article 262 ter, I du CGI",
        "VAT exempt, intra-Community supply, article 138 of Directive 2006/112/EC",
    ),
    "G": (
        "Exonération de TVA, article 262, I du CGI",
        "VAT exempt, export, article 146 of Directive 2006/112/EC",
    ),
    "AE": (
        "Autoliquidation, article 283-2 du CGI",
        "Reverse charge, article 196 of Directive 2006/112/EC",
    ),
    "O": (
        "TVA non applicable, article 259-1 du CGI",
        "Outside the scope of French VAT, article 44 of Directive 2006/112/EC",
    ),
}
VATEX: Final = {
    "K": "VATEX-EU-IC",
    "G": "VATEX-EU-G",
    "AE": "VATEX-EU-AE",
    "O": "VATEX-EU-O",
}


def vat_of(
    *,
    kind: str,
    rate: Decimal,
    country: str,
    vat_number: str,
    has_goods: bool,
) -> Vat:
    """Return the VAT of a line for a customer of a country.

    A service that goes with exported goods follows them (article 262, I of the tax
    code): outside-scope lines may not stand beside others (BR-O-11 to 14).

    :param kind: `Item.Kind` of the line.
    :param rate: the rate that applies in France.
    :param has_goods: whether the document sells goods.
    """
    category = _category(kind, country, vat_number, has_goods=has_goods)
    if category is VatCategory.STANDARD:
        if rate == 0:
            return Vat(VatCategory.ZERO_RATED)
        return Vat(category, rate)
    code = str(category.value)
    return Vat(category, Decimal(0), MENTIONS[code][0], VATEX[code])


def _category(
    kind: str, country: str, vat_number: str, *, has_goods: bool
) -> VatCategory:
    is_service = kind == Item.Kind.SERVICE
    if country in {"FR", "MC", ""}:
        return VatCategory.STANDARD
    if country in EU:
        if not vat_number:
            return VatCategory.STANDARD
        if is_service:
            return VatCategory.REVERSE_CHARGE
        return VatCategory.INTRA_COMMUNITY
    if is_service and not has_goods:
        return VatCategory.OUTSIDE_SCOPE
    return VatCategory.EXPORT
