"""Opening a draft for a change, and pricing it again before the change commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.utils.translation import gettext as _

from filon.accounts.models import User
from filon.coordination.models import PolicyDocument
from filon.coordination.selectors import policy_in_force
from filon.journal.services import EditConflict
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.kernel.money import round_amount
from filon.offers import policies
from filon.offers.models import OfferLine, OfferRevision
from filon.offers.pricing import (
    DocumentInput,
    DocumentMargin,
    DocumentResult,
    LineRefusal,
    LineResult,
    PricingError,
    as_json,
    price_document,
    price_lines,
)
from filon.offers.pricing.errors import FxRateMissing
from filon.offers.selectors.refusals import pricing_sentence
from filon.offers.selectors.snapshot import (
    company_currency,
    document_input,
    lines_of,
)
from filon.offers.services.break_prices import breaks_reprice
from filon.offers.services.outdating import approvals_outdate
from filon.offers.services.reserve_numbers import reserves_sync
from filon.offers.services.verdicts import verdicts_compute

L = OfferLine
_PERCENT_LIMIT = Decimal("999.9999")
_LINE_RESULT = (
    "gross_price",
    "net_price",
    "net_amount",
    "price_base",
    "cost_amount",
    "margin_percent",
    "unit_cost",
    "cost_source",
    "vat_category",
    "refusal",
    "price_trace",
)


class RevisionFrozen(DomainError):
    """The revision was sent: nothing in it changes any more."""


class LineRefused(DomainError):
    """The line cannot be as it is written."""


@dataclass(frozen=True, slots=True)
class Priced:
    """A draft with its lines and what the engine made of them.

    `result` is None while a line has no price or a rule of the document is broken;
    `changed` are the keys of the lines whose figures are other than before.
    """

    lines: Sequence[OfferLine]
    document: DocumentInput
    result: DocumentResult | None
    problem: PricingError | None
    changed: frozenset[int] = frozenset()


def open_draft(
    revision: OfferRevision,
    *,
    actor: User,
    now: datetime,
    expected_version: int | None = None,
) -> None:
    """Take a draft for a change: raise its version, which locks its row.

    :param expected_version: the version the person saw; None skips the check.
    :raises PermissionDenied: if this person writes no offers.
    :raises RevisionFrozen: if it was sent.
    :raises EditConflict: if somebody else changed it meanwhile.
    """
    if not policies.can_create(actor):
        raise PermissionDenied
    rows = OfferRevision.objects.filter(
        pk=revision.pk, status=OfferRevision.Status.DRAFT
    )
    if expected_version is not None:
        rows = rows.filter(version=expected_version)
    if not rows.update(version=F("version") + 1, updated_at=now):
        _refuse(revision)
    offer = revision.offer
    revision.refresh_from_db()
    revision.offer = offer


def _refuse(revision: OfferRevision) -> None:
    revision.refresh_from_db()
    if not revision.is_draft:
        raise RevisionFrozen(
            _(
                "This revision was sent: it cannot change any more. Write the next"
                " revision."
            )
        )
    raise EditConflict(
        _(
            "Somebody changed this offer while you were editing it. The page shows"
            " their version now; enter your change again."
        )
    )


def reprice(revision: OfferRevision, *, now: datetime) -> Priced:
    """Price a draft again and store lines, totals, cost and margin.

    Call it at the end of every change, in its transaction. An unknown cost leaves the
    margin unknown. As long as a line has no price there is no total.

    :raises LineRefused: if a line contradicts itself; the caller's change is undone.
    """
    on = clock.day_of(now)
    lines = lines_of(revision)
    before = {line.pk: _picture(line) for line in lines}
    currency = company_currency()
    for line in lines:
        _refresh_cost(line, currency)
    document = document_input(revision, lines, company_currency=currency, on=on)
    priced = _price(lines, document)
    changed = _store_lines(lines, before)
    _store_totals(revision, priced, on)
    breaks_reprice(revision, document)
    if revision.offer.need_id is not None:
        verdicts_compute(revision, lines)
        reserves_sync(revision)
    approvals_outdate(revision, now=now)
    return replace(priced, changed=changed)


def _price(lines: Sequence[OfferLine], document: DocumentInput) -> Priced:
    try:
        result = price_document(document)
    except PricingError as problem:
        _write_partial(lines, document, problem)
        return Priced(lines, document, None, problem)
    margins = {m.line_id: m for m in result.line_margins}
    for line in lines:
        line.refusal = ""
    by_id = {str(line.pk): line for line in lines}
    for row in result.lines:
        line = by_id[row.line_id]
        _write_line(line, row)
        margin = margins.get(row.line_id)
        line.cost_amount = margin.cost if margin else _cost(line, row, document)
        line.margin_percent = bounded(margin.margin_percent) if margin else None
    _write_subtotals(lines)
    return Priced(lines, document, result, None)


def _write_partial(
    lines: Sequence[OfferLine], document: DocumentInput, problem: PricingError
) -> None:
    """Show the lines that have a price beside those that have none."""
    by_id = {str(line.pk): line for line in lines}
    for line in lines:
        _clear(line)
    if isinstance(problem, FxRateMissing):
        return
    try:
        rows = price_lines(document)
    except PricingError as error:
        raise LineRefused(pricing_sentence(error, lines)) from error
    for row in rows:
        line = by_id[row.line_id]
        if isinstance(row, LineRefusal):
            line.refusal = row.reason
        else:
            _write_line(line, row)
            line.cost_amount = _cost(line, row, document)


def _clear(line: OfferLine) -> None:
    line.gross_price = line.net_price = line.net_amount = None
    line.cost_amount = line.margin_percent = None
    line.refusal, line.price_trace = "", []


def _write_line(line: OfferLine, row: LineResult) -> None:
    line.refusal = ""
    line.vat_category = str(row.vat.category.value)
    line.gross_price, line.net_price = row.gross_price, row.net_price
    line.price_base = 1
    if row.basis == row.basis.to_integral_value():
        line.price_base = int(row.basis)
    line.net_amount = row.line_net
    line.price_trace = as_json(row.trace)


def _cost(line: OfferLine, row: LineResult, document: DocumentInput) -> Decimal | None:
    if line.unit_cost is None:
        return None
    return round_amount(row.quantity * line.unit_cost, document.company_currency)


def _write_subtotals(lines: Sequence[OfferLine]) -> None:
    """Give each subtotal the firm lines since the last title or subtotal."""
    since = Decimal(0)
    for line in lines:
        if line.kind == L.Kind.SUBTOTAL:
            line.net_amount = since
        if line.kind in {L.Kind.SUBTOTAL, L.Kind.TITLE}:
            since = Decimal(0)
        elif line.inclusion == L.Inclusion.FIRM and line.net_amount is not None:
            since += line.net_amount


def _refresh_cost(line: OfferLine, currency: str) -> None:
    """Take the catalogue's cost, given for the same number of units as the price."""
    item = line.item
    if item is None or line.cost_source not in {
        L.CostSource.UNKNOWN,
        L.CostSource.STANDARD,
    }:
        return
    is_known = item.cost is not None and item.currency == currency
    line.cost_source = L.CostSource.STANDARD if is_known else L.CostSource.UNKNOWN
    line.unit_cost = None
    if is_known and item.cost is not None:
        line.unit_cost = (item.cost / item.price_base).quantize(Decimal("0.000001"))


