"""Companies and sites: how rows are known again, put right and refused."""

from __future__ import annotations

from datetime import datetime

import pytest

from filon.accounts.models import User
from filon.directory import services as directory
from filon.directory.models import Organization, Site
from filon.intake.services.running import Counts
from filon.journal.models import Entry
from filon.search.selectors import find
from tests.directory.builders import company
from tests.intake.builders import COMPANIES, counts, imported, messages


def test_companies_come_in_with_site_history_and_search(
    alice: User, now: datetime
) -> None:
    source = imported(COMPANIES, alice, now)

    forge = Organization.objects.get(siren="732829320")
    assert counts(source) == Counts(2, 2, 0, 0, 0)
    assert (forge.owner, forge.team, forge.is_prospect) == (alice, alice.team, True)
    assert (forge.department_code, forge.phone_digits) == ("42", "477123456")
    assert forge.sites.get().address == "Rue des Forges"
    assert forge.sites.get().is_main
    entry = Entry.objects.get(target_kind="directory.organization", target_id=forge.pk)
    assert entry.sentence == "Imported from “file.csv”, row 2"
    assert [hit.object_id for hit in find(alice, "lignon")] == [forge.pk]


def test_same_file_again_changes_nothing(alice: User, now: datetime) -> None:
    imported(COMPANIES, alice, now)

    again = imported(COMPANIES, alice, now)

    assert counts(again) == Counts(2, 0, 0, 2, 0)
    assert Organization.objects.count() == Site.objects.count() == 2
    assert Entry.objects.filter(target_kind="directory.organization").count() == 2


def test_changed_row_updates_instead_of_doubling(alice: User, now: datetime) -> None:
    imported(COMPANIES, alice, now)

    changed = COMPANIES.replace("Rue des Forges", "Rue Neuve").replace(
        "04 50 11 22 33", "04 50 99 99 99"
    )
    source = imported(changed, alice, now)

    assert counts(source) == Counts(2, 0, 2, 0, 0)
    forge = Organization.objects.get(siren="732829320")
    assert (forge.version, forge.sites.get().address) == (2, "Rue Neuve")
    giffre = Organization.objects.get(siren="552100554")
    assert giffre.phone_digits == "450999999"
    assert [h.object_id for h in find(alice, "0450999999")] == [giffre.pk]


def test_blank_cell_erases_nothing(alice: User, now: datetime) -> None:
    imported(COMPANIES, alice, now)

    source = imported(COMPANIES.replace("04 77 12 34 56", ""), alice, now)

    assert source.unchanged_count == 2
    assert Organization.objects.get(siren="732829320").phone == "04 77 12 34 56"


def test_each_row_is_a_site_of_the_company_of_its_siren(
    alice: User, now: datetime
) -> None:
    text = (
        "Identifiant,Nom_Etablissement,Numero_SIRET,Adresse,Code_Postal,Commune\n"
        '063.1,FORGE Boën,73282932000074,"Rue A\nBP 6",42130,BOEN\n'
        "063.2,FORGE Feurs,73282932000074,Rue B,42110,FEURS\n"
        "063.3,FORGE Lyon,73282932000082,,69003,LYON\n"
    )

    source = imported(text, alice, now)
    again = imported(text, alice, now)

    forge = Organization.objects.get()
    assert counts(source) == Counts(3, 3, 0, 0, 0)
    assert counts(again) == Counts(3, 0, 0, 3, 0)
    assert (forge.name, forge.siren, forge.postcode) == (
        "FORGE Boën",
        "732829320",
        "42130",
    )
    assert [
        (s.external_ref, s.siret, s.is_main) for s in forge.sites.order_by("pk")
    ] == [
        ("063.1", "73282932000074", True),
        ("063.2", "73282932000074", False),
        ("063.3", "73282932000082", False),
    ]
    assert forge.sites.get(external_ref="063.1").address == "Rue A\nBP 6"


def test_identifiers_get_their_lost_zeros_back(alice: User, now: datetime) -> None:
    text = "Nom;SIRET;CP\nPetite;5520027800016;1000\n"

    imported(text, alice, now)

    site = Site.objects.get()
    assert (site.siret, site.postcode, site.department_code) == (
        "05520027800016",
        "01000",
        "01",
    )
    assert site.organization.siren == "055200278"


def test_wrong_check_digit_is_a_warning_not_a_refusal(
    alice: User, now: datetime
) -> None:
    source = imported("Nom;SIREN;TVA\nForge;732829321;FR00732829321\n", alice, now)

    assert source.created_count == 1
    assert Organization.objects.get().siren == "732829321"
    assert messages(source, "CREATED") == [
        "The check digits of 732829321 are wrong.",
        "The check digits of FR00732829321 are wrong.",
    ]


