"""The company's approval rules, and what they say of a revision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from filon.accounts.models import CompanyProfile
from filon.directory.models import Organization
from filon.offers.models import (
    ApprovalRule,
    OfferLine,
    OfferPolicy,
    OfferRevision,
    Reserve,
)
from filon.offers.rules.approval import (
    Basis,
    Facts,
    Finding,
    Measure,
    Metric,
    Operator,
    Rule,
    default_rules,
    evaluate,
)
from filon.offers.selectors.adequacy import Coverage
from filon.offers.selectors.limits import granted_percent
from filon.offers.selectors.policy import payment_days
from filon.offers.selectors.risks import reserve_name

HUNDRED = Decimal(100)
NEW = frozenset({Organization.Lifecycle.PROSPECT, Organization.Lifecycle.NEW})


def approval_rules(policy: OfferPolicy) -> tuple[Rule, ...]:
    """Return the company's rules, one query, or the default set while it has none."""
    if not policy.has_own_rules:
        return default_rules()
    rows = ApprovalRule.objects.order_by("metric", "level", "pk")
    return tuple(rule_of(row) for row in rows)


def rule_of(row: ApprovalRule) -> Rule:
    """Return a stored rule as the evaluation reads it."""
    return Rule(
        key=str(row.pk),
        metric=Metric(row.metric),
        operator=Operator(row.operator),
        basis=Basis(row.basis),
        threshold=row.threshold,
        level=row.level,
        family=row.family_id,
        segment=row.segment_id,
        country=row.country,
        form=row.form,
        amount_from=row.amount_from,
        amount_to=row.amount_to,
    )


def findings_of(
    revision: OfferRevision,
    lines: Sequence[OfferLine],
    company: CompanyProfile,
    *,
    covered: Coverage | None,
    reserves: Sequence[Reserve],
    missing_opinions: int,
    on: date,
    rules: Iterable[Rule],
) -> tuple[Finding, ...]:
    """Return the rules that a revision breaks; nothing before it has its prices.

    :param missing_opinions: opinions that said no, or were not waited for.
    """
    if not revision.is_priced:
        return ()
    facts = facts_of(
        revision,
        lines,
        company,
        covered=covered,
        reserves=reserves,
        missing_opinions=missing_opinions,
        on=on,
    )
    return evaluate(rules, facts)


def facts_of(
    revision: OfferRevision,
    lines: Sequence[OfferLine],
    company: CompanyProfile,
    *,
    covered: Coverage | None,
    reserves: Sequence[Reserve],
    missing_opinions: int,
    on: date,
) -> Facts:
    """Return what the rules are held against.

    A metric whose value is unknown has no measure: a missing cost is a fact of its own.
    """
    offer = revision.offer
    customer = offer.organization
    amount = revision.total_net_company
    measures: dict[Metric, Sequence[Measure]] = {
        Metric.LINE_MARGIN: list(_line_margins(lines)),
        Metric.DISCOUNT: list(_discounts(lines, revision.discount_percent)),
        Metric.AMOUNT: [Measure(value=amount)],
        Metric.PAYMENT_DAYS: [Measure(value=payment_days(revision))],
    }
    if revision.margin_percent is not None and revision.margin is not None:
        measures[Metric.MARGIN] = [Measure(value=revision.margin_percent)]
    else:
        unknown = len(revision.result.get("unknown_costs", []))
        measures[Metric.COST_UNKNOWN] = [Measure(value=Decimal(unknown))]
    if gives_up_both(revision, company):
        measures[Metric.MARGIN_AND_TERMS] = [Measure(value=Decimal(1))]
    if customer.lifecycle in NEW and not has_deposit(revision):
        measures[Metric.NEW_CUSTOMER] = [Measure(value=Decimal(1))]
    if customer.credit_limit and revision.total_net:
        gross = amount * revision.total_gross / revision.total_net
        share = gross * HUNDRED / customer.credit_limit
        measures[Metric.CREDIT] = [Measure(value=share)]
    if revision.valid_until is not None:
        days = Decimal((revision.valid_until - on).days)
        measures[Metric.VALIDITY_DAYS] = [Measure(value=days)]
    extra = _extra_warranty(revision, lines)
    if extra is not None:
        measures[Metric.WARRANTY_MONTHS] = [Measure(value=Decimal(extra))]
    if covered is not None and covered.knocked_out:
        count = Decimal(len(covered.knocked_out))
        measures[Metric.KNOCK_OUT] = [Measure(value=count)]
    measures[Metric.RESERVE] = [
        Measure(value=Decimal(1), where=f"{reserve_name(row)} – {row.words}")
        for row in reserves
    ]
    if missing_opinions:
        measures[Metric.FEASIBILITY] = [Measure(value=Decimal(missing_opinions))]
    if revision.currency != company.currency:
        measures[Metric.FOREIGN_CURRENCY] = [Measure(value=amount)]
    return Facts(
        amount=amount,
        target=Decimal(company.margin_target_percent),
        floor=Decimal(company.margin_floor_percent),
        free_discount=Decimal(company.free_discount_percent),
        country=customer.country,
        form=offer.form,
        segment=customer.segment_id,
        families=frozenset(
            line.item.family_id
            for line in lines
            if line.item is not None and line.item.family_id is not None
        ),
        measures=measures,
    )


def has_deposit(revision: OfferRevision) -> bool:
    """Whether a part is paid before delivery: the schedule has several instalments."""
    return len(revision.payment_schedule) > 1


def gives_up_both(revision: OfferRevision, company: CompanyProfile) -> bool:
    """Whether margin and payment terms are given up at once (offers.md G-04).

    Compared with the former revision; the first one is compared with the target of
    the margin and with payment at thirty days, which every offer begins with.
    """
    rate, former = revision.margin_percent, revision.previous
    if rate is None:
        return False
    usual: Decimal | None = Decimal(company.margin_target_percent)
    days = Decimal(OfferRevision._meta.get_field("payment_days").default)
    if former is not None:
        usual, days = former.margin_percent, payment_days(former)
    return usual is not None and rate < usual and payment_days(revision) > days


def _line_margins(lines: Sequence[OfferLine]) -> Iterable[Measure]:
    for line in lines:
        is_firm = line.inclusion == OfferLine.Inclusion.FIRM
        if is_firm and line.margin_percent is not None:
            yield _measure(line, line.margin_percent)


def _discounts(lines: Sequence[OfferLine], document: Decimal) -> Iterable[Measure]:
    for line in lines:
        granted = granted_percent(line, document)
        if granted:
            yield _measure(line, granted)


def _measure(line: OfferLine, value: Decimal) -> Measure:
    family = line.item.family if line.item is not None else None
    return Measure(
        value=value,
        where=line.designation or line.reference,
        family=family.pk if family else None,
        family_name=family.name if family else "",
        family_floor=family.margin_floor_percent if family else None,
    )


def _extra_warranty(revision: OfferRevision, lines: Sequence[OfferLine]) -> int | None:
    """Return the months beyond what the items carry; None where none says so."""
    known = [
        line.item.warranty_months
        for line in lines
        if line.item is not None and line.item.warranty_months is not None
    ]
    if revision.warranty_months is None or not known:
        return None
    return revision.warranty_months - max(known)
