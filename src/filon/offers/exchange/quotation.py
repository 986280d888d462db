"""Writing a UBL 2.1 Quotation: an offer that a machine can read and order from."""

from __future__ import annotations

from decimal import Decimal
from xml.etree.ElementTree import Element

from filon.offers.exchange.building import Builder, as_bytes
from filon.offers.exchange.document import (
    Adjustment,
    ExchangedDocument,
    Line,
    Party,
    VatRow,
)

FILE_NAME = "quotation.xml"
_UBL = "urn:oasis:names:specification:ubl:schema:xsd"
_B = Builder(
    {
        "": f"{_UBL}:Quotation-2",
        "cac": f"{_UBL}:CommonAggregateComponents-2",
        "cbc": f"{_UBL}:CommonBasicComponents-2",
    }
)


def write_quotation(document: ExchangedDocument) -> bytes:
    """Return a UBL Quotation, which reads back as the same document.

    Only what the customer sees is in it. Nothing is computed here. TaxExclusiveAmount
    is the total without VAT; the published example puts the VAT there by mistake.

    Source: OASIS UBL 2.1, Quotation; amounts as in EN 16931-1.
    """
    root = _B.root("Quotation")
    _B.put(root, "cbc:UBLVersionID", "2.1")
    _B.put(root, "cbc:CustomizationID", document.profile)
    _B.put(root, "cbc:ID", document.number)
    _B.put(root, "cbc:CopyIndicator", "false")
    _B.put(root, "cbc:IssueDate", _iso(document.issued_on))
    for note in document.notes:
        _B.put(root, "cbc:Note", note)
    _B.put(root, "cbc:PricingCurrencyCode", document.currency)
    _B.put(root, "cbc:LineCountNumeric", str(len(document.lines)))
    _B.put(root, "cac:ValidityPeriod/cbc:EndDate", _iso(document.valid_until))
    _party(_B.into(root, "cac:SellerSupplierParty"), document.seller)
    _party(_B.into(root, "cac:BuyerCustomerParty"), document.buyer)
    terms = _B.into(root, "cac:DeliveryTerms")
    _B.put(terms, "cbc:ID", document.incoterm)
    _B.put(terms, "cac:DeliveryLocation/cbc:ID", document.incoterm_place)
    conditions = "cac:TransactionConditions/cbc:Description"
    _B.put(root, conditions, document.payment_terms)
    for adjustment in document.adjustments:
        _adjustment(root, adjustment, document.currency)
    _taxes(root, document)
    _totals(root, document)
    for line in document.lines:
        _line(root, line, document.currency)
    return as_bytes(root)


def _iso(on: object) -> str:
    return "" if on is None else str(on)


def _amount(parent: Element, name: str, value: Decimal | None, currency: str) -> None:
    _B.put(parent, name, value, currencyID=currency)


def _party(parent: Element, party: Party) -> None:
    element = _B.into(parent, "cac:Party")
    _B.put(element, "cac:PartyIdentification/cbc:ID", party.identifier)
    _B.put(element, "cac:PartyName/cbc:Name", party.name)
    address = _B.into(element, "cac:PostalAddress")
    for name, said in zip(
        ("cbc:StreetName", "cbc:AdditionalStreetName"), party.street, strict=False
    ):
        _B.put(address, name, said)
    _B.put(address, "cbc:CityName", party.city)
    _B.put(address, "cbc:PostalZone", party.postcode)
    for said in party.street[2:3]:
        _B.put(address, "cac:AddressLine/cbc:Line", said)
    _B.put(address, "cac:Country/cbc:IdentificationCode", party.country)
    if party.vat_number:
        scheme = _B.into(element, "cac:PartyTaxScheme")
        _B.put(scheme, "cbc:CompanyID", party.vat_number)
        _B.put(scheme, "cac:TaxScheme/cbc:ID", "VAT")
    legal = _B.into(element, "cac:PartyLegalEntity")
    _B.put(legal, "cbc:RegistrationName", party.name)
    _B.put(legal, "cbc:CompanyID", party.legal_id)
    _B.put(element, "cac:Contact/cbc:ElectronicMail", party.email)


