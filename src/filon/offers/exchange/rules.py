"""The business rules of Order-X 1.0 that its schema and schematron let pass.

Every rule has a name. Breaking one never refuses an incoming document: people see
what is wrong with it and decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from xml.etree.ElementTree import Element

from filon.offers.exchange.document import (
    ExchangedDocument,
    Line,
    Party,
    Syntax,
    TypeCode,
)
from filon.offers.exchange.reading import ReadDocument
from filon.offers.exchange.verifying import Place, verify

PROFILES = frozenset(
    f"urn:order-x.eu:1p0:{level}" for level in ("basic", "comfort", "extended")
)
TYPES = frozenset({TypeCode.ORDER, TypeCode.CHANGE, TypeCode.RESPONSE})
# The code list of the schema is that of the Incoterms of 2010: DPU is not in it.
INCOTERMS_2010 = frozenset(
    "1 2 CFR CIF CIP CPT DAP DAT DDP EXW FAS FCA FOB".split()  # noqa: SIM905
)
ADDED, ACCEPTED, AMENDED, REFUSED = "1", "5", "6", "7"


class Rule(StrEnum):
    """What is wrong, by name (Order-X 1.0 §3.1)."""

    PROFILE_UNKNOWN = "profile-unknown"
    TYPE_UNKNOWN = "type-unknown"
    ORDER_WITHOUT_LINE = "order-without-line"
    LINE_STATUS_MISSING = "line-status-missing"
    LINE_STATUS_IN_ORDER = "line-status-in-order"
    SUBSTITUTE_IN_ORDER = "substitute-in-order"
    AGREED_QUANTITY_IN_ORDER = "agreed-quantity-in-order"
    ORDER_LINE_REFERENCE = "order-line-reference"
    DELIVERY_MISSING = "delivery-missing"
    SELLER_UNIDENTIFIED = "seller-unidentified"
    BUYER_UNIDENTIFIED = "buyer-unidentified"
    TENDER_REFERENCES = "tender-references"
    OBJECT_REFERENCES = "object-references"
    PREVIOUS_MESSAGE_IN_ORDER = "previous-message-in-order"
    AMENDED_WITHOUT_QUANTITY = "amended-without-quantity"
    REFUSED_WITH_QUANTITY = "refused-with-quantity"
    UNIT_UNKNOWN = "unit-unknown"
    INCOTERM_UNKNOWN = "incoterm-unknown"
    LINE_NET_WRONG = "line-net-wrong"
    LINES_TOTAL_WRONG = "lines-total-wrong"
    TAX_EXCLUSIVE_WRONG = "tax-exclusive-wrong"
    GRAND_TOTAL_WRONG = "grand-total-wrong"
    GRAND_TOTAL_MISSING = "grand-total-missing"
    AMOUNT_WRONG = "amount-wrong"
    ORDER_NUMBER_CHANGED = "order-number-changed"
    PARTY_CHANGED = "party-changed"
    LINE_NUMBER_CHANGED = "line-number-changed"


_PLACES = {
    Place.LINE_NET: Rule.LINE_NET_WRONG,
    Place.LINES_TOTAL: Rule.LINES_TOTAL_WRONG,
    Place.TAX_EXCLUSIVE: Rule.TAX_EXCLUSIVE_WRONG,
    Place.TAX_INCLUSIVE: Rule.GRAND_TOTAL_WRONG,
}
# Rules that the recomputation of the amounts has told already.
ARITHMETIC = frozenset({*_PLACES.values(), Rule.AMOUNT_WRONG})
# Two rules that published examples break themselves.
_ADVICE = frozenset({Rule.ORDER_LINE_REFERENCE, Rule.PREVIOUS_MESSAGE_IN_ORDER})


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that is broken, and where: a line, a unit, a code."""

    rule: Rule
    where: str = ""

    @property
    def is_advice(self) -> bool:
        """Whether published examples break the rule, so that it only informs."""
        return self.rule in _ADVICE


def order_x_findings(document: ExchangedDocument, root: Element) -> tuple[Finding, ...]:
    """Return every rule that an Order-X message breaks, in the order of the rules.

    :param root: the tree it was read from; units are looked for everywhere in it.

    Source: Order-X 1.0, business rules; arithmetic as in EN 16931-1.
    """
    found = (
        *_head(document),
        *_parties(document),
        *_order_only(document),
        *_response_only(document),
        *_codes(document, root),
        *_amounts(document),
    )
    order = list(Rule)
    unique = dict.fromkeys(found)
    return tuple(sorted(unique, key=lambda finding: order.index(finding.rule)))


def findings_of(read: ReadDocument) -> tuple[Finding, ...]:
    """Return the rules of Order-X that a document breaks; none for another syntax."""
    if read.document.syntax is not Syntax.ORDER_X:
        return ()
    return order_x_findings(read.document, read.root)


