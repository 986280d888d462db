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
from filon.contracts.services.frames import (
    CallOff,
    CallOffRefused,
    LineRefused,
    call_off,
    line_add,
    line_change,
    line_remove,
)
from filon.contracts.services.orders import (
    DayRefused,
    ReasonMissing,
    order_cancel,
    order_confirm,
    order_deliver,
    order_postpone,
)
from filon.contracts.services.purchase_orders import (
    NOT_ACCEPTABLE,
    DecisionRefused,
    DeviationsOpen,
    NothingToCompare,
    Received,
    deviation_decide,
    purchase_order_read,
    purchase_order_receive,
)
from filon.contracts.services.receiving import order_from_acceptance

__all__ = [
    "NOT_ACCEPTABLE",
    "CallOff",
    "CallOffRefused",
    "ContractRefused",
    "DayRefused",
    "DecisionRefused",
    "DeviationsOpen",
    "EventRefused",
    "LineRefused",
    "NotAccepted",
    "NothingToCompare",
    "ReasonMissing",
    "Received",
    "SignatureRefused",
    "accept_public",
    "acceptance_record",
    "call_off",
    "contract_create",
    "contract_end",
    "contract_renew",
    "contract_sign",
    "contract_terminate",
    "contract_update",
    "deviation_decide",
    "event_add",
    "event_done",
    "line_add",
    "line_change",
    "line_remove",
    "order_cancel",
    "order_confirm",
    "order_deliver",
    "order_from_acceptance",
    "order_postpone",
    "purchase_order_read",
    "purchase_order_receive",
]
