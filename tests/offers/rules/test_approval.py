"""Who must approve: the default set, scopes, and how far an approval goes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal as D
from typing import Any

import pytest

from filon.offers.rules.approval import (
    BLOCKED,
    Basis,
    Facts,
    Finding,
    Granted,
    Measure,
    Metric,
    Operator,
    Rule,
    covers,
    default_rules,
    evaluate,
    levels_of,
)

M = Metric


def facts(measures: dict[Metric, list[Measure]], **values: Any) -> Facts:
    """Return facts of a company with target 30, floor 24 and 10 free to grant."""
    given = {"amount": D(10_000), "target": D(30), "floor": D(24), "country": "FR"}
    return Facts(free_discount=D(10), measures=measures, **{**given, **values})


def of(metric: Metric, value: str, **values: Any) -> dict[Metric, list[Measure]]:
    """Return one measure of a metric."""
    return {metric: [Measure(value=D(value), **values)]}


@pytest.mark.parametrize(
    ("metric", "value", "level"),
    [
        (M.MARGIN, "30", 0),
        (M.MARGIN, "29.99", 1),
        (M.MARGIN, "24", 1),
        (M.MARGIN, "23.99", 2),
        (M.MARGIN, "10", 2),
        (M.MARGIN, "9.99", 3),
        (M.MARGIN, "-5", 3),
        (M.DISCOUNT, "10", 0),
        (M.DISCOUNT, "10.01", 1),
        (M.DISCOUNT, "20", 1),
        (M.DISCOUNT, "20.01", 2),
        (M.DISCOUNT, "30.01", 3),
        (M.AMOUNT, "50000", 0),
        (M.AMOUNT, "50000.01", 1),
        (M.AMOUNT, "250000.01", 2),
        (M.AMOUNT, "1000000.01", 3),
        (M.PAYMENT_DAYS, "45", 0),
        (M.PAYMENT_DAYS, "60", 1),
        (M.PAYMENT_DAYS, "76", 2),
        (M.MARGIN_AND_TERMS, "1", 2),
        (M.CREDIT, "100", 0),
        (M.CREDIT, "100.01", 2),
        (M.VALIDITY_DAYS, "60", 0),
        (M.VALIDITY_DAYS, "61", 1),
        (M.VALIDITY_DAYS, "91", 2),
        (M.WARRANTY_MONTHS, "0", 0),
        (M.WARRANTY_MONTHS, "12", 1),
        (M.WARRANTY_MONTHS, "13", 2),
        (M.KNOCK_OUT, "1", 2),
        (M.COST_UNKNOWN, "1", 2),
        (M.FEASIBILITY, "1", 2),
    ],
)
def test_default_set_names_the_level(metric: Metric, value: str, level: int) -> None:
    found = evaluate(default_rules(), facts(of(metric, value)))

    assert [row.level for row in found] == ([level] if level else [])


@pytest.mark.parametrize(
    ("rate", "level"), [("28", 0), ("27.9", 1), ("23", 1), ("22.9", 2), ("-1", 3)]
)
def test_line_is_held_against_the_floor_of_its_family(rate: str, level: int) -> None:
    line = of(M.LINE_MARGIN, rate, where="Pompe", family=1, family_floor=D(28))

    found = evaluate(default_rules(), facts(line))

    assert [row.level for row in found] == ([level] if level else [])


def test_line_without_family_breaks_no_family_floor() -> None:
    line = of(M.LINE_MARGIN, "2", where="Pompe")

    assert evaluate(default_rules(), facts(line)) == ()


def test_new_customer_without_deposit_matters_from_25_000_on() -> None:
    measures = of(M.NEW_CUSTOMER, "1")

    below = evaluate(default_rules(), facts(measures, amount=D("24999.99")))
    at = evaluate(default_rules(), facts(measures, amount=D(25_000)))

    assert (below, [row.level for row in at]) == ((), [1])


RULE = Rule(key="r", metric=M.AMOUNT, operator=Operator.ABOVE, level=1)


@pytest.mark.parametrize(
    ("scope", "given", "applies"),
    [
        ({"country": "FR"}, {}, True),
        ({"country": "DE"}, {}, False),
        ({"country": "!FR"}, {}, False),
        ({"country": "!FR"}, {"country": "DE"}, True),
        ({"form": "TENDER"}, {"form": "TENDER"}, True),
        ({"form": "TENDER"}, {"form": "QUOTE"}, False),
        ({"segment": 4}, {"segment": 4}, True),
        ({"segment": 4}, {}, False),
        ({"family": 7}, {"families": frozenset({7})}, True),
        ({"family": 7}, {"families": frozenset({8})}, False),
        ({"amount_to": D(10_000)}, {}, False),
        ({"amount_to": D("10000.01")}, {}, True),
    ],
)
def test_scope_narrows_a_rule(
    scope: dict[str, Any], given: dict[str, Any], applies: bool
) -> None:
    rule = replace(RULE, **scope)

    found = evaluate([rule], facts(of(M.AMOUNT, "10000"), **given))

    assert bool(found) is applies


def test_gravest_level_comes_first_and_forbidden_asks_nobody() -> None:
    rules = [
        RULE,
        replace(RULE, metric=M.PAYMENT_DAYS, level=3),
        replace(RULE, metric=M.VALIDITY_DAYS, level=BLOCKED),
    ]
    measures = {
        metric: [Measure(value=D(1))]
        for metric in (M.AMOUNT, M.PAYMENT_DAYS, M.VALIDITY_DAYS)
    }

    found = evaluate(rules, facts(measures))

    assert [row.level for row in found] == [BLOCKED, 3, 1]
    assert levels_of(found) == (1, 3)


def finding(metric: Metric, value: str, level: int = 1) -> Finding:
    """Return a broken rule."""
    operator = Operator.BELOW if metric is M.MARGIN else Operator.ABOVE
    rule = Rule(
        key="f", metric=metric, operator=operator, level=level, basis=Basis.ZERO
    )
    return Finding(rule=rule, measure=Measure(value=D(value)), limit=D(0))


GRANTED = Granted(
    level=2,
    values={
        M.MARGIN: (Operator.BELOW, D(22)),
        M.PAYMENT_DAYS: (Operator.ABOVE, D(50)),
    },
    margin=D(22),
)
LIMITED = replace(GRANTED, limit=D(18))


@pytest.mark.parametrize(
    ("_case", "granted", "keeps", "found", "margin", "expected"),
    [
        ("any change voids", GRANTED, False, [], "30", False),
        ("better margin", GRANTED, True, [finding(M.MARGIN, "23", 2)], "23", True),
        ("worse margin", GRANTED, True, [finding(M.MARGIN, "21", 2)], "21", False),
        ("later payment", GRANTED, True, [finding(M.PAYMENT_DAYS, "55")], "23", False),
        ("earlier", GRANTED, True, [finding(M.PAYMENT_DAYS, "48")], "23", True),
        ("another matter", GRANTED, True, [finding(M.AMOUNT, "1")], "23", False),
        ("above its level", GRANTED, True, [finding(M.MARGIN, "23", 3)], "23", False),
        ("at the limit", LIMITED, False, [finding(M.MARGIN, "18", 2)], "18", True),
        ("under it", LIMITED, False, [finding(M.MARGIN, "17", 2)], "17.9", False),
        ("discount moves", LIMITED, False, [finding(M.DISCOUNT, "25", 2)], "19", True),
        ("terms do not", LIMITED, False, [finding(M.PAYMENT_DAYS, "51")], "19", False),
        ("unknown margin", LIMITED, False, [], None, False),
    ],
)
def test_approval_of_another_content_holds(
    _case: str,
    granted: Granted,
    keeps: bool,
    found: list[Finding],
    margin: str | None,
    expected: bool,
) -> None:
    rate = D(margin) if margin is not None else None

    held = covers(granted, found, margin=rate, keeps_improvements=keeps)

    assert held is expected
