"""What people type about orders and contracts."""

from __future__ import annotations

from filon.contracts.forms.contracts import (
    CallOffForm,
    ContractFilter,
    ContractForm,
    ContractLineForm,
    EventDoneForm,
    EventForm,
    PriceRevisionForm,
    SignForm,
    TerminateForm,
)
from filon.contracts.forms.orders import (
    DecisionForm,
    DeliveryDateForm,
    DocumentForm,
    OrderFilter,
    PostponeForm,
    PublicAcceptanceForm,
    PurchaseOrderForm,
    RecordForm,
    SigningForm,
    ToleranceForm,
    TypedOrderForm,
)

__all__ = [
    "CallOffForm",
    "ContractFilter",
    "ContractForm",
    "ContractLineForm",
    "DecisionForm",
    "DeliveryDateForm",
    "DocumentForm",
    "EventDoneForm",
    "EventForm",
    "OrderFilter",
    "PostponeForm",
    "PriceRevisionForm",
    "PublicAcceptanceForm",
    "PurchaseOrderForm",
    "RecordForm",
    "SignForm",
    "SigningForm",
    "TerminateForm",
    "ToleranceForm",
    "TypedOrderForm",
]
