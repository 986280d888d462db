"""Each rule of Order-X, broken in one place of a right message, is caught by name."""

from __future__ import annotations

import pytest

from filon.offers.exchange.reading import read_document
from filon.offers.exchange.rules import (
    Finding,
    Rule,
    order_x_findings,
    response_findings,
)
from tests.offers.exchange.samples import LINES, broken, order_x

ORDER, CHANGE, RESPONSE = order_x("220"), order_x("230"), order_x("231")
_VAT = """<ram:SpecifiedTaxRegistration>
      <ram:ID schemeID="VA">FR05987654321</ram:ID></ram:SpecifiedTaxRegistration>"""
_SELLER = """<ram:SpecifiedLegalOrganization>
      <ram:ID schemeID="0002">123456789</ram:ID></ram:SpecifiedLegalOrganization>"""
_LINE_1 = "<ram:LineID>1</ram:LineID>"
_ASKED = '<ram:RequestedQuantity unitCode="C62">1</ram:RequestedQuantity>'
_AGREED = '<ram:AgreedQuantity unitCode="C62">1</ram:AgreedQuantity>'
_PREVIOUS = """<ram:PreviousOrderResponseReferencedDocument>
  <ram:IssuerAssignedID>R-1</ram:IssuerAssignedID>
</ram:PreviousOrderResponseReferencedDocument>"""
_DATE = '<udt:DateTimeString format="102">20260415</udt:DateTimeString>'


def reference(code: str) -> str:
    return (
        "<ram:AdditionalReferencedDocument><ram:IssuerAssignedID>X"
        f"</ram:IssuerAssignedID><ram:TypeCode>{code}</ram:TypeCode>"
        "</ram:AdditionalReferencedDocument>"
    )


def findings(content: bytes) -> list[Rule]:
    read = read_document(content)
    return [finding.rule for finding in order_x_findings(read.document, read.root)]


@pytest.mark.parametrize("message", [ORDER, CHANGE, RESPONSE])
def test_right_message_breaks_no_rule(message: str) -> None:
    assert findings(message.encode()) == []


@pytest.mark.parametrize(
    ("message", "before", "after", "rule"),
    [
        (ORDER, ">1572.05<", ">1572.06<", Rule.GRAND_TOTAL_WRONG),
        (ORDER, "<ram:TaxBasisTotalAmount>1310.04", "<ram:TaxBasisTotalAmount>1300.04",
         Rule.TAX_EXCLUSIVE_WRONG),
        (ORDER, "<ram:LineTotalAmount>1310.04", "<ram:LineTotalAmount>1301.04",
         Rule.LINES_TOTAL_WRONG),
        (ORDER, ">23.3469<", ">23.4469<", Rule.LINE_NET_WRONG),
        (ORDER, "<ram:GrandTotalAmount>1572.05</ram:GrandTotalAmount>", "",
         Rule.GRAND_TOTAL_MISSING),
        (ORDER, "262.01", "264.01", Rule.AMOUNT_WRONG),
        (ORDER, _VAT, "", Rule.BUYER_UNIDENTIFIED),
        (ORDER, "<ram:ID>F-77</ram:ID><ram:Name>Ateliers Roche</ram:Name>\n    "
         + _SELLER, "<ram:Name>Ateliers Roche</ram:Name>", Rule.SELLER_UNIDENTIFIED),
        (ORDER, _LINE_1, f"{_LINE_1}<ram:LineStatusCode>5</ram:LineStatusCode>",
         Rule.LINE_STATUS_IN_ORDER),
        (ORDER, _ASKED, _ASKED + _AGREED, Rule.AGREED_QUANTITY_IN_ORDER),
        (CHANGE, _ASKED, _ASKED + _AGREED, Rule.AGREED_QUANTITY_IN_ORDER),
        (ORDER, ":1p0:comfort", ":1p0:luxury", Rule.PROFILE_UNKNOWN),
        (ORDER, ">220<", ">380<", Rule.TYPE_UNKNOWN),
        (ORDER, 'unitCode="C62">300', 'unitCode="PIECE">300', Rule.UNIT_UNKNOWN),
        (ORDER, _DATE, "", Rule.DELIVERY_MISSING),
        (CHANGE, _DATE, "", Rule.DELIVERY_MISSING),
        (ORDER, "<ram:SpecifiedTradeProduct>",
         "<ram:SubstitutedReferencedProduct><ram:Name>Other</ram:Name>"
         "</ram:SubstitutedReferencedProduct><ram:SpecifiedTradeProduct>",
         Rule.SUBSTITUTE_IN_ORDER),
        (ORDER, f"Document>{_LINE_1}\n    </ram:BuyerOrder",
         "Document><ram:LineID>4</ram:LineID>\n    </ram:BuyerOrder",
         Rule.ORDER_LINE_REFERENCE),
        (RESPONSE, "<ram:LineStatusCode>5</ram:LineStatusCode>", "",
         Rule.LINE_STATUS_MISSING),
        (RESPONSE, "<ram:LineStatusCode>5<", "<ram:LineStatusCode>7<",
         Rule.REFUSED_WITH_QUANTITY),
        (RESPONSE.replace("<ram:LineStatusCode>5<", "<ram:LineStatusCode>6<"), _AGREED,
         "", Rule.AMENDED_WITHOUT_QUANTITY),
        (ORDER, "<ram:BuyerOrderReferencedDocument>\n    <ram:IssuerAssignedID>",
         "<ram:ApplicableTradeDeliveryTerms><ram:DeliveryTypeCode>DPU"
         "</ram:DeliveryTypeCode></ram:ApplicableTradeDeliveryTerms>"
         "<ram:BuyerOrderReferencedDocument>\n    <ram:IssuerAssignedID>",
         Rule.INCOTERM_UNKNOWN),
    ],
)  # fmt: skip
def test_broken_rule_is_caught_by_name(
    message: str, before: str, after: str, rule: Rule
) -> None:
    found = findings(broken(message, before, after))

    assert rule in found
    # One error is told once, not as a chain of others.
    assert len(found) == 1 or rule in {
        Rule.LINES_TOTAL_WRONG,
        Rule.TAX_EXCLUSIVE_WRONG,
        Rule.AMOUNT_WRONG,
    }


