"""Contacts, sites and ties between companies."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied

from filon.accounts.models import User
from filon.directory import services
from filon.directory.identifiers import IdentifierRefused
from filon.directory.models import Contact, Organization, OrganizationLink, Site
from filon.directory.services.links import LinkExists
from filon.directory.services.market import CodeTaken
from filon.directory.services.organizations import NameMissing
from filon.journal.models import Entry
from filon.journal.selectors import timeline
from filon.search.selectors import find
from tests.directory.builders import SIRET, company, contact


def test_person_belongs_to_whom_the_company_belongs_to(
    alice: User, diane: User, now: datetime
) -> None:
    forge = company(alice, now)

    person = contact(forge, diane, now, mobile="06 11 22 33 44")

    assert (person.owner, person.team) == (alice, alice.team)
    assert person.mobile_digits == "611223344"
    assert [h.title for h in find(alice, "0611223344")] == ["Zoé Çelik"]
    assert timeline(forge)[0].sentence == "Contact Zoé Çelik added"


def test_person_without_a_last_name_is_refused(alice: User, now: datetime) -> None:
    forge = company(alice, now)

    with pytest.raises(NameMissing):
        contact(forge, alice, now, last_name="")

    assert not Contact.objects.exists()


def test_people_of_a_shared_company_are_read_by_all_who_sell(
    alice: User, carol: User, now: datetime
) -> None:
    rival = company(alice, now, is_shared=True)
    person = contact(rival, alice, now)

    assert person in Contact.objects.visible_to(carol)

    services.organization_update(
        organization=rival, values={"is_shared": False}, actor=alice, now=now
    )

    assert not Contact.objects.visible_to(carol).exists()
    assert find(carol, "celik") == []


def test_opposition_stops_writing_once_and_for_all(alice: User, now: datetime) -> None:
    forge = company(alice, now)
    person = contact(forge, alice, now)
    assert person.may_be_written_to is True

    services.contact_opt_out(contact=person, actor=alice, now=now)
    services.contact_opt_out(contact=person, actor=alice, now=now)

    assert Contact.objects.get().may_be_written_to is False
    entries = Entry.objects.filter(target_kind="directory.contact")
    assert entries.filter(message__contains="does not want").count() == 1


def test_another_team_changes_no_contact(
    alice: User, carol: User, now: datetime
) -> None:
    rival = company(alice, now, is_shared=True)
    person = contact(rival, alice, now)

    with pytest.raises(PermissionDenied):
        services.contact_update(
            contact=person, values={"note": "x"}, actor=carol, now=now
        )

    assert Contact.objects.get(pk=person.pk).note == ""


def test_trashed_contact_is_not_found_until_restored(
    alice: User, now: datetime
) -> None:
    person = contact(company(alice, now), alice, now)

    services.contact_trash(contact=person, actor=alice, now=now)
    assert find(alice, "celik") == []

    services.contact_restore(contact=person, actor=alice, now=now)
    assert len(find(alice, "celik")) == 1


def test_first_site_is_the_main_one_and_changes_the_version(
    alice: User, now: datetime
) -> None:
    forge = company(alice, now)

    first = services.site_create(
        organization=forge,
        values={"city": "Boën", "siret": "732 829 320 00074", "address": "A\nB"},
        actor=alice,
        now=now,
    )
    second = services.site_create(
        organization=forge, values={"city": "Feurs"}, actor=alice, now=now
    )

    assert (first.is_main, second.is_main) == (True, False)
    assert (first.siret, first.address) == (SIRET, "A\nB")
    forge.refresh_from_db()
    assert forge.version == 3


def test_only_one_site_is_the_main_one(alice: User, now: datetime) -> None:
    forge = company(alice, now)
    for city in ("Boën", "Feurs"):
        services.site_create(
            organization=forge, values={"city": city}, actor=alice, now=now
        )
    feurs = Site.objects.get(city="Feurs")

    services.site_update(site=feurs, values={"is_main": True}, actor=alice, now=now)

    assert [s.city for s in forge.sites.filter(is_main=True)] == ["Feurs"]


def test_site_with_a_wrong_siret_is_refused(alice: User, now: datetime) -> None:
    forge = company(alice, now)

    with pytest.raises(IdentifierRefused):
        services.site_create(
            organization=forge, values={"siret": "1" * 14}, actor=alice, now=now
        )

    assert not Site.objects.exists()


def test_tie_is_in_both_histories_and_recorded_once(alice: User, now: datetime) -> None:
    forge, dealer = company(alice, now), company(alice, now, name="Négoce Rhône")
    kind = OrganizationLink.Kind.DISTRIBUTES

    link = services.link_create(
        source=dealer, target=forge, kind=kind, actor=alice, now=now
    )
    with pytest.raises(LinkExists):
        services.link_create(
            source=dealer, target=forge, kind=kind, actor=alice, now=now
        )
    with pytest.raises(LinkExists):
        services.link_create(
            source=forge, target=forge, kind=kind, actor=alice, now=now
        )

    assert timeline(forge)[0].sentence == "Tied to Forges du Lignon"
    assert timeline(dealer)[0].sentence == "Tied to Forges du Lignon"

    services.link_remove(link=link, actor=alice, now=now)

    assert not OrganizationLink.objects.exists()


def test_salesperson_draws_no_territory(alice: User, now: datetime) -> None:
    with pytest.raises(PermissionDenied):
        services.territory_create(
            values={"code": "N", "name": "Nord"}, actor=alice, now=now
        )


def test_code_of_a_segment_is_taken_once(nadia: User, now: datetime) -> None:
    services.segment_create(values={"code": "A", "name": "A"}, actor=nadia, now=now)

    with pytest.raises(CodeTaken):
        services.segment_create(values={"code": "A", "name": "B"}, actor=nadia, now=now)


def test_strangers_see_no_company_and_no_contact(
    carol: User, eva: User, farid: User, ines: User, alice: User, now: datetime
) -> None:
    contact(company(alice, now), alice, now)

    for stranger in (carol, eva, farid, ines):
        assert not Organization.objects.visible_to(stranger).exists()
        assert not Contact.objects.visible_to(stranger).exists()
