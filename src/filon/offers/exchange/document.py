"""What an electronic document says, whatever its syntax.

Amounts, prices and quantities are those declared; None is "not stated". Names follow
EN 16931-1 and Order-X 1.0.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Syntax(StrEnum):
    """The vocabulary a document is written in."""

    UBL = "UBL"
    CII = "CII"
    ORDER_X = "ORDER_X"


class LineRole(StrEnum):
    """Whether a line counts: a group repeats what its details say (BT-X-8)."""

    DETAIL = "DETAIL"
    GROUP = "GROUP"
    INFORMATION = "INFORMATION"


class TypeCode(StrEnum):
    """UNTDID 1001, the messages of an order."""

    ORDER = "220"
    CHANGE = "230"
    RESPONSE = "231"
    QUOTATION = "310"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A seller, buyer or place of delivery.

    :ivar identifier: given by the other side, or global (GLN).
    :ivar legal_id: SIREN or SIRET in France.
    """

    name: str = ""
    identifier: str = ""
    legal_id: str = ""
    vat_number: str = ""
    street: tuple[str, ...] = ()
    postcode: str = ""
    city: str = ""
    country: str = ""
    email: str = ""

    @property
    def is_identified(self) -> bool:
        """Whether anything but a name says who this is."""
        return bool(self.identifier or self.legal_id or self.vat_number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """An allowance or a charge of a line or of the document.

    :ivar rate: VAT rate in %; None where the document does not say.
    """

    is_charge: bool
    amount: Decimal
    percent: Decimal | None = None
    base: Decimal | None = None
    code: str = ""
    reason: str = ""
    category: str = ""
    rate: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line.

    :ivar quantity: ordered, billed or quoted. :ivar agreed: confirmed by the seller.
    :ivar gross_price, net_price: for `basis` units.
    :ivar price_discount, price_charge: from the gross to the net price.
    :ivar status: UNTDID 1229, in responses.
    :ivar order_line: line of the buyer's order. :ivar offer_line: of the quotation.
    """

    line_id: str
    role: LineRole = LineRole.DETAIL
    status: str = ""
    name: str = ""
    description: str = ""
    seller_reference: str = ""
    buyer_reference: str = ""
    global_id: str = ""
    substituted: bool = False
    quantity: Decimal | None = None
    agreed: Decimal | None = None
    unit: str = ""
    gross_price: Decimal | None = None
    price_discount: Decimal = Decimal(0)
    price_charge: Decimal = Decimal(0)
    net_price: Decimal | None = None
    basis: Decimal = Decimal(1)
    adjustments: tuple[Adjustment, ...] = ()
    net_amount: Decimal | None = None
    category: str = ""
    rate: Decimal | None = None
    delivery_on: date | None = None
    order_line: str = ""
    offer_line: str = ""

    @property
    def counts(self) -> bool:
        """Whether the amount of the line is in the totals."""
        return self.role is LineRole.DETAIL

    @property
    def counted_quantity(self) -> Decimal | None:
        """The quantity the amount is for: agreed if there is one, else asked for."""
        return self.quantity if self.agreed is None else self.agreed


@dataclass(frozen=True, slots=True, kw_only=True)
class VatRow:
    """One declared row of the VAT breakdown (BG-23)."""

    category: str
    rate: Decimal
    taxable: Decimal
    tax: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The declared totals, BT-106 to BT-115; None where one is absent."""

    lines: Decimal | None = None
    allowances: Decimal | None = None
    charges: Decimal | None = None
    tax_exclusive: Decimal | None = None
    tax: Decimal | None = None
    tax_inclusive: Decimal | None = None
    prepaid: Decimal | None = None
    rounding: Decimal | None = None
    due: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangedDocument:
    """One document read from outside.

    :ivar kind: name of the root element. :ivar type_code: UNTDID 1001.
    :ivar profile: BT-24. :ivar status: UNTDID 1225 / 4343 of a response.
    :ivar order_number: the buyer's order that the document is, or answers.
    :ivar previous_change, previous_response: messages it refers to.
    :ivar requested_on: day of delivery or pick-up; a period gives its end.
    :ivar has_delivery: a delivery or pick-up of the whole, with a day or a period.
    """

    syntax: Syntax
    kind: str
    number: str = ""
    type_code: str = ""
    profile: str = ""
    status: str = ""
    issued_on: date | None = None
    valid_until: date | None = None
    currency: str = ""
    seller: Party = field(default_factory=Party)
    buyer: Party = field(default_factory=Party)
    ship_to: Party | None = None
    order_number: str = ""
    offer_number: str = ""
    contract_number: str = ""
    previous_change: str = ""
    previous_response: str = ""
    tender_references: int = 0
    object_references: int = 0
    requested_on: date | None = None
    has_delivery: bool = False
    incoterm: str = ""
    incoterm_place: str = ""
    payment_terms: str = ""
    notes: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    vat: tuple[VatRow, ...] = ()
    totals: Totals = field(default_factory=Totals)
