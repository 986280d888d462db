"""Whom the rules ask, why, and how long the way to delivery is."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from filon.offers.rules.feasibility import (
    AskedFacts,
    Facts,
    Finding,
    LeadTimePath,
    LineFacts,
    Rule,
    Trigger,
    opinions,
)

T = Trigger
LINE = LineFacts("Vanne", D(150), frozenset({7}), days=10, standard_days=20)
UNUSUAL = Facts(
    lines=[LINE, LineFacts("Pièce", D(1), is_outside_catalogue=True, has_cost=False)],
    requirements=[AskedFacts("E1 débit", is_firm=True, has_tolerance=True)],
    country="DE",
    incoterm="DAP",
    amount=D(200_000),
    payment_days=75,
    warranty_months=36,
)
USUAL = Facts(
    lines=[LineFacts("Vanne", D(10), days=20, standard_days=20)],
    requirements=[AskedFacts("E1 débit", is_firm=False, has_tolerance=False)],
    country="FR",
    incoterm="EXW",
    amount=D(500),
    payment_days=30,
    warranty_months=12,
    wanted_days=20,
)
LIMITS = {
    T.QUANTITY: D(100),
    T.AMOUNT: D(100_000),
    T.PAYMENT_DAYS: D(60),
    T.WARRANTY_MONTHS: D(24),
}


def rule(trigger: T, department: str = "PRODUCTION", **values: object) -> Rule:
    """Return a rule with the usual limit of its trigger."""
    limit = LIMITS.get(trigger, D(0))
    family = 7 if trigger is T.FAMILY else None
    fields = {"threshold": limit, "family": family, **values}
    return Rule(trigger=trigger, department=department, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("trigger", list(T))
def test_each_trigger_asks_about_the_unusual_and_leaves_the_usual_alone(
    trigger: T,
) -> None:
    assert len(opinions([rule(trigger)], UNUSUAL)) == 1
    assert opinions([rule(trigger)], USUAL) == []


def test_somebody_is_asked_once_for_all_reasons_within_the_shortest_delay() -> None:
    rules = [
        rule(T.QUANTITY, question="Capacity?", days=5),
        rule(T.SHORT_DELAY, question="Delay?", days=2, is_mandatory=True),
        rule(T.ABROAD, "LEGAL"),
    ]

    production, legal = opinions(rules, UNUSUAL)

    assert [f.trigger for f in production.findings] == [T.QUANTITY, T.SHORT_DELAY]
    assert production.questions == ["Capacity?", "Delay?"]
    assert (production.days, production.is_mandatory) == (2, True)
    assert not legal.is_mandatory


@pytest.mark.parametrize(
    ("trigger", "then", "now", "holds"),
    [
        (T.QUANTITY, "150", "150", True),
        (T.QUANTITY, "150", "120", True),
        (T.QUANTITY, "150", "151", False),
        (T.SHORT_DELAY, "10", "12", True),
        (T.SHORT_DELAY, "10", "9", False),
    ],
)
def test_an_opinion_holds_until_the_offer_goes_further(
    trigger: T, then: str, now: str, *, holds: bool
) -> None:
    asked = [Finding(trigger, "Vanne", D(then)).kept()]

    assert Finding(trigger, "Vanne", D(now)).is_covered(asked) is holds
    assert not Finding(trigger, "Pompe", D(now)).is_covered(asked)


def test_design_and_supply_run_side_by_side_the_rest_follows() -> None:
    path = LeadTimePath(design=10, supply=30, production=15, test=2, transport=5)

    assert path.total == 52
    assert LeadTimePath().total is None