@pytest.mark.parametrize(
    ("references", "rule"),
    [
        (reference("50") * 2, Rule.TENDER_REFERENCES),
        (reference("130") * 2, Rule.OBJECT_REFERENCES),
        (_PREVIOUS, Rule.PREVIOUS_MESSAGE_IN_ORDER),
    ],
)
def test_reference_too_many_is_caught(references: str, rule: Rule) -> None:
    assert findings(order_x(references=references).encode()) == [rule]


def test_extended_profile_may_name_several_tenders() -> None:
    message = order_x(references=reference("50") * 2).replace(":comfort", ":extended")

    assert findings(message.encode()) == []


@pytest.mark.parametrize("type_code", ["220", "230"])
def test_order_without_line_is_caught(type_code: str) -> None:
    found = findings(order_x(type_code, lines=()).encode())

    assert found == [Rule.ORDER_WITHOUT_LINE]


def test_response_may_have_no_line() -> None:
    assert findings(order_x("231", lines=()).encode()) == []


def test_rules_that_published_examples_break_only_inform() -> None:
    advice = {rule for rule in Rule if Finding(rule).is_advice}

    assert advice == {Rule.ORDER_LINE_REFERENCE, Rule.PREVIOUS_MESSAGE_IN_ORDER}


def compared(response: bytes) -> list[Rule]:
    order = read_document(ORDER.encode()).document
    answer = read_document(response).document
    return [finding.rule for finding in response_findings(answer, order)]


def test_response_to_the_order_changes_nothing_of_it() -> None:
    assert compared(RESPONSE.encode()) == []


@pytest.mark.parametrize(
    ("response", "rule"),
    [
        (order_x("231", order="PO-1002").encode(), Rule.ORDER_NUMBER_CHANGED),
        (broken(RESPONSE, "FR05987654321", "FR00111222333"), Rule.PARTY_CHANGED),
        (broken(RESPONSE, "123456789", "999999999"), Rule.PARTY_CHANGED),
        (
            order_x("231", lines=[LINES[0], ("7", *LINES[1][1:])]).encode(),
            Rule.LINE_NUMBER_CHANGED,
        ),
    ],
)
def test_what_a_response_may_not_change_is_caught(response: bytes, rule: Rule) -> None:
    assert compared(response) == [rule]


def test_response_may_add_a_line() -> None:
    added = order_x("231", lines=[*LINES, ("3", *LINES[1][1:])])
    head, mark, last = added.rpartition("<ram:LineStatusCode>5<")

    assert compared((head + mark.replace("5", "1") + last).encode()) == []
