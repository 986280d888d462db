"""What the pricing engine reads: a frozen picture of one version of an offer.

Amounts are in the currency of the document unless a field says otherwise. Percentages
are written as people say them: 20 means 20 %.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

ZERO = Decimal(0)
ONE = Decimal(1)
HUNDRED = Decimal(100)

FREIGHT_CODE = "FC"  # UNTDID 7161
ECO_CONTRIBUTION_CODE = "AEW"  # UNTDID 7161, as in the Order-X example EX01
OTHER_CHARGE_CODE = "ZZZ"  # UNTDID 7161
DISCOUNT_CODE = "95"  # UNTDID 5189


class PriceSource(StrEnum):
    """Where a price comes from, in the order in which sources win."""

    FRAME = "FRAME"
    CONTRACT = "CONTRACT"
    BUYING_GROUP = "BUYING_GROUP"
    CATEGORY = "CATEGORY"
    CAMPAIGN = "CAMPAIGN"
    PUBLIC = "PUBLIC"
    COST_PLUS = "COST_PLUS"
    MANUAL = "MANUAL"
    PERCENT = "PERCENT"


class PriceScope(StrEnum):
    """How closely a price names the product."""

    PRODUCT = "PRODUCT"
    FAMILY = "FAMILY"
    ALL = "ALL"


class BreakMode(StrEnum):
    """How a table of quantities applies."""

    ALL = "ALL"
    GRADUATED = "GRADUATED"
    BLOCK = "BLOCK"


class LineKind(StrEnum):
    """How a line gets its amount."""

    ITEM = "ITEM"
    PERCENT = "PERCENT"


class Inclusion(StrEnum):
    """Whether a line counts.

    OUTSIDE is quoted beside the offer and in no total (a yearly maintenance price).
    """

    FIRM = "FIRM"
    OPTION = "OPTION"
    ALTERNATIVE = "ALTERNATIVE"
    OUTSIDE = "OUTSIDE"


class DiscountLevel(StrEnum):
    """Where unit discounts are taken: in the price, or as allowances of the line."""

    PRICE = "PRICE"
    LINE = "LINE"


class MinimumOrderMode(StrEnum):
    """What happens below the minimum order value."""

    BLOCK = "BLOCK"
    SURCHARGE = "SURCHARGE"


class VatCategory(StrEnum):
    """UNTDID 5305, the categories of EN 16931 used in France."""

    STANDARD = "S"
    ZERO_RATED = "Z"
    EXEMPT = "E"
    REVERSE_CHARGE = "AE"
    INTRA_COMMUNITY = "K"
    EXPORT = "G"
    OUTSIDE_SCOPE = "O"


@dataclass(frozen=True, slots=True)
class Vat:
    """VAT of a line: category (BT-151), rate (BT-152), reason and VATEX code."""

    category: VatCategory
    rate: Decimal = ZERO
    reason: str = ""
    vatex: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """From `minimum` units on: a unit price, or the amount of the range (BLOCK)."""

    minimum: Decimal
    price: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceCandidate:
    """One row of a price list that could apply to the line.

    :ivar price: for `basis` units, in `currency`; None when it is on request.
    :ivar unit: UN/ECE code; empty means any unit.
    :ivar lowest_wins: the list says that it applies whenever it is cheaper.
    """

    source: PriceSource
    reference: str
    price: Decimal | None
    currency: str = "EUR"
    unit: str = ""
    basis: Decimal = ONE
    scope: PriceScope = PriceScope.PRODUCT
    valid_from: date | None = None
    valid_to: date | None = None
    break_mode: BreakMode = BreakMode.ALL
    breaks: tuple[Break, ...] = ()
    lowest_wins: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualPrice:
    """A net unit price typed by a person, for `basis` units, before eco-contribution.

    The computed price is kept beside it.
    """

    price: Decimal
    basis: Decimal = ONE
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adder:
    """Extra price of a configured option: an amount, or a percentage of the base."""

    code: str
    amount: Decimal = ZERO
    percent: Decimal = ZERO
    discountable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitDiscount:
    """One percentage of the cascade on the unit price, with its UNTDID 5189 code."""

    percent: Decimal
    code: str = DISCOUNT_CODE
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCharge:
    """A charge added to the unit price after its discounts, never discounted."""

    amount: Decimal
    code: str = ECO_CONTRIBUTION_CODE
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """A reduction of a line or of the document: an amount, or a percentage.

    :ivar base: amount the percentage applies to, when it is stated.
    :ivar code: UNTDID 5189.
    :ivar vat: document only; None splits it over the VAT groups.
    """

    amount: Decimal | None = None
    percent: Decimal | None = None
    base: Decimal | None = None
    code: str = DISCOUNT_CODE
    reason: str = ""
    vat: Vat | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """An addition to a line or to the document: an amount, or a percentage.

    :ivar base: amount the percentage applies to, when it is stated.
    :ivar code: UNTDID 7161; FC is freight and falls at the free-delivery threshold.
    :ivar vat: document only; None splits it over the VAT groups of the goods.
    """

    amount: Decimal | None = None
    percent: Decimal | None = None
    base: Decimal | None = None
    code: str = FREIGHT_CODE
    reason: str = ""
    vat: Vat | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineInput:
    """One line that has an amount; titles and texts are left out by the caller.

    :ivar price_decimals: decimals of the net unit price, 2 to 6.
    :ivar fixed_discount: per price basis, after the cascade.
    :ivar discountable: enters the base of document discounts.
    :ivar percent_of: ids a PERCENT line is taken on; empty means every counted line
        with `in_percent_base`. An id of an alternative follows the choice made.
    :ivar break_group: firm lines of the same group add up to reach a break.
    :ivar unit_cost: for one unit, in the company's currency; None is unknown.
    :ivar target_margin: « taux de marque » in %, for a price from the cost.
    """

    line_id: str
    vat: Vat
    quantity: Decimal = ONE
    unit: str = "C62"
    kind: LineKind = LineKind.ITEM
    inclusion: Inclusion = Inclusion.FIRM
    alternative_group: str = ""
    is_default: bool = False
    section: tuple[str, ...] = ()
    candidates: tuple[PriceCandidate, ...] = ()
    manual: ManualPrice | None = None
    price_decimals: int = 2
    adders: tuple[Adder, ...] = ()
    discounts: tuple[UnitDiscount, ...] = ()
    fixed_discount: Decimal = ZERO
    unit_charges: tuple[UnitCharge, ...] = ()
    allowances: tuple[Allowance, ...] = ()
    charges: tuple[Charge, ...] = ()
    discountable: bool = True
    goods: bool = True
    percent: Decimal | None = None
    percent_of: tuple[str, ...] = ()
    in_percent_base: bool = True
    break_group: str = ""
    minimum_quantity: Decimal | None = None
    order_multiple: Decimal | None = None
    unit_cost: Decimal | None = None
    target_margin: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FxRate:
    """Units of the document's currency for 1 unit of the company's, frozen.

    `buffer_percent` covers the exchange risk: it raises converted prices only.
    """

    rate: Decimal
    source: str = ""
    dated_on: date | None = None
    buffer_percent: Decimal = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class MinimumOrder:
    """Smallest value of lines less document allowances, before VAT."""

    amount: Decimal
    mode: MinimumOrderMode = MinimumOrderMode.BLOCK


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentShare:
    """One instalment, as a percentage of the total with VAT."""

    code: str
    percent: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class MarginTerms:
    """Costs of the whole document, in the company's currency.

    :ivar freight_cost: real cost of freight; None is unknown.
    :ivar financing_percent: yearly rate over `financing_days`, year of 365 days.
    :ivar commission_percent: of the net of lines and document allowances; the same
        base holds for the warranty and risk provisions.
    :ivar risk_amount: contingency for named risks, beside the percentage.
    """

    freight_cost: Decimal | None = ZERO
    financing_percent: Decimal = ZERO
    financing_days: int = 0
    commission_percent: Decimal = ZERO
    warranty_percent: Decimal = ZERO
    risk_percent: Decimal = ZERO
    risk_amount: Decimal = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What the customer ticked: ids of options and of alternatives."""

    options: frozenset[str] = frozenset()
    alternatives: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentInput:
    """A whole document to price.

    :ivar prepaid: BT-113, already paid, VAT included.
    :ivar rounding: BT-114, added to the amount due.
    :ivar free_delivery_from: freight is free when goods reach this amount.
    """

    dated_on: date
    lines: tuple[LineInput, ...]
    currency: str = "EUR"
    company_currency: str = "EUR"
    fx: FxRate | None = None
    discount_level: DiscountLevel = DiscountLevel.PRICE
    allowances: tuple[Allowance, ...] = ()
    charges: tuple[Charge, ...] = ()
    free_delivery_from: Decimal | None = None
    minimum_order: MinimumOrder | None = None
    prepaid: Decimal = ZERO
    rounding: Decimal = ZERO
    payment_shares: tuple[PaymentShare, ...] = ()
    margin_terms: MarginTerms = field(default_factory=MarginTerms)
    selection: Selection = field(default_factory=Selection)
    buyer_vat_number: str = ""
    delivery_country: str = ""

    @property
    def company_rate(self) -> Decimal:
        """Units of this document's currency for 1 unit of the company's."""
        if self.fx is None or self.currency == self.company_currency:
            return ONE
        return self.fx.rate
