"""An import is taken out as a whole, except what people did since."""

from __future__ import annotations

from datetime import datetime

import pytest

from filon.accounts.models import User
from filon.directory import services as directory
from filon.directory.models import Contact, Organization, Site
from filon.intake import services
from filon.intake.models import Import, ImportRow
from filon.journal.selectors import timeline
from filon.kernel.lifecycle import TransitionRefused
from filon.search.selectors import find
from tests.directory.builders import company, contact
from tests.intake.builders import COMPANIES, counts, imported, quiet, reverted


def test_created_companies_go_to_the_trash(alice: User, now: datetime) -> None:
    source = imported(COMPANIES, alice, now)

    assert reverted(source, alice, now) == (2, 0)

    source.refresh_from_db()
    assert source.status == Import.Status.REVERTED
    assert not Organization.objects.visible_to(alice).exists()
    assert find(alice, "lignon") == []
    forge = Organization.objects.get(siren="732829320")
    assert timeline(forge)[0].sentence == "Import “file.csv” reverted"
    again = imported(COMPANIES, alice, now)
    assert again.created_count == 2


def test_former_values_come_back_whatever_the_number_of_rows(
    alice: User, now: datetime
) -> None:
    forge = company(alice, now, siren="732829320", phone="01 02 03 04 05")
    directory.site_create(
        organization=forge,
        values={"city": "Boën", "siret": "73282932000074", "address": "Ancienne"},
        actor=alice,
        now=now,
    )
    text = (
        "Nom;SIRET;Adresse;Ville;Effectif;Site web\n"
        "Forges;73282932000074;Neuve;Boën;12;\n"
        "Forges;73282932000082;Autre;Feurs;;https://a.example\n"
    )
    source = imported(text, alice, now)
    forge.refresh_from_db()
    assert (forge.name, forge.headcount, forge.website) == (
        "Forges",
        12,
        "https://a.example",
    )

    assert reverted(source, alice, now) == (2, 0)

    forge.refresh_from_db()
    assert (forge.name, forge.headcount, forge.website) == (
        "Forges du Lignon",
        None,
        "",
    )
    assert [s.address for s in forge.sites.all()] == ["Ancienne"]
    assert [h.object_id for h in find(alice, "lignon")] == [forge.pk]


def test_what_was_changed_since_is_kept_and_shown(alice: User, now: datetime) -> None:
    source = imported(COMPANIES, alice, now)
    forge = Organization.objects.get(siren="732829320")
    directory.organization_update(
        organization=forge, values={"note": "called"}, actor=alice, now=now
    )

    assert reverted(source, alice, now) == (1, 1)

    kept = ImportRow.objects.get(revert=ImportRow.Revert.KEPT)
    assert kept.revert_reasons[0]["message"] == "It was changed since the import."
    assert Organization.objects.visible_to(alice).get() == forge


def test_company_that_others_refer_to_is_kept(alice: User, now: datetime) -> None:
    source = imported(COMPANIES, alice, now)
    contact(Organization.objects.get(siren="732829320"), alice, now)

    assert reverted(source, alice, now) == (1, 1)

    kept = ImportRow.objects.get(revert=ImportRow.Revert.KEPT)
    assert kept.revert_reasons[0]["message"] == "Other records refer to it: %(what)s."
    assert Contact.objects.get().organization.deleted_at is None


def test_contacts_are_taken_out_before_their_companies(
    alice: User, now: datetime
) -> None:
    companies = imported(COMPANIES, alice, now)
    people = imported(
        "Nom;Société\nÇelik;Forges du Lignon\n", alice, now, kind="CONTACTS"
    )

    assert reverted(people, alice, now) == (1, 0)
    assert reverted(companies, alice, now) == (2, 0)
    assert Site.objects.count() == 2


def test_import_is_reverted_once(alice: User, now: datetime) -> None:
    source = imported(COMPANIES, alice, now)
    reverted(source, alice, now)

    with pytest.raises(TransitionRefused):
        services.import_revert(source=source, actor=alice, now=now)


def test_interrupted_revert_goes_on_where_it_stopped(
    alice: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("filon.intake.services.reverting.BATCH", 1)
    source = imported(COMPANIES, alice, now)
    services.import_revert(source=source, actor=alice, now=now)
    calls = 0

    def breaking(**progress: object) -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        services.revert_run(
            source=source, actor=alice, clock=lambda: now, report=breaking
        )
    assert Organization.objects.filter(deleted_at=None).count() == 1

    done = services.revert_run(
        source=source, actor=alice, clock=lambda: now, report=quiet
    )

    assert done == (2, 0)
    assert counts(source).created == 2
