"""The particulars of the company as documents bear them."""

from __future__ import annotations

import pytest

from filon.accounts.models import CompanyProfile
from filon.documents.selectors import company_header

pytestmark = pytest.mark.django_db


def test_a_company_not_yet_set_up_gives_an_empty_header() -> None:
    CompanyProfile.objects.all().delete()

    header = company_header()

    assert header.name == ""
    assert header.address_lines == ()
    assert header.logo is None


def test_the_profile_is_copied_into_the_header() -> None:
    CompanyProfile.objects.update_or_create(
        pk=1,
        defaults={
            "name": "Ateliers Roche",
            "address": "14 rue de la Forge\nBâtiment B",
            "postcode": "42000",
            "city": "Saint-Étienne",
            "logo": b"\x89PNG",
        },
    )

    header = company_header()

    assert header.name == "Ateliers Roche"
    assert header.address_lines == (
        "14 rue de la Forge",
        "Bâtiment B",
        "42000 Saint-Étienne",
    )
    assert header.logo == b"\x89PNG"
