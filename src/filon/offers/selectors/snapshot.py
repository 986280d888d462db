"""From a revision and its lines to the frozen picture that the engine prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from filon.accounts.models import CompanyProfile
from filon.catalog.models import Item
from filon.directory.models import Organization
from filon.offers.models import OfferLine, OfferPolicy, OfferRevision
from filon.offers.pricing import (
    Allowance,
    Charge,
    DiscountLevel,
    DocumentInput,
    FxRate,
    Inclusion,
    LineInput,
    LineKind,
    ManualPrice,
    PaymentShare,
    Selection,
    UnitDiscount,
    Vat,
)
from filon.offers.selectors.policy import margin_terms, offer_policy
from filon.offers.selectors.risks import contingency_of
from filon.offers.selectors.tariffs import (
    Tariffs,
    agreed_discounts,
    candidates,
    tariffs,
)
from filon.offers.selectors.vat import vat_of

PRICED = frozenset({OfferLine.Kind.ITEM, OfferLine.Kind.PERCENT})
FREIGHT_REASON = "FREIGHT"
DISCOUNT_REASON = "DISCOUNT"


@dataclass(frozen=True, slots=True)
class Customer:
    """What pricing must know of the buyer."""

    organization: Organization
    country: str

    @property
    def vat_number(self) -> str:
        """Number that an intra-Community supply needs."""
        return self.organization.vat_number


def lines_of(revision: OfferRevision) -> list[OfferLine]:
    """Return the lines in their order, with items and printed breaks; two queries."""
    rows = OfferLine.objects.filter(revision=revision).prefetch_related("breaks")
    related = ("item", "item__family", "supplier_price__quote__supplier")
    return list(rows.select_related(*related).order_by("position", "pk"))


def document_input(
    revision: OfferRevision,
    lines: Sequence[OfferLine],
    *,
    company_currency: str,
    on: date,
    selection: Selection | None = None,
    policy: OfferPolicy | None = None,
) -> DocumentInput:
    """Return the snapshot of a draft as the catalogue stands on a day.

    At most four queries, whatever the number of lines. What was sent is priced from
    its frozen snapshot instead (`freezing.thaw`).
    """
    organization = revision.offer.organization
    customer = Customer(organization, delivery_country(organization))
    priced = [line for line in lines if line.kind in PRICED]
    items = [line.item for line in priced if line.item is not None]
    known = tariffs(organization=organization, items=items, on=on)
    has_goods = any(item.kind == Item.Kind.GOOD for item in items)
    return DocumentInput(
        dated_on=on,
        lines=_with_defaults(
            [_line(line, customer, known, has_goods=has_goods) for line in priced]
        ),
        currency=revision.currency,
        company_currency=company_currency,
        fx=_rate(revision, company_currency),
        discount_level=DiscountLevel(revision.discount_level),
        allowances=_document_discount(revision),
        charges=_freight(revision),
        free_delivery_from=known.free_delivery_from,
        payment_shares=tuple(
            PaymentShare(code=str(row["code"]), percent=Decimal(str(row["percent"])))
            for row in revision.payment_schedule
        ),
        selection=selection or Selection(),
        margin_terms=replace(
            margin_terms(revision, policy or offer_policy()),
            risk_amount=contingency_of(revision),
        ),
        buyer_vat_number=customer.vat_number,
        delivery_country=customer.country,
    )


def lead_time(revision: OfferRevision, lines: Sequence[OfferLine]) -> int | None:
    """Return the days to delivery: those given, else the longest of the firm lines."""
    if revision.lead_time_days is not None:
        return revision.lead_time_days
    known = [
        line.lead_time_days
        for line in lines
        if line.lead_time_days is not None and line.inclusion == Inclusion.FIRM
    ]
    return max(known, default=None)


def company_currency() -> str:
    """Return the currency that margins are counted in."""
    row = CompanyProfile.objects.filter(pk=1).values_list("currency", flat=True)
    return row.first() or "EUR"


def _line(
    line: OfferLine,
    customer: Customer,
    known: Tariffs,
    *,
    has_goods: bool,
) -> LineInput:
    item = line.item
    prices = candidates(item, known.rules_for(item)) if item is not None else ()
    agreed = (
        agreed_discounts(item, line.quantity, known, prices)
        if item is not None and line.manual_price is None
        else ()
    )
    return LineInput(
        line_id=str(line.pk),
        vat=_vat(line, customer, has_goods=has_goods),
        quantity=line.quantity,
        unit=line.unit,
        kind=LineKind.PERCENT if line.kind == OfferLine.Kind.PERCENT else LineKind.ITEM,
        inclusion=Inclusion(line.inclusion),
        alternative_group=line.alternative_group,
        candidates=prices,
        manual=_manual(line),
        price_decimals=line.price_decimals,
        discounts=(*agreed, *_typed(line))[:5],
        percent=line.percent,
        goods=item is None or item.kind == Item.Kind.GOOD,
        minimum_quantity=_above_one(item.minimum_quantity) if item else None,
        order_multiple=_above_one(item.order_multiple) if item else None,
        unit_cost=line.unit_cost,
    )


def _with_defaults(lines: Sequence[LineInput]) -> tuple[LineInput, ...]:
    """Make the first alternative of each group its default."""
    seen: set[str] = set()
    marked = []
    for line in lines:
        is_first = (
            line.inclusion is Inclusion.ALTERNATIVE
            and line.alternative_group not in seen
        )
        seen.add(line.alternative_group)
        marked.append(replace(line, is_default=True) if is_first else line)
    return tuple(marked)


def _vat(line: OfferLine, customer: Customer, *, has_goods: bool) -> Vat:
    kind = line.item.kind if line.item is not None else Item.Kind.GOOD
    return vat_of(
        kind=kind,
        rate=line.vat_rate,
        country=customer.country,
        vat_number=customer.vat_number,
        has_goods=has_goods,
    )


def _manual(line: OfferLine) -> ManualPrice | None:
    if line.manual_price is None:
        return None
    base = line.item.price_base if line.item is not None else 1
    return ManualPrice(
        price=line.manual_price, basis=Decimal(base), reason=line.manual_reason
    )


def _typed(line: OfferLine) -> tuple[UnitDiscount, ...]:
    return tuple(
        UnitDiscount(
            percent=Decimal(str(row["percent"])), reason=str(row.get("reason", ""))
        )
        for row in line.discounts
    )


def _above_one(value: Decimal) -> Decimal | None:
    """Return a minimum or multiple that says something; 1 is the catalogue's blank."""
    return value if value > 1 else None


def _rate(revision: OfferRevision, currency: str) -> FxRate | None:
    if revision.currency == currency or not revision.exchange_source:
        return None
    return FxRate(rate=revision.exchange_rate, source=revision.exchange_source)


def _document_discount(revision: OfferRevision) -> tuple[Allowance, ...]:
    if not revision.discount_percent:
        return ()
    reason = revision.discount_reason or DISCOUNT_REASON
    return (Allowance(percent=revision.discount_percent, reason=reason),)


def _freight(revision: OfferRevision) -> tuple[Charge, ...]:
    if not revision.freight:
        return ()
    return (Charge(amount=revision.freight, reason=FREIGHT_REASON),)


def delivery_country(organization: Organization) -> str:
    main = organization.sites.filter(is_main=True).values_list("country", flat=True)
    return main.first() or organization.country
