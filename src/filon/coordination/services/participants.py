"""Who must be informed of a deliverable, identified beforehand."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.coordination import policies
from filon.coordination.informed import INFORMED
from filon.coordination.models import Participant
from filon.coordination.selectors.people import departments_to_inform, superior_of
from filon.coordination.services.people import Addressee, checked
from filon.journal.models import kind_of
from filon.journal.services import record
from filon.kernel.errors import DomainError


class AlreadyParticipant(DomainError):
    """The person or department is identified already."""


@transaction.atomic
def participant_add(
    *,
    target: Model,
    who: Addressee,
    actor: User,
    now: datetime,
    role: str = "",
    is_to_inform: bool = True,
) -> Participant:
    """Identify a person, a department or somebody outside on a deliverable.

    :raises AlreadyParticipant: if they are identified.
    :raises AddresseeRefused: if it is not clear who it is.
    :raises PermissionDenied: if this person makes no gestures.
    """
    if not policies.can_start(actor):
        raise PermissionDenied
    one = checked(who)
    identity = {
        "target_kind": kind_of(target),
        "target_id": target.pk,
        "user": one.user,
        "department": one.department,
        "name": one.name.strip()[:200],
    }
    participant, is_new = Participant.objects.get_or_create(
        **identity,
        defaults={
            "email": one.email.strip(),
            "role": role.strip()[:120],
            "is_to_inform": is_to_inform,
            "identified_at": now,
            "identified_by": actor,
        },
    )
    if not is_new:
        raise AlreadyParticipant(
            _("%(name)s is identified already.") % {"name": one.called}
        )
    record(
        target=target,
        message=gettext_noop("%(name)s identified as participant"),
        params={"name": one.called},
        actor=actor,
        now=now,
    )
    return participant


@transaction.atomic
def participant_remove(
    *, target: Model, participant: Participant, actor: User, now: datetime
) -> None:
    """Take somebody off the participants; the history keeps that they were there.

    :raises PermissionDenied: if this person makes no gestures, or it is the
        participant of another deliverable.
    """
    own = (participant.target_kind, participant.target_id)
    if not policies.can_start(actor) or own != (kind_of(target), target.pk):
        raise PermissionDenied
    name = str(participant)
    participant.delete()
    record(
        target=target,
        message=gettext_noop("%(name)s is no longer a participant"),
        params={"name": name},
        actor=actor,
        now=now,
    )


@transaction.atomic
def participants_prefill(
    *, target: Model, actor: User, now: datetime
) -> list[Participant]:
    """Add who must be informed by rule; returns the new ones.

    The departments that the table INFORMED names, as far as the company has them, and
    the actor's superior. Those who are there already stay as they are.
    """
    by_rule = INFORMED.get(kind_of(target), ())
    people: list[tuple[Addressee, str]] = [
        (Addressee(department=department), "")
        for department in departments_to_inform(by_rule)
    ]
    superior = superior_of(actor)
    if superior is not None and superior.is_active:
        people.append((Addressee(user=superior), superior.job_title))
    added = []
    for who, role in people:
        try:
            added.append(
                participant_add(target=target, who=who, role=role, actor=actor, now=now)
            )
        except AlreadyParticipant:
            continue
    return added
