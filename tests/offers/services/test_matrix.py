"""Answering the requirements of a need."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal as D
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from filon.accounts.models import User
from filon.needs.models import Requirement
from filon.offers import services
from filon.offers.models import AdequacyCheck, OfferRevision
from filon.offers.selectors.adequacy import coverage, rows_of
from filon.offers.selectors.matrix import matrix, reasons
from filon.offers.selectors.readiness import readiness
from filon.offers.selectors.vocabularies import verdict_called
from tests.offers import make, needs

pytestmark = pytest.mark.django_db
REVIEWED = AdequacyCheck.Review.REVIEWED


def begun(actor: User, **values: Any) -> tuple[OfferRevision, AdequacyCheck]:
    """Start an offer on a need of one requirement: at least 10 bar."""
    need = needs.need(actor)
    fields = {"operator": "AT_LEAST", "level": 10, **values}
    needs.requirement(need, "R1", **fields)
    revision = make.ready(
        actor, lines=0, need=need, organization=need.deal.organization
    )
    return revision, row_of(revision)


def row_of(revision: OfferRevision) -> AdequacyCheck:
    """Return the only row of a revision as the database has it."""
    (row,) = rows_of(revision)
    row.revision = revision
    return row


def offer_pump(revision: OfferRevision, actor: User, pressure: int) -> None:
    """Put a pump of a pressure in bar into an offer."""
    pump = make.item(actor, f"P-{pressure}")
    needs.characteristic(pump, pressure)
    make.add(revision, pump)


def answer(row: AdequacyCheck, actor: User, now: datetime, **values: Any) -> None:
    """Answer a row."""
    values = {"verdict": row.verdict, **values}
    services.adequacy_set(row=row, actor=actor, now=now, **values)


def test_coverage_counts_weights_and_leaves_what_is_not_applicable_out() -> None:
    def row(weight: int, verdict: str) -> AdequacyCheck:
        requirement = Requirement(weight=weight, priority="SHOULD")
        return AdequacyCheck(requirement=requirement, verdict=verdict)

    rows = [row(5, "C"), row(5, "C"), row(3, "CR"), row(1, "NC"), row(5, "C")]

    assert coverage(rows).percent == D("86.8")
    assert coverage([*rows, row(5, "NA")]).percent == D("86.8")
    assert coverage([*rows[:3], row(1, "OPEN"), row(5, "V")]).percent == D("73.7")
    assert coverage([row(5, "NA")]).percent is None


def test_computed_deviation_shows_at_once_and_blocks_until_it_is_explained(
    alice: User, now: datetime
) -> None:
    revision, _row = begun(alice)
    offer_pump(revision, alice, 8)

    row = row_of(revision)
    assert (row.verdict, row.is_computed, row.margin_percent) == ("NC", True, D(-20))
    assert {b.code for b in readiness(revision, on=make.TODAY).blockers} == {
        "DEVIATION",
        "APPROVAL",
    }

    answer(row, alice, now, verdict="CR", comment="10 bar sur demande")
    revision.refresh_from_db()
    codes = {b.code for b in readiness(revision, on=make.TODAY).blockers}
    assert "DEVIATION" not in codes
    assert row_of(revision).margin_percent == -20


def test_verdict_of_a_person_stays_when_the_lines_change(
    alice: User, now: datetime
) -> None:
    revision, row = begun(alice)
    answer(row, alice, now, verdict="V", comment="Deux étages")

    offer_pump(revision, alice, 12)

    row = row_of(revision)
    assert (row.verdict, row.is_computed, row.margin_percent) == ("V", False, D(20))
    assert "Somebody decided otherwise: the answer says why." in reasons(row)


def test_typed_level_is_compared_like_that_of_an_item(
    alice: User, now: datetime
) -> None:
    revision, row = begun(alice)

    answer(row, alice, now, offered="1,2 MPa")

    row = row_of(revision)
    assert (row.verdict, row.level, row.margin_percent) == ("C", D(12), D(20))
    said = [sentence.replace("\u00a0", " ") for sentence in reasons(row)]
    assert said == [
        "Offered, as typed: 1.2 MPa.",
        "That is 12 bar.",
        "Asked for: ≥ 10 bar.",
        "Met, with 20% of room to the limit of acceptance.",
    ]

    offer_pump(revision, alice, 8)
    assert row_of(revision).offered == "1,2 MPa"
    answer(row_of(revision), alice, now, offered="")
    row = row_of(revision)
    assert (row.offered, row.verdict) == ("8 bar", "NC")


def test_level_shown_by_the_form_and_sent_back_is_not_typed(
    alice: User, now: datetime
) -> None:
    revision, _row = begun(alice)
    offer_pump(revision, alice, 12)
    row = row_of(revision)

    answer(row, alice, now, offered="12 bar", details={"proof": "Fiche"})
    row = row_of(revision)
    assert (row.is_typed, row.is_computed, row.proof) == (False, True, "Fiche")


def test_row_back_to_clarify_is_worked_out_again_unless_a_question_is_noted(
    alice: User, now: datetime
) -> None:
    revision, _row = begun(alice)
    offer_pump(revision, alice, 12)

    answer(row_of(revision), alice, now, verdict="OPEN", comment="À chaud ou à froid ?")
    assert row_of(revision).verdict == "OPEN"
    answer(row_of(revision), alice, now, verdict="OPEN")
    assert row_of(revision).verdict == "C"


def test_reserve_without_words_is_refused_and_changes_nothing(
    alice: User, now: datetime
) -> None:
    revision, row = begun(alice)

    for verdict in ("CR", "V", "NC"):
        with pytest.raises(services.AnswerUnexplained):
            answer(row, alice, now, verdict=verdict)

    assert row_of(revision).verdict == "OPEN"


def test_review_is_signed_and_asked_again_when_the_answer_changes(
    alice: User, now: datetime
) -> None:
    revision, row = begun(alice)
    answer(row, alice, now, verdict="C", comment="Oui")
    assert row_of(revision).review == "TO_REVIEW"

    kept = {"verdict": "C", "comment": "Oui", "details": {"review": REVIEWED}}
    answer(row_of(revision), alice, now, **kept)
    row = row_of(revision)
    assert (row.review, row.reviewed_by, row.reviewed_at) == (REVIEWED, alice, now)

    answer(row, alice, now, **{**kept, "comment": "Oui, à froid"})
    row = row_of(revision)
    assert (row.review, row.reviewed_by) == ("TO_REVIEW", None)


def test_requirement_added_to_the_need_enters_the_draft(
    alice: User, now: datetime
) -> None:
    revision, row = begun(alice)
    needs.requirement(row.requirement.need, "R2")

    offer_pump(revision, alice, 12)

    assert [row.requirement.ref for row in rows_of(revision)] == ["R1", "R2"]


def test_buyer_gives_the_verdicts_their_words(alice: User, now: datetime) -> None:
    revision, row = begun(alice)
    words = {"name": "ST/DS/SP/HP", "compliant": "ST", "not_compliant": "HP"}

    services.vocabulary_add(revision=revision, values=words, actor=alice, now=now)
    answer(row, alice, now, verdict="C")

    found = matrix(revision, [], on=make.TODAY)
    assert [shown.verdict for shown in found.rows] == ["ST"]
    own = revision.offer.vocabulary.own_words  # type: ignore[union-attr]
    assert verdict_called("hp", own) == "NC"
    assert verdict_called("Non conforme", own) == "NC"
    assert verdict_called("peut-être", own) is None
    again = make.draft(alice, revision.offer.organization)
    assert again.offer.vocabulary == revision.offer.vocabulary
    with pytest.raises(services.NameTaken):
        services.vocabulary_add(revision=revision, values=words, actor=alice, now=now)


def test_sent_matrix_keeps_its_words_and_its_rows(alice: User, now: datetime) -> None:
    revision, _row = begun(alice)
    offer_pump(revision, alice, 12)
    services.vocabulary_add(
        revision=revision,
        values={"name": "Acheteur", "compliant": "ST"},
        actor=alice,
        now=now,
    )
    services.revision_send(revision=revision, actor=alice, now=now)

    Requirement.objects.update(text="Autre chose", level=50)
    services.vocabulary_update(
        vocabulary=revision.offer.vocabulary,  # type: ignore[arg-type]
        values={"name": "Acheteur", "compliant": "OK"},
        actor=alice,
        now=now,
    )

    revision = OfferRevision.objects.select_related("offer__vocabulary").get()
    (shown,) = matrix(revision, [], on=make.TODAY).rows
    assert shown.row.requirement.text == "Pression de service"
    assert (shown.asked, shown.verdict) == ("Pression ≥\u00a010\u00a0bar", "ST")
    for change in ("verdict = 'NC'", "proof = 'x'", "due_on = '2026-01-01'"):
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(f"UPDATE offers_adequacycheck SET {change}")  # noqa: S608
    with pytest.raises(services.RevisionFrozen):
        answer(row_of(revision), alice, now, verdict="C", comment="x")


def test_next_revision_takes_answers_proofs_and_reviews_over(
    alice: User, now: datetime
) -> None:
    revision, row = begun(alice)
    offer_pump(revision, alice, 12)
    row = row_of(revision)
    details = {
        "proof": "PV 12",
        "proof_page": "3",
        "owner": alice,
        "due_on": date(2026, 3, 9),
        "review": REVIEWED,
    }
    answer(row, alice, now, details=details)
    services.revision_send(revision=revision, actor=alice, now=now)

    copy = services.revision_next(
        revision=revision, reason="Remise", actor=alice, now=now
    )

    row = row_of(copy)
    assert (row.verdict, row.margin_percent, row.proof, row.proof_page) == (
        "C",
        D(20),
        "PV 12",
        "3",
    )
    assert (row.owner, row.review) == (alice, REVIEWED)