def _picture(line: OfferLine) -> tuple[Any, ...]:
    return tuple(getattr(line, name) for name in _LINE_RESULT)


def _store_lines(
    lines: Sequence[OfferLine], before: Mapping[int, tuple[Any, ...]]
) -> frozenset[int]:
    changed = [line for line in lines if _picture(line) != before[line.pk]]
    if changed:
        OfferLine.objects.bulk_update(changed, _LINE_RESULT, batch_size=200)
    return frozenset(line.pk for line in changed)


def _store_totals(revision: OfferRevision, priced: Priced, on: date) -> None:
    values = totals_of(priced)
    values["terms_of_sale"] = policy_in_force(
        PolicyDocument.Kind.TERMS_OF_SALE, on=on, language=revision.language
    )
    OfferRevision.objects.filter(pk=revision.pk).update(**values)
    for name, value in values.items():
        setattr(revision, name, value)


def totals_of(priced: Priced) -> dict[str, Any]:
    """Return the columns of a revision that the engine fills.

    `total_net_company` is the net in the company's currency, rounded half up.
    """
    result = priced.result
    zero = Decimal(0)
    values: dict[str, Any] = {
        "is_priced": False,
        "total_net": zero,
        "total_tax": zero,
        "total_gross": zero,
        "total_net_company": zero,
        "total_cost": None,
        "margin": None,
        "margin_percent": None,
        "result": {},
    }
    if result is None:
        problem = priced.problem
        values["result"] = {
            "problem": type(problem).__name__,
            "where": problem.where if problem else "",
        }
        return values
    firm = result.firm
    margin = firm.margin
    return {
        "is_priced": bool(result.lines),
        "total_net": firm.totals.tax_exclusive,
        "total_tax": firm.totals.tax_total,
        "total_gross": firm.totals.tax_inclusive,
        "total_net_company": in_company_currency(
            firm.totals.tax_exclusive, priced.document
        ),
        "total_cost": margin.cost,
        "margin": margin.margin,
        "margin_percent": bounded(margin.margin_percent),
        "result": _result_json(result, margin),
    }


def _result_json(result: DocumentResult, margin: DocumentMargin) -> dict[str, Any]:
    return {
        "firm": as_json(result.firm.totals),
        "with_all_options": as_json(result.with_all_options.totals),
        "alternatives": [
            {"line": scenario.alternative_id, "totals": as_json(scenario.totals)}
            for scenario in result.with_alternatives
        ],
        "schedule": as_json(result.firm.schedule),
        "blocks": as_json(result.firm.blocks),
        "trace": as_json(result.firm.trace),
        "unknown_costs": list(margin.unknown_costs),
        "margin": as_json(margin),
    }


def in_company_currency(amount: Decimal, document: DocumentInput) -> Decimal:
    """Return an amount of the document in the company's currency, rounded half up."""
    return round_amount(amount / document.company_rate, document.company_currency)


def bounded(percent: Decimal | None) -> Decimal | None:
    """Return a rate that fits its column; beyond ±999.9999 % it says nothing."""
    if percent is None or abs(percent) > _PERCENT_LIMIT:
        return None
    return percent.quantize(Decimal("0.0001"))
