"""Companies and contacts: lists, their filters, and who resembles whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from rapidfuzz import fuzz

from filon.accounts.models import READS_SALES, User, scope_of
from filon.accounts.selectors import sales_people
from filon.directory.derivation import name_key
from filon.directory.indexing import CONTACT, ORGANIZATION
from filon.directory.models import (
    ROLES,
    Contact,
    MarketSegment,
    Organization,
    Territory,
)
from filon.kernel.text import phone_digits
from filon.search.selectors import find, matching_ids

NEAR_NAME = 88


@dataclass(frozen=True, slots=True)
class Choices:
    """What a list of companies may be narrowed to: (id, label) pairs."""

    segments: tuple[tuple[str, str], ...]
    territories: tuple[tuple[str, str], ...]
    owners: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Similar:
    """A company that may be the one being typed, and why."""

    pk: int
    name: str
    place: str
    reason: str


def organizations(user: User) -> QuerySet[Organization]:
    """Return the companies that this person reads, with what a list shows."""
    rows: QuerySet[Organization] = Organization.objects.visible_to(user)
    return rows.select_related("segment", "owner")


def contacts(user: User) -> QuerySet[Contact]:
    """Return the contacts that this person reads, with their company."""
    rows: QuerySet[Contact] = Contact.objects.visible_to(user)
    return rows.select_related("organization")


def matching(user: User, kind: str) -> Callable[[str], Q]:
    """Return the search of a list: text → condition, within what is readable."""

    def search(text: str) -> Q:
        return Q(pk__in=matching_ids(user, kind, text))

    return search


def search_organizations(user: User) -> Callable[[str], Q]:
    """Return the search of the list of companies."""
    return matching(user, ORGANIZATION)


def search_contacts(user: User) -> Callable[[str], Q]:
    """Return the search of the list of contacts."""
    return matching(user, CONTACT)


def narrowed(
    rows: QuerySet[Organization], filters: Mapping[str, Any]
) -> QuerySet[Organization]:
    """Return the companies that pass every filter that is given.

    :param filters: role, lifecycle, abc_class, department, city, segment, territory
        and owner (ids); empty values filter nothing.
    """
    if (role := filters.get("role")) in ROLES:
        rows = rows.filter(**{f"is_{role.lower()}": True})
    for name in ("lifecycle", "abc_class"):
        if value := filters.get(name):
            rows = rows.filter(**{name: value})
    for name in ("segment", "territory", "owner"):
        if value := filters.get(name):
            rows = rows.filter(**{f"{name}_id": int(value)})
    if department := filters.get("department"):
        rows = rows.filter(department_code=department)
    if city := filters.get("city"):
        # Bounds instead of "starts with", which no index answers.
        start = name_key(city)
        rows = rows.filter(city_key__gte=start, city_key__lt=f"{start}~")
    return rows


def filter_choices(user: User) -> Choices:
    """Return the segments, territories and owners to choose from, in one query."""
    people = sales_people()
    if user.role not in READS_SALES:
        people = people.none()
    full_name = Concat("first_name", Value(" "), "last_name")
    parts = {
        "S": MarketSegment.objects.values_list(_constant("S"), "pk", "name"),
        "T": Territory.objects.values_list(_constant("T"), "pk", "name"),
        "U": people.filter(_colleagues(user)).values_list(
            _constant("U"), "pk", full_name
        ),
    }
    found: dict[str, list[tuple[str, str]]] = {kind: [] for kind in parts}
    first, *others = (rows.order_by() for rows in parts.values())
    for kind, pk, label in first.union(*others, all=True):
        found[kind].append((str(pk), label.strip()))
    by_label = {k: tuple(sorted(v, key=lambda p: p[1])) for k, v in found.items()}
    return Choices(by_label["S"], by_label["T"], by_label["U"])


def similar_organizations(
    user: User,
    *,
    name: str = "",
    siren: str = "",
    phone: str = "",
    email: str = "",
    leaving_out: int | None = None,
    limit: int = 5,
) -> list[Similar]:
    """Return companies this person reads that may be the one being typed.

    Same SIREN, phone or e-mail, or a name that resembles; at most three queries.
    """
    rows = Organization.objects.visible_to(user).exclude(pk=leaving_out)
    digits = phone_digits(phone)[:20]
    same = Q(pk__in=[])
    if siren:
        same |= Q(siren=siren)
    if len(digits) >= 6:
        same |= Q(phone_digits=digits)
    if email:
        same |= Q(email__iexact=email)
    found = [
        _similar(row, _reason(row, siren=siren, digits=digits))
        for row in rows.filter(same).order_by("pk")[:limit]
    ]
    seen = {similar.pk for similar in found}
    near = [row for row in _near(user, rows, name) if row.pk not in seen]
    return (found + [_similar(row, "name") for row in near])[:limit]


def _near(user: User, rows: QuerySet[Organization], name: str) -> list[Organization]:
    if len(name_key(name)) < 3:
        return []
    hits = find(user, name, 10, kinds=[ORGANIZATION])
    wanted = name_key(name)
    close = [
        hit.object_id
        for hit in hits
        if fuzz.token_sort_ratio(wanted, name_key(hit.title)) >= NEAR_NAME
    ]
    return list(rows.filter(pk__in=close).order_by("pk")) if close else []


def _similar(row: Organization, reason: str) -> Similar:
    return Similar(row.pk, row.name, f"{row.postcode} {row.city}".strip(), reason)


def _reason(row: Organization, *, siren: str, digits: str) -> str:
    if siren and row.siren == siren:
        return "siren"
    return "phone" if digits and row.phone_digits == digits else "email"


def _constant(kind: str) -> Any:
    """Return the constant that tells the parts of the union apart."""
    return Cast(Value(kind), CharField())


def _colleagues(user: User) -> Q:
    """Return the people whose companies this person may read."""
    scope = scope_of(user)
    if not scope:
        return Q()
    mine = Q(pk=user.pk) | Q(reports_to_id=user.pk)
    return mine | Q(team_id=user.team_id) if user.team_id else mine
