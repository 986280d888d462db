"""How the customer answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from filon.accounts.models import User
from filon.coordination.models import LinkEvent
from filon.mail.models import OutboxMessage
from filon.offers import services
from filon.offers.models import Acceptance, OfferRevision
from filon.prospecting.models import Activity
from tests.offers import make

pytestmark = pytest.mark.django_db
SIGNING = services.Signing(
    name="Claire Morel",
    function="Acheteuse",
    email="claire.morel@example.com",
    has_authority=True,
    customer_reference="PO-7",
    address="192.0.2.1",
    user_agent="Firefox",
)


def accept(revision: OfferRevision, now: datetime, **values: Any) -> services.Accepted:
    """Accept through the link of the first recipient."""
    link = revision.recipients.get().link
    return services.revision_accept(
        revision=revision, signing=replace(SIGNING, **values), link=link, now=now
    )


def test_acceptance_keeps_its_evidence(alice: User, now: datetime) -> None:
    revision = make.sent(alice)

    accepted = accept(revision, now)

    row = accepted.acceptance
    assert (row.total_net, row.total_gross) == (D("200.00"), D("240.00"))
    assert row.content_hash == revision.content_hash
    assert row.document_sha256 == revision.document.sha256  # type: ignore[union-attr]
    assert "OFF-2026-00001" in row.statement
    assert "240,00" in row.statement
    assert (row.address, row.user_agent) == ("192.0.2.1", "Firefox")
    assert row.evidence["statement"] == row.statement
    assert LinkEvent.objects.filter(kind="ACCEPTED").count() == 1
    assert Activity.objects.get().status == Activity.Status.CANCELLED
    to = [m.to[0] for m in OutboxMessage.objects.order_by("pk")]
    assert to.count("claire.morel@example.com") == 2
    assert "alice@example.com" in to


def test_options_ticked_are_priced_by_the_engine(alice: User, now: datetime) -> None:
    revision = make.sent(alice, options=2)
    option = revision.lines.filter(inclusion="OPTION").order_by("pk")[0]

    accepted = accept(revision, now, options=frozenset({str(option.pk)}))

    assert accepted.acceptance.total_net == D("250.00")
    assert accepted.acceptance.selected_options == [str(option.pk)]
    assert str(option.pk) in accepted.result.chosen.line_ids


def test_catalogue_changed_since_leaves_the_sent_price(
    alice: User, now: datetime
) -> None:
    revision = make.sent(alice)
    pump = revision.lines.get().item
    assert pump is not None
    pump.price = D(999)
    pump.save()

    assert accept(revision, now).acceptance.total_net == D("200.00")


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"name": " "}, services.AcceptanceRefused),
        ({"has_authority": False}, services.AcceptanceRefused),
        ({"options": frozenset({"999999"})}, services.AcceptanceRefused),
    ],
)
def test_bad_acceptance_is_refused_and_changes_nothing(
    alice: User, now: datetime, values: dict[str, object], refusal: type[Exception]
) -> None:
    revision = make.sent(alice)

    with pytest.raises(refusal):
        accept(revision, now, **values)

    revision.refresh_from_db()
    assert revision.status == "SENT"
    assert not Acceptance.objects.exists()


def test_recipient_who_only_reads_cannot_answer(alice: User, now: datetime) -> None:
    revision = make.sent(alice)
    revision.recipients.update(can_accept=False)

    with pytest.raises(services.AcceptanceRefused):
        accept(revision, now)
    with pytest.raises(services.AcceptanceRefused):
        services.revision_refuse(
            revision=revision,
            reason="Non",
            link=revision.recipients.get().link,
            now=now,
        )


def test_link_of_another_offer_cannot_answer(alice: User, now: datetime) -> None:
    revision = make.sent(alice)
    other = make.sent(alice)

    with pytest.raises(services.AcceptanceRefused):
        services.revision_accept(
            revision=revision,
            signing=SIGNING,
            link=other.recipients.get().link,
            now=now,
        )


def test_second_answer_is_refused_whichever_it_is(alice: User, now: datetime) -> None:
    revision = make.sent(alice)
    stale = OfferRevision.objects.select_related("offer__organization").get(
        pk=revision.pk
    )
    accept(revision, now)

    with pytest.raises(services.AnsweredBefore):
        accept(stale, now)
    with pytest.raises(services.AnsweredBefore):
        services.revision_refuse(revision=stale, reason="Non", actor=alice, now=now)

    assert Acceptance.objects.count() == 1
    stale.refresh_from_db()
    assert (stale.status, stale.refusal_reason) == ("ACCEPTED", "")


def test_offer_ends_at_midnight_of_the_company(alice: User, now: datetime) -> None:
    revision = make.sent(alice)
    assert revision.valid_until == date(2026, 4, 1)
    last_minute = datetime(2026, 4, 1, 21, 59, tzinfo=UTC)  # 23:59 in Paris, summer
    midnight = datetime(2026, 4, 1, 22, 0, tzinfo=UTC)

    assert services.revisions_expire(now=last_minute) == 0
    with pytest.raises(services.OfferLapsed):
        accept(revision, midnight)
    assert services.revisions_expire(now=midnight) == 1
    assert services.revisions_expire(now=midnight) == 0

    revision.refresh_from_db()
    assert revision.status == "EXPIRED"
    assert Activity.objects.get().status == Activity.Status.CANCELLED


def test_seller_records_a_signed_paper(alice: User, rene: User, now: datetime) -> None:
    revision = make.sent(alice)

    with pytest.raises(PermissionDenied):
        services.revision_record_acceptance(
            revision=revision, signing=SIGNING, file=None, actor=rene, now=now
        )
    accepted = services.revision_record_acceptance(
        revision=revision, signing=SIGNING, file=None, actor=alice, now=now
    )

    assert accepted.acceptance.recorded_by == alice


def test_refusal_needs_its_reason(alice: User, now: datetime) -> None:
    revision = make.sent(alice)

    with pytest.raises(services.AcceptanceRefused):
        services.revision_refuse(revision=revision, reason=" ", actor=alice, now=now)
    services.revision_refuse(
        revision=revision, reason="Trop cher", actor=alice, now=now
    )

    revision.refresh_from_db()
    assert (revision.status, revision.refusal_reason) == ("REFUSED", "Trop cher")


def test_reading_is_noted_once_but_every_time_in_the_link(
    alice: User, now: datetime
) -> None:
    revision = make.sent(alice)
    link = revision.recipients.get().link
    assert link is not None

    assert services.offer_read(link=link, now=now)
    assert not services.offer_read(link=link, now=now + timedelta(hours=1))

    assert revision.recipients.get().read_at == now
    assert LinkEvent.objects.filter(kind="READ").count() == 2


def test_acceptance_is_never_changed_not_even_by_sql(
    alice: User, now: datetime
) -> None:
    accept(make.sent(alice), now)

    with pytest.raises(DatabaseError), transaction.atomic():
        Acceptance.objects.update(signatory_name="X")


def test_budgetary_estimate_cannot_be_accepted(alice: User, now: datetime) -> None:
    revision = make.sent(alice, form="BUDGETARY")

    with pytest.raises(services.AcceptanceRefused, match="estimate"):
        accept(revision, now)
