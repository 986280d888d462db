"""Screens of the customer base: what they show, to whom, at what price."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from filon.accounts.models import User
from filon.directory import services
from filon.directory.models import Contact, MarketSegment, Organization
from tests.directory.builders import SIREN, company, contact

SignIn = Callable[[User], Client]
NEW = {"name": "Forges du Lignon", "country": "FR", "roles": ["PROSPECT"]}


def crowd(actor: User, now: datetime, count: int) -> Organization:
    """Create companies with people, sites and ties; return the first."""
    first = company(actor, now)
    for number in range(count):
        other = company(actor, now, name=f"Company {number:03}", abc_class="A")
        contact(first, actor, now, last_name=f"Name {number}")
        services.site_create(
            organization=first, values={"city": "Lyon"}, actor=actor, now=now
        )
        services.link_create(
            source=first, target=other, kind="SUPPLIES", actor=actor, now=now
        )
    return first


@pytest.mark.parametrize("rows", [3, 30])
@pytest.mark.parametrize("who", ["alice", "diane"])
@pytest.mark.parametrize(
    "address",
    ["/companies/", "/contacts/", "/portfolio/", "/territories/", "/segments/"],
)
def test_list_costs_at_most_six_queries(
    address: str,
    who: str,
    rows: int,
    request: pytest.FixtureRequest,
    alice: User,
    now: datetime,
    signed_in: SignIn,
    django_assert_max_num_queries: Any,
) -> None:
    crowd(alice, now, rows)
    client = signed_in(request.getfixturevalue(who))

    with django_assert_max_num_queries(6):
        response = client.get(address)

    assert response.status_code == 200


@pytest.mark.parametrize("rows", [3, 30])
@pytest.mark.parametrize("who", ["alice", "denis", "diane"])
def test_page_costs_at_most_twelve_queries(
    who: str,
    rows: int,
    request: pytest.FixtureRequest,
    alice: User,
    now: datetime,
    signed_in: SignIn,
    django_assert_max_num_queries: Any,
) -> None:
    first = crowd(alice, now, rows)
    person = first.contacts.all()[0]
    client = signed_in(request.getfixturevalue(who))

    for address in (f"/companies/{first.pk}/", f"/contacts/{person.pk}/"):
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200


def test_list_searches_filters_and_pages(
    alice: User, now: datetime, signed_in: SignIn
) -> None:
    crowd(alice, now, 60)
    client = signed_in(alice)

    first = client.get("/companies/").context["page"]
    second = client.get(f"/companies/{first.next_url}").context["page"]
    found = client.get("/companies/?q=lignon").context["page"]
    wrong = client.get("/companies/?department=nonsense&city=lyon").context["page"]

    assert len(first.rows) == 50
    assert len(second.rows) == 11
    assert [row.cells[0].text for row in found.rows] == ["Forges du Lignon"]
    assert len(wrong.rows) == 50


def test_list_is_exported_within_what_is_readable(
    alice: User, carol: User, now: datetime, signed_in: SignIn
) -> None:
    company(alice, now)
    company(carol, now, name="Ailleurs")

    response = signed_in(alice).get("/companies/?format=csv")

    text = b"".join(response).decode()
    assert "Forges du Lignon" in text
    assert "Ailleurs" not in text


def test_company_is_created_with_its_address(alice: User, signed_in: SignIn) -> None:
    response = signed_in(alice).post(
        "/companies/new/",
        {**NEW, "siren": "732 829 320", "address": "Rue A\nBP 6", "postcode": "42130"},
    )

    created = Organization.objects.get()
    assert response.status_code == 302
    assert response.url == f"/companies/{created.pk}/"  # type: ignore[attr-defined]
    assert created.siren == SIREN
    assert created.is_prospect
    assert created.sites.get().address.splitlines() == ["Rue A", "BP 6"]


def test_wrong_siren_is_said_at_its_field_and_nothing_is_written(
    alice: User, signed_in: SignIn
) -> None:
    response = signed_in(alice).post("/companies/new/", {**NEW, "siren": "732829321"})

    assert response.status_code == 422
    assert "check digit is wrong" in response.content.decode()
    assert not Organization.objects.exists()


def test_resembling_company_is_shown_before_another_is_created(
    alice: User, now: datetime, signed_in: SignIn
) -> None:
    company(alice, now, name="Forge du Lignon")
    client = signed_in(alice)

    warned = client.post("/companies/new/", NEW)
    assert warned.status_code == 422
    assert "almost the same name" in warned.content.decode()
    assert Organization.objects.count() == 1

    assert (
        client.post("/companies/new/", {**NEW, "confirmed": "yes"}).status_code == 302
    )
    assert Organization.objects.count() == 2


def test_resemblance_is_told_while_typing_and_keeps_secrets(
    alice: User, carol: User, now: datetime, signed_in: SignIn
) -> None:
    company(alice, now, siren=SIREN)

    mine = signed_in(alice).get(f"/companies/similar/?siren={SIREN}")
    theirs = signed_in(carol).get(f"/companies/similar/?siren={SIREN}")

    assert "Forges du Lignon" in mine.content.decode()
    assert "Forges du Lignon" not in theirs.content.decode()


def test_every_side_is_edited_and_a_stale_form_is_refused(
    alice: User, now: datetime, signed_in: SignIn
) -> None:
    forge = company(alice, now)
    client = signed_in(alice)
    form = client.get(f"/companies/{forge.pk}/edit/").context["form"]
    typed = {n: v for n, v in form.initial.items() if v not in (None, False, "")}
    typed |= {"naf_rev2": "2562B", "credit_limit": "12 500,50", "version": "1"}

    response = client.post(f"/companies/{forge.pk}/edit/", typed)
    stale = client.post(f"/companies/{forge.pk}/edit/", {**typed, "note": "late"})

    assert response.status_code == 302, response.context["form"].errors
    forge.refresh_from_db()
    assert forge.naf_rev2 == "25.62B"
    assert str(forge.credit_limit) == "12500.50"
    assert stale.status_code == 422
    assert "late" in stale.content.decode()
    assert forge.note == ""


def test_contact_site_and_tie_are_added_from_the_page(
    alice: User, now: datetime, signed_in: SignIn
) -> None:
    forge, other = company(alice, now), company(alice, now, name="Négoce")
    client = signed_in(alice)
    person = {
        "last_name": "Çelik",
        "language": "fr",
        "consent_basis": "PROFESSIONAL",
        "buying_role": "BUYER",
    }

    client.post(f"/companies/{forge.pk}/contacts/new/", person)
    client.post(f"/companies/{forge.pk}/sites/new/", {"city": "Feurs", "country": "fr"})
    client.post(
        f"/companies/{forge.pk}/links/new/", {"kind": "SUPPLIES", "target": "négoce"}
    )
    page = client.get(f"/companies/{forge.pk}/").content.decode()

    assert Contact.objects.get().buying_role == "BUYER"
    assert "Feurs" in page
    assert f"/companies/{other.pk}/" in page


def test_tie_to_an_unknown_company_is_refused_at_the_field(
    alice: User, carol: User, now: datetime, signed_in: SignIn
) -> None:
    forge = company(alice, now)
    company(carol, now, name="Secret")

    response = signed_in(alice).post(
        f"/companies/{forge.pk}/links/new/", {"kind": "SUPPLIES", "target": "Secret"}
    )

    assert response.status_code == 422
    assert not forge.links_from.exists()


@pytest.mark.parametrize("who", ["carol", "ines", "eva", "farid", "oscar"])
def test_stranger_gets_404_on_every_page_of_a_company(
    who: str,
    request: pytest.FixtureRequest,
    alice: User,
    now: datetime,
    signed_in: SignIn,
) -> None:
    forge = company(alice, now)
    person = contact(forge, alice, now)
    site = services.site_create(
        organization=forge, values={"city": "Boën"}, actor=alice, now=now
    )
    client = signed_in(request.getfixturevalue(who))

    for address in (
        f"/companies/{forge.pk}/",
        f"/companies/{forge.pk}/edit/",
        f"/companies/{forge.pk}/sites/new/",
        f"/companies/{forge.pk}/links/new/",
        f"/companies/{forge.pk}/contacts/new/",
        f"/sites/{site.pk}/edit/",
        f"/contacts/{person.pk}/",
        f"/contacts/{person.pk}/edit/",
    ):
        assert client.get(address).status_code == 404, address
    for address in (
        f"/companies/{forge.pk}/trash/",
        f"/companies/{forge.pk}/status/",
        f"/companies/{forge.pk}/assign/",
        f"/contacts/{person.pk}/opt-out/",
        f"/contacts/{person.pk}/trash/",
    ):
        assert client.post(address).status_code == 404, address
    assert Organization.objects.get().deleted_at is None
    assert Contact.objects.get().opted_out_at is None


def test_reader_sees_but_changes_nothing(
    alice: User, rene: User, now: datetime, signed_in: SignIn
) -> None:
    forge = company(alice, now)
    client = signed_in(rene)

    page = client.get(f"/companies/{forge.pk}/")

    assert page.status_code == 200
    assert f"/companies/{forge.pk}/edit/" not in page.content.decode()
    assert client.post(f"/companies/{forge.pk}/trash/").status_code == 404


def test_shared_company_of_another_team_is_shown_but_not_changed(
    alice: User, carol: User, now: datetime, signed_in: SignIn
) -> None:
    rival = company(carol, now, is_shared=True)
    client = signed_in(alice)

    assert client.get(f"/companies/{rival.pk}/").status_code == 200
    assert client.get(f"/companies/{rival.pk}/edit/").status_code == 403
    assert client.post(f"/companies/{rival.pk}/trash/").status_code == 403


def test_opposition_and_trash_are_buttons(
    alice: User, now: datetime, signed_in: SignIn
) -> None:
    forge = company(alice, now)
    person = contact(forge, alice, now)
    client = signed_in(alice)

    client.post(f"/contacts/{person.pk}/opt-out/")
    page = client.get(f"/contacts/{person.pk}/").content.decode()
    client.post(f"/contacts/{person.pk}/trash/")
    client.post(f"/companies/{forge.pk}/trash/")

    assert "does not want to be written to" in page
    assert Contact.objects.get().deleted_at is not None
    assert Organization.objects.get().deleted_at is not None


def test_territory_and_segment_are_drawn_by_who_maintains_the_base(
    alice: User, nadia: User, signed_in: SignIn
) -> None:
    client = signed_in(nadia)

    client.post(
        "/territories/new/",
        {"code": "RA", "name": "Rhône-Alpes", "departments": "01, 69", "country": "fr"},
    )
    refused = client.post(
        "/territories/new/",
        {"code": "X", "name": "X", "departments": "99", "country": "fr"},
    )
    client.post(
        "/segments/new/", {"code": "MECA", "name": "Mécanique", "naf_prefixes": "25 28"}
    )

    assert refused.status_code == 422
    assert MarketSegment.objects.get().naf_prefixes == ["25", "28"]
    assert signed_in(alice).get("/territories/new/").status_code == 404
    assert "Rhône-Alpes" in signed_in(alice).get("/territories/").content.decode()
