"""Reserves that the offer prints, and risks that the margin counts."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal as D
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from filon.accounts.models import User
from filon.coordination.models import Approval
from filon.coordination.services import approval_decide
from filon.offers import services
from filon.offers.models import OfferRevision, Reserve, Risk
from filon.offers.selectors.readiness import readiness
from filon.offers.selectors.risks import register, reserves_of
from tests.offers import make, needs

pytestmark = pytest.mark.django_db


def begun(actor: User, *refs: str) -> OfferRevision:
    """Start an offer on a need whose requirements are in words."""
    need = needs.need(actor)
    for ref in refs:
        needs.requirement(need, ref, priority="SHOULD")
    return make.ready(actor, need=need, organization=need.deal.organization)


def answer(
    revision: OfferRevision, ref: str, verdict: str, actor: User, now: datetime
) -> None:
    """Answer a requirement."""
    row = revision.adequacy.get(requirement__ref=ref)
    row.revision = revision
    services.adequacy_set(
        row=row, verdict=verdict, comment=f"Mots de {ref}", actor=actor, now=now
    )


def told(revision: OfferRevision) -> list[tuple[int, str, str]]:
    """Return number, kind and words of the register."""
    return [(r.number, r.kind, r.words) for r in reserves_of(revision)]


def test_each_deviation_becomes_a_numbered_reserve_until_it_is_lifted(
    alice: User, now: datetime
) -> None:
    revision = begun(alice, "R1", "R2", "R3")

    answer(revision, "R2", "CR", alice, now)
    answer(revision, "R1", "NC", alice, now)
    answer(revision, "R3", "C", alice, now)
    services.exclusion_add(revision=revision, text="Génie civil", actor=alice, now=now)
    assert told(revision) == [
        (1, "RESERVE", "Mots de R2"),
        (2, "DEVIATION", "Mots de R1"),
        (3, "EXCLUSION", "Génie civil"),
    ]

    answer(revision, "R2", "C", alice, now)
    answer(revision, "R1", "V", alice, now)
    assert told(revision) == [
        (2, "VARIANT", "Mots de R1"),
        (3, "EXCLUSION", "Génie civil"),
    ]


def test_number_is_never_given_twice_in_an_offer(
    alice: User, denis: User, now: datetime
) -> None:
    revision = begun(alice, "R1", "R2")
    answer(revision, "R1", "CR", alice, now)
    answer(revision, "R2", "CR", alice, now)
    approve_and_send(revision, alice, now)
    copy = services.revision_next(revision=revision, reason="x", actor=alice, now=now)
    assert told(copy) == told(revision)

    answer(copy, "R2", "C", alice, now)
    reserve = services.exclusion_add(
        revision=copy, text="Transport", actor=alice, now=now
    )

    assert reserve.number == 3
    assert [number for number, _kind, _words in told(copy)] == [1, 3]
    assert [number for number, _kind, _words in told(revision)] == [1, 2]


def approve_and_send(revision: OfferRevision, alice: User, now: datetime) -> None:
    """Let whoever must decide agree, and send."""
    services.revision_submit(revision=revision, actor=alice, now=now)
    for approval in pending(revision):
        decide(approval, now)
    services.revision_send(revision=revision, actor=alice, now=now)


def decide(approval: Approval, now: datetime) -> None:
    """Let whoever was asked say yes."""
    approval_decide(
        approval=approval,
        is_approved=True,
        comment="Oui",
        actor=approval.approver,
        now=now,
    )


def pending(revision: OfferRevision) -> Any:
    """Return the decisions that are awaited."""
    return Approval.objects.filter(target_id=revision.pk, status="PENDING")


def test_reserve_needs_an_approval_of_its_words(
    alice: User, denis: User, now: datetime
) -> None:
    revision = begun(alice, "R1")
    answer(revision, "R1", "CR", alice, now)

    state = readiness(revision, on=make.TODAY)
    assert [b.code for b in state.blockers] == ["APPROVAL"]
    assert any("Mots de R1" in reason for reason in state.reasons)

    services.revision_submit(revision=revision, actor=alice, now=now)
    for approval in pending(revision):
        decide(approval, now)
    revision.refresh_from_db()
    assert readiness(revision, on=make.TODAY).is_ready

    services.exclusion_add(revision=revision, text="Levage", actor=alice, now=now)
    revision.refresh_from_db()
    assert [b.code for b in readiness(revision, on=make.TODAY).blockers] == ["APPROVAL"]


def test_reserve_of_the_matrix_is_not_taken_out_by_hand(
    alice: User, now: datetime
) -> None:
    revision = begun(alice, "R1")
    answer(revision, "R1", "CR", alice, now)
    reserve = Reserve.objects.get()

    with pytest.raises(services.ReserveRefused):
        services.exclusion_remove(reserve=reserve, actor=alice, now=now)
    with pytest.raises(services.ReserveRefused):
        services.exclusion_add(revision=revision, text="  ", actor=alice, now=now)

    assert Reserve.objects.count() == 1


def risk(revision: OfferRevision, actor: User, now: datetime, **values: Any) -> Risk:
    """Note a risk of 1,000 with a probability of 30 %."""
    fields = {
        "kind": "SUPPLIER",
        "title": "Fonderie en retard",
        "probability": 2,
        "impact": 4,
        "exposure": D(1000),
        **values,
    }
    return services.risk_add(revision=revision, values=fields, actor=actor, now=now)


def test_contingency_is_proposed_and_enters_the_margin_once_it_is_set_aside(
    alice: User, now: datetime
) -> None:
    revision = make.ready(alice)
    revision.refresh_from_db()
    before = revision.margin
    assert before is not None
    risk(revision, alice, now)
    risk(revision, alice, now, probability=5, exposure=D("33.33"))
    risk(revision, alice, now, exposure=None)

    found = register(revision, currency="EUR")
    assert (found.proposed, found.retained) == (D("330.00"), D(0))
    assert revision.margin == before

    services.contingency_retain(revision=revision, actor=alice, now=now)
    revision.refresh_from_db()
    assert register(revision, currency="EUR").is_retained
    assert revision.margin == before - D("330.00")


def test_risk_changed_or_taken_out_changes_the_margin(
    alice: User, now: datetime
) -> None:
    revision = make.ready(alice)
    revision.refresh_from_db()
    before = revision.margin
    assert before is not None
    noted = risk(revision, alice, now, provision=D(20))
    assert revision.margin == before - 20

    services.risk_update(risk=noted, values={"provision": D(5)}, actor=alice, now=now)
    revision.refresh_from_db()
    assert revision.margin == before - 5

    noted.revision = revision
    services.risk_remove(risk=noted, actor=alice, now=now)
    revision.refresh_from_db()
    assert revision.margin == before


def test_sent_registers_never_change_and_are_copied(alice: User, now: datetime) -> None:
    revision = make.ready(alice)
    noted = risk(revision, alice, now, provision=D(5))
    services.exclusion_add(revision=revision, text="Levage", actor=alice, now=now)
    approve_and_send(revision, alice, now)

    for table in ("offers_reserve", "offers_risk"):
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(f"DELETE FROM {table}")  # noqa: S608
    noted.refresh_from_db()
    with pytest.raises(services.RevisionFrozen):
        services.risk_remove(risk=noted, actor=alice, now=now)

    copy = services.revision_next(revision=revision, reason="x", actor=alice, now=now)
    assert [(r.title, r.provision) for r in copy.risks.all()] == [
        ("Fonderie en retard", D(5))
    ]
