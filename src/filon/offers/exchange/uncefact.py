"""Reading UN/CEFACT documents: Cross Industry Invoice and Order-X."""

from __future__ import annotations

from decimal import Decimal
from xml.etree.ElementTree import Element

from filon.offers.exchange.document import (
    Adjustment,
    ExchangedDocument,
    Line,
    LineRole,
    Party,
    Syntax,
    Totals,
    VatRow,
)
from filon.offers.exchange.elements import day, every, first, name_of, number, text

INVOICE = "CrossIndustryInvoice"
ORDER_X = "SCRDMCCBDACIOMessageStructure"
ZERO = Decimal(0)
ONE = Decimal(1)

_TENDER, _OBJECT = "50", "130"
_OCCURRENCES = (
    "OccurrenceDateTime/DateTimeString",
    "OccurrenceSpecifiedPeriod/EndDateTime/DateTimeString",
    "OccurrenceSpecifiedPeriod/StartDateTime/DateTimeString",
)
_DELIVERIES = tuple(
    f"Requested{event}SupplyChainEvent/{when}"
    for event in ("Delivery", "Despatch")
    for when in _OCCURRENCES
)


def read_uncefact(root: Element) -> ExchangedDocument:
    """Return what a Cross Industry Invoice or an Order-X message says.

    :raises DocumentRefused: if a number is none.
    """
    is_order = name_of(root) == ORDER_X
    head = first(root, "ExchangedDocument")
    trade = first(root, "SupplyChainTradeTransaction")
    agreement = first(trade, "ApplicableHeaderTradeAgreement")
    delivery = first(trade, "ApplicableHeaderTradeDelivery")
    settlement = first(trade, "ApplicableHeaderTradeSettlement")
    currency = text(settlement, "OrderCurrencyCode", "InvoiceCurrencyCode")
    lines = tuple(_line(e) for e in every(trade, "IncludedSupplyChainTradeLineItem"))
    type_code = text(head, "TypeCode")
    number_ = text(head, "ID")
    order = text(agreement, "BuyerOrderReferencedDocument/IssuerAssignedID")
    requested = day(delivery, *_DELIVERIES)
    references = [
        text(e, "TypeCode") for e in every(agreement, "AdditionalReferencedDocument")
    ]
    return ExchangedDocument(
        syntax=Syntax.ORDER_X if is_order else Syntax.CII,
        kind=name_of(root),
        number=number_,
        type_code=type_code,
        profile=text(
            root,
            "ExchangedDocumentContext/GuidelineSpecifiedDocumentContextParameter/ID",
        ),
        status=text(head, "StatusCode"),
        issued_on=day(head, "IssueDateTime/DateTimeString"),
        currency=currency,
        seller=_party(first(agreement, "SellerTradeParty")),
        buyer=_party(first(agreement, "BuyerTradeParty")),
        ship_to=_optional_party(first(delivery, "ShipToTradeParty")),
        order_number=order or (number_ if type_code == "220" else ""),
        offer_number=text(agreement, "QuotationReferencedDocument/IssuerAssignedID"),
        contract_number=text(agreement, "ContractReferencedDocument/IssuerAssignedID"),
        previous_change=text(
            agreement, "PreviousOrderChangeReferencedDocument/IssuerAssignedID"
        ),
        previous_response=text(
            agreement, "PreviousOrderResponseReferencedDocument/IssuerAssignedID"
        ),
        tender_references=references.count(_TENDER),
        object_references=references.count(_OBJECT),
        requested_on=requested,
        has_delivery=requested is not None,
        incoterm=text(agreement, "ApplicableTradeDeliveryTerms/DeliveryTypeCode"),
        incoterm_place=text(
            agreement,
            "ApplicableTradeDeliveryTerms/RelevantTradeLocation/Name",
            "ApplicableTradeDeliveryTerms/Description",
        ),
        payment_terms=text(settlement, "SpecifiedTradePaymentTerms/Description"),
        notes=tuple(text(e, "Content") for e in every(head, "IncludedNote")),
        lines=lines,
        adjustments=(
            *(_adjustment(e) for e in every(settlement, _ALLOWANCE)),
            *(_logistics(e) for e in every(settlement, _LOGISTICS)),
        ),
        vat=tuple(_vat_row(e) for e in every(settlement, "ApplicableTradeTax")),
        totals=_totals(settlement, currency),
    )


_ALLOWANCE = "SpecifiedTradeAllowanceCharge"
_LOGISTICS = "SpecifiedLogisticsServiceCharge"