def response_findings(
    response: ExchangedDocument, order: ExchangedDocument
) -> tuple[Finding, ...]:
    """Return what a response changes of the order that no response may change.

    The number of the order, the parties, and the numbers of its lines; a line that
    the seller adds (status 1) may be new.
    """
    found = []
    if response.order_number != order.number:
        found.append(Finding(Rule.ORDER_NUMBER_CHANGED, response.order_number))
    for ours, theirs in (
        (response.buyer, order.buyer),
        (response.seller, order.seller),
    ):
        if not _same_party(ours, theirs):
            found.append(Finding(Rule.PARTY_CHANGED, ours.name))
    known = {line.line_id for line in order.lines}
    found += [
        Finding(Rule.LINE_NUMBER_CHANGED, line.line_id)
        for line in response.lines
        if (line.order_line or line.line_id) not in known and line.status != ADDED
    ]
    return tuple(found)


def _same_party(one: Party, other: Party) -> bool:
    """Tell whether no identifier that both state differs."""
    pairs = (
        (one.vat_number, other.vat_number),
        (one.legal_id, other.legal_id),
        (one.identifier, other.identifier),
    )
    stated = [(_bare(a), _bare(b)) for a, b in pairs if a and b]
    if not stated:
        return _bare(one.name) == _bare(other.name)
    return all(a == b for a, b in stated)


def _bare(text: str) -> str:
    return "".join(text.split()).upper()


def _head(document: ExchangedDocument) -> Iterator[Finding]:
    if document.profile.lower() not in PROFILES:
        yield Finding(Rule.PROFILE_UNKNOWN, document.profile)
    if document.type_code not in TYPES:
        yield Finding(Rule.TYPE_UNKNOWN, document.type_code)
    if not document.profile.endswith(":extended"):
        if document.tender_references > 1:
            yield Finding(Rule.TENDER_REFERENCES)
        if document.object_references > 1:
            yield Finding(Rule.OBJECT_REFERENCES)


def _parties(document: ExchangedDocument) -> Iterator[Finding]:
    # Keys of SIREN and VAT numbers are not checked: published examples have wrong ones.
    if not document.seller.is_identified:
        yield Finding(Rule.SELLER_UNIDENTIFIED, document.seller.name)
    if not document.buyer.is_identified:
        yield Finding(Rule.BUYER_UNIDENTIFIED, document.buyer.name)


def _order_only(document: ExchangedDocument) -> Iterator[Finding]:
    if document.type_code not in {TypeCode.ORDER, TypeCode.CHANGE}:
        return
    is_first = document.type_code == TypeCode.ORDER
    if not document.lines:
        yield Finding(Rule.ORDER_WITHOUT_LINE)
    if not document.has_delivery:
        yield Finding(Rule.DELIVERY_MISSING)
    for line in document.lines:
        if line.substituted:
            yield Finding(Rule.SUBSTITUTE_IN_ORDER, line.line_id)
        if line.agreed is not None:
            yield Finding(Rule.AGREED_QUANTITY_IN_ORDER, line.line_id)
        if is_first and line.status:
            yield Finding(Rule.LINE_STATUS_IN_ORDER, line.line_id)
        if is_first and line.order_line not in {"", line.line_id}:
            yield Finding(Rule.ORDER_LINE_REFERENCE, line.line_id)
    if is_first and (document.previous_change or document.previous_response):
        yield Finding(
            Rule.PREVIOUS_MESSAGE_IN_ORDER,
            document.previous_change or document.previous_response,
        )


def _response_only(document: ExchangedDocument) -> Iterator[Finding]:
    if document.type_code != TypeCode.RESPONSE:
        return
    for line in document.lines:
        if not line.status:
            yield Finding(Rule.LINE_STATUS_MISSING, line.line_id)
        yield from _agreed(line)


def _agreed(line: Line) -> Iterator[Finding]:
    if line.status == AMENDED and line.agreed is None:
        yield Finding(Rule.AMENDED_WITHOUT_QUANTITY, line.line_id)
    if line.status == REFUSED and line.agreed:
        yield Finding(Rule.REFUSED_WITH_QUANTITY, line.line_id)


def _codes(document: ExchangedDocument, root: Element) -> Iterator[Finding]:
    units = {e.get("unitCode", "") for e in root.iter() if "unitCode" in e.attrib}
    for unit in sorted(units - known_units()):
        yield Finding(Rule.UNIT_UNKNOWN, unit)
    if document.incoterm and document.incoterm not in INCOTERMS_2010:
        yield Finding(Rule.INCOTERM_UNKNOWN, document.incoterm)


def _amounts(document: ExchangedDocument) -> Iterator[Finding]:
    for difference in verify(document).differences:
        if not difference.accepted:
            rule = _PLACES.get(difference.place, Rule.AMOUNT_WRONG)
            yield Finding(rule, difference.where)
    totals = document.totals
    if totals.tax is not None and totals.tax_inclusive is None:
        yield Finding(Rule.GRAND_TOTAL_MISSING)


@cache
def known_units() -> frozenset[str]:
    """Return the codes of UN/ECE Recommendations 20 and 21 (EN 16931 list 16)."""
    text = files("filon.offers.exchange").joinpath("units.txt").read_text("ascii")
    return frozenset(text.split())
