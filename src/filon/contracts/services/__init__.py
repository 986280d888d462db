"""Writing orders and contracts; the acceptance of an offer that makes the order."""

from __future__ import annotations

from filon.contracts.services.acceptance import accept_public, acceptance_record
from filon.contracts.services.orders import order_from_acceptance

__all__ = ["accept_public", "acceptance_record", "order_from_acceptance"]
