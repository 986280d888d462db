"""What the pricing engine returns: amounts named after EN 16931, and why.

Amounts are in the currency of the document unless a field says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from filon.offers.pricing.snapshot import (
    Inclusion,
    LineKind,
    PriceSource,
    Vat,
    VatCategory,
)
from filon.offers.pricing.trace import Step, StepCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something the user should see, as a code and its operands."""

    code: StepCode
    operands: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """An allowance or a charge with its amount.

    On a line: BG-27 or BG-28. On the document: BG-20 or BG-21, one for each VAT group.
    """

    code: str
    reason: str
    percent: Decimal | None
    base: Decimal | None
    amount: Decimal
    vat: Vat | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NextBreak:
    """Buying more costs no more: the quantity, its price, and what is saved."""

    quantity: Decimal
    net_price: Decimal
    line_net: Decimal
    saving: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class LineResult:
    """One priced line.

    :ivar quantity: BT-129, after rounding up to minimum and multiple.
    :ivar basis: BT-149, number of units the prices are for.
    :ivar gross_price: BT-148. :ivar price_discount: BT-147.
    :ivar price_charges: eco-contribution in the unit price (Order-X).
    :ivar net_price: BT-146 = gross − discount + charges.
    :ivar computed_net_price: what the rules gave before a manual price; None if they
        gave none. :ivar computed_basis: its basis.
    :ivar equivalent_discount: the cascade as a single percentage, 4 decimals.
    :ivar effective_unit_price: line net for one unit, 6 decimals; None for no unit.
    :ivar line_gross: quantity × net price / basis, before line allowances.
    :ivar line_net: BT-131. :ivar discountable: its part open to document discounts.
    :ivar counted: it is in the totals of the chosen selection.
    """

    line_id: str
    kind: LineKind
    inclusion: Inclusion
    counted: bool
    vat: Vat
    unit: str
    requested_quantity: Decimal
    quantity: Decimal
    basis: Decimal
    source: PriceSource
    reference: str
    gross_price: Decimal
    price_discount: Decimal
    price_charges: Decimal
    net_price: Decimal
    computed_net_price: Decimal | None
    computed_basis: Decimal | None
    equivalent_discount: Decimal
    effective_unit_price: Decimal | None
    line_gross: Decimal
    allowances: tuple[Applied, ...]
    charges: tuple[Applied, ...]
    line_net: Decimal
    discountable: Decimal
    next_break: NextBreak | None
    notices: tuple[Notice, ...]
    trace: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VatRow:
    """BG-23: one row for each category (BT-118) and rate (BT-119).

    :ivar taxable: BT-116. :ivar tax: BT-117.
    :ivar reasons: BT-120. :ivar vatex: BT-121.
    """

    category: VatCategory
    rate: Decimal
    taxable: Decimal
    tax: Decimal
    reasons: tuple[str, ...]
    vatex: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Totals of a document for one selection.

    :ivar lines_total: BT-106. :ivar allowances_total: BT-107.
    :ivar charges_total: BT-108. :ivar tax_exclusive: BT-109.
    :ivar tax_total: BT-110. :ivar tax_in_company_currency: BT-111, None when the
        document is in the company's currency.
    :ivar tax_inclusive: BT-112. :ivar prepaid: BT-113. :ivar rounding: BT-114.
    :ivar amount_due: BT-115. :ivar vat_breakdown: BG-23.
    :ivar allowances: BG-20. :ivar charges: BG-21.
    """

    lines_total: Decimal
    allowances_total: Decimal
    charges_total: Decimal
    tax_exclusive: Decimal
    tax_total: Decimal
    tax_in_company_currency: Decimal | None
    tax_inclusive: Decimal
    prepaid: Decimal
    rounding: Decimal
    amount_due: Decimal
    vat_breakdown: tuple[VatRow, ...]
    allowances: tuple[Applied, ...]
    charges: tuple[Applied, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """One instalment: share in % and amount with VAT."""

    code: str
    percent: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class LineMargin:
    """Margin of one line in the company's currency, document discount deducted.

    :ivar markup_percent: « taux de marge », margin / cost.
    :ivar margin_percent: « taux de marque », margin / net revenue.
    """

    line_id: str
    revenue: Decimal
    document_discount: Decimal
    cost: Decimal | None
    margin: Decimal | None
    markup_percent: Decimal | None
    margin_percent: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentMargin:
    """Margin of a selection, in the company's currency; None where a cost is unknown.

    :ivar net: lines less document allowances. :ivar charges: freight and other charges
        billed. :ivar revenue: net + charges.
    :ivar direct_margin_percent: « taux de marque » on net and line costs alone.
    :ivar markup_percent: « taux de marge », margin / all costs.
    :ivar margin_percent: « taux de marque », margin / revenue, 4 decimals.
    :ivar unknown_costs: ids of counted lines without a cost.
    """

    net: Decimal
    charges: Decimal
    revenue: Decimal
    cost: Decimal | None
    freight_cost: Decimal | None
    financing: Decimal
    commission: Decimal
    warranty: Decimal
    risk: Decimal
    margin: Decimal | None
    direct_margin_percent: Decimal | None
    markup_percent: Decimal | None
    margin_percent: Decimal | None
    unknown_costs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Totals, schedule and margin of one selection of lines.

    :ivar alternative_id: the alternative swapped in, for that kind of scenario.
    :ivar blocks: reasons why this selection cannot be sent.
    :ivar percent_nets: net of each percentage line, which follows the selection.
    """

    line_ids: tuple[str, ...]
    alternative_id: str
    totals: Totals
    schedule: tuple[Payment, ...]
    margin: DocumentMargin
    percent_nets: Mapping[str, Decimal]
    blocks: tuple[Notice, ...]
    trace: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentResult:
    """A priced document.

    `chosen` follows the selection of the input and equals `firm` when nothing is
    ticked; `lines`, `line_margins` and `subtotals` describe it.

    :ivar firm: firm lines and default alternatives.
    :ivar with_all_options: the same and every option.
    :ivar with_alternatives: firm, each time with one other alternative.
    :ivar subtotals: net of counted lines for each section path and its parents.
    """

    currency: str
    lines: tuple[LineResult, ...]
    line_margins: tuple[LineMargin, ...]
    subtotals: Mapping[tuple[str, ...], Decimal]
    firm: Scenario
    with_all_options: Scenario
    with_alternatives: tuple[Scenario, ...]
    chosen: Scenario

    @property
    def totals(self) -> Totals:
        """Totals of the chosen selection."""
        return self.chosen.totals

    @property
    def trace(self) -> tuple[Step, ...]:
        """Steps of the document for the chosen selection; lines have their own."""
        return self.chosen.trace
