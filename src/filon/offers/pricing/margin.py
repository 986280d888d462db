"""Step 17: margin of lines and of the document, in the company's currency.

« Taux de marge » is margin over cost (`markup_percent`); « taux de marque » is margin
over net price (`margin_percent`). An unknown cost makes an unknown margin.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from filon.kernel.money import largest_remainder, round_amount, round_half_up
from filon.offers.pricing.result import DocumentMargin, LineMargin, Totals
from filon.offers.pricing.snapshot import (
    HUNDRED,
    ONE,
    ZERO,
    DocumentInput,
    VatCategory,
)
from filon.offers.pricing.totals import CountedLine
from filon.offers.pricing.vat import vat_key

_YEAR = Decimal(365)
_PERCENT_DECIMALS = 4


def percent_of(part: Decimal, whole: Decimal) -> Decimal | None:
    """Return part / whole in %, 4 decimals half up; None of a whole of zero."""
    return round_half_up(part / whole * HUNDRED, _PERCENT_DECIMALS) if whole else None


def document_margin(
    document: DocumentInput,
    totals: Totals,
    lines: Sequence[CountedLine],
    costs: Mapping[str, Decimal | None],
) -> DocumentMargin:
    """Return the margin of a selection after every cost of the document.

    net = lines − document allowances; revenue = net + charges. Financing is the
    yearly rate on the revenue for the days granted (year of 365 days); commission,
    warranty and risk are percentages of the net, and the contingency for named risks
    comes on top. Each is rounded half up.

    :param costs: cost of each line in the company's currency; None is unknown.
    """
    rate = document.company_rate
    currency, terms = document.company_currency, document.margin_terms
    net = round_amount((totals.lines_total - totals.allowances_total) / rate, currency)
    charges = round_amount(totals.charges_total / rate, currency)
    revenue = net + charges
    unknown = tuple(line.line_id for line in lines if costs[line.line_id] is None)
    known = [cost for line in lines if (cost := costs[line.line_id]) is not None]
    cost = None if unknown else sum(known, ZERO)

    def share(base: Decimal, percent: Decimal) -> Decimal:
        return round_amount(base * percent / HUNDRED, currency)

    days = Decimal(terms.financing_days) / _YEAR
    financing = share(revenue * days, terms.financing_percent)
    commission = share(net, terms.commission_percent)
    warranty = share(net, terms.warranty_percent)
    risk = share(net, terms.risk_percent) + round_amount(terms.risk_amount, currency)
    margin = None
    if cost is not None and terms.freight_cost is not None:
        spent = cost + terms.freight_cost + financing + commission + warranty + risk
        margin = revenue - spent
    return DocumentMargin(
        net=net,
        charges=charges,
        revenue=revenue,
        cost=cost,
        freight_cost=terms.freight_cost,
        financing=financing,
        commission=commission,
        warranty=warranty,
        risk=risk,
        margin=margin,
        direct_margin_percent=None if cost is None else percent_of(net - cost, net),
        markup_percent=None if margin is None else percent_of(margin, revenue - margin),
        margin_percent=None if margin is None else percent_of(margin, revenue),
        unknown_costs=unknown,
    )


def line_margins(
    document: DocumentInput,
    totals: Totals,
    lines: Sequence[CountedLine],
    costs: Mapping[str, Decimal | None],
) -> tuple[LineMargin, ...]:
    """Return the margin of each line, its share of document allowances deducted.

    The allowance of a VAT group is spread over its lines by largest remainder, in
    the currency of the document.
    """
    rate = document.company_rate
    discounts = _discounts(document, totals, lines)
    result = []
    for line in lines:
        discount = discounts.get(line.line_id, ZERO)
        revenue = round_amount((line.net - discount) / rate, document.company_currency)
        cost = costs[line.line_id]
        margin = None if cost is None else revenue - cost
        markup = None
        if cost is not None and margin is not None:
            markup = percent_of(margin, cost)
        result.append(
            LineMargin(
                line_id=line.line_id,
                revenue=revenue,
                document_discount=discount,
                cost=cost,
                margin=margin,
                markup_percent=markup,
                margin_percent=None if margin is None else percent_of(margin, revenue),
            )
        )
    return tuple(result)


def _discounts(
    document: DocumentInput, totals: Totals, lines: Sequence[CountedLine]
) -> dict[str, Decimal]:
    """Spread what each VAT group gives away over its lines."""
    given: dict[tuple[VatCategory, Decimal], Decimal] = {}
    for part in totals.allowances:
        if part.vat:
            key = vat_key(part.vat)
            given[key] = given.get(key, ZERO) + part.amount
    result: dict[str, Decimal] = {}
    for key, amount in given.items():
        members = [line for line in lines if vat_key(line.vat) == key]
        if not members:
            continue
        weights = _weights(members)
        parts = largest_remainder(amount, weights, document.currency)
        result.update(zip((line.line_id for line in members), parts, strict=True))
    return result


def _weights(members: Sequence[CountedLine]) -> list[Decimal]:
    """Return what lines weigh in a split; beside sales, a return weighs nothing.

    Lines that cancel out would otherwise take shares far above the amount.
    """
    values = [line.discountable for line in members]
    if not any(values):
        values = [line.net for line in members]
    if max(values) > 0:
        return [max(value, ZERO) for value in values]
    return values if any(values) else [ONE] * len(members)
