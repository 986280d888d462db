"""Identifiers: what is accepted, what is refused, what is put right."""

from __future__ import annotations

import pytest

from filon.directory import identifiers
from filon.directory.identifiers import IdentifierRefused


def test_siren_is_read_in_any_writing() -> None:
    assert identifiers.read_siren("732 829 320") == "732829320"
    assert identifiers.read_siren("") == ""


@pytest.mark.parametrize("text", ["732829321", "73282932", "7328293200", "ABCDEFGHI"])
def test_wrong_siren_is_refused_at_its_field(text: str) -> None:
    with pytest.raises(IdentifierRefused) as refusal:
        identifiers.read_siren(text)

    assert refusal.value.field == "siren"


def test_siret_is_checked_with_its_siren() -> None:
    assert identifiers.read_siret("732 829 320 00074") == "73282932000074"
    with pytest.raises(IdentifierRefused):
        identifiers.read_siret("73282932000075")


def test_siret_of_la_poste_sums_to_a_multiple_of_five() -> None:
    assert identifiers.read_siret("35600000049837") == "35600000049837"
    with pytest.raises(IdentifierRefused):
        identifiers.read_siret("35600000049838")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("FR 44 732 829 320", "FR44732829320"),
        ("DE 136 695 976", "DE136695976"),
        ("BE 0776.091.951", "BE0776091951"),
        ("CH-123.456.788", "CH123456788"),
    ],
)
def test_vat_number_is_stored_in_one_form(typed: str, stored: str) -> None:
    assert identifiers.read_vat(typed) == stored


@pytest.mark.parametrize("text", ["FR45732829320", "DE136695977", "44732829320"])
def test_wrong_vat_number_is_refused(text: str) -> None:
    with pytest.raises(IdentifierRefused):
        identifiers.read_vat(text)


def test_vat_number_follows_from_the_siren() -> None:
    assert identifiers.vat_of_siren("732829320") == "FR44732829320"
    assert identifiers.vat_of_siren("732829321") == ""


def test_lost_zeros_are_put_back_but_not_invented() -> None:
    assert identifiers.tidy_number("7210342000019", 14) == "07210342000019"
    assert identifiers.tidy_number("7210342", 9) == "007210342"
    assert identifiers.tidy_number("123", 9) == "123"
    assert identifiers.tidy_number("FR123", 9) == "FR123"


def test_activity_code_is_written_as_published() -> None:
    assert identifiers.read_naf("2562b") == "25.62B"
    assert identifiers.read_naf("25.62B") == "25.62B"
    with pytest.raises(IdentifierRefused):
        identifiers.read_naf("256B")


@pytest.mark.parametrize(
    ("postcode", "department"),
    [
        ("69003", "69"),
        ("01000", "01"),
        ("20000", "2A"),
        ("20190", "2A"),
        ("20200", "2B"),
        ("20620", "2B"),
        ("97400", "974"),
        ("97133", "977"),
        ("97150", "978"),
        ("98800", "988"),
        ("98000", ""),
        ("00100", ""),
        ("6900", ""),
    ],
)
def test_department_follows_from_the_postcode(postcode: str, department: str) -> None:
    assert identifiers.department_of(postcode) == department


def test_foreign_postcode_has_no_department() -> None:
    assert identifiers.department_of("69003", "DE") == ""


def test_counter_addresses_are_told_from_those_of_people() -> None:
    assert identifiers.is_generic_email("contact@example.com")
    assert identifiers.is_generic_email("achats-lyon@example.com")
    assert not identifiers.is_generic_email("zoe.celik@example.com")
