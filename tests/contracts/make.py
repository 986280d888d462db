"""Orders and contracts with valid defaults."""

from __future__ import annotations

from datetime import date
from typing import Any

from filon.accounts.models import User
from filon.contracts import services
from filon.contracts.models import Contract, Order
from filon.offers.models import OfferRevision
from filon.offers.services import Signing
from tests.conftest import NOW
from tests.offers import make

START = date(2026, 4, 1)
SIGNING = Signing(
    name="Claire Morel",
    function="Acheteuse",
    has_authority=True,
    customer_reference="PO-7",
)


def order_of(revision: OfferRevision, actor: User, **values: Any) -> Order:
    """Record the acceptance of a sent revision."""
    return services.acceptance_record(
        revision=revision, signing=Signing(**{**said(), **values}), actor=actor, now=NOW
    )


def said() -> dict[str, Any]:
    """Return what a customer says by default."""
    names = ("name", "function", "has_authority", "customer_reference")
    return {name: getattr(SIGNING, name) for name in names}


def order(actor: User, **values: Any) -> Order:
    """Create an order of 200.00 without VAT from an accepted offer."""
    return order_of(make.sent(actor, **values), actor)


def confirmed(actor: User, on: date = date(2026, 4, 15), **values: Any) -> Order:
    """Create an order whose delivery was promised."""
    row = order(actor, **values)
    services.order_confirm(order=row, delivery_on=on, actor=actor, now=NOW)
    return row


def contract(actor: User, **values: Any) -> Contract:
    """Draw up a contract of one year with 90 days of notice."""
    sources = {
        name: values.pop(name)
        for name in ("order", "revision", "organization")
        if name in values
    }
    if not sources:
        sources["organization"] = make.customer(actor)
    terms = {
        "title": "Maintenance",
        "kind": Contract.Kind.SERVICE,
        "starts_on": START,
        "ends_on": date(2027, 3, 31),
        **values,
    }
    return services.contract_create(values=terms, actor=actor, now=NOW, **sources)
