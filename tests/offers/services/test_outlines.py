"""Which sections an offer prints: its own choice, the company's, what always stays."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import translation

from filon.accounts.models import Role, User
from filon.documents.content import Document, Heading, Note
from filon.offers import services
from filon.offers.models import Offer, OfferRevision
from filon.offers.rules.outline import Layout, Outline, Section
from filon.offers.selectors.content import current_hash
from filon.offers.selectors.document import offer_document
from filon.offers.selectors.offering import offering_of
from filon.offers.selectors.outlines import outline_of
from filon.offers.selectors.policy import offer_policy
from tests import people
from tests.offers import make

pytestmark = pytest.mark.django_db


def printed(revision: OfferRevision) -> Document:
    """Return the document of a draft."""
    revision.refresh_from_db()
    offering = offering_of(revision, on=date(2026, 3, 2), number="", is_draft=True)
    return offer_document(offering)


def titles(document: Document) -> list[str]:
    """Return the titles of the sections."""
    blocks = [b for b in document.blocks if isinstance(b, Heading) and b.level == 1]
    return [str(block.text) for block in blocks]


def outline(revision: OfferRevision) -> Outline:
    """Return how a revision is printed."""
    return outline_of(revision, offer_policy())


def change(revision: OfferRevision, wanted: Outline | None, actor: User) -> None:
    """Print a draft another way."""
    services.outline_set(revision=revision, outline=wanted, actor=actor, now=make.NOW)


def test_a_section_is_switched_off_and_another_moves_up(alice: User) -> None:
    revision = make.draft(alice)
    make.add(revision, make.item(alice))
    OfferRevision.objects.filter(pk=revision.pk).update(
        technical_argument="Deux étages", recommendation="Prenez-la"
    )
    before = outline(revision)
    wanted = Outline(Layout.TENDER, before.order, before.off | {Section.TECHNICAL})

    change(revision, wanted.moved(Section.RECOMMENDATION, by=-1), alice)

    document = printed(revision)
    assert titles(document) == ["Our recommendation", "Prices", "Terms"]
    assert document.layout == "tender"


def test_prices_reserves_terms_and_signature_are_always_printed(alice: User) -> None:
    revision = make.draft(alice)
    make.add(revision, make.item(alice))

    change(revision, Outline(Layout.SOBER, tuple(Section), frozenset(Section)), alice)

    assert titles(printed(revision)) == ["Prices", "Terms"]
    assert set(outline(revision).shown) == {
        Section.PRICES,
        Section.RESERVES,
        Section.TERMS,
        Section.SIGNATURE,
    }


def test_the_company_default_holds_for_drafts_that_chose_nothing(alice: User) -> None:
    mine, other = make.draft(alice), make.draft(alice, title="Autre")
    chosen = outline(mine)
    change(mine, Outline(Layout.TECHNICAL, chosen.order, chosen.off), alice)
    director = people.person("Dora", Role.DIRECTOR)
    house = Outline(Layout.TENDER, chosen.order, frozenset({Section.LETTER}))

    services.outline_default_set(
        form=Offer.Form.QUOTE, outline=house, actor=director, now=make.NOW
    )

    assert outline(other) == house
    assert outline(mine).layout == Layout.TECHNICAL
    with pytest.raises(PermissionDenied):
        services.outline_default_set(
            form=Offer.Form.QUOTE, outline=house, actor=alice, now=make.NOW
        )


def test_what_was_approved_is_printed_as_it_was_approved(alice: User) -> None:
    revision = make.draft(alice)
    before = current_hash(revision)

    chosen = outline(revision)
    change(revision, Outline(Layout.TENDER, chosen.order, chosen.off), alice)

    assert current_hash(revision) != before


def test_a_sent_revision_keeps_its_sections_against_raw_sql(alice: User) -> None:
    revision = make.sent(alice)

    with pytest.raises(DatabaseError), transaction.atomic():
        OfferRevision.objects.filter(pk=revision.pk).update(outline={"order": []})
    with pytest.raises(services.RevisionFrozen):
        change(revision, outline(revision), alice)


def test_an_estimate_says_how_far_its_price_may_be_off(alice: User) -> None:
    revision = make.draft(alice, form=Offer.Form.BUDGETARY)
    make.add(revision, make.item(alice), 10)

    services.outline_set(
        revision=revision,
        outline=None,
        accuracy_percent=15,
        actor=alice,
        now=make.NOW,
    )

    notes = [b for b in printed(revision).blocks if isinstance(b, Note)]
    assert str(notes[0].title) == "Estimate without commitment, to within ± 15%"
    assert str(notes[0].text) == "Between €850.00 and €1,150.00 without VAT."


def test_a_form_has_its_sections_and_its_look(alice: User) -> None:
    def look(form: str) -> tuple[Layout, bool]:
        found = outline(make.draft(alice, form=form))
        return found.layout, Section.ANSWERS in found.shown

    with translation.override("fr"):
        assert look(Offer.Form.QUOTE) == (Layout.SOBER, False)
        assert look(Offer.Form.OFFER) == (Layout.TECHNICAL, False)
        assert look(Offer.Form.SPECIFICATION) == (Layout.TECHNICAL, True)
        assert look(Offer.Form.TENDER) == (Layout.TENDER, True)
