"""Sending a revision and what it freezes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pypdf
import pytest
from django.db import DatabaseError, transaction

from filon.accounts.models import User
from filon.coordination.models import PublicLink
from filon.deals.models import Deal
from filon.documents.models import NumberSeries
from filon.documents.services import next_number
from filon.files.services import read_bytes
from filon.journal.services import EditConflict
from filon.mail.models import OutboxMessage
from filon.offers import services
from filon.offers.models import OfferLine, OfferRevision
from filon.offers.selectors.content import current_hash
from filon.offers.services import sending
from filon.plans.models import ReminderRule
from filon.prospecting.models import Activity
from tests.offers import make

pytestmark = pytest.mark.django_db


def text_of(revision: OfferRevision) -> str:
    """Return the text of the PDF, spaces made plain."""
    assert revision.document is not None
    reader = pypdf.PdfReader(BytesIO(read_bytes(revision.document)))
    text = " ".join(page.extract_text() for page in reader.pages)
    return " ".join(text.replace("\u202f", " ").replace("\u00a0", " ").split())


def test_sending_numbers_freezes_mails_and_plans_the_reminder(
    alice: User, now: datetime
) -> None:
    revision = make.ready(alice, lines=3)
    before = current_hash(revision)

    services.revision_send(revision=revision, actor=alice, now=now)

    revision.refresh_from_db()
    offer = revision.offer
    offer.refresh_from_db()
    assert offer.number == "OFF-2026-00001"
    assert (revision.status, revision.sent_by) == ("SENT", alice)
    assert revision.content_hash == before == current_hash(revision)
    assert revision.frozen["number"] == "OFF-2026-00001"
    offer.deal.refresh_from_db()
    assert (offer.deal.stage, offer.deal.amount) == (
        Deal.Stage.OFFER,
        revision.total_net,
    )
    mail = OutboxMessage.objects.get(target_kind="offers.offerrevision")
    assert mail.to == ["claire.morel@example.com"]
    assert mail.attachments.get() == revision.document
    recipient = revision.recipients.get()
    assert recipient.link is not None
    assert recipient.link.purpose == PublicLink.Purpose.OFFER
    activity = Activity.objects.get()
    assert activity.starts_at.date() == date(2026, 3, 9)
    assert activity.kind == Activity.Kind.CALL
    assert revision.follow_ups.get().activity == activity


def test_document_bears_number_lines_totals_and_mentions(alice: User) -> None:
    revision = make.sent(alice, lines=2, options=1)

    text = text_of(revision)
    for words in (
        "OFF-2026-00001",
        "Pompe P-",
        "400,00 €",
        "480,00 €",
        "CGV, édition 2026",
        "40 €",
        "732 829 320",
        "FR44732829320",
        "Fonderie du Gier",
        "réserve de propriété",
    ):
        assert words.casefold() in text.casefold(), words


def test_document_speaks_the_language_of_the_customer(alice: User) -> None:
    organization = make.customer(alice, language="en")
    person_language = {"language": "en"}
    make.company()
    make.terms_of_sale(alice)
    contact = make.contact(alice, organization, **person_language)
    revision = make.draft(alice, organization, contact=contact, title="Two pumps")
    make.add(revision, make.item(alice, name_en="Pump"), 2)
    make.verify(revision, alice)

    services.revision_send(revision=revision, actor=alice, now=make.NOW)

    text = text_of(revision)
    assert "Total with VAT" in text
    assert "€240.00" in text
    assert "Total TTC" not in text


def test_document_names_the_country_abroad(alice: User) -> None:
    organization = make.customer(
        alice, country="DE", city="Köln", vat_number="DE136695976"
    )
    make.company()
    make.terms_of_sale(alice)
    contact = make.contact(alice, organization)
    revision = make.draft(alice, organization, contact=contact)
    make.add(revision, make.item(alice))
    make.verify(revision, alice)
    services.revision_update(
        revision=revision,
        values={"incoterm": "FCA", "incoterm_place": "Lyon"},
        actor=alice,
        now=make.NOW,
    )

    services.revision_send(revision=revision, actor=alice, now=make.NOW)

    assert "Allemagne" in text_of(revision)


def test_cost_and_margin_are_in_no_document_and_no_mail(alice: User) -> None:
    revision = make.ready(alice, lines=0)
    make.add(revision, make.item(alice, price=1000, cost="613.57"))
    services.revision_send(revision=revision, actor=alice, now=make.NOW)

    text = text_of(revision)
    bodies = "".join(OutboxMessage.objects.values_list("body", flat=True))
    for canary in ("613,57", "613.57", "386,43", "386.43", "38,6"):
        assert canary not in text + bodies


def test_unready_revision_is_refused_and_nothing_is_written(
    alice: User, now: datetime
) -> None:
    revision = make.ready(alice)
    check = revision.conformity.get(topic="COST")
    services.check_set(check=check, status="OPEN", actor=alice, now=now)
    revision.refresh_from_db()
    version = revision.version

    with pytest.raises(services.NotReady) as refusal:
        services.revision_send(revision=revision, actor=alice, now=now)

    assert [b.code for b in refusal.value.blockers] == ["CHECKS"]
    revision.refresh_from_db()
    assert (revision.status, revision.version) == ("DRAFT", version)
    assert not OutboxMessage.objects.exists()
    assert not NumberSeries.objects.exists()


def test_second_sender_is_refused_and_changes_nothing(
    alice: User, bob: User, now: datetime
) -> None:
    revision = make.ready(alice)
    stale = OfferRevision.objects.select_related("offer__organization").get(
        pk=revision.pk
    )
    services.revision_send(revision=revision, actor=alice, now=now)

    with pytest.raises(services.RevisionFrozen):
        services.revision_send(revision=stale, actor=bob, now=now)

    assert OutboxMessage.objects.count() == 1
    assert NumberSeries.objects.get().last == 1


def test_sender_who_saw_an_older_version_is_refused(alice: User, now: datetime) -> None:
    revision = make.ready(alice)
    seen = revision.version
    make.add(revision, make.item(alice, "NEW"))

    with pytest.raises(EditConflict):
        services.revision_send(
            revision=revision, actor=alice, now=now, expected_version=seen
        )

    revision.refresh_from_db()
    assert revision.status == "DRAFT"


def test_number_taken_while_rendering_is_rendered_again(
    alice: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    revision = make.ready(alice)
    render, calls = sending._render, []

    def slow(*args: Any) -> bytes:
        calls.append(args)
        if len(calls) == 1:
            with transaction.atomic():
                next_number(series="OFF", on=make.TODAY)
        return render(*args)

    monkeypatch.setattr(sending, "_render", slow)
    services.revision_send(revision=revision, actor=alice, now=now)

    assert len(calls) == 2
    revision.refresh_from_db()
    assert "OFF-2026-00002" in text_of(revision)
    assert revision.offer.number == "OFF-2026-00002"


def test_sent_revision_cannot_change_even_by_sql(alice: User) -> None:
    revision = make.sent(alice)

    for change in (
        lambda: OfferRevision.objects.filter(pk=revision.pk).update(total_net=1),
        lambda: OfferLine.objects.filter(revision=revision).update(quantity=9),
        lambda: OfferLine.objects.filter(revision=revision).delete(),
        lambda: revision.conformity.update(reason="x"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_next_revision_replaces_the_former_one_when_it_is_sent(
    alice: User, now: datetime
) -> None:
    first = make.sent(alice)
    reminder = first.follow_ups.get().activity
    later = now + timedelta(days=1)

    second = services.revision_next(
        revision=first,
        reason="Remise de volume",
        asked=services.Asked("10 %", "5 %", "Commande ferme"),
        actor=alice,
        now=later,
    )
    first.refresh_from_db()
    assert (second.letter, second.status, first.status) == ("B", "DRAFT", "SENT")
    with pytest.raises(services.DraftExists):
        services.revision_next(revision=first, reason="Encore", actor=alice, now=later)
    make.verify(second, alice)
    services.revision_send(revision=second, actor=alice, now=later)

    first.refresh_from_db()
    reminder.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == ("SUPERSEDED", "SENT")
    assert second.offer.number == "OFF-2026-00001"
    assert reminder.status == Activity.Status.CANCELLED
    assert second.concessions.get().counterpart == "Commande ferme"


def test_reminders_follow_the_rules_of_the_house(alice: User, now: datetime) -> None:
    ReminderRule.objects.create(trigger="OFFER_SENT", delay_days=3, channel="VISIT")
    ReminderRule.objects.create(
        trigger="OFFER_EXPIRING", delay_days=5, channel="MAILING", template="Bientôt"
    )
    revision = make.sent(alice)

    rows = revision.follow_ups.order_by("activity__starts_at")
    kinds = [(r.activity.kind, r.activity.starts_at.date()) for r in rows]
    assert kinds == [
        ("VISIT", date(2026, 3, 5)),
        ("EMAIL", date(2026, 3, 27)),
    ]


def test_nothing_replaces_a_revision_that_was_accepted_meanwhile(alice: User) -> None:
    revision = make.sent(alice)
    following = services.revision_next(
        revision=revision, reason="Prix", actor=alice, now=make.NOW
    )
    make.verify(following, alice)
    signing = services.Signing(name="Claire", has_authority=True)
    services.revision_accept(
        revision=revision, signing=signing, actor=alice, now=make.NOW
    )

    with pytest.raises(services.OfferAccepted):
        services.revision_send(revision=following, actor=alice, now=make.NOW)

    following.refresh_from_db()
    revision.refresh_from_db()
    assert (revision.status, following.status) == ("ACCEPTED", "DRAFT")
