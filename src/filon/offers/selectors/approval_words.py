"""Approval rules and what breaks them, in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from filon.kernel import units
from filon.kernel.countries import country_name
from filon.offers.models import ApprovalRule
from filon.offers.rules.approval import BLOCKED, Basis, Finding, Metric, Operator, Rule
from filon.web.templatetags.filon import money_whole, percent, quantity

_PERCENT = frozenset(
    {Metric.MARGIN, Metric.LINE_MARGIN, Metric.DISCOUNT, Metric.CREDIT}
)
_MONEY = frozenset({Metric.AMOUNT, Metric.FOREIGN_CURRENCY})
_DAYS = frozenset({Metric.PAYMENT_DAYS, Metric.VALIDITY_DAYS})
_NAMES: Final[dict[Metric, Promise]] = {
    Metric.MARGIN: gettext_lazy("margin rate %(value)s"),
    Metric.LINE_MARGIN: gettext_lazy("margin rate %(value)s"),
    Metric.DISCOUNT: gettext_lazy("discount %(value)s"),
    Metric.AMOUNT: gettext_lazy("amount %(value)s"),
    Metric.PAYMENT_DAYS: gettext_lazy("payment after %(value)s"),
    Metric.CREDIT: gettext_lazy("%(value)s of the credit limit"),
    Metric.VALIDITY_DAYS: gettext_lazy("validity %(value)s"),
    Metric.WARRANTY_MONTHS: gettext_lazy("warranty %(value)s beyond the standard"),
    Metric.FOREIGN_CURRENCY: gettext_lazy("amount in a foreign currency %(value)s"),
}
_FACTS: Final[dict[Metric, Promise]] = {
    Metric.MARGIN_AND_TERMS: gettext_lazy(
        "margin and payment terms are given up together"
    ),
    Metric.NEW_CUSTOMER: gettext_lazy("new customer without a deposit"),
    Metric.RESERVE: gettext_lazy("binds the house"),
    Metric.KNOCK_OUT: gettext_lazy("a requirement that must be met is not"),
    Metric.COST_UNKNOWN: gettext_lazy("the margin is unknown: a cost is missing"),
    Metric.FEASIBILITY: gettext_lazy("feasibility is not confirmed"),
}
_BASES: Final[dict[Basis, Promise]] = {
    Basis.TARGET: pgettext_lazy("rule", "target %(limit)s"),
    Basis.FLOOR: pgettext_lazy("rule", "floor %(limit)s"),
    Basis.FAMILY_FLOOR: pgettext_lazy("rule", "floor %(limit)s family %(family)s"),
    Basis.FREE_DISCOUNT: pgettext_lazy("rule", "%(limit)s free to grant"),
}


def finding_sentence(found: Finding) -> str:
    """Return why an approval is needed: « taux de marque 21,3 % < plancher 24 % »."""
    metric, measure = found.rule.metric, found.measure
    fact = _FACTS.get(metric)
    if fact is not None:
        text = str(fact)
    else:
        value = value_text(metric, measure.value)
        text = str(_NAMES.get(metric, "%(value)s")) % {"value": value}
        sign = "<" if found.rule.operator is Operator.BELOW else ">"
        text = f"{text} {sign} {_limit(found)}"
    if measure.where:
        text = _("%(line)s: %(sentence)s") % {"line": measure.where, "sentence": text}
    return text[:1].upper() + text[1:]


def with_level(found: Finding) -> str:
    """Return the sentence of a finding with the level that decides about it."""
    return f"{level_name(found.level)} – {finding_sentence(found)}"


def level_name(level: int) -> str:
    """Return how a level is called."""
    return str(ApprovalRule.Level(level).label)


def value_text(metric: Metric, value: Decimal) -> str:
    """Return a value of a metric with its unit."""
    if metric in _PERCENT:
        return percent(value, 2)
    if metric in _MONEY:
        return money_whole(value)
    if metric in _DAYS:
        return units.days(int(value))
    if metric is Metric.WARRANTY_MONTHS:
        return units.months(int(value))
    return quantity(value)


def rule_sentence(rule: Rule, *, family: str = "", segment: str = "") -> str:
    """Return a rule as one reads it on the page of the rules."""
    metric = rule.metric
    name = str(ApprovalRule.Metric(metric).label)
    if rule.operator is Operator.IS:
        text = name
    else:
        text = (
            f"{name} {'<' if rule.operator is Operator.BELOW else '>'} {_bound(rule)}"
        )
    scope = [
        family and _("family %(name)s") % {"name": family},
        segment and _("segment %(name)s") % {"name": segment},
        _country(rule.country),
        rule.amount_from is not None
        and _("from %(amount)s") % {"amount": money_whole(rule.amount_from)},
        rule.amount_to is not None
        and _("below %(amount)s") % {"amount": money_whole(rule.amount_to)},
    ]
    return ", ".join([text, *(str(part) for part in scope if part)])


def _bound(rule: Rule) -> str:
    if rule.basis is Basis.ZERO:
        return value_text(rule.metric, rule.threshold)
    name = str(ApprovalRule.Basis(rule.basis).label)
    if not rule.threshold:
        return name
    sign = "+" if rule.threshold > 0 else "−"
    points = pgettext("margin", "%(points)s pts") % {
        "points": quantity(abs(rule.threshold))
    }
    return f"{name} {sign} {points}"


def _country(code: str) -> str:
    if not code:
        return ""
    if code.startswith("!"):
        return _("outside %(country)s") % {"country": country_name(code[1:])}
    return country_name(code)


def _limit(found: Finding) -> str:
    rule = found.rule
    limit = value_text(rule.metric, found.limit)
    base = _BASES.get(rule.basis)
    if base is None:
        return limit
    return str(base) % {"limit": limit, "family": found.measure.family_name}


def is_blocked(found: Finding) -> bool:
    """Whether nobody may allow it."""
    return found.level == BLOCKED
