"""Who must approve a priced revision: rules in, findings out.

Percentages are written as people say them: 20 means 20 %. Margins are « taux de
marque », margin over net price. Source: offers.md §9, W-01 to W-03.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

ZERO = Decimal(0)
BLOCKED = 9


class Metric(StrEnum):
    """What a rule looks at; of the document unless it says otherwise."""

    MARGIN = "MARGIN"  # margin rate, %
    LINE_MARGIN = "LINE_MARGIN"  # margin rate of a firm line, %
    DISCOUNT = "DISCOUNT"  # taken off a line by hand, %
    AMOUNT = "AMOUNT"  # net, company's currency
    PAYMENT_DAYS = "PAYMENT_DAYS"  # days from the invoice, 15 for an end of month
    MARGIN_AND_TERMS = "MARGIN_AND_TERMS"  # both given up at once
    NEW_CUSTOMER = "NEW_CUSTOMER"  # first sale without a deposit
    CREDIT = "CREDIT"  # amount with VAT over the credit limit, %
    VALIDITY_DAYS = "VALIDITY_DAYS"  # from today
    WARRANTY_MONTHS = "WARRANTY_MONTHS"  # beyond the longest standard one of its items
    RESERVE = "RESERVE"  # reserve, variant or deviation that the offer prints
    KNOCK_OUT = "KNOCK_OUT"  # a requirement that must be met is not
    COST_UNKNOWN = "COST_UNKNOWN"  # lines without a cost
    FEASIBILITY = "FEASIBILITY"  # opinions that said no, or were not waited for
    FOREIGN_CURRENCY = "FOREIGN_CURRENCY"  # amount in another currency


class Operator(StrEnum):
    """How the value is compared; IS asks only that the fact is there."""

    BELOW = "BELOW"
    ABOVE = "ABOVE"
    IS = "IS"


class Basis(StrEnum):
    """What the threshold counts from."""

    ZERO = "ZERO"
    TARGET = "TARGET"
    FLOOR = "FLOOR"
    FAMILY_FLOOR = "FAMILY_FLOOR"
    FREE_DISCOUNT = "FREE_DISCOUNT"


# What a lower price changes: an approval « down to x % » covers them together.
PRICE_METRICS = frozenset({Metric.MARGIN, Metric.LINE_MARGIN, Metric.DISCOUNT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: beyond the limit, this level decides.

    The limit is the basis plus `threshold`: FAMILY_FLOOR and −5 is five points below
    the floor of the family. Empty scopes hold for everything.

    :ivar level: 1 to 3, or `BLOCKED` for what nobody may allow.
    :ivar country: of the customer; "FR" for France, "!FR" for everywhere else.
    :ivar amount_from: from this net on. :ivar amount_to: below this net.
    """

    key: str
    metric: Metric
    operator: Operator
    level: int
    threshold: Decimal = ZERO
    basis: Basis = Basis.ZERO
    family: int | None = None
    segment: int | None = None
    country: str = ""
    form: str = ""
    amount_from: Decimal | None = None
    amount_to: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A value that was found: of the document, or of the line that `where` names."""

    value: Decimal
    where: str = ""
    family: int | None = None
    family_name: str = ""
    family_floor: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What rules are held against; a metric without measures breaks no rule."""

    amount: Decimal
    target: Decimal
    floor: Decimal
    free_discount: Decimal
    country: str = ""
    form: str = ""
    segment: int | None = None
    families: frozenset[int] = frozenset()
    measures: Mapping[Metric, Sequence[Measure]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A rule that is broken, by which value, beyond which limit."""

    rule: Rule
    measure: Measure
    limit: Decimal

    @property
    def level(self) -> int:
        """Who decides about it."""
        return self.rule.level


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """What an approver allowed, as far as it still holds.

    :ivar level: of the approver. :ivar values: worst value allowed for each metric.
    :ivar margin: margin rate that was approved. :ivar limit: margin rate down to which
        prices may still move; None without such a grant. :ivar reserves: those allowed.
    """

    level: int
    values: Mapping[Metric, tuple[Operator, Decimal]]
    margin: Decimal | None = None
    limit: Decimal | None = None
    reserves: frozenset[str] = frozenset()


def evaluate(rules: Iterable[Rule], facts: Facts) -> tuple[Finding, ...]:
    """Return the broken rules, the gravest first, one for each metric and line.

    A value at the limit is within it.
    """
    worst: dict[tuple[Metric, str], Finding] = {}
    for rule in rules:
        if not _applies(rule, facts):
            continue
        for measure in facts.measures.get(rule.metric, ()):
            found = _broken(rule, measure, facts)
            key = (rule.metric, measure.where)
            if found and (key not in worst or worst[key].level < found.level):
                worst[key] = found
    return tuple(sorted(worst.values(), key=lambda found: -found.level))


def levels_of(findings: Iterable[Finding]) -> tuple[int, ...]:
    """Return the levels that must decide, the lowest first; blocked ones left out."""
    return tuple(sorted({f.level for f in findings if f.level != BLOCKED}))


def covers(
    granted: Granted,
    findings: Sequence[Finding],
    *,
    margin: Decimal | None,
    keeps_improvements: bool,
) -> bool:
    """Tell whether an approval of another content still holds for these findings.

    With a limit, prices may move as long as the margin rate reaches it; everything
    else must be no worse than what was approved. Without one it holds only where the
    company says that improvements keep it, the margin is no lower and nothing is
    worse. What only a higher level may allow is never covered.
    """
    has_limit = granted.limit is not None
    if not has_limit and not keeps_improvements:
        return False
    least = granted.limit if has_limit else granted.margin
    if least is not None and (margin is None or margin < least):
        return False
    for found in findings:
        if found.level > granted.level:
            return False
        if has_limit and found.rule.metric in PRICE_METRICS:
            continue
        if not _is_no_worse(found, granted):
            return False
    return True


def _is_no_worse(found: Finding, granted: Granted) -> bool:
    if found.rule.metric is Metric.RESERVE:
        return found.measure.where in granted.reserves
    known = granted.values.get(found.rule.metric)
    if known is None:
        return False
    operator, value = known
    if operator is Operator.BELOW:
        return found.measure.value >= value
    return found.measure.value <= value


def _applies(rule: Rule, facts: Facts) -> bool:
    if rule.country.startswith("!"):
        if facts.country == rule.country[1:]:
            return False
    elif rule.country and rule.country != facts.country:
        return False
    if rule.form and rule.form != facts.form:
        return False
    if rule.segment is not None and rule.segment != facts.segment:
        return False
    if rule.amount_from is not None and facts.amount < rule.amount_from:
        return False
    return rule.amount_to is None or facts.amount < rule.amount_to


def _broken(rule: Rule, measure: Measure, facts: Facts) -> Finding | None:
    if rule.family is not None:
        of_line = measure.family == rule.family
        of_document = not measure.where and rule.family in facts.families
        if not (of_line or of_document):
            return None
    base = _base(rule.basis, measure, facts)
    if base is None:
        return None
    limit = base + rule.threshold
    is_broken = {
        Operator.BELOW: measure.value < limit,
        Operator.ABOVE: measure.value > limit,
        Operator.IS: True,
    }[rule.operator]
    return Finding(rule=rule, measure=measure, limit=limit) if is_broken else None


def _base(basis: Basis, measure: Measure, facts: Facts) -> Decimal | None:
    return {
        Basis.ZERO: ZERO,
        Basis.TARGET: facts.target,
        Basis.FLOOR: facts.floor,
        Basis.FAMILY_FLOOR: measure.family_floor,
        Basis.FREE_DISCOUNT: facts.free_discount,
    }[basis]


def _default(
    metric: Metric,
    operator: Operator,
    *limits: tuple[int, str],
    basis: Basis = Basis.ZERO,
    **scope: Decimal,
) -> list[Rule]:
    return [
        Rule(
            key=f"{metric}-{level}",
            metric=metric,
            operator=operator,
            level=level,
            basis=basis,
            threshold=Decimal(threshold),
            amount_from=scope.get("amount_from"),
        )
        for level, threshold in limits
    ]


def default_rules() -> tuple[Rule, ...]:
    """Return the set that holds until the company writes its own (offers.md W-02)."""
    below, above, is_there = Operator.BELOW, Operator.ABOVE, Operator.IS
    return (
        *_default(Metric.MARGIN, below, (1, "0"), basis=Basis.TARGET),
        *_default(Metric.MARGIN, below, (2, "0"), basis=Basis.FLOOR),
        *_default(Metric.MARGIN, below, (3, "10")),
        *_default(
            Metric.LINE_MARGIN, below, (1, "0"), (2, "-5"), basis=Basis.FAMILY_FLOOR
        ),
        *_default(Metric.LINE_MARGIN, below, (3, "0")),
        *_default(Metric.DISCOUNT, above, (1, "0"), basis=Basis.FREE_DISCOUNT),
        *_default(Metric.DISCOUNT, above, (2, "20"), (3, "30")),
        *_default(Metric.AMOUNT, above, (1, "50000"), (2, "250000"), (3, "1000000")),
        *_default(Metric.PAYMENT_DAYS, above, (1, "45"), (2, "75")),
        *_default(Metric.MARGIN_AND_TERMS, is_there, (2, "0")),
        *_default(Metric.NEW_CUSTOMER, is_there, (1, "0"), amount_from=Decimal(25_000)),
        *_default(Metric.CREDIT, above, (2, "100"), (3, "150")),
        *_default(Metric.VALIDITY_DAYS, above, (1, "60"), (2, "90")),
        *_default(Metric.WARRANTY_MONTHS, above, (1, "0"), (2, "12"), (3, "24")),
        *_default(Metric.RESERVE, is_there, (1, "0")),
        *_default(Metric.KNOCK_OUT, is_there, (2, "0")),
        *_default(Metric.COST_UNKNOWN, is_there, (2, "0")),
        *_default(Metric.FEASIBILITY, is_there, (2, "0")),
        *_default(Metric.FOREIGN_CURRENCY, above, (2, "50000")),
    )
