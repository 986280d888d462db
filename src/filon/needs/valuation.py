"""The stored inputs of a value case as what `value` computes with."""

from __future__ import annotations

from collections.abc import Iterable

from filon.needs.models import ValueCase, ValueInput
from filon.needs.value import Costs, Horizon


def costs_of(inputs: Iterable[ValueInput], side: str) -> Costs:
    """Return the costs of one side; what is not written costs nothing."""
    return Costs(**{row.name: row.amount for row in inputs if row.side == side})


def horizon_of(case: ValueCase) -> Horizon:
    """Return the years and the rates of a case."""
    return Horizon(case.years, case.discount_percent, case.inflation_percent)