def _line(element: Element) -> Line:
    about = first(element, "AssociatedDocumentLineDocument")
    substitute = first(element, "SubstitutedReferencedProduct")
    named = first(element, "SpecifiedTradeProduct")
    product = substitute if named is None else named
    agreement = first(element, "SpecifiedLineTradeAgreement")
    gross = first(agreement, "GrossPriceProductTradePrice")
    net = first(agreement, "NetPriceProductTradePrice")
    delivery = first(element, "SpecifiedLineTradeDelivery")
    settlement = first(element, "SpecifiedLineTradeSettlement")
    quantity = "BilledQuantity", "RequestedQuantity"
    role = text(about, "LineStatusReasonCode")
    off, plus = _price_changes(gross, net)
    return Line(
        line_id=text(about, "LineID"),
        role=LineRole(role) if role in LineRole.__members__ else LineRole.DETAIL,
        status=text(about, "LineStatusCode"),
        name=text(product, "Name"),
        description=text(product, "Description"),
        seller_reference=text(product, "SellerAssignedID"),
        buyer_reference=text(product, "BuyerAssignedID"),
        global_id=text(product, "GlobalID"),
        substituted=substitute is not None,
        quantity=number(delivery, *quantity),
        agreed=number(delivery, "AgreedQuantity"),
        unit=_unit(delivery),
        gross_price=number(gross, "ChargeAmount"),
        price_discount=off,
        price_charge=plus,
        net_price=number(net, "ChargeAmount"),
        basis=number(net, "BasisQuantity") or number(gross, "BasisQuantity") or ONE,
        adjustments=tuple(_adjustment(e) for e in every(settlement, _ALLOWANCE)),
        net_amount=number(
            settlement,
            "SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount",
        ),
        category=text(settlement, "ApplicableTradeTax/CategoryCode"),
        rate=number(settlement, "ApplicableTradeTax/RateApplicablePercent"),
        delivery_on=day(delivery, *_DELIVERIES),
        order_line=text(agreement, "BuyerOrderReferencedDocument/LineID"),
        offer_line=text(agreement, "QuotationReferencedDocument/LineID"),
    )


def _unit(delivery: Element | None) -> str:
    names = ("BilledQuantity", "RequestedQuantity", "AgreedQuantity")
    for name in names:
        quantity = first(delivery, name)
        if quantity is not None and (unit := quantity.get("unitCode", "")):
            return unit
    return ""


def _price_changes(
    gross: Element | None, net: Element | None
) -> tuple[Decimal, Decimal]:
    """Return what leads from the gross to the net price: reductions and additions."""
    off, plus = ZERO, ZERO
    for price in (gross, net):
        for change in every(price, "AppliedTradeAllowanceCharge"):
            amount = number(change, "ActualAmount") or ZERO
            if _is_charge(change):
                plus += amount
            else:
                off += amount
    return off, plus


def _is_charge(element: Element) -> bool:
    return text(element, "ChargeIndicator/Indicator").lower() in {"true", "1"}


def _adjustment(element: Element) -> Adjustment:
    return Adjustment(
        is_charge=_is_charge(element),
        amount=number(element, "ActualAmount") or ZERO,
        percent=number(element, "CalculationPercent"),
        base=number(element, "BasisAmount"),
        code=text(element, "ReasonCode"),
        reason=text(element, "Reason"),
        category=text(element, "CategoryTradeTax/CategoryCode"),
        rate=number(element, "CategoryTradeTax/RateApplicablePercent"),
    )


def _logistics(element: Element) -> Adjustment:
    return Adjustment(
        is_charge=True,
        amount=number(element, "AppliedAmount") or ZERO,
        reason=text(element, "Description"),
        category=text(element, "AppliedTradeTax/CategoryCode"),
        rate=number(element, "AppliedTradeTax/RateApplicablePercent"),
    )


def _vat_row(element: Element) -> VatRow:
    return VatRow(
        category=text(element, "CategoryCode"),
        rate=number(element, "RateApplicablePercent") or ZERO,
        taxable=number(element, "BasisAmount") or ZERO,
        tax=number(element, "CalculatedAmount") or ZERO,
    )


def _totals(settlement: Element | None, currency: str) -> Totals:
    sums = first(settlement, "SpecifiedTradeSettlementHeaderMonetarySummation")
    taxes = list(every(sums, "TaxTotalAmount"))
    own = [e for e in taxes if e.get("currencyID", currency) == currency]
    return Totals(
        lines=number(sums, "LineTotalAmount"),
        allowances=number(sums, "AllowanceTotalAmount"),
        charges=number(sums, "ChargeTotalAmount"),
        tax_exclusive=number(sums, "TaxBasisTotalAmount"),
        tax=number(own[0], ".") if own else None,
        tax_inclusive=number(sums, "GrandTotalAmount"),
        prepaid=number(sums, "TotalPrepaidAmount"),
        rounding=number(sums, "RoundingAmount"),
        due=number(sums, "DuePayableAmount"),
    )


def _optional_party(element: Element | None) -> Party | None:
    return None if element is None else _party(element)


def _party(element: Element | None) -> Party:
    address = first(element, "PostalTradeAddress")
    taxes = {
        registration.get("schemeID", ""): (registration.text or "").strip()
        for registration in every(element, "SpecifiedTaxRegistration/ID")
    }
    lines = ("LineOne", "LineTwo", "LineThree")
    return Party(
        name=text(element, "Name"),
        identifier=text(element, "ID", "GlobalID"),
        legal_id=text(element, "SpecifiedLegalOrganization/ID"),
        vat_number=taxes.get("VA", ""),
        street=tuple(said for name in lines if (said := text(address, name))),
        postcode=text(address, "PostcodeCode"),
        city=text(address, "CityName"),
        country=text(address, "CountryID"),
        email=text(
            element,
            "DefinedTradeContact/EmailURIUniversalCommunication/URIID",
            "URIUniversalCommunication/URIID",
        ),
    )
