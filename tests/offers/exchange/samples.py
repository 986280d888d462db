"""Made-up documents that are right to the cent; tests break them in one place."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pikepdf

_ORDER_X_LINE = """<ram:IncludedSupplyChainTradeLineItem>
  <ram:AssociatedDocumentLineDocument><ram:LineID>{number}</ram:LineID>{status}
  </ram:AssociatedDocumentLineDocument>
  <ram:SpecifiedTradeProduct>
    <ram:SellerAssignedID>{reference}</ram:SellerAssignedID>
    <ram:BuyerAssignedID>C-{number}</ram:BuyerAssignedID>
    <ram:Name>{name}</ram:Name>
  </ram:SpecifiedTradeProduct>
  <ram:SpecifiedLineTradeAgreement>
    <ram:BuyerOrderReferencedDocument><ram:LineID>{number}</ram:LineID>
    </ram:BuyerOrderReferencedDocument>
    <ram:NetPriceProductTradePrice>
      <ram:ChargeAmount>{price}</ram:ChargeAmount>
      <ram:BasisQuantity unitCode="C62">{basis}</ram:BasisQuantity>
    </ram:NetPriceProductTradePrice>
  </ram:SpecifiedLineTradeAgreement>
  <ram:SpecifiedLineTradeDelivery>
    <ram:RequestedQuantity unitCode="C62">{quantity}</ram:RequestedQuantity>{agreed}
  </ram:SpecifiedLineTradeDelivery>
  <ram:SpecifiedLineTradeSettlement>
    <ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode>
      <ram:CategoryCode>S</ram:CategoryCode>
      <ram:RateApplicablePercent>20.00</ram:RateApplicablePercent>
    </ram:ApplicableTradeTax>
    <ram:SpecifiedTradeSettlementLineMonetarySummation>
      <ram:LineTotalAmount>{amount}</ram:LineTotalAmount>
    </ram:SpecifiedTradeSettlementLineMonetarySummation>
  </ram:SpecifiedLineTradeSettlement>
</ram:IncludedSupplyChainTradeLineItem>"""

_ORDER_X = """<?xml version="1.0" encoding="UTF-8"?>
<rsm:SCRDMCCBDACIOMessageStructure
 xmlns:rsm="urn:un:unece:uncefact:data:SCRDMCCBDACIOMessageStructure:100"
 xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:128"
 xmlns:qdt="urn:un:unece:uncefact:data:standard:QualifiedDataType:128"
 xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:128">
<rsm:ExchangedDocumentContext>
  <ram:GuidelineSpecifiedDocumentContextParameter>
    <ram:ID>urn:order-x.eu:1p0:comfort</ram:ID>
  </ram:GuidelineSpecifiedDocumentContextParameter>
</rsm:ExchangedDocumentContext>
<rsm:ExchangedDocument>
  <ram:ID>{number}</ram:ID><ram:TypeCode>{type_code}</ram:TypeCode>{status}
  <ram:IssueDateTime>
    <udt:DateTimeString format="102">20260310</udt:DateTimeString>
  </ram:IssueDateTime>
</rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction>
{lines}
<ram:ApplicableHeaderTradeAgreement>
  <ram:SellerTradeParty><ram:ID>F-77</ram:ID><ram:Name>Ateliers Roche</ram:Name>
    <ram:SpecifiedLegalOrganization>
      <ram:ID schemeID="0002">123456789</ram:ID></ram:SpecifiedLegalOrganization>
  </ram:SellerTradeParty>
  <ram:BuyerTradeParty><ram:Name>Fonderie Vidal</ram:Name>
    <ram:SpecifiedTaxRegistration>
      <ram:ID schemeID="VA">FR05987654321</ram:ID></ram:SpecifiedTaxRegistration>
  </ram:BuyerTradeParty>
  <ram:BuyerOrderReferencedDocument>
    <ram:IssuerAssignedID>{order}</ram:IssuerAssignedID>
  </ram:BuyerOrderReferencedDocument>
  <ram:QuotationReferencedDocument>
    <ram:IssuerAssignedID>OFF-2026-00001 A</ram:IssuerAssignedID>
  </ram:QuotationReferencedDocument>{references}
</ram:ApplicableHeaderTradeAgreement>
<ram:ApplicableHeaderTradeDelivery>
  <ram:RequestedDeliverySupplyChainEvent><ram:OccurrenceDateTime>
    <udt:DateTimeString format="102">20260415</udt:DateTimeString>
  </ram:OccurrenceDateTime></ram:RequestedDeliverySupplyChainEvent>
</ram:ApplicableHeaderTradeDelivery>
<ram:ApplicableHeaderTradeSettlement>
  <ram:OrderCurrencyCode>EUR</ram:OrderCurrencyCode>
  <ram:SpecifiedTradeSettlementHeaderMonetarySummation>
    <ram:LineTotalAmount>1310.04</ram:LineTotalAmount>
    <ram:TaxBasisTotalAmount>1310.04</ram:TaxBasisTotalAmount>
    <ram:TaxTotalAmount currencyID="EUR">262.01</ram:TaxTotalAmount>
    <ram:GrandTotalAmount>1572.05</ram:GrandTotalAmount>
  </ram:SpecifiedTradeSettlementHeaderMonetarySummation>
