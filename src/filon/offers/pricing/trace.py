"""The trace of a computation: why each number is what it is, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from typing import TypeAlias


class StepCode(StrEnum):
    """What one step did; the page turns the code into a sentence."""

    QUANTITY_ROUNDED_UP = "QUANTITY_ROUNDED_UP"
    CANDIDATE_SET_ASIDE = "CANDIDATE_SET_ASIDE"
    PRICE_FOUND = "PRICE_FOUND"
    PRICE_LOWEST_WINS = "PRICE_LOWEST_WINS"
    PRICE_COST_PLUS = "PRICE_COST_PLUS"
    BREAK_REACHED = "BREAK_REACHED"
    BREAK_GRADUATED = "BREAK_GRADUATED"
    BREAK_BLOCK = "BREAK_BLOCK"
    ADDER_AMOUNT = "ADDER_AMOUNT"
    ADDER_PERCENT = "ADDER_PERCENT"
    FX_CONVERTED = "FX_CONVERTED"
    DISCOUNT_PERCENT = "DISCOUNT_PERCENT"
    DISCOUNT_FIXED = "DISCOUNT_FIXED"
    NET_PRICE = "NET_PRICE"
    PRICE_MANUAL = "PRICE_MANUAL"
    UNIT_CHARGE = "UNIT_CHARGE"
    LINE_GROSS = "LINE_GROSS"
    LINE_ALLOWANCE = "LINE_ALLOWANCE"
    LINE_CHARGE = "LINE_CHARGE"
    LINE_NET = "LINE_NET"
    NEXT_BREAK = "NEXT_BREAK"
    PERCENT_OF_LINES = "PERCENT_OF_LINES"
    LINES_TOTAL = "LINES_TOTAL"
    DOCUMENT_ALLOWANCE = "DOCUMENT_ALLOWANCE"
    DOCUMENT_CHARGE = "DOCUMENT_CHARGE"
    FREIGHT_FREE = "FREIGHT_FREE"
    MINIMUM_ORDER_CHARGE = "MINIMUM_ORDER_CHARGE"
    MINIMUM_ORDER_BLOCKS = "MINIMUM_ORDER_BLOCKS"
    VAT_PART = "VAT_PART"
    TAX_EXCLUSIVE = "TAX_EXCLUSIVE"
    VAT = "VAT"
    TAX_INCLUSIVE = "TAX_INCLUSIVE"
    AMOUNT_DUE = "AMOUNT_DUE"
    TAX_IN_COMPANY_CURRENCY = "TAX_IN_COMPANY_CURRENCY"
    PAYMENT = "PAYMENT"


Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its code, its operands as strings, and its result."""

    code: StepCode
    operands: Mapping[str, str]
    result: str


def step(code: StepCode, result: Decimal | str, /, **operands: Decimal | str) -> Step:
    """Return a step with every number written out in plain digits."""
    return Step(
        code,
        {name: text(value) for name, value in operands.items()},
        text(result),
    )


def text(value: Decimal | str) -> str:
    """Return a number in plain digits, never in powers of ten."""
    return value if isinstance(value, str) else format(value, "f")


def as_json(value: object) -> Json:
    """Return dataclasses, decimals and dates as data `json.dumps` accepts.

    Decimals become strings, so that no binary fraction ever carries an amount.

    :raises TypeError: for a type the engine does not use.
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return text(value)
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: as_json(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {_key(key): as_json(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [as_json(item) for item in value]
    if isinstance(value, frozenset):
        return [as_json(item) for item in sorted(value)]
    msg = f"no JSON form for {type(value).__name__}"
    raise TypeError(msg)


def _key(key: object) -> str:
    """Return a mapping key as text; a section path is joined by slashes."""
    return "/".join(map(str, key)) if isinstance(key, tuple) else str(key)
