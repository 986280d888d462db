"""What the company's own rules of offers share: who sets them, where it is kept."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied

from filon.accounts.models import CompanyProfile, User
from filon.offers import policies
from filon.offers.models import OfferPolicy


def policy_write(**values: Any) -> None:
    """Write fields of the one policy of offers, made where it is missing."""
    profile, _new = CompanyProfile.objects.get_or_create(pk=1)
    OfferPolicy.objects.update_or_create(company=profile, defaults=values)


def check_setter(actor: User) -> None:
    """Refuse whoever does not set the rules of offers.

    :raises PermissionDenied: for them.
    """
    if not policies.can_set_rules(actor):
        raise PermissionDenied
