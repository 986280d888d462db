"""Steps 10 to 15: from net lines to the amount due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from filon.kernel.money import round_amount
from filon.offers.pricing.adjustments import adjust
from filon.offers.pricing.result import Applied, Notice, Totals, VatRow
from filon.offers.pricing.snapshot import (
    FREIGHT_CODE,
    HUNDRED,
    OTHER_CHARGE_CODE,
    ZERO,
    Allowance,
    Charge,
    DocumentInput,
    MinimumOrderMode,
    Vat,
)
from filon.offers.pricing.trace import Step, StepCode, step
from filon.offers.pricing.vat import VatKey, split_over_groups, vat_key


@dataclass(frozen=True, slots=True)
class CountedLine:
    """What a line brings to the totals."""

    line_id: str
    vat: Vat
    net: Decimal
    discountable: Decimal
    goods: bool


@dataclass(slots=True)
class _Group:
    """Sums of one VAT category and rate."""

    vat: Vat
    net: Decimal = ZERO
    discountable: Decimal = ZERO
    goods: Decimal = ZERO
    has_goods: bool = False
    allowances: Decimal = ZERO
    charges: Decimal = ZERO


class _Groups:
    """The VAT groups of a document, with the reasons they were given."""

    def __init__(self, lines: Sequence[CountedLine]) -> None:
        self.by_key: dict[VatKey, _Group] = {}
        self.reasons: dict[VatKey, set[tuple[str, str]]] = {}
        for line in lines:
            group = self.of(line.vat)
            group.net += line.net
            group.discountable += line.discountable
            if line.goods:
                group.goods += line.net
                group.has_goods = True

    def of(self, vat: Vat) -> _Group:
        """Return the group of `vat`, made at its first use."""
        key = vat_key(vat)
        if vat.reason or vat.vatex:
            self.reasons.setdefault(key, set()).add((vat.reason, vat.vatex))
        group = self.by_key.get(key)
        if group is None:
            group = self.by_key[key] = _Group(vat)
        return group

    def discountable(self) -> dict[VatKey, Decimal]:
        """Return the weights of a document allowance."""
        weights = {k: g.discountable for k, g in self.by_key.items() if g.discountable}
        return weights or {key: group.net for key, group in self.by_key.items()}

    def goods(self) -> dict[VatKey, Decimal]:
        """Return the weights of freight: goods, or every line if there are none.

        A group in credit gets no share of a charge.
        """
        weights = {k: g.goods for k, g in self.by_key.items() if g.has_goods}
        weights = weights or {k: g.net for k, g in self.by_key.items()}
        return _without_credit(weights)


def _without_credit(weights: dict[VatKey, Decimal]) -> dict[VatKey, Decimal]:
    """Return the weights above zero, or all of them if there are none."""
    return {key: weight for key, weight in weights.items() if weight > 0} or weights


def document_totals(
    document: DocumentInput, lines: Sequence[CountedLine], trace: list[Step]
) -> tuple[Totals, tuple[Notice, ...]]:
    """Return the totals of the counted lines, and what forbids to send them.

    VAT is computed once for each category and rate, half up; nothing is rounded
    after that. A document allowance or charge without its own VAT is split over the
    VAT groups by largest remainder; without any counted line it is left out, as
    there is nothing to reduce or to deliver.

    :raises AmountOrPercent, ReasonMissing: for a malformed allowance or charge.

    Source: EN 16931-1 BR-CO-10 to BR-CO-17, BR-S-08.
    """
    groups = _Groups(lines)
    lines_total = sum((line.net for line in lines), ZERO)
    trace.append(step(StepCode.LINES_TOTAL, lines_total, lines=str(len(lines))))
    allowances = _allowances(document, groups, trace)
    after = lines_total - sum((a.amount for a in allowances), ZERO)
    charges, blocks = _charges(document, groups, after, trace)
    allowances_total = sum((a.amount for a in allowances), ZERO)
    charges_total = sum((c.amount for c in charges), ZERO)
    tax_exclusive = lines_total - allowances_total + charges_total
    trace.append(
        step(
            StepCode.TAX_EXCLUSIVE,
            tax_exclusive,
            lines=lines_total,
            allowances=allowances_total,
            charges=charges_total,
        )
    )
    rows = _vat_rows(groups, document.currency, trace)
    tax_total = sum((row.tax for row in rows), ZERO)
    tax_inclusive = tax_exclusive + tax_total
    due = tax_inclusive - document.prepaid + document.rounding
    trace.append(
        step(StepCode.TAX_INCLUSIVE, tax_inclusive, net=tax_exclusive, tax=tax_total)
    )
    if document.prepaid or document.rounding:
        trace.append(
            step(
                StepCode.AMOUNT_DUE,
                due,
                total=tax_inclusive,
                prepaid=document.prepaid,
                rounding=document.rounding,
            )
        )
    totals = Totals(
        lines_total=lines_total,
        allowances_total=allowances_total,
        charges_total=charges_total,
        tax_exclusive=tax_exclusive,
        tax_total=tax_total,
        tax_in_company_currency=_company_tax(document, tax_total, trace),
        tax_inclusive=tax_inclusive,
        prepaid=document.prepaid,
        rounding=document.rounding,
        amount_due=due,
        vat_breakdown=rows,
        allowances=tuple(allowances),
        charges=tuple(charges),
    )
    return totals, blocks


def _allowances(
    document: DocumentInput, groups: _Groups, trace: list[Step]
) -> list[Applied]:
    signed = groups.discountable()
    positive = _without_credit(signed)
    whole = sum((group.discountable for group in groups.by_key.values()), ZERO)
    applied: list[Applied] = []
    for allowance in document.allowances:
        base = whole
        if allowance.vat:
            base = groups.of(allowance.vat).discountable
        # A percentage also applies to a group in credit; a fixed amount does not.
        weights = positive if allowance.percent is None else signed
        applied += _spread(
            document,
            groups,
            allowance,
            base,
            weights,
            StepCode.DOCUMENT_ALLOWANCE,
            trace,
        )
    for part in applied:
        if part.vat:
            groups.of(part.vat).allowances += part.amount
    return applied


def _charges(
    document: DocumentInput, groups: _Groups, after: Decimal, trace: list[Step]
) -> tuple[list[Applied], tuple[Notice, ...]]:
    weights = groups.goods()
    whole = sum((group.net for group in groups.by_key.values()), ZERO)
    extra, blocks = _minimum_order(document, groups, after, trace)
    free = _freight_is_free(document, groups, trace)
    applied: list[Applied] = []
    for charge in (*document.charges, *extra):
        if free and charge.code == FREIGHT_CODE:
            continue
        base = groups.of(charge.vat).net if charge.vat else whole
        applied += _spread(
            document, groups, charge, base, weights, StepCode.DOCUMENT_CHARGE, trace
        )
    for part in applied:
        if part.vat:
            groups.of(part.vat).charges += part.amount
    return applied, blocks


def _freight_is_free(
    document: DocumentInput, groups: _Groups, trace: list[Step]
) -> bool:
    threshold = document.free_delivery_from
    if threshold is None:
        return False
    goods = sum((group.goods for group in groups.by_key.values()), ZERO)
    free = goods >= threshold
    if free:
        trace.append(
            step(StepCode.FREIGHT_FREE, ZERO, goods=goods, threshold=threshold)
        )
    return free


def _minimum_order(
    document: DocumentInput, groups: _Groups, after: Decimal, trace: list[Step]
) -> tuple[tuple[Charge, ...], tuple[Notice, ...]]:
    minimum = document.minimum_order
    if minimum is None or after >= minimum.amount or not groups.by_key:
        return (), ()
    missing = minimum.amount - after
    blocks = minimum.mode is MinimumOrderMode.BLOCK
    code = StepCode.MINIMUM_ORDER_BLOCKS if blocks else StepCode.MINIMUM_ORDER_CHARGE
    reached = step(code, missing, minimum=minimum.amount, value=after)
    trace.append(reached)
    if blocks:
        operands = {**reached.operands, "missing": reached.result}
        return (), (Notice(code=code, operands=operands),)
    charge = Charge(amount=missing, code=OTHER_CHARGE_CODE, reason=code.value)
    return (charge,), ()


def _spread(
    document: DocumentInput,
    groups: _Groups,
    adjustment: Allowance | Charge,
    base: Decimal,
    weights: dict[VatKey, Decimal],
    code: StepCode,
    trace: list[Step],
) -> list[Applied]:
    """Return one applied part for each VAT group."""
    where = adjustment.code or adjustment.reason
    if not weights and adjustment.vat is None:
        return []
    applied = adjust(adjustment, base, document.currency, where=where)
    trace.append(
        step(
            code,
            applied.amount,
            code=applied.code,
            reason=applied.reason,
            percent="" if applied.percent is None else applied.percent,
            base="" if applied.base is None else applied.base,
        )
    )
    if applied.vat or not applied.amount:
        return [applied] if applied.amount else []
    parts = split_over_groups(applied.amount, weights, document.currency)
    result = []
    whole = sum(weights.values(), ZERO)
    for key, amount in parts.items():
        vat = groups.by_key[key].vat
        part_base = applied.base
        if len(parts) > 1:
            part_base = weights[key] if applied.base == whole else None
        result.append(replace(applied, amount=amount, vat=vat, base=part_base))
        if len(parts) > 1:
            trace.append(
                step(
                    StepCode.VAT_PART,
                    amount,
                    category=key[0],
                    rate=key[1],
                    weight=weights[key],
                )
            )
    return result


def _vat_rows(groups: _Groups, currency: str, trace: list[Step]) -> tuple[VatRow, ...]:
    rows = []
    for key in sorted(groups.by_key, key=lambda key: (key[0], -key[1])):
        group = groups.by_key[key]
        taxable = group.net - group.allowances + group.charges
        tax = round_amount(taxable * key[1] / HUNDRED, currency)
        reasons = sorted(groups.reasons.get(key, ()))
        rows.append(
            VatRow(
                category=key[0],
                rate=key[1],
                taxable=taxable,
                tax=tax,
                reasons=tuple(dict.fromkeys(r for r, _ in reasons if r)),
                vatex=tuple(dict.fromkeys(v for _, v in reasons if v)),
            )
        )
        trace.append(
            step(StepCode.VAT, tax, category=key[0], rate=key[1], taxable=taxable)
        )
    return tuple(rows)


def _company_tax(
    document: DocumentInput, tax: Decimal, trace: list[Step]
) -> Decimal | None:
    if document.currency == document.company_currency:
        return None
    amount = round_amount(tax / document.company_rate, document.company_currency)
    trace.append(
        step(
            StepCode.TAX_IN_COMPANY_CURRENCY,
            amount,
            tax=tax,
            rate=document.company_rate,
            currency=document.company_currency,
        )
    )
    return amount