</ram:ApplicableHeaderTradeSettlement>
</rsm:SupplyChainTradeTransaction>
</rsm:SCRDMCCBDACIOMessageStructure>"""

# number, reference, name, price, basis, quantity, amount
LINES = (
    ("1", "PMP-40", "Pump 40 m³/h", "1240.00", "1", "1", "1240.00"),
    ("2", "SCR-M8", "Screws M8", "23.3469", "100", "300", "70.04"),
)


def order_x(
    type_code: str = "220",
    *,
    number: str = "PO-1001",
    order: str = "PO-1001",
    references: str = "",
    lines: Iterable[tuple[str, ...]] = LINES,
) -> str:
    """Return an Order-X message: two lines, 1,310.04 without VAT, 1,572.05 with it."""
    is_response = type_code == "231"
    return _ORDER_X.format(
        number=f"{number}-R1" if is_response else number,
        type_code=type_code,
        status="<ram:StatusCode>1</ram:StatusCode>" if is_response else "",
        order=order,
        references=references,
        lines="\n".join(_order_x_line(line, is_response=is_response) for line in lines),
    )


def _order_x_line(line: tuple[str, ...], *, is_response: bool) -> str:
    number, reference, name, price, basis, quantity, amount = line
    agreed = f'<ram:AgreedQuantity unitCode="C62">{quantity}</ram:AgreedQuantity>'
    return _ORDER_X_LINE.format(
        number=number,
        reference=reference,
        name=name,
        price=price,
        basis=basis,
        quantity=quantity,
        amount=amount,
        status="<ram:LineStatusCode>5</ram:LineStatusCode>" if is_response else "",
        agreed=agreed if is_response else "",
    )


UBL_INVOICE = """<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:ID>INV-7</cbc:ID><cbc:IssueDate>2026-03-02</cbc:IssueDate>
<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>
 <cbc:AllowanceChargeReason>Loyalty</cbc:AllowanceChargeReason>
 <cbc:MultiplierFactorNumeric>10</cbc:MultiplierFactorNumeric>
 <cbc:Amount currencyID="EUR">13.50</cbc:Amount>
 <cbc:BaseAmount currencyID="EUR">135.00</cbc:BaseAmount>
 <cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>20</cbc:Percent></cac:TaxCategory>
</cac:AllowanceCharge>
<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">25.75</cbc:TaxAmount>
 <cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">121.50</cbc:TaxableAmount>
  <cbc:TaxAmount currencyID="EUR">24.30</cbc:TaxAmount>
  <cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>20</cbc:Percent></cac:TaxCategory>
 </cac:TaxSubtotal>
 <cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">26.45</cbc:TaxableAmount>
  <cbc:TaxAmount currencyID="EUR">1.45</cbc:TaxAmount>
  <cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>5.5</cbc:Percent></cac:TaxCategory>
 </cac:TaxSubtotal>
</cac:TaxTotal>
<cac:LegalMonetaryTotal>
 <cbc:LineExtensionAmount currencyID="EUR">161.45</cbc:LineExtensionAmount>
 <cbc:TaxExclusiveAmount currencyID="EUR">147.95</cbc:TaxExclusiveAmount>
 <cbc:TaxInclusiveAmount currencyID="EUR">173.70</cbc:TaxInclusiveAmount>
 <cbc:AllowanceTotalAmount currencyID="EUR">13.50</cbc:AllowanceTotalAmount>
 <cbc:PayableAmount currencyID="EUR">173.70</cbc:PayableAmount>
</cac:LegalMonetaryTotal>
<cac:InvoiceLine><cbc:ID>1</cbc:ID>
 <cbc:InvoicedQuantity unitCode="C62">10</cbc:InvoicedQuantity>
 <cbc:LineExtensionAmount currencyID="EUR">135.00</cbc:LineExtensionAmount>
 <cac:Item><cbc:Name>Seal</cbc:Name><cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID>
  <cbc:Percent>20</cbc:Percent></cac:ClassifiedTaxCategory></cac:Item>
 <cac:Price><cbc:PriceAmount currencyID="EUR">13.50</cbc:PriceAmount>
  <cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>
   <cbc:Amount currencyID="EUR">1.50</cbc:Amount>
   <cbc:BaseAmount currencyID="EUR">15.00</cbc:BaseAmount></cac:AllowanceCharge>
 </cac:Price>
</cac:InvoiceLine>
<cac:InvoiceLine><cbc:ID>2</cbc:ID>
 <cbc:InvoicedQuantity unitCode="KGM">2.645</cbc:InvoicedQuantity>
 <cbc:LineExtensionAmount currencyID="EUR">26.45</cbc:LineExtensionAmount>
 <cac:Item><cbc:Name>Bread</cbc:Name><cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID>
  <cbc:Percent>5.5</cbc:Percent></cac:ClassifiedTaxCategory></cac:Item>
 <cac:Price><cbc:PriceAmount currencyID="EUR">10</cbc:PriceAmount></cac:Price>
</cac:InvoiceLine>
</Invoice>"""


def broken(document: str, before: str, after: str) -> bytes:
    """Return the document with one place changed; the place must exist."""
    assert before in document, before
    return document.replace(before, after, 1).encode()


def hybrid_pdf(files: dict[str, bytes]) -> bytes:
    """Return a blank PDF that carries files."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    for name, content in files.items():
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, content, filename=name)
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()
