"""Offers whose figures contradict each other or what was sent are found (RE-14)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D

import pytest
from django.utils import translation

from filon.accounts.models import User
from filon.offers import services
from filon.offers.integrity import wrong_totals
from filon.offers.models import Acceptance, OfferLine, OfferRevision
from filon.offers.services import Signing
from tests.offers import make
from tests.unguarded import unguard

pytestmark = pytest.mark.django_db


def accepted(actor: User) -> OfferRevision:
    """Create an offer of two lines and an option, accepted with its option."""
    revision = make.sent(actor, lines=2, options=1)
    option = revision.lines.get(inclusion="OPTION")
    services.revision_record_acceptance(
        revision=revision,
        signing=Signing(
            name="Claire", has_authority=True, options=frozenset({str(option.pk)})
        ),
        file=None,
        actor=actor,
        now=make.NOW,
    )
    return revision


def sums(revision: OfferRevision) -> None:
    """Add to the total, and to nothing else."""
    row = OfferRevision.objects.filter(pk=revision.pk)
    row.update(total_gross=revision.total_gross + 1)


def totals(revision: OfferRevision) -> None:
    """Change net and total alike, so that they still add up."""
    row = OfferRevision.objects.filter(pk=revision.pk)
    row.update(total_net=revision.total_net + 1, total_gross=revision.total_gross + 1)


def line(revision: OfferRevision) -> None:
    """Change the amount of a line."""
    row = OfferLine.objects.filter(revision=revision).order_by("pk")[0]
    OfferLine.objects.filter(pk=row.pk).update(net_amount=D("0.01"))


def lost_line(revision: OfferRevision) -> None:
    """Lose a line."""
    row = OfferLine.objects.filter(revision=revision).order_by("pk")[0]
    OfferLine.objects.filter(pk=row.pk)._raw_delete("default")


def frozen(revision: OfferRevision) -> None:
    """Change what was frozen, totals included."""
    content = revision.frozen["content"]
    content["terms"]["total_net"] = "1"
    changed = {**revision.frozen, "content": content}
    OfferRevision.objects.filter(pk=revision.pk).update(frozen=changed)


def emptied(revision: OfferRevision) -> None:
    """Lose what was frozen of an offer that has its document."""
    OfferRevision.objects.filter(pk=revision.pk).update(frozen={})


def acceptance(revision: OfferRevision) -> None:
    """Change what was accepted, so that it still adds up."""
    row = Acceptance.objects.get(revision=revision)
    Acceptance.objects.filter(pk=row.pk).update(
        total_net=row.total_net - 1, total_gross=row.total_gross - 1
    )


def test_offers_that_were_not_touched_have_no_fault(alice: User) -> None:
    make.draft(alice)
    make.sent(alice, options=1)
    accepted(alice)

    assert list(wrong_totals()) == []


def test_draft_that_does_not_add_up_is_found(alice: User) -> None:
    revision = make.ready(alice)
    sums(revision)

    (fault,) = wrong_totals()

    assert fault.record == f"{revision.offer_id} A"


@pytest.mark.parametrize(
    ("plant", "sentences"),
    [
        (
            sums,
            {"its total is not its net plus its VAT", "its totals are not those sent"},
        ),
        (totals, {"its totals are not those sent"}),
        (line, {"the amounts of its lines are not those sent"}),
        (lost_line, {"the amounts of its lines are not those sent"}),
        (frozen, {"its frozen content is not what was sent"}),
        (emptied, {"its frozen content is not what was sent"}),
        (acceptance, {"the totals of its acceptance are not those of its proof"}),
    ],
)
def test_planted_fault_is_found(
    plant: Callable[[OfferRevision], None], sentences: set[str], alice: User
) -> None:
    make.sent(alice)
    revision = accepted(alice)
    unguard("offers_offerrevision", "offers_offerline", "offers_acceptance")
    plant(revision)

    with translation.override("en"):
        faults = list(wrong_totals())

    assert {fault.sentence for fault in faults} == sentences
    assert {fault.record for fault in faults} == {f"{revision.offer.number} A"}
