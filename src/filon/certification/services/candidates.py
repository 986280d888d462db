"""Registering candidates, giving them an account, assigning people to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import Role, User, ownership
from filon.accounts.services import user_create
from filon.certification import policies
from filon.certification.models import (
    Candidate,
    CandidateAssignment,
    Centre,
    Grid,
    Path,
    Referential,
    TrainingBody,
)
from filon.journal.services import record, save_changes
from filon.kernel.errors import DomainError

Part = CandidateAssignment.Part
ASSIGNED: Mapping[str, str] = {
    Part.EVALUATOR: gettext_noop("%(name)s assigned as evaluator"),
    Part.TRAINER: gettext_noop("%(name)s assigned as trainer"),
}


class ReferentialNotPublished(DomainError):
    """Candidates enrol on a published version only."""


class AccountRefused(DomainError):
    """No account can be given or linked."""


class AssignmentRefused(DomainError):
    """The person may not have this part for this candidate."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """On which version of the referential, by which track, until when."""

    referential: Referential
    track: str
    submit_by: date | None = None


@dataclass(frozen=True, slots=True)
class Organizers:
    """The exam centre and the training body, each by row or by a new name."""

    centre: Centre | None = None
    new_centre: str = ""
    training_body: TrainingBody | None = None
    new_training_body: str = ""


@dataclass(frozen=True, slots=True)
class Registration:
    """A candidate to register; `values` are fields of Candidate."""

    values: Mapping[str, Any]
    enrolment: Enrolment
    organizers: Organizers = field(default_factory=Organizers)


@transaction.atomic
def candidate_register(
    *, registration: Registration, actor: User, now: datetime
) -> Candidate:
    """Register a candidate and open their path.

    :raises ReferentialNotPublished: if the version is a draft or retired.
    :raises PermissionDenied: unless the actor runs the exam centre.
    """
    _may_organize(actor)
    enrolment = registration.enrolment
    if enrolment.referential.status != Referential.Status.PUBLISHED:
        raise ReferentialNotPublished(
            _("Choose a published referential: this version is not open to candidates.")
        )
    candidate = Candidate.objects.create(
        **registration.values,
        **_organizers(registration.organizers),
        **ownership(actor, now),
    )
    Path.objects.create(
        candidate=candidate,
        referential=enrolment.referential,
        track=enrolment.track,
        submit_by=enrolment.submit_by,
        registered_at=now,
    )
    record(
        target=candidate,
        message=gettext_noop("Candidate registered"),
        actor=actor,
        now=now,
    )
    return candidate


@transaction.atomic
def candidate_update(
    *,
    candidate: Candidate,
    values: Mapping[str, Any],
    organizers: Organizers,
    expected_version: int | None = None,
    actor: User,
    now: datetime,
) -> bool:
    """Change what is known of a candidate; return whether anything differed.

    :raises EditConflict: if somebody changed it meanwhile.
    :raises AssignmentRefused: if the tutor is an evaluator of the candidate.
    :raises PermissionDenied: unless the actor runs the exam centre.
    """
    _may_organize(actor)
    tutor = values.get("tutor")
    if tutor is not None and policies.is_evaluator(tutor, candidate):
        raise AssignmentRefused(
            _("%(name)s evaluates this candidate and cannot be the tutor.")
            % {"name": tutor}
        )
    return save_changes(
        candidate,
        values={**values, **_organizers(organizers)},
        expected_version=expected_version,
        actor=actor,
        now=now,
    )


@transaction.atomic
def candidate_account_create(
    *, candidate: Candidate, actor: User, now: datetime
) -> User:
    """Create the candidate's own account, with the role of a candidate.

    :raises AccountRefused: without e-mail, or if they have an account already.
    :raises EmailTaken: if another account has the e-mail.
    :raises PermissionDenied: unless the actor runs the exam centre.
    """
    _may_organize(actor)
    if candidate.user_id is not None:
        raise AccountRefused(_("This candidate has an account already."))
    if not candidate.email:
        raise AccountRefused(_("Give the candidate an e-mail address first."))
    user = user_create(
        email=candidate.email,
        first_name=candidate.first_name,
        last_name=candidate.last_name,
        role=Role.CANDIDATE,
    )
    _give_account(candidate, user, actor=actor, now=now)
    return user


@transaction.atomic
def candidate_account_link(
    *, candidate: Candidate, email: str, actor: User, now: datetime
) -> User:
    """Link the account that the candidate works with already.

    :raises AccountRefused: if no salesperson or candidate has this e-mail, or the
        account or the candidate is linked already.
    :raises PermissionDenied: unless the actor runs the exam centre.
    """
    _may_organize(actor)
    if candidate.user_id is not None:
        raise AccountRefused(_("This candidate has an account already."))
    roles = [Role.SALESPERSON, Role.CANDIDATE]
    rows = User.objects.filter(email=email.strip().lower(), role__in=roles)
    user = rows.filter(is_active=True, candidate=None).first()
    if user is None:
        raise AccountRefused(
            _("No free account of a salesperson or candidate has this e-mail address.")
        )
    _refuse_own_evaluator(candidate, user)
    _give_account(candidate, user, actor=actor, now=now)
    return user


@transaction.atomic
def person_assign(
    *,
    candidate: Candidate,
    user: User,
    part: str,
    declares_no_link: bool,
    actor: User,
    now: datetime,
) -> CandidateAssignment:
    """Let an evaluator or a trainer follow a candidate.

    :param declares_no_link: the evaluator declares no past or present link, personal
        or professional, with the candidate.
    :raises AssignmentRefused: to an evaluator who is the candidate, the tutor, a
        trainer, a colleague or the superior, or who has not declared; to a person
        who has a part already.
    :raises PermissionDenied: unless the actor runs the exam centre.
    """
    _may_organize(actor)
    if part == Part.EVALUATOR:
        _refuse_linked(candidate, user, declares_no_link=declares_no_link)
    elif user.pk == candidate.user_id:
        raise AssignmentRefused(_("Nobody trains or evaluates themselves."))
    try:
        with transaction.atomic():
            row = CandidateAssignment.objects.create(
                candidate=candidate,
                user=user,
                part=part,
                declares_no_link=declares_no_link,
                assigned_at=now,
            )
    except IntegrityError as error:
        raise AssignmentRefused(
            _("%(name)s has a part for this candidate already.") % {"name": user}
        ) from error
    record(
        target=candidate,
        message=ASSIGNED[part],
        params={"name": str(user)},
        actor=actor,
        now=now,
    )
    return row


@transaction.atomic
def person_release(
    *, assignment: CandidateAssignment, actor: User, now: datetime
) -> None:
    """End an assignment.

    :raises AssignmentRefused: if the evaluator has begun a grid.
    :raises PermissionDenied: unless the actor runs the exam centre.
    """
    _may_organize(actor)
    begun = Grid.objects.filter(
        path__candidate=assignment.candidate_id, evaluator=assignment.user_id
    )
    if begun.exists():
        raise AssignmentRefused(
            _("%(name)s has begun a grid and stays assigned.")
            % {"name": assignment.user}
        )
    record(
        target=assignment.candidate,
        message=gettext_noop("%(name)s is not assigned any more"),
        params={"name": str(assignment.user)},
        actor=actor,
        now=now,
    )
    assignment.delete()


@transaction.atomic
def consent_give(*, candidate: Candidate, actor: User, now: datetime) -> None:
    """Keep the candidate's agreement to show their work records to others.

    :raises PermissionDenied: unless the actor is the candidate.
    """
    message = gettext_noop("Agreed to show work records")
    _set_consent(candidate, message, given_at=now, actor=actor, now=now)


@transaction.atomic
def consent_withdraw(*, candidate: Candidate, actor: User, now: datetime) -> None:
    """Take the agreement back: others see no work record any more.

    :raises PermissionDenied: unless the actor is the candidate.
    """
    message = gettext_noop("Withdrew the agreement to show work records")
    _set_consent(candidate, message, given_at=None, actor=actor, now=now)


def _set_consent(
    candidate: Candidate,
    message: str,
    *,
    given_at: datetime | None,
    actor: User,
    now: datetime,
) -> None:
    if not policies.is_candidate(actor, candidate):
        raise PermissionDenied
    rows = Candidate.objects.filter(pk=candidate.pk)
    if rows.filter(consented_at__isnull=given_at is not None).update(
        consented_at=given_at
    ):
        record(target=candidate, message=message, actor=actor, now=now)
    candidate.refresh_from_db(fields=["consented_at"])


def _refuse_linked(candidate: Candidate, user: User, *, declares_no_link: bool) -> None:
    if user.role != Role.EVALUATOR:
        raise AssignmentRefused(_("%(name)s is not an evaluator.") % {"name": user})
    if user.pk in {candidate.user_id, candidate.tutor_id}:
        raise AssignmentRefused(
            _("The candidate and the tutor cannot evaluate this candidate.")
        )
    trains = CandidateAssignment.objects.filter(
        candidate=candidate, user=user, part=Part.TRAINER
    )
    if trains.exists():
        raise AssignmentRefused(
            _("%(name)s trains this candidate and cannot evaluate them.")
            % {"name": user}
        )
    if candidate.user is not None:
        _refuse_colleague(candidate.user, user)
    if not declares_no_link:
        raise AssignmentRefused(
            _(
                "The evaluator must first declare that no personal or professional"
                " link with the candidate exists or has existed."
            )
        )


def _refuse_colleague(candidate: User, evaluator: User) -> None:
    same_team = candidate.team_id is not None and candidate.team_id == evaluator.team_id
    if same_team or evaluator.pk == candidate.reports_to_id:
        raise AssignmentRefused(
            _("%(name)s works with the candidate and cannot evaluate them.")
            % {"name": evaluator}
        )


def _refuse_own_evaluator(candidate: Candidate, user: User) -> None:
    taken = CandidateAssignment.objects.filter(candidate=candidate, user=user)
    if taken.exists() or candidate.tutor_id == user.pk:
        raise AccountRefused(_("This person follows the candidate already."))


def _give_account(
    candidate: Candidate, user: User, *, actor: User, now: datetime
) -> None:
    save_changes(
        candidate,
        values={"user": user},
        actor=actor,
        now=now,
        message=gettext_noop("Account linked"),
    )


def _organizers(organizers: Organizers) -> dict[str, Any]:
    """Return centre and training body, made where only a new name is given."""
    centre, body = organizers.centre, organizers.training_body
    if organizers.new_centre.strip():
        name = organizers.new_centre.strip()
        centre = Centre.objects.get_or_create(name=name)[0]
    if organizers.new_training_body.strip():
        name = organizers.new_training_body.strip()
        body = TrainingBody.objects.get_or_create(name=name)[0]
    return {"centre": centre, "training_body": body}


def _may_organize(actor: User) -> None:
    if not policies.can_organize(actor):
        raise PermissionDenied
