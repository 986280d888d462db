"""People to choose from."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from filon.accounts.models import User
from filon.accounts.policies import LEADS, WRITES_SALES


def sales_people() -> QuerySet[User]:
    """Return the active people who write sales records and so may own them, by name."""
    return _by_name(WRITES_SALES)


def superiors() -> QuerySet[User]:
    """Return the active people whom others may report to, by name."""
    return _by_name(LEADS)


def _by_name(roles: Collection[str]) -> QuerySet[User]:
    rows = User.objects.filter(is_active=True, role__in=roles)
    return rows.order_by("last_name", "first_name", "pk")
