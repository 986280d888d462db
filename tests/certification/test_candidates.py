"""Registering candidates; who may follow them."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from filon.accounts.models import Role, User
from filon.accounts.services import EmailTaken
from filon.certification.models import Candidate, CandidateAssignment
from filon.certification.services import candidates
from filon.certification.services.referential import referential_load
from tests import people
from tests.certification.makers import Followed, enrolled
from tests.certification.tiny import TINY


def assign(
    followed: Followed, user: User, part: str = "EVALUATOR", *, declares: bool = True
) -> CandidateAssignment:
    """Assign a person to the candidate."""
    return candidates.person_assign(
        candidate=followed.candidate,
        user=user,
        part=part,
        declares_no_link=declares,
        actor=followed.officer,
        now=followed.now,
    )


@pytest.mark.django_db
def test_officer_registers_a_candidate_with_a_path(oscar: User, now: datetime) -> None:
    followed = enrolled(oscar, now, company_name="Vannes & Circuits")

    assert followed.path.status == "REGISTERED"
    assert followed.path.referential.code == "TINY"
    assert str(followed.candidate.centre) == "Centre of the Loire"
    assert followed.candidate.user is None


@pytest.mark.django_db
def test_draft_takes_no_candidate(oscar: User, now: datetime) -> None:
    draft = referential_load(text=TINY, actor=None, now=now).referential
    registration = candidates.Registration(
        values={"first_name": "F", "last_name": "A"},
        enrolment=candidates.Enrolment(draft, "TRAINING"),
    )

    with pytest.raises(candidates.ReferentialNotPublished):
        candidates.candidate_register(registration=registration, actor=oscar, now=now)

    assert not Candidate.objects.exists()


@pytest.mark.django_db
def test_only_the_exam_centre_registers(alice: User, now: datetime) -> None:
    with pytest.raises(PermissionDenied):
        enrolled(alice, now)

    assert not Candidate.objects.exists()


@pytest.mark.django_db
def test_candidate_gets_an_account_of_their_own(oscar: User, now: datetime) -> None:
    followed = enrolled(oscar, now, email="new@example.com")

    user = candidates.candidate_account_create(
        candidate=followed.candidate, actor=oscar, now=now
    )

    assert (user.role, followed.candidate.user) == (Role.CANDIDATE, user)


@pytest.mark.django_db
def test_account_is_refused_without_address_or_with_a_taken_one(
    oscar: User, alice: User, now: datetime
) -> None:
    nameless = enrolled(oscar, now)
    taken = enrolled(oscar, now, email=alice.email)

    with pytest.raises(candidates.AccountRefused):
        candidates.candidate_account_create(
            candidate=nameless.candidate, actor=oscar, now=now
        )
    with pytest.raises(EmailTaken):
        candidates.candidate_account_create(
            candidate=taken.candidate, actor=oscar, now=now
        )

    assert not Candidate.objects.exclude(user=None).exists()


@pytest.mark.django_db
def test_salesperson_is_linked_once(oscar: User, alice: User, now: datetime) -> None:
    followed = enrolled(oscar, now, user=alice)
    second = enrolled(oscar, now)

    with pytest.raises(candidates.AccountRefused):
        candidates.candidate_account_link(
            candidate=second.candidate, email=alice.email, actor=oscar, now=now
        )

    assert followed.candidate.user == alice


@pytest.mark.django_db
def test_manager_account_cannot_be_linked(
    oscar: User, denis: User, now: datetime
) -> None:
    with pytest.raises(candidates.AccountRefused):
        enrolled(oscar, now, user=denis)


@pytest.mark.django_db
def test_evaluator_is_assigned_with_a_declaration(
    oscar: User, eva: User, now: datetime
) -> None:
    followed = enrolled(oscar, now)

    with pytest.raises(candidates.AssignmentRefused):
        assign(followed, eva, declares=False)
    assign(followed, eva)

    assert CandidateAssignment.objects.get().user == eva


@pytest.mark.django_db
def test_database_refuses_an_evaluator_without_declaration(
    oscar: User, eva: User, now: datetime
) -> None:
    followed = enrolled(oscar, now)

    with pytest.raises(IntegrityError), transaction.atomic():
        CandidateAssignment.objects.create(
            candidate=followed.candidate, user=eva, part="EVALUATOR", assigned_at=now
        )


@pytest.mark.django_db
def test_linked_people_do_not_evaluate(
    oscar: User, alice: User, tara: User, now: datetime
) -> None:
    followed = enrolled(oscar, now, user=alice, tutor=tara)
    trainer = people.person("Tom", Role.EVALUATOR)
    colleague = people.person("Cora", Role.EVALUATOR, in_team="North")
    assign(followed, trainer, part="TRAINER")

    for user in (trainer, colleague, tara, alice):
        with pytest.raises(candidates.AssignmentRefused):
            assign(followed, user)

    assert CandidateAssignment.objects.count() == 1


@pytest.mark.django_db
def test_evaluator_becomes_neither_trainer_nor_tutor(
    oscar: User, eva: User, now: datetime
) -> None:
    followed = enrolled(oscar, now).assign(eva)

    with pytest.raises(candidates.AssignmentRefused):
        assign(followed, eva, part="TRAINER")
    with pytest.raises(candidates.AssignmentRefused):
        candidates.candidate_update(
            candidate=followed.candidate,
            values={"tutor": eva},
            organizers=candidates.Organizers(),
            actor=oscar,
            now=now,
        )

    followed.candidate.refresh_from_db()
    assert followed.candidate.tutor is None


@pytest.mark.django_db
def test_evaluator_with_a_grid_stays_assigned(
    oscar: User, eva: User, now: datetime
) -> None:
    followed = enrolled(oscar, now).prepare().choose().assign(eva).upload().submit()
    followed.grid(eva)
    assignment = CandidateAssignment.objects.get()

    with pytest.raises(candidates.AssignmentRefused):
        candidates.person_release(assignment=assignment, actor=oscar, now=now)

    assert CandidateAssignment.objects.exists()


@pytest.mark.django_db
def test_each_sees_the_candidates_they_have_to_do_with(
    oscar: User,
    eva: User,
    tara: User,
    farid: User,
    alice: User,
    diane: User,
    now: datetime,
) -> None:
    first = enrolled(oscar, now, user=farid, tutor=tara).assign(eva)
    enrolled(oscar, now, last_name="Other")

    def seen(user: User) -> list[int]:
        return [c.pk for c in Candidate.objects.visible_to(user)]

    assert len(seen(oscar)) == 2
    for user in (eva, tara, farid):
        assert seen(user) == [first.candidate.pk]
    for user in (alice, diane):
        assert seen(user) == []


@pytest.mark.django_db
def test_only_the_candidate_gives_and_withdraws_consent(
    oscar: User, farid: User, now: datetime
) -> None:
    candidate = enrolled(oscar, now, user=farid).candidate

    with pytest.raises(PermissionDenied):
        candidates.consent_give(candidate=candidate, actor=oscar, now=now)
    candidates.consent_give(candidate=candidate, actor=farid, now=now)
    assert candidate.consented_at == now

    candidates.consent_withdraw(candidate=candidate, actor=farid, now=now)
    assert candidate.consented_at is None