def _adjustment(parent: Element, adjustment: Adjustment, currency: str) -> None:
    element = _B.into(parent, "cac:AllowanceCharge")
    indicator = "true" if adjustment.is_charge else "false"
    _B.put(element, "cbc:ChargeIndicator", indicator)
    _B.put(element, "cbc:AllowanceChargeReasonCode", adjustment.code)
    _B.put(element, "cbc:AllowanceChargeReason", adjustment.reason)
    _B.put(element, "cbc:MultiplierFactorNumeric", adjustment.percent)
    _amount(element, "cbc:Amount", adjustment.amount, currency)
    _amount(element, "cbc:BaseAmount", adjustment.base, currency)
    if adjustment.category:
        _category(element, "cac:TaxCategory", adjustment.category, adjustment.rate)


def _category(parent: Element, name: str, category: str, rate: Decimal | None) -> None:
    element = _B.into(parent, name)
    _B.put(element, "cbc:ID", category)
    _B.put(element, "cbc:Percent", rate)
    _B.put(element, "cac:TaxScheme/cbc:ID", "VAT")


def _taxes(root: Element, document: ExchangedDocument) -> None:
    if document.totals.tax is None:
        return
    total = _B.into(root, "cac:TaxTotal")
    _amount(total, "cbc:TaxAmount", document.totals.tax, document.currency)
    for row in document.vat:
        _tax_row(total, row, document.currency)


def _tax_row(total: Element, row: VatRow, currency: str) -> None:
    element = _B.into(total, "cac:TaxSubtotal")
    _amount(element, "cbc:TaxableAmount", row.taxable, currency)
    _amount(element, "cbc:TaxAmount", row.tax, currency)
    _category(element, "cac:TaxCategory", row.category, row.rate)


def _totals(root: Element, document: ExchangedDocument) -> None:
    totals = document.totals
    sums = _B.into(root, "cac:QuotedMonetaryTotal")
    for name, value in (
        ("LineExtensionAmount", totals.lines),
        ("TaxExclusiveAmount", totals.tax_exclusive),
        ("TaxInclusiveAmount", totals.tax_inclusive),
        ("AllowanceTotalAmount", totals.allowances),
        ("ChargeTotalAmount", totals.charges),
        ("PayableAmount", totals.due),
    ):
        _amount(sums, f"cbc:{name}", value, document.currency)


def _line(root: Element, line: Line, currency: str) -> None:
    quoted = _B.into(root, "cac:QuotationLine")
    _B.put(quoted, "cbc:ID", line.line_id)
    item = _B.into(quoted, "cac:LineItem")
    _B.put(item, "cbc:ID", line.line_id)
    _B.put(item, "cbc:Quantity", line.quantity, unitCode=line.unit or "C62")
    _amount(item, "cbc:LineExtensionAmount", line.net_amount, currency)
    for adjustment in line.adjustments:
        _adjustment(item, adjustment, currency)
    if line.net_price is not None:
        price = _B.into(item, "cac:Price")
        _amount(price, "cbc:PriceAmount", line.net_price, currency)
        _B.put(price, "cbc:BaseQuantity", line.basis, unitCode=line.unit or "C62")
        if line.gross_price is not None:
            change = _B.into(price, "cac:AllowanceCharge")
            is_charge = bool(line.price_charge)
            _B.put(change, "cbc:ChargeIndicator", "true" if is_charge else "false")
            reduction = line.price_charge or line.price_discount
            _amount(change, "cbc:Amount", reduction, currency)
            _amount(change, "cbc:BaseAmount", line.gross_price, currency)
    product = _B.into(item, "cac:Item")
    _B.put(product, "cbc:Description", line.description)
    _B.put(product, "cbc:Name", line.name)
    _B.put(product, "cac:BuyersItemIdentification/cbc:ID", line.buyer_reference)
    _B.put(product, "cac:SellersItemIdentification/cbc:ID", line.seller_reference)
    _B.put(product, "cac:StandardItemIdentification/cbc:ID", line.global_id)
    if line.category:
        _category(product, "cac:ClassifiedTaxCategory", line.category, line.rate)
