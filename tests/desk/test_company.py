"""What the page of a company says."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from filon.accounts.models import User
from tests.offers.make import customer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "expected"), [("fr", "Allemagne"), ("en", "Germany")]
)
def test_country_is_named(
    alice: User, client: Client, language: str, expected: str, now: datetime
) -> None:
    alice.language = language
    alice.save()
    company = customer(alice, country="DE", city="Köln", postcode="50667")
    client.force_login(alice)

    page = client.get(f"/companies/{company.pk}/").content.decode()

    assert expected in page
