"""Orders and contracts, traceable to the offer they come from."""

from __future__ import annotations

from filon.contracts.models.contracts import Contract, ContractEvent, ContractLine
from filon.contracts.models.orders import (
    IncomingOrder,
    Order,
    OrderDeviation,
    OrderLine,
)

__all__ = [
    "Contract",
    "ContractEvent",
    "ContractLine",
    "IncomingOrder",
    "Order",
    "OrderDeviation",
    "OrderLine",
]
