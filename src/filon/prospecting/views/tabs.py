"""The ways into prospecting, shown above each of its lists."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _


def tabs(active: str) -> list[dict[str, Any]]:
    """Return the tabs; `active` is the route that is shown."""
    rows = [
        ("agenda", _("My week")),
        ("list", _("Contacts")),
        ("calls", _("Calls")),
        ("guides", _("Guides")),
        ("supports", _("Sales supports")),
        ("performance", _("Performance")),
    ]
    return [
        {
            "label": label,
            "url": reverse(f"prospecting:{name}"),
            "active": name == active,
        }
        for name, label in rows
    ]
