"""How what is submitted is called."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal as D

import pytest
from django.utils import translation

from filon.accounts.models import User
from filon.offers import services
from filon.offers.models import Offer, OfferRevision
from filon.offers.selectors.offers import revision_title
from tests.offers import make

pytestmark = pytest.mark.django_db


def unnumbered(owner: User) -> OfferRevision:
    """Create a first draft, which has no number yet, with too low a margin."""
    revision = make.ready(owner)
    make.add(revision, make.item(owner, "LOW", cost=D(99)), 20)
    Offer.objects.filter(pk=revision.offer_id).update(title="Modernisation du banc")
    revision.offer.refresh_from_db()
    return revision


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Offer draft – Modernisation du banc"),
        ("fr", "Brouillon d’offre – Modernisation du banc"),
    ],
)
def test_approval_of_a_first_draft_is_not_called_by_its_letter(
    alice: User, denis: User, now: datetime, language: str, expected: str
) -> None:
    revision = unnumbered(alice)

    with translation.override(language):
        approval = services.revision_submit(revision=revision, actor=alice, now=now)

    assert approval.title == expected


def test_revision_that_has_left_is_called_by_number_and_letter(alice: User) -> None:
    revision = make.sent(alice)

    title = f"OFF-2026-00001 A {revision.offer.title}"
    assert revision_title(revision) == title
