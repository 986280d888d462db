"""A second solution in one offer: both stay open, one of them is accepted."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from filon.accounts.models import User
from filon.mail.models import OutboxMessage
from filon.offers import services
from filon.offers.models import OfferRevision
from tests.offers import make

pytestmark = pytest.mark.django_db
R = OfferRevision.Status


def two(alice: User) -> tuple[OfferRevision, OfferRevision]:
    """Send a revision, and a variant beside it."""
    first = make.sent(alice)
    second = services.revision_next(
        revision=first,
        reason="Corps inox",
        is_variant=True,
        actor=alice,
        now=make.NOW,
    )
    make.verify(second, alice)
    services.revision_send(revision=second, actor=alice, now=make.NOW)
    first.refresh_from_db()
    second.refresh_from_db()
    return first, second


def accept(revision: OfferRevision, alice: User) -> None:
    """Record that the customer accepted."""
    signing = services.Signing(name="Claire Morel", has_authority=True)
    services.revision_accept(
        revision=revision, signing=signing, actor=alice, now=make.NOW
    )


def test_a_variant_stands_beside_what_was_sent(alice: User) -> None:
    first, second = two(alice)

    assert (first.status, second.status) == (R.SENT, R.SENT)
    assert second.is_current
    mail = OutboxMessage.objects.order_by("-pk")[0]
    assert "variante à côté de notre indice A" in mail.full_body.replace("\n", " ")
    with pytest.raises(DatabaseError), transaction.atomic():
        OfferRevision.objects.filter(pk=second.pk).update(variant_of=None)


@pytest.mark.parametrize("chosen", [0, 1])
def test_of_two_variants_one_is_accepted_and_the_other_ends(
    alice: User, chosen: int
) -> None:
    rows = two(alice)

    accept(rows[chosen], alice)

    for row in rows:
        row.refresh_from_db()
    other = rows[1 - chosen]
    assert (rows[chosen].status, other.status) == (R.ACCEPTED, R.SUPERSEDED)
    assert (rows[chosen].is_current, other.is_current) == (True, False)
    with pytest.raises(services.AnsweredBefore):
        accept(other, alice)


def test_the_next_revision_that_is_no_variant_replaces_both(alice: User) -> None:
    first, second = two(alice)
    third = services.revision_next(
        revision=second, reason="Prix", actor=alice, now=make.NOW
    )
    make.verify(third, alice)

    services.revision_send(revision=third, actor=alice, now=make.NOW)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == (R.SUPERSEDED, R.SUPERSEDED)
