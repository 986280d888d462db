"""Public lists of codes."""

from __future__ import annotations

from filon.directory import nomenclatures


def test_both_editions_of_naf_are_complete() -> None:
    assert len(nomenclatures.naf_rev2()) == 732
    assert len(nomenclatures.naf_2025()) == 747
    assert nomenclatures.naf_label("25.62B") == "Mécanique industrielle"
    assert nomenclatures.naf_label("99.99X") == ""


def test_new_code_is_proposed_only_where_the_label_stayed() -> None:
    kept = nomenclatures.naf_2025_of("01.12Z")

    assert kept == "01.12Y"
    assert nomenclatures.naf_2025_of("25.62B") == ""
    assert nomenclatures.naf_2025_of("nothing") == ""


def test_departments_and_headcount_bands_have_names() -> None:
    assert nomenclatures.departments()["2A"] == "Corse-du-Sud"
    assert len(nomenclatures.departments()) == 109
    assert nomenclatures.headcount_bands()["12"] == "20 à 49 salariés"
