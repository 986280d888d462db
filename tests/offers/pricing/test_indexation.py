from __future__ import annotations

from dataclasses import replace

import pytest

from filon.offers.pricing.errors import (
    IndexNotPositive,
    WeightsNotWhole,
)
from filon.offers.pricing.indexation import (
    IndexTerm,
    RevisionFormula,
    index_surcharge,
    revise,
)
from tests.offers.pricing.builders import D

STEEL = IndexTerm(code="steel", weight=D("0.5"), current=D(110), base=D(100))


FORMULA = RevisionFormula(fixed=D("0.5"), terms=(STEEL,))


@pytest.mark.parametrize(
    ("_case", "changes", "coefficient", "limited"),
    [
        ("free", {}, "1.0500", False),
        ("capped", {"cap_percent": D(3)}, "1.03", True),
        ("below the threshold", {"threshold_percent": D(6)}, "1", True),
        ("at the threshold", {"threshold_percent": D(5)}, "1.05", False),
    ],
)
def test_revision_limits(
    _case: str, changes: dict[str, object], coefficient: str, limited: bool
) -> None:
    revised = revise(D(1000), replace(FORMULA, **changes), "EUR")  # type: ignore[arg-type]

    assert revised.coefficient == D(coefficient)
    assert revised.limited is limited
    assert revised.amount == D(1000) * D(coefficient)


def test_revision_floor_limits_a_fall() -> None:
    fall = replace(FORMULA, terms=(replace(STEEL, current=D(80)),), floor_percent=D(4))

    assert revise(D(1000), fall, "EUR").amount == D("960.00")


def test_weights_that_do_not_sum_to_one_are_refused() -> None:
    with pytest.raises(WeightsNotWhole):
        revise(D(1000), replace(FORMULA, fixed=D("0.4")), "EUR")


@pytest.mark.parametrize("index", ["0", "-1"])
def test_index_must_be_positive(index: str) -> None:
    broken = replace(FORMULA, terms=(replace(STEEL, base=D(index)),))

    with pytest.raises(IndexNotPositive, match="steel"):
        revise(D(1000), broken, "EUR")


def test_alloy_surcharge_follows_the_index_both_ways() -> None:
    rise = index_surcharge(
        index=D("9.10"), base_index=D("8.00"), weight=D("0.25"), places=4
    )
    fall = index_surcharge(
        index=D("7.00"), base_index=D("8.00"), weight=D("0.25"), places=4
    )

    assert (rise, fall) == (D("0.2750"), D("-0.2500"))
