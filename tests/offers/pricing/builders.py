"""Short ways to write a snapshot in a test."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from filon.offers.pricing import (
    Allowance,
    Charge,
    DocumentInput,
    Inclusion,
    LineInput,
    LineKind,
    PriceCandidate,
    PriceSource,
    Vat,
    VatCategory,
)

D = Decimal
DAY = date(2026, 12, 10)


def standard(rate: str = "20") -> Vat:
    return Vat(VatCategory.STANDARD, D(rate))


def listed(price: str | None, **changes: Any) -> PriceCandidate:
    """Return a public list price."""
    public = PriceCandidate(
        source=PriceSource.PUBLIC,
        reference="Public 2026",
        price=None if price is None else D(price),
    )
    return replace(public, **changes)


def line(
    price: str | None = None,
    quantity: str = "1",
    rate: str = "20",
    *,
    basis: str = "1",
    line_id: str = "1",
    **changes: Any,
) -> LineInput:
    """Return a firm line with a public price."""
    changes.setdefault("vat", standard(rate))
    if price is not None:
        changes.setdefault("candidates", (listed(price, basis=D(basis)),))
    return LineInput(line_id=line_id, quantity=D(quantity), **changes)


def document(*lines: LineInput, **changes: Any) -> DocumentInput:
    """Return a document in euros whose lines are numbered from 1 where they repeat."""
    ids = [each.line_id for each in lines]
    if len(set(ids)) != len(ids):
        lines = tuple(
            replace(each, line_id=str(number)) for number, each in enumerate(lines, 1)
        )
    return DocumentInput(dated_on=DAY, lines=lines, **changes)


def off(amount: str | None = None, **changes: Any) -> Allowance:
    for name in ("percent", "base"):
        if name in changes:
            changes[name] = D(changes[name])
    return Allowance(amount=None if amount is None else D(amount), **changes)


def plus(amount: str | None = None, **changes: Any) -> Charge:
    for name in ("percent", "base"):
        if name in changes:
            changes[name] = D(changes[name])
    return Charge(amount=None if amount is None else D(amount), **changes)


def percentage(
    percent: str | None, line_id: str = "pct", **changes: object
) -> LineInput:
    return replace(
        line(line_id=line_id, kind=LineKind.PERCENT),
        percent=None if percent is None else D(percent),
        **changes,  # type: ignore[arg-type]
    )


def option(price: str, line_id: str) -> LineInput:
    return line(price, line_id=line_id, inclusion=Inclusion.OPTION)
