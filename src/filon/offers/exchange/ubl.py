"""Reading UBL 2.1: invoices, credit notes, orders, order changes and quotations."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from xml.etree.ElementTree import Element

from filon.offers.exchange.document import (
    Adjustment,
    ExchangedDocument,
    Line,
    Party,
    Syntax,
    Totals,
    TypeCode,
    VatRow,
)
from filon.offers.exchange.elements import day, every, first, name_of, number, text

ZERO = Decimal(0)
ONE = Decimal(1)

# Root element → its lines, its totals, and the code of UNTDID 1001 it stands for.
KINDS: dict[str, tuple[str, str, str]] = {
    "Invoice": ("InvoiceLine", "LegalMonetaryTotal", "380"),
    "CreditNote": ("CreditNoteLine", "LegalMonetaryTotal", "381"),
    "Order": ("OrderLine/LineItem", "AnticipatedMonetaryTotal", TypeCode.ORDER),
    "OrderChange": ("OrderLine/LineItem", "AnticipatedMonetaryTotal", TypeCode.CHANGE),
    "OrderResponse": ("OrderLine/LineItem", "LegalMonetaryTotal", TypeCode.RESPONSE),
    "Quotation": ("QuotationLine/LineItem", "QuotedMonetaryTotal", TypeCode.QUOTATION),
}
_QUANTITIES = ("InvoicedQuantity", "CreditedQuantity", "Quantity")
_SELLERS = ("AccountingSupplierParty/Party", "SellerSupplierParty/Party")
_BUYERS = (
    "AccountingCustomerParty/Party",
    "BuyerCustomerParty/Party",
    "OriginatorCustomerParty/Party",
)
_PERIOD = ("RequestedDeliveryPeriod/EndDate", "RequestedDeliveryPeriod/StartDate")


def read_ubl(root: Element) -> ExchangedDocument:
    """Return what a UBL document says.

    :raises DocumentRefused: if a number is none.
    """
    kind = name_of(root)
    at, totals, code = KINDS[kind]
    currency = text(root, "DocumentCurrencyCode", "PricingCurrencyCode")
    lines = tuple(_line(element) for element in every(root, at))
    delivery = first(root, "Delivery")
    requested = day(delivery, *_PERIOD)
    is_order = kind == "Order"
    number_ = text(root, "ID")
    terms = first(root, "DeliveryTerms")
    return ExchangedDocument(
        syntax=Syntax.UBL,
        kind=kind,
        number=number_,
        type_code=code,
        profile=text(root, "CustomizationID"),
        status=text(root, "OrderResponseCode"),
        issued_on=day(root, "IssueDate"),
        valid_until=day(root, "ValidityPeriod/EndDate"),
        currency=currency,
        seller=_party(_one_of(root, _SELLERS)),
        buyer=_party(_one_of(root, _BUYERS)),
        ship_to=_ship_to(delivery),
        order_number=number_ if is_order else text(root, "OrderReference/ID"),
        offer_number=text(root, "QuotationDocumentReference/ID"),
        contract_number=text(root, "Contract/ID", "ContractDocumentReference/ID"),
        requested_on=requested,
        has_delivery=requested is not None,
        incoterm=text(terms, "ID"),
        incoterm_place=text(terms, "DeliveryLocation/ID", "SpecialTerms"),
        payment_terms=text(
            root, "PaymentTerms/Note", "TransactionConditions/Description"
        ),
        notes=tuple(said for e in every(root, "Note") if (said := text(e, "."))),
        lines=lines,
        adjustments=tuple(_adjustment(e) for e in every(root, "AllowanceCharge")),
        vat=tuple(_vat_row(e) for e in every(root, "TaxTotal/TaxSubtotal")),
        totals=_totals(root, totals, currency),
    )


def _one_of(root: Element, paths: tuple[str, ...]) -> Element | None:
    found = (first(root, path) for path in paths)
    return next((element for element in found if element is not None), None)


def _line(element: Element) -> Line:
    item = first(element, "Item")
    price = first(element, "Price")
    quantity = _one_of(element, _QUANTITIES)
    tax = "ClassifiedTaxCategory"
    reduced = first(price, "AllowanceCharge")
    amount = number(reduced, "Amount") or ZERO
    is_charge = reduced is not None and _is_charge(reduced)
    return Line(
        line_id=text(element, "ID"),
        status=text(element, "LineStatusCode"),
        name=text(item, "Name"),
        description=text(item, "Description"),
        seller_reference=text(item, "SellersItemIdentification/ID"),
        buyer_reference=text(item, "BuyersItemIdentification/ID"),
        global_id=text(item, "StandardItemIdentification/ID"),
        quantity=number(quantity, "."),
        unit="" if quantity is None else quantity.get("unitCode", ""),
        gross_price=number(reduced, "BaseAmount"),
        price_discount=ZERO if is_charge else amount,
        price_charge=amount if is_charge else ZERO,
        net_price=number(price, "PriceAmount"),
        basis=number(price, "BaseQuantity") or ONE,
        adjustments=tuple(_adjustment(e) for e in every(element, "AllowanceCharge")),
        net_amount=number(element, "LineExtensionAmount"),
        category=text(item, f"{tax}/ID"),
        rate=number(item, f"{tax}/Percent"),
        delivery_on=day(first(element, "Delivery"), *_PERIOD),
        order_line=text(element, "OrderLineReference/LineID"),
        offer_line=text(element, "QuotationLineReference/LineID"),
    )


def _is_charge(element: Element) -> bool:
    return text(element, "ChargeIndicator").lower() in {"true", "1"}


def _adjustment(element: Element) -> Adjustment:
    return Adjustment(
        is_charge=_is_charge(element),
        amount=number(element, "Amount") or ZERO,
        percent=number(element, "MultiplierFactorNumeric"),
        base=number(element, "BaseAmount"),
        code=text(element, "AllowanceChargeReasonCode"),
        reason=text(element, "AllowanceChargeReason"),
        category=text(element, "TaxCategory/ID"),
        rate=number(element, "TaxCategory/Percent"),
    )


def _vat_row(element: Element) -> VatRow:
    return VatRow(
        category=text(element, "TaxCategory/ID"),
        rate=number(element, "TaxCategory/Percent", "Percent") or ZERO,
        taxable=number(element, "TaxableAmount") or ZERO,
        tax=number(element, "TaxAmount") or ZERO,
    )


def _totals(root: Element, path: str, currency: str) -> Totals:
    sums = first(root, path)
    taxes = every(root, "TaxTotal/TaxAmount")
    own = [e for e in taxes if e.get("currencyID", currency) == currency]
    return Totals(
        lines=number(sums, "LineExtensionAmount"),
        allowances=number(sums, "AllowanceTotalAmount"),
        charges=number(sums, "ChargeTotalAmount"),
        tax_exclusive=number(sums, "TaxExclusiveAmount"),
        tax=number(own[0], ".") if own else None,
        tax_inclusive=number(sums, "TaxInclusiveAmount"),
        prepaid=number(sums, "PrepaidAmount"),
        rounding=number(sums, "PayableRoundingAmount"),
        due=number(sums, "PayableAmount"),
    )


def _ship_to(delivery: Element | None) -> Party | None:
    place = first(delivery, "DeliveryLocation/Address")
    party = first(delivery, "DeliveryParty")
    if place is None and party is None:
        return None
    return _at(place, Party(name=text(party, "PartyName/Name")))


def _at(address: Element | None, party: Party) -> Party:
    """Return the party with its address."""
    names = ("StreetName", "AdditionalStreetName", "AddressLine/Line")
    return replace(
        party,
        street=tuple(said for name in names if (said := text(address, name))),
        postcode=text(address, "PostalZone"),
        city=text(address, "CityName"),
        country=text(address, "Country/IdentificationCode"),
    )


def _party(element: Element | None) -> Party:
    party = Party(
        name=text(element, "PartyLegalEntity/RegistrationName", "PartyName/Name"),
        identifier=text(element, "PartyIdentification/ID", "EndpointID"),
        legal_id=text(element, "PartyLegalEntity/CompanyID"),
        vat_number=text(element, "PartyTaxScheme/CompanyID"),
        email=text(element, "Contact/ElectronicMail"),
    )
    return _at(first(element, "PostalAddress"), party)