def test_what_is_no_identifier_is_left_out_with_a_warning(
    alice: User, now: datetime
) -> None:
    source = imported("Nom;SIREN;E-mail\nForge;inconnu;nul\n", alice, now)

    forge = Organization.objects.get()
    assert (forge.siren, forge.email) == ("", "")
    assert sorted(messages(source, "CREATED")) == [
        "“inconnu” was left out.".replace("inconnu", "INCONNU"),
        "“nul” is not an e-mail address.",
    ]


def test_customer_code_wins_over_siren_and_is_given_to_a_known_company(
    alice: User, now: datetime
) -> None:
    forge = company(alice, now, siren="732829320")
    text = "Code client;Nom;SIREN\nC1;Forges;732829320\nC2;Forges Export;732829320\n"

    source = imported(text, alice, now)

    forge.refresh_from_db()
    assert counts(source) == Counts(2, 1, 1, 0, 0)
    assert (forge.external_ref, forge.name) == ("C1", "Forges")
    assert Organization.objects.get(external_ref="C2").siren == "732829320"
    assert imported(text, alice, now).unchanged_count == 2


def test_company_without_code_is_known_by_name_and_place(
    alice: User, now: datetime
) -> None:
    text = "Nom;CP;Ville\nForge;42130;Boën\nForge;69003;Lyon\n"

    first = imported(text, alice, now)
    again = imported(text, alice, now)
    no_place = imported("Nom;Site web\nForge;https://a.example\n", alice, now)

    assert counts(first) == Counts(2, 2, 0, 0, 0)
    assert counts(again) == Counts(2, 0, 0, 2, 0)
    assert no_place.created_count == 1


def test_two_rows_with_one_key_must_agree(alice: User, now: datetime) -> None:
    text = "Code client;Nom;Ville\nC1;Forge;Boën\nC1;Forge;Boën\nC1;Forge;Feurs\n"

    source = imported(text, alice, now)

    assert counts(source) == Counts(3, 1, 0, 1, 1)
    assert messages(source) == [
        "Row 2 of this file is the same record with other values."
    ]
    assert Organization.objects.get().city == "Boën"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (";732829320;", "The company has no name."),
        ("Forge;;Atlantide", "“Atlantide” is not a country: write its two letters."),
        ("F" * 201 + ";;", "The text is longer than 200 characters."),
    ],
)
def test_row_that_cannot_be_taken_is_refused_alone(
    row: str, sentence: str, alice: User, now: datetime
) -> None:
    source = imported(f"Nom;SIREN;Pays\nUsinage;;FR\nBon;;FR\n{row}\n", alice, now)

    assert counts(source) == Counts(3, 2, 0, 0, 1)
    assert messages(source) == [sentence]
    assert Organization.objects.count() == 2


def test_row_with_more_cells_than_the_header_is_refused(
    alice: User, now: datetime
) -> None:
    lines = [f"Forge {number};Boën" for number in range(70)]

    source = imported("\n".join(["Nom;Ville", *lines, "Un;Deux;Trois"]), alice, now)

    assert counts(source) == Counts(71, 70, 0, 0, 1)
    assert messages(source) == ["The row has more cells than the header."]


def test_another_teams_company_is_refused_and_stays_as_it_is(
    alice: User, carol: User, nadia: User, now: datetime
) -> None:
    forge = company(carol, now, siren="732829320")

    source = imported(COMPANIES, alice, now)

    forge.refresh_from_db()
    assert counts(source) == Counts(2, 1, 0, 0, 1)
    assert messages(source) == ["This company is followed by somebody else."]
    assert (forge.version, forge.phone) == (1, "")
    # A new site of a company that exists counts as created.
    assert counts(imported(COMPANIES, nadia, now)) == Counts(2, 1, 0, 1, 0)


def test_companies_of_nobody_are_open_to_all_sales_people(
    ada: User, carol: User, now: datetime
) -> None:
    imported(COMPANIES, ada, now)

    forge = Organization.objects.visible_to(carol).get(siren="732829320")
    assert (forge.owner, forge.is_shared) == (None, True)


def test_rows_are_placed_and_given_roles_by_their_words(
    nadia: User, alice: User, now: datetime
) -> None:
    segment = directory.segment_create(
        values={"code": "M", "name": "Mécanique", "naf_prefixes": ["25"]},
        actor=nadia,
        now=now,
    )
    text = (
        "Nom;Code APE;Type;Segment;Classe ABC\n"
        "Un;2562B;Client;;a\nDeux;;Fournisseur;mécanique;\nTrois;;Bizarre;Inconnu;Z\n"
    )

    source = imported(text, alice, now)

    one, two, three = Organization.objects.order_by("pk")
    assert (one.segment, one.is_customer, one.abc_class) == (segment, True, "A")
    assert one.naf_rev2 == "25.62B"
    assert (two.segment, two.is_supplier, two.is_prospect) == (segment, True, False)
    assert (three.segment, three.is_prospect) == (None, True)
    assert len(messages(source, "CREATED")) == 3
