"""Deals that a person may read."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from filon.accounts.models import READS_ALL_SALES, Role, User
from filon.deals.models import Deal
from filon.kernel.text import words

SELLERS = (Role.SALESPERSON, Role.MANAGER, Role.DIRECTOR, Role.SALES_ADMIN)


def deals(user: User) -> QuerySet[Deal]:
    """Return the deals that a person may read, with company and owner."""
    rows: QuerySet[Deal] = Deal.objects.visible_to(user)
    return rows.select_related("organization", "owner")


def search_deals(text: str) -> Q:
    """Return the filter of a list's search box: words of the title or the company."""
    by_company = Q()
    for word in words(text):
        by_company &= Q(organization__name_key__contains=word)
    found = Q(title__icontains=text)
    return found | by_company if by_company else found


def owners(user: User) -> list[tuple[str, str]]:
    """Return the people whose deals this person reads, as (id, name); one query."""
    people = User.objects.filter(role__in=SELLERS, is_active=True)
    if user.role not in READS_ALL_SALES:
        mine = Q(pk=user.pk) | Q(reports_to=user) | Q(team__manager=user)
        if user.team_id is not None:
            mine |= Q(team_id=user.team_id)
        people = people.filter(mine)
    ordered = people.order_by("first_name", "last_name", "pk").distinct()
    return [(str(person.pk), str(person)) for person in ordered]
