"""Columns are recognized by their names and by what they hold."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied

from filon.accounts.models import User
from filon.directory.models import Organization
from filon.files.tables import NO_HEADER, write_xlsx
from filon.intake import services
from filon.intake.mapping import propose
from filon.intake.models import Import
from filon.intake.services.preparation import MappingIncomplete
from tests.intake.builders import imported, uploaded


@pytest.mark.parametrize(
    ("kind", "header", "fields"),
    [
        (
            "ORGANIZATIONS",
            "Raison sociale;N° SIRET;CP;Commune;Tél. bureau;Site web",
            "name siret postcode city phone website",
        ),
        (
            "ORGANIZATIONS",
            "AccountNumber;CompanyName;AddressLine1;AddressLine2;PostalCode;City",
            "external_ref name address address_2 postcode city",
        ),
        (
            "ORGANIZATIONS",
            "denominationUniteLegale;siren;trancheEffectifsUniteLegale",
            "name siren headcount_band",
        ),
        (
            "CONTACTS",
            "FirstName;LastName;EmailAddress;Mobile phone;Job Title;Company",
            "first_name last_name email mobile function company",
        ),
        (
            "ITEMS",
            "ProductNumber;Name;StandardCost;ListPrice;ProductID",
            "reference name_fr cost price external_ref",
        ),
        (
            "PRICES",
            "Tarif;Référence;Qté mini;PU HT",
            "price_list reference min_quantity price",
        ),
    ],
)
def test_usual_headers_are_recognized(kind: str, header: str, fields: str) -> None:
    proposal = propose(kind, header.split(";"), [])

    assert [proposal.mapping[key] for key in sorted(proposal.mapping, key=int)] == (
        fields.split()
    )


def test_unnamed_columns_are_recognized_by_content() -> None:
    rows = [
        ["x", "73282932000074", "a@b.fr", "25.62B"],
        ["y", "73282932000074", "c@d.fr", "28.41Z"],
        ["z", "73282932000074", "e@f.fr", "25.11Z"],
    ]

    proposal = propose("ORGANIZATIONS", ["Nom", "X1", "X2", "X3"], rows)

    assert proposal.mapping == {
        "0": "name",
        "1": "siret",
        "2": "email",
        "3": "naf_rev2",
    }


def test_file_without_header_is_read_from_its_first_line(
    alice: User, now: datetime
) -> None:
    text = "\n".join(
        f"Société {letter};73282932000074;42130;a{letter}@example.com"
        for letter in "AB"
    )

    source = imported(text, alice, now)

    assert source.header_row == NO_HEADER
    assert source.rows_read == 2
    assert Organization.objects.get().name == "Société A"


def test_header_taken_for_data_is_read_anew(alice: User, now: datetime) -> None:
    source = uploaded("Forge;Boën\nUsinage;Lyon\n", alice, now)

    is_ready = services.import_map(
        source=source, mapping={}, has_header=False, actor=alice, now=now
    )

    assert not is_ready
    assert (source.rows_total, source.mapping) == (2, {"0": "name"})


def test_other_sheet_is_read_anew(alice: User, now: datetime) -> None:
    content = write_xlsx(["Nom", "Ville"], [["Forge", "Boën"]], sheet="Clients")

    source = imported(content, alice, now, name="base.xlsx")

    assert (source.sheet, source.encoding) == ("Clients", "")
    assert Organization.objects.get().city == "Boën"


def test_needed_column_must_be_chosen_once(alice: User, now: datetime) -> None:
    source = uploaded("A;B\nForge;Boën\n", alice, now)

    for mapping in ({"1": "city"}, {"0": "name", "1": "name"}):
        with pytest.raises(MappingIncomplete):
            services.import_map(
                source=source, mapping=mapping, has_header=True, actor=alice, now=now
            )

    source.refresh_from_db()
    assert source.status == Import.Status.UPLOADED
    assert source.mapping == {"0": "name"}


def test_stranger_maps_and_starts_nothing(
    alice: User, rene: User, now: datetime
) -> None:
    source = uploaded("Nom\nForge\n", alice, now)

    with pytest.raises(PermissionDenied):
        services.import_start(source=source, actor=rene, now=now)

    assert Import.objects.get().status == Import.Status.UPLOADED
