"""Needs and requirements with valid defaults."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from filon.accounts.models import User, ownership
from filon.catalog.models import Item, ItemCharacteristic
from filon.deals.models import Deal
from filon.needs.models import Need, Requirement
from tests.conftest import NOW
from tests.offers import make


def need(actor: User, **values: Any) -> Need:
    """Create a need with its deal."""
    organization = values.pop("organization", None) or make.customer(actor)
    deal = Deal.objects.create(
        title="Affaire", organization=organization, **ownership(actor, NOW)
    )
    fields = {"ref": f"BES-{deal.pk}", "title": "Pompage", **values}
    return Need.objects.create(deal=deal, **ownership(actor, NOW), **fields)


def requirement(owner: Need, ref: str, **values: Any) -> Requirement:
    """Create a requirement on the pressure, in bar."""
    fields = {
        "kind": "TECHNICAL",
        "text": "Pression de service",
        "criterion": "Pression",
        "unit": "bar" if "level" in values else "",
        "position": owner.requirements.count() + 1,
        **values,
    }
    return Requirement.objects.create(need=owner, ref=ref, **fields)


def characteristic(item: Item, number: int, **values: Any) -> ItemCharacteristic:
    """Give an item a pressure in bar."""
    fields = {"name_fr": "Pression de service", "unit": "bar", **values}
    return ItemCharacteristic.objects.create(
        item=item, number=Decimal(number), **fields
    )
