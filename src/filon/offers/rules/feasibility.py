"""Whose opinion an offer needs before it is promised: rules in, opinions out.

Source: offers.md §10, F-01 and F-04.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

ZERO = Decimal(0)


class Trigger(StrEnum):
    """What makes a rule ask."""

    OUTSIDE_CATALOGUE = "OUTSIDE_CATALOGUE"  # a line without an item
    FAMILY = "FAMILY"  # an item of the rule's family
    QUANTITY = "QUANTITY"  # quantity of a line, above
    COST_UNKNOWN = "COST_UNKNOWN"  # a line without a cost
    SHORT_DELAY = "SHORT_DELAY"  # fewer days than the standard lead time
    FIRM_REQUIREMENT = "FIRM_REQUIREMENT"  # F0 of the need
    TOLERANCE = "TOLERANCE"  # a requirement with a tolerance
    ABROAD = "ABROAD"  # a country other than ours, or the rule's
    INCOTERM = "INCOTERM"  # of groups C and D: we carry
    AMOUNT = "AMOUNT"  # net in the company's currency, above
    PAYMENT_DAYS = "PAYMENT_DAYS"  # above
    WARRANTY_MONTHS = "WARRANTY_MONTHS"  # above


# The smaller the value, the harder; of all others the larger.
_SMALLER_IS_HARDER: Final = frozenset({Trigger.SHORT_DELAY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: on this trigger, ask a department (by its kind) or a supplier.

    :ivar days: how long they have to answer.
    :ivar is_mandatory: the offer does not leave before they were asked.
    """

    trigger: Trigger
    department: str = ""
    supplier: int | None = None
    threshold: Decimal = ZERO
    family: int | None = None
    country: str = ""
    question: str = ""
    days: int = 5
    is_mandatory: bool = False

    @property
    def addressee(self) -> tuple[str, int | None]:
        """Whom it asks, as a key."""
        return self.department, self.supplier


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What rules look at in one line; days of lead time, `families` up to the root."""

    name: str
    quantity: Decimal
    families: frozenset[int] = frozenset()
    is_outside_catalogue: bool = False
    has_cost: bool = True
    days: int | None = None
    standard_days: int | None = None


@dataclass(frozen=True, slots=True)
class AskedFacts:
    """What rules look at in one requirement."""

    name: str
    is_firm: bool
    has_tolerance: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What rules are held against; `wanted_days` to the day the customer needs it."""

    lines: Sequence[LineFacts] = ()
    requirements: Sequence[AskedFacts] = ()
    country: str = ""
    home: str = "FR"
    incoterm: str = ""
    amount: Decimal = ZERO
    payment_days: int = 0
    warranty_months: int = 0
    wanted_days: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Why somebody is asked: about what, and how far it goes."""

    trigger: Trigger
    subject: str = ""
    value: Decimal | None = None

    def is_covered(self, asked: Iterable[Mapping[str, Any]]) -> bool:
        """Whether an opinion was asked about this, or about something harder."""
        return any(self._covers(row) for row in asked)

    def _covers(self, row: Mapping[str, Any]) -> bool:
        if (row["trigger"], row["subject"]) != (self.trigger, self.subject):
            return False
        if self.value is None or row["value"] is None:
            return True
        then = Decimal(row["value"])
        if self.trigger in _SMALLER_IS_HARDER:
            return self.value >= then
        return self.value <= then

    def kept(self) -> dict[str, Any]:
        """Return it as it is kept with the question."""
        value = None if self.value is None else format(self.value.normalize(), "f")
        return {
            "trigger": self.trigger.value,
            "subject": self.subject,
            "value": value,
        }


@dataclass(slots=True)
class Opinion:
    """One department or supplier to ask, for all the reasons at once."""

    department: str
    supplier: int | None
    findings: list[Finding] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    days: int = 5
    is_mandatory: bool = False


def opinions(rules: Iterable[Rule], facts: Facts) -> list[Opinion]:
    """Return whom the rules ask, in the order of the rules, each once.

    The shortest delay of the rules that ask somebody counts.
    """
    found: dict[tuple[str, int | None], Opinion] = {}
    for rule in rules:
        reasons = list(_found(rule, facts))
        if not reasons:
            continue
        one = found.get(rule.addressee)
        if one is None:
            one = Opinion(rule.department, rule.supplier, days=rule.days)
            found[rule.addressee] = one
        one.findings += [reason for reason in reasons if reason not in one.findings]
        if rule.question and rule.question not in one.questions:
            one.questions.append(rule.question)
        one.days = min(one.days, rule.days)
        one.is_mandatory = one.is_mandatory or rule.is_mandatory
    return list(found.values())


def _found(rule: Rule, facts: Facts) -> Iterable[Finding]:
    trigger, limit = rule.trigger, rule.threshold
    match trigger:
        case Trigger.FIRM_REQUIREMENT | Trigger.TOLERANCE:
            is_firm = trigger is Trigger.FIRM_REQUIREMENT
            for row in facts.requirements:
                if row.is_firm if is_firm else row.has_tolerance:
                    yield Finding(trigger, row.name)
        case Trigger.ABROAD:
            wanted = rule.country
            is_abroad = facts.country != facts.home
            if facts.country == wanted if wanted else is_abroad:
                yield Finding(trigger, facts.country)
        case Trigger.INCOTERM:
            if facts.incoterm[:1] in {"C", "D"}:
                yield Finding(trigger, facts.incoterm)
        case Trigger.AMOUNT:
            if facts.amount > limit:
                yield Finding(trigger, value=facts.amount)
        case Trigger.PAYMENT_DAYS:
            if facts.payment_days > limit:
                yield Finding(trigger, value=Decimal(facts.payment_days))
        case Trigger.WARRANTY_MONTHS:
            if facts.warranty_months > limit:
                yield Finding(trigger, value=Decimal(facts.warranty_months))
        case _:
            for line in facts.lines:
                if rule.family is None or rule.family in line.families:
                    yield from _found_in(rule, line, facts.wanted_days)


def _found_in(
    rule: Rule, line: LineFacts, wanted_days: int | None
) -> Iterable[Finding]:
    trigger = rule.trigger
    match trigger:
        case Trigger.OUTSIDE_CATALOGUE if line.is_outside_catalogue:
            yield Finding(trigger, line.name)
        case Trigger.FAMILY if rule.family is not None:
            yield Finding(trigger, line.name)
        case Trigger.QUANTITY if line.quantity > rule.threshold:
            yield Finding(trigger, line.name, line.quantity)
        case Trigger.COST_UNKNOWN if not line.has_cost:
            yield Finding(trigger, line.name)
        case Trigger.SHORT_DELAY:
            days, usual = line.days, line.standard_days
            if usual is None:
                return
            if days is not None and days < usual:
                yield Finding(trigger, line.name, Decimal(days))
            elif wanted_days is not None and wanted_days < usual:
                # No value: the days to a date shrink without anything being harder.
                yield Finding(trigger, line.name)
        case _:
            return


@dataclass(frozen=True, slots=True)
class LeadTimePath:
    """The days of each stage, and of the longest way through all (F-04).

    Design and supply run side by side; production, test and transport follow. None: no
    service said how long its stage takes.
    """

    design: int | None = None
    supply: int | None = None
    production: int | None = None
    test: int | None = None
    transport: int | None = None

    @property
    def total(self) -> int | None:
        """Days of the longest way; None while no stage is known."""
        after = [self.production, self.test, self.transport]
        if all(days is None for days in [self.design, self.supply, *after]):
            return None
        first = max(self.design or 0, self.supply or 0)
        return first + sum(days or 0 for days in after)
