"""Deals that a person may read."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from filon.accounts.models import User
from filon.deals.models import Deal
from filon.kernel.text import words


def deals(user: User) -> QuerySet[Deal]:
    """Return the deals that a person may read, with company and owner."""
    rows: QuerySet[Deal] = Deal.objects.visible_to(user)
    return rows.select_related("organization", "owner")


def search_deals(text: str) -> Q:
    """Return the filter of a list's search box: title, company, owner."""
    by_company = Q()
    for word in words(text):
        by_company &= Q(organization__name_key__contains=word)
    found = Q(title__icontains=text)
    found |= Q(owner__first_name__iexact=text) | Q(owner__last_name__iexact=text)
    return found | by_company if by_company else found
