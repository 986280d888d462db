"""The pricing engine: one pure function from a snapshot to a result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from filon.kernel.money import currency_decimals, round_amount
from filon.offers.pricing.errors import (
    DuplicateLine,
    FxRateMissing,
    LineRefusal,
    PriceUnknown,
    UnknownPercentBase,
)
from filon.offers.pricing.lines import ordered_quantity, price_line, price_percent_line
from filon.offers.pricing.margin import document_margin, line_margins
from filon.offers.pricing.result import DocumentResult, LineResult, Scenario
from filon.offers.pricing.schedule import payment_schedule
from filon.offers.pricing.selection import (
    all_options,
    alternative_groups,
    counted_ids,
)
from filon.offers.pricing.snapshot import (
    ZERO,
    DocumentInput,
    Inclusion,
    LineInput,
    LineKind,
    Selection,
)
from filon.offers.pricing.totals import CountedLine, document_totals
from filon.offers.pricing.trace import Step, StepCode, step
from filon.offers.pricing.vat import vat_problems

# A product of a price, a quantity and five percentages stays exact.
_PRECISION = 60


@dataclass(frozen=True, slots=True)
class _Book:
    """What every scenario of one document shares."""

    document: DocumentInput
    inputs: Mapping[str, LineInput]
    groups: Mapping[str, list[LineInput]]
    items: Mapping[str, LineResult]
    costs: Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class _Run:
    """One scenario with the lines it is made of."""

    scenario: Scenario
    counted: list[CountedLine]
    results: Mapping[str, LineResult]


def price_document(document: DocumentInput) -> DocumentResult:
    """Price a whole document: lines, options, alternatives, VAT, schedule, margin.

    Pure: the same snapshot always gives the same result. Rounding is half up away
    from zero, at the unit price, the line, each allowance and charge, and once for
    each VAT group; nowhere else.

    :raises PriceUnknown: if any line has no price; `refusals` lists them all.
    :raises VatRuleBroken: a subclass, for the first VAT rule that is broken;
        `vat_problems` lists them all.
    :raises PricingError: another subclass, if the snapshot contradicts itself.
    :raises UnknownCurrency: if a currency is not in ISO 4217.

    Source: EN 16931-1 (BT-106 to BT-115, BT-131, BG-20, BG-21, BG-23).
    """
    with localcontext(prec=_PRECISION):
        book = _open(document)
        firm = _run(book, Selection())
        chosen = firm
        if document.selection != Selection():
            chosen = _run(book, document.selection)
        options = all_options(document)
        return DocumentResult(
            currency=document.currency,
            lines=_lines(book, chosen),
            line_margins=line_margins(
                document, chosen.scenario.totals, chosen.counted, book.costs
            ),
            subtotals=_subtotals(book, chosen),
            firm=firm.scenario,
            with_all_options=_run(book, options).scenario
            if options.options
            else firm.scenario,
            with_alternatives=tuple(
                _run(
                    book,
                    Selection(alternatives=frozenset({line.line_id})),
                    line.line_id,
                ).scenario
                for members in book.groups.values()
                for line in members
                if not line.is_default
            ),
            chosen=chosen.scenario,
        )


def price_lines(document: DocumentInput) -> tuple[LineResult | LineRefusal, ...]:
    """Price item lines one by one, for an editor that still has gaps to show.

    Percentage lines are left out and nothing is counted: totals exist only once
    every line has a price.

    :raises PricingError: a subclass, if a line is malformed.
    """
    with localcontext(prec=_PRECISION):
        return _items(document)


def _open(document: DocumentInput) -> _Book:
    """Check the document and price its item lines."""
    _check(document)
    groups = alternative_groups(document)
    priced = _items(document)
    refusals = [line for line in priced if isinstance(line, LineRefusal)]
    if refusals:
        raise PriceUnknown(refusals)
    items = {line.line_id: line for line in priced if isinstance(line, LineResult)}
    return _Book(
        document=document,
        inputs={line.line_id: line for line in document.lines},
        groups=groups,
        items=items,
        costs={
            line.line_id: _cost(line, items.get(line.line_id), document)
            for line in document.lines
        },
    )


def _check(document: DocumentInput) -> None:
    currency_decimals(document.currency)
    currency_decimals(document.company_currency)
    seen: set[str] = set()
    for line in document.lines:
        if line.line_id in seen:
            raise DuplicateLine(where=line.line_id)
        seen.add(line.line_id)
    foreign = document.currency != document.company_currency
    if foreign and (document.fx is None or document.fx.rate <= 0):
        raise FxRateMissing(where=document.currency)
    problems = vat_problems(document)
    if problems:
        raise problems[0]


def _items(document: DocumentInput) -> tuple[LineResult | LineRefusal, ...]:
    together: dict[str, Decimal] = {}
    for line in document.lines:
        if _adds_to_break(line):
            quantity = together.get(line.break_group, ZERO) + ordered_quantity(
                line, line.quantity
            )
            together[line.break_group] = quantity
    return tuple(
        price_line(
            line,
            document,
            break_quantity=together[line.break_group] if _adds_to_break(line) else None,
        )
        for line in document.lines
        if line.kind is LineKind.ITEM
    )


def _adds_to_break(line: LineInput) -> bool:
    """Tell whether the line reaches its breaks together with its group.

    Only firm lines do: ticking an option never changes the price of another line.
    """
    return bool(
        line.break_group
        and line.kind is LineKind.ITEM
        and line.inclusion is Inclusion.FIRM
        and line.quantity > 0
    )


def _cost(
    line: LineInput, item: LineResult | None, document: DocumentInput
) -> Decimal | None:
    if line.unit_cost is None:
        return None
    quantity = item.quantity if item else line.quantity
    return round_amount(quantity * line.unit_cost, document.company_currency)


def _run(book: _Book, selection: Selection, alternative_id: str = "") -> _Run:
    document = book.document
    trace: list[Step] = []
    ids = counted_ids(document, selection, book.groups)
    percents = {
        line.line_id: price_percent_line(
            line, _percent_base(book, line, ids), document.currency
        )
        for line in document.lines
        if line.kind is LineKind.PERCENT
    }
    results = {**book.items, **percents}
    counted = [
        CountedLine(
            line_id=line.line_id,
            vat=line.vat,
            net=results[line.line_id].line_net,
            discountable=results[line.line_id].discountable,
            goods=line.goods and line.kind is LineKind.ITEM,
        )
        for line in document.lines
        if line.line_id in ids
    ]
    totals, blocks = document_totals(document, counted, trace)
    schedule = payment_schedule(
        totals.tax_inclusive, document.payment_shares, document.currency
    )
    trace.extend(
        step(
            StepCode.PAYMENT,
            payment.amount,
            code=payment.code,
            percent=payment.percent,
            total=totals.tax_inclusive,
        )
        for payment in schedule
    )
    scenario = Scenario(
        line_ids=tuple(line.line_id for line in counted),
        alternative_id=alternative_id,
        totals=totals,
        schedule=schedule,
        margin=document_margin(document, totals, counted, book.costs),
        percent_nets={key: result.line_net for key, result in percents.items()},
        blocks=blocks,
        trace=tuple(trace),
    )
    return _Run(scenario, counted, results)


def _percent_base(book: _Book, line: LineInput, ids: frozenset[str]) -> Decimal:
    """Return the net amount a percentage line is taken on.

    A percentage that counts is taken on lines that count. One that is only shown
    (an option, a yearly maintenance) is taken on the lines it names, so that its
    price is real.
    """
    if line.percent_of:
        keys = {_standing_in(book, line, ref, ids) for ref in line.percent_of}
        if line.line_id in ids:
            keys &= ids
    else:
        keys = {
            key for key in book.items if key in ids and book.inputs[key].in_percent_base
        }
    return sum((book.items[key].line_net for key in keys), ZERO)


def _standing_in(book: _Book, line: LineInput, ref: str, ids: frozenset[str]) -> str:
    """Return the item that stands for `ref`: of alternatives, the one that counts."""
    target = book.inputs.get(ref)
    if target and target.inclusion is Inclusion.ALTERNATIVE:
        members = book.groups[target.alternative_group]
        target = next(member for member in members if member.line_id in ids)
    if target is None or target.kind is LineKind.PERCENT:
        raise UnknownPercentBase(ref, where=line.line_id)
    return target.line_id


def _lines(book: _Book, run: _Run) -> tuple[LineResult, ...]:
    ids = frozenset(run.scenario.line_ids)
    results = [run.results[line.line_id] for line in book.document.lines]
    return tuple(
        result
        if result.counted is (result.line_id in ids)
        else replace(result, counted=not result.counted)
        for result in results
    )


def _subtotals(book: _Book, run: _Run) -> dict[tuple[str, ...], Decimal]:
    """Sum the counted lines by section; a section includes those inside it."""
    sums: dict[tuple[str, ...], Decimal] = {}
    for line in run.counted:
        section = book.inputs[line.line_id].section
        for depth in range(1, len(section) + 1):
            path = section[:depth]
            sums[path] = sums.get(path, ZERO) + line.net
    return sums


def quantity_table(
    document: DocumentInput, line_id: str, quantities: tuple[Decimal, ...]
) -> tuple[LineResult | LineRefusal, ...]:
    """Price one line at several quantities, each on its own, to print a price table.

    :raises KeyError: if the document has no such line.
    """
    lines = {line.line_id: line for line in document.lines}
    with localcontext(prec=_PRECISION):
        return tuple(
            price_line(lines[line_id], document, quantity=quantity, hint=False)
            for quantity in quantities
        )
