"""What the screens of orders and contracts share: tabs, tones, small facts."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from filon.accounts.http import UserRequest
from filon.contracts.models import Contract
from filon.coordination.kinds import url_of
from filon.directory.models import Organization
from filon.journal.models import kind_of

ORDER_TONES = {
    "RECEIVED": "warn",
    "CONFIRMED": "info",
    "DELIVERED": "good",
    "CANCELLED": "neutral",
}
CONTRACT_TONES = {
    "DRAFT": "neutral",
    "SIGNED": "good",
    "ENDED": "neutral",
    "TERMINATED": "warn",
}


def tabs(active: str) -> list[dict[str, Any]]:
    """Return the two tabs of the page of orders and contracts."""
    pages = (
        ("orders", _("Orders"), "contracts:list"),
        ("contracts", _("Contracts"), "contracts:contract-list"),
    )
    return [
        {"label": label, "url": reverse(route), "active": code == active}
        for code, label, route in pages
    ]


def contract_tabs(contract: Contract, active: str) -> list[dict[str, Any]]:
    """Return the parts of the page of a contract."""
    parts = (
        ("contract", _("Contract"), "contract-detail"),
        ("lines", _("Lines and call-offs"), "contract-lines"),
    )
    return [
        {
            "label": label,
            "url": reverse(f"contracts:{route}", args=[contract.pk]),
            "active": code == active,
        }
        for code, label, route in parts
    ]


def company_url(organization: Organization) -> str:
    """Return the address of the page of a customer."""
    return url_of(kind_of(organization), organization.pk)


def to_order(pk: int) -> HttpResponse:
    """Lead to the page of an order."""
    return redirect("contracts:order-detail", pk=pk)


def to_contract(pk: int) -> HttpResponse:
    """Lead to the page of a contract."""
    return redirect("contracts:contract-detail", pk=pk)


def number_in(request: UserRequest, name: str) -> int | None:
    """Return a key given in the address, or None."""
    text = request.GET.get(name, "")
    return int(text) if text.isdigit() and len(text) < 19 else None
