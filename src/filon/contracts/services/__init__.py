"""Writing orders and contracts; the acceptance of an offer that makes the order."""

from __future__ import annotations

from filon.contracts.services.acceptance import accept_public, acceptance_record
from filon.contracts.services.contracts import (
    ContractRefused,
    NotAccepted,
    SignatureRefused,
    contract_create,
    contract_end,
    contract_renew,
    contract_sign,
    contract_terminate,
    contract_update,
)
from filon.contracts.services.events import EventRefused, event_add, event_done
from filon.contracts.services.orders import (
    DayRefused,
    ReasonMissing,
    order_cancel,
    order_confirm,
    order_deliver,
    order_postpone,
)
from filon.contracts.services.receiving import order_from_acceptance

__all__ = [
    "ContractRefused",
    "DayRefused",
    "EventRefused",
    "NotAccepted",
    "ReasonMissing",
    "SignatureRefused",
    "accept_public",
    "acceptance_record",
    "contract_create",
    "contract_end",
    "contract_renew",
    "contract_sign",
    "contract_terminate",
    "contract_update",
    "event_add",
    "event_done",
    "order_cancel",
    "order_confirm",
    "order_deliver",
    "order_from_acceptance",
    "order_postpone",
]
