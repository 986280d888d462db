"""Offers created, copied and trashed."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal as D

import pytest
from django.core.exceptions import PermissionDenied

from filon.accounts.models import User
from filon.deals.models import Deal
from filon.offers import services
from filon.offers.models import AdequacyCheck, Offer, OfferRevision
from filon.search.models import SearchEntry
from tests.offers import make, needs

pytestmark = pytest.mark.django_db


def test_offer_from_a_call_opens_its_deal(alice: User) -> None:
    organization = make.customer(alice)
    revision = make.draft(alice, organization, title="Appel du matin")

    deal = revision.offer.deal
    assert (deal.title, deal.source, deal.organization) == (
        "Appel du matin",
        Deal.Source.CALL_IN,
        organization,
    )
    assert (revision.letter, revision.status, revision.is_current) == (
        "A",
        OfferRevision.Status.DRAFT,
        True,
    )
    assert revision.conformity.filter(status="OPEN").count() == 6
    assert SearchEntry.objects.filter(
        kind="offers.offer", object_id=revision.offer_id
    ).exists()


def test_offer_from_a_need_carries_its_requirements(alice: User) -> None:
    need = needs.need(alice)
    needs.requirement(need, "R1", priority="WONT")
    kept = needs.requirement(need, "R2")

    revision = services.offer_create(
        start=services.OfferStart(need=need), actor=alice, now=make.NOW
    )

    assert revision.offer.deal == need.deal
    assert [row.requirement for row in revision.adequacy.all()] == [kept]


def test_need_of_another_customer_is_refused(alice: User) -> None:
    need = needs.need(alice)

    with pytest.raises(services.OfferRefused):
        services.offer_create(
            start=services.OfferStart(
                need=need, organization=make.customer(alice, "Autre")
            ),
            actor=alice,
            now=make.NOW,
        )

    assert not Offer.objects.exists()


def test_reader_creates_nothing(alice: User, rene: User) -> None:
    with pytest.raises(PermissionDenied):
        services.offer_create(
            start=services.OfferStart(organization=make.customer(alice)),
            actor=rene,
            now=make.NOW,
        )


def test_copy_for_another_customer_prices_again(alice: User, now: datetime) -> None:
    revision = make.draft(alice)
    pump = make.item(alice)
    line = make.add(revision, pump, 2)
    services.breaks_set(line=line, quantities=[D(10)], actor=alice, now=now)
    pump.price = 120
    pump.save()

    copy = services.offer_duplicate(
        revision=revision,
        organization=make.customer(alice, "Autre"),
        actor=alice,
        now=now,
    )

    assert copy.offer.copied_from == revision.offer
    assert copy.total_net == 240
    assert copy.lines.get().breaks.get().net_price == 120
    revision.refresh_from_db()
    assert revision.total_net == 200


def test_sent_offer_never_goes_to_the_trash(alice: User, now: datetime) -> None:
    revision = make.sent(alice)

    with pytest.raises(services.AlreadySent, match="OFF-2026-00001"):
        services.offer_trash(offer=revision.offer, actor=alice, now=now)

    assert Offer.objects.alive().count() == 1


def test_adequacy_is_computed_from_the_characteristics_of_the_lines(
    alice: User,
) -> None:
    need = needs.need(alice)
    above, met, deviating, words = (
        needs.requirement(need, "R1", operator="AT_LEAST", level=10),
        needs.requirement(need, "R2", operator="EQUAL", level=13, tolerance=1),
        needs.requirement(need, "R3", operator="AT_MOST", level=8),
        needs.requirement(need, "R4"),
    )
    revision = services.offer_create(
        start=services.OfferStart(need=need), actor=alice, now=make.NOW
    )
    pump = make.item(alice)
    needs.characteristic(pump, 12)

    make.add(revision, pump)

    rows = {row.requirement: row for row in revision.adequacy.all()}
    assert rows[above].verdict == AdequacyCheck.Verdict.COMPLIANT
    assert rows[above].margin_percent == 20
    assert rows[met].verdict == AdequacyCheck.Verdict.COMPLIANT
    assert rows[met].margin_percent == 0
    assert rows[met].offered == "12 bar"
    assert rows[deviating].verdict == AdequacyCheck.Verdict.NOT_COMPLIANT
    assert rows[deviating].margin_percent == -50
    assert rows[deviating].offered == "12 bar"
    assert rows[words].verdict == AdequacyCheck.Verdict.OPEN
    assert rows[words].offered == ""


def test_deviation_needs_its_explanation_and_what_was_chosen_stays(
    alice: User, now: datetime
) -> None:
    need = needs.need(alice)
    needs.requirement(need, "R1", operator="AT_LEAST", level=10)
    revision = services.offer_create(
        start=services.OfferStart(need=need), actor=alice, now=now
    )
    row = revision.adequacy.get()
    row.revision = revision

    with pytest.raises(services.AnswerUnexplained):
        services.adequacy_set(row=row, verdict="NC", actor=alice, now=now)
    services.adequacy_set(
        row=row, verdict="NC", comment="Sur étude", actor=alice, now=now
    )
    pump = make.item(alice)
    needs.characteristic(pump, 12)
    make.add(revision, pump)

    row.refresh_from_db()
    assert (row.verdict, row.comment) == ("NC", "Sur étude")
