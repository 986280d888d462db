"""Who resembles whom, who is to be reached again, who stands where."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from filon.accounts.models import User
from filon.directory import services
from filon.directory.models import Organization
from filon.directory.selectors.organizations import (
    narrowed,
    organizations,
    similar_organizations,
)
from filon.directory.selectors.portfolio import contacts_due, portfolio, silent
from tests.directory.builders import SIREN, company

TODAY = date(2026, 3, 2)
L = Organization.Lifecycle


def reached(organization: Organization, days_ago: int) -> None:
    services.contact_made(
        organization=organization, on=TODAY - timedelta(days=days_ago)
    )


def test_resembling_companies_are_named_with_their_reason(
    alice: User, carol: User, now: datetime
) -> None:
    company(alice, now, name="Decolletage Arve", siren=SIREN)
    company(alice, now, name="Usinage Giffre", phone="04 50 00 00 01")
    company(alice, now, name="Mécanique du Giffre", email="m@example.com")
    company(carol, now, name="Décolletage de l’Arve")

    def reasons(**typed: Any) -> list[tuple[str, str]]:
        found = similar_organizations(alice, **typed)
        return [(similar.name, similar.reason) for similar in found]

    assert reasons(siren=SIREN) == [("Decolletage Arve", "siren")]
    assert reasons(phone="+33 4 50 00 00 01") == [("Usinage Giffre", "phone")]
    assert reasons(email="M@example.com") == [("Mécanique du Giffre", "email")]
    assert reasons(name="Décoletage Arve") == [("Decolletage Arve", "name")]
    assert reasons(name="Chaudronnerie") == []


def test_cadence_follows_the_class_unless_the_account_has_its_own(
    alice: User, now: datetime
) -> None:
    for name, values, days in (
        ("A late", {"abc_class": "A"}, 31),
        ("A in time", {"abc_class": "A"}, 29),
        ("B late", {"abc_class": "B"}, 61),
        ("C in time", {"abc_class": "C"}, 119),
        ("own late", {"abc_class": "C", "contact_cadence_days": 10}, 12),
        ("own in time", {"abc_class": "A", "contact_cadence_days": 90}, 60),
        ("not followed", {}, 400),
    ):
        reached(company(alice, now, name=name, **values), days)

    due = contacts_due(alice, today=TODAY)

    assert [(d.organization.name, d.days_late, d.days_since) for d in due] == [
        ("own late", 2, 12),
        ("A late", 1, 31),
        ("B late", 1, 61),
    ]


def test_account_never_reached_counts_from_the_day_it_was_recorded(
    alice: User, now: datetime
) -> None:
    company(alice, now - timedelta(days=40), abc_class="A")

    due = contacts_due(alice, today=TODAY)

    assert [(d.days_late, d.days_since) for d in due] == [(10, None)]


def test_portfolio_counts_by_owner_without_prospects_and_strangers(
    alice: User, bob: User, carol: User, denis: User, now: datetime
) -> None:
    for owner, lifecycle in (
        (alice, L.NEW),
        (alice, L.REPEAT),
        (alice, L.REPEAT),
        (alice, L.PROSPECT),
        (bob, L.LOST),
        (carol, L.ACTIVE),
    ):
        company(owner, now, lifecycle=lifecycle)

    rows = portfolio(denis)

    assert [(r.owner_name, r.counts, r.total) for r in rows] == [
        ("Alice Test", {L.NEW: 1, L.REPEAT: 2}, 3),
        ("Bob Test", {L.LOST: 1}, 1),
    ]


def test_list_is_narrowed_by_each_filter(alice: User, bob: User, now: datetime) -> None:
    forge = company(alice, now, is_customer=True, abc_class="A", lifecycle=L.ACTIVE)
    company(bob, now, name="Autre", postcode="69003", city="Lyon", is_supplier=True)
    reached(forge, 50)
    for filters in (
        {"role": "CUSTOMER"},
        {"lifecycle": "ACTIVE"},
        {"abc_class": "A"},
        {"department": "42"},
        {"city": "Boën"},
        {"owner": str(alice.pk)},
    ):
        assert narrowed(organizations(alice), filters).get() == forge
    assert narrowed(organizations(alice), {"role": "nonsense"}).count() == 2
    assert silent(organizations(alice), today=TODAY, days=49).count() == 2
    assert silent(organizations(alice), today=TODAY, days=60).count() == 1
