"""Writing Order-X 1.0, profile COMFORT: order, change and response."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import Element

from filon.offers.exchange.building import Builder, as_bytes
from filon.offers.exchange.document import Adjustment, ExchangedDocument, Line, Party
from filon.offers.exchange.rules import INCOTERMS_2010

FILE_NAME = "order-x.xml"
_NAMES = "urn:un:unece:uncefact:data"
_B = Builder(
    {
        "rsm": f"{_NAMES}:SCRDMCCBDACIOMessageStructure:100",
        "udt": f"{_NAMES}:standard:UnqualifiedDataType:128",
        "ram": f"{_NAMES}:standard:ReusableAggregateBusinessInformationEntity:128",
    }
)
_COPY_IS_NOT, _ORIGINAL = "false", "9"
_SIREN = "0002"
_ALLOWANCE = "ram:SpecifiedTradeAllowanceCharge"


def write_order_x(document: ExchangedDocument) -> bytes:
    """Return an Order-X message, which reads back as the same document.

    The schema knows the Incoterms of 2010 only: another one (DPU) goes to the text of
    the delivery terms. Nothing is computed here.

    Source: Order-X 1.0 (SCRDMCCBDACIO D20B).
    """
    root = _B.root("rsm:SCRDMCCBDACIOMessageStructure")
    _context(root, document)
    _head(root, document)
    trade = _B.into(root, "rsm:SupplyChainTradeTransaction")
    for line in document.lines:
        _line(trade, line)
    _agreement(trade, document)
    delivery = _B.into(trade, "ram:ApplicableHeaderTradeDelivery")
    _party(delivery, "ram:ShipToTradeParty", document.ship_to)
    _event(delivery, document.requested_on)
    settlement = _B.into(trade, "ram:ApplicableHeaderTradeSettlement")
    _settlement(settlement, document)
    return as_bytes(root)


def _context(root: Element, document: ExchangedDocument) -> None:
    context = _B.into(root, "rsm:ExchangedDocumentContext")
    guideline = "ram:GuidelineSpecifiedDocumentContextParameter/ram:ID"
    _B.put(context, "ram:TestIndicator/udt:Indicator", "false")
    _B.put(context, guideline, document.profile)


def _head(root: Element, document: ExchangedDocument) -> None:
    head = _B.into(root, "rsm:ExchangedDocument")
    _B.put(head, "ram:ID", document.number)
    _B.put(head, "ram:TypeCode", document.type_code)
    _B.put(head, "ram:StatusCode", document.status)
    _day(head, "ram:IssueDateTime/udt:DateTimeString", document.issued_on)
    _B.put(head, "ram:CopyIndicator/udt:Indicator", _COPY_IS_NOT)
    _B.put(head, "ram:PurposeCode", _ORIGINAL)
    for note in document.notes:
        _B.put(head, "ram:IncludedNote/ram:Content", note)


def _line(trade: Element, line: Line) -> None:
    item = _B.into(trade, "ram:IncludedSupplyChainTradeLineItem")
    about = _B.into(item, "ram:AssociatedDocumentLineDocument")
    _B.put(about, "ram:LineID", line.line_id)
    _B.put(about, "ram:LineStatusCode", line.status)
    kind = "Substituted" if line.substituted else "Specified"
    name = "ReferencedProduct" if line.substituted else "TradeProduct"
    product = _B.into(item, f"ram:{kind}{name}")
    _B.put(product, "ram:GlobalID", line.global_id, schemeID="0160")
    _B.put(product, "ram:SellerAssignedID", line.seller_reference)
    _B.put(product, "ram:BuyerAssignedID", line.buyer_reference)
    _B.put(product, "ram:Name", line.name)
    _B.put(product, "ram:Description", line.description)
    _prices(item, line)
    delivery = _B.into(item, "ram:SpecifiedLineTradeDelivery")
    unit = line.unit or "C62"
    _B.put(delivery, "ram:RequestedQuantity", line.quantity, unitCode=unit)
    _B.put(delivery, "ram:AgreedQuantity", line.agreed, unitCode=unit)
    _event(delivery, line.delivery_on)
    settlement = _B.into(item, "ram:SpecifiedLineTradeSettlement")
    if line.category:
        tax = _B.into(settlement, "ram:ApplicableTradeTax")
        _tax(tax, line.category, line.rate)
    for adjustment in line.adjustments:
        _adjustment(settlement, adjustment)
    total = "ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount"
    _B.put(settlement, total, line.net_amount)


def _prices(item: Element, line: Line) -> None:
    agreement = _B.into(item, "ram:SpecifiedLineTradeAgreement")
    order = "ram:BuyerOrderReferencedDocument/ram:LineID"
    offer = "ram:QuotationReferencedDocument/ram:LineID"
    _B.put(agreement, order, line.order_line)
    _B.put(agreement, offer, line.offer_line)
    unit = line.unit or "C62"
    if line.gross_price is not None:
        gross = _B.into(agreement, "ram:GrossPriceProductTradePrice")
        _B.put(gross, "ram:ChargeAmount", line.gross_price)
        _B.put(gross, "ram:BasisQuantity", line.basis, unitCode=unit)
        for is_charge, amount in (
            ("false", line.price_discount),
            ("true", line.price_charge),
        ):
            if amount:
                change = _B.into(gross, "ram:AppliedTradeAllowanceCharge")
                _B.put(change, "ram:ChargeIndicator/udt:Indicator", is_charge)
                _B.put(change, "ram:ActualAmount", amount)
    if line.net_price is not None:
        net = _B.into(agreement, "ram:NetPriceProductTradePrice")
        _B.put(net, "ram:ChargeAmount", line.net_price)
        _B.put(net, "ram:BasisQuantity", line.basis, unitCode=unit)


def _agreement(trade: Element, document: ExchangedDocument) -> None:
    agreement = _B.into(trade, "ram:ApplicableHeaderTradeAgreement")
    _party(agreement, "ram:SellerTradeParty", document.seller)
    _party(agreement, "ram:BuyerTradeParty", document.buyer)
    terms = _B.into(agreement, "ram:ApplicableTradeDeliveryTerms")
    place = document.incoterm_place
    if document.incoterm in INCOTERMS_2010:
        _B.put(terms, "ram:DeliveryTypeCode", document.incoterm)
    else:
        place = f"{document.incoterm} {place}"
    _B.put(terms, "ram:Description", place)
    references = (
        ("BuyerOrder", document.order_number),
        ("Quotation", document.offer_number),
        ("Contract", document.contract_number),
        ("PreviousOrderChange", document.previous_change),
        ("PreviousOrderResponse", document.previous_response),
    )
    for kind, number in references:
        path = f"ram:{kind}ReferencedDocument/ram:IssuerAssignedID"
        _B.put(agreement, path, number)


def _settlement(settlement: Element, document: ExchangedDocument) -> None:
    _B.put(settlement, "ram:OrderCurrencyCode", document.currency)
    for adjustment in document.adjustments:
        _adjustment(settlement, adjustment)
    terms = "ram:SpecifiedTradePaymentTerms/ram:Description"
    _B.put(settlement, terms, document.payment_terms)
    totals = document.totals
    sums = _B.into(settlement, "ram:SpecifiedTradeSettlementHeaderMonetarySummation")
    _B.put(sums, "ram:LineTotalAmount", totals.lines)
    _B.put(sums, "ram:ChargeTotalAmount", totals.charges)
    _B.put(sums, "ram:AllowanceTotalAmount", totals.allowances)
    _B.put(sums, "ram:TaxBasisTotalAmount", totals.tax_exclusive)
    _B.put(sums, "ram:TaxTotalAmount", totals.tax, currencyID=document.currency)
    _B.put(sums, "ram:GrandTotalAmount", totals.tax_inclusive)


def _adjustment(parent: Element, adjustment: Adjustment) -> None:
    element = _B.into(parent, _ALLOWANCE)
    indicator = "true" if adjustment.is_charge else "false"
    _B.put(element, "ram:ChargeIndicator/udt:Indicator", indicator)
    _B.put(element, "ram:CalculationPercent", adjustment.percent)
    _B.put(element, "ram:BasisAmount", adjustment.base)
    _B.put(element, "ram:ActualAmount", adjustment.amount)
    _B.put(element, "ram:ReasonCode", adjustment.code)
    _B.put(element, "ram:Reason", adjustment.reason)
    if adjustment.category:
        tax = _B.into(element, "ram:CategoryTradeTax")
        _tax(tax, adjustment.category, adjustment.rate)


def _tax(tax: Element, category: str, rate: Decimal | None) -> None:
    _B.put(tax, "ram:TypeCode", "VAT")
    _B.put(tax, "ram:CategoryCode", category)
    _B.put(tax, "ram:RateApplicablePercent", rate)


def _party(parent: Element, name: str, party: Party | None) -> None:
    if party is None:
        return
    element = _B.into(parent, name)
    _B.put(element, "ram:ID", party.identifier)
    _B.put(element, "ram:Name", party.name)
    legal = "ram:SpecifiedLegalOrganization/ram:ID"
    _B.put(element, legal, party.legal_id, schemeID=_SIREN)
    address = _B.into(element, "ram:PostalTradeAddress")
    _B.put(address, "ram:PostcodeCode", party.postcode)
    names = ("ram:LineOne", "ram:LineTwo", "ram:LineThree")
    for line, said in zip(names, party.street, strict=False):
        _B.put(address, line, said)
    _B.put(address, "ram:CityName", party.city)
    _B.put(address, "ram:CountryID", party.country)
    mail = "ram:URIUniversalCommunication/ram:URIID"
    if party.email:
        _B.put(element, mail, party.email, schemeID="EM")
    _B.put(
        element, "ram:SpecifiedTaxRegistration/ram:ID", party.vat_number, schemeID="VA"
    )


def _event(parent: Element, on: date | None) -> None:
    path = "ram:RequestedDeliverySupplyChainEvent/ram:OccurrenceDateTime"
    _day(parent, f"{path}/udt:DateTimeString", on)


def _day(parent: Element, path: str, on: date | None) -> None:
    if on is not None:
        _B.put(parent, path, f"{on:%Y%m%d}", format="102")
