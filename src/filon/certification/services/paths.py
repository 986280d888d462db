"""Leading a path from registration to its end, and what each step asks for."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.certification import lifecycle, policies
from filon.certification.models import Path
from filon.certification.selectors import paths as reads
from filon.journal.services import move, record
from filon.kernel.errors import DomainError
from filon.kernel.lifecycle import TransitionRefused

P = Path.Status


class StepRefused(DomainError):
    """Something that the step asks for is missing; the sentence says what."""


class ReasonMissing(DomainError):
    """A withdrawal needs its reason."""


def path_prepare(*, path: Path, actor: User, now: datetime) -> None:
    """Begin the preparation.

    :raises PermissionDenied: unless the actor runs the exam centre.
    :raises TransitionRefused: if the path is past its registration.
    """
    _may_organize(actor)
    _move(path, P.IN_PREPARATION, gettext_noop("Preparation begun"), actor, now)


@transaction.atomic
def path_evaluate(*, path: Path, actor: User, now: datetime) -> None:
    """Say that the evaluation is over; the grids open to whoever may read them.

    :raises StepRefused: while a competency has no modality, a modality no signed
        grid, or a grid is unsigned.
    :raises PermissionDenied: unless the actor runs the exam centre.
    """
    _may_organize(actor)
    locked(path)
    _refuse_gaps(path, P.EVALUATED)
    _move(path, P.EVALUATED, gettext_noop("Evaluation finished"), actor, now)


@transaction.atomic
def path_close(*, path: Path, actor: User, now: datetime) -> None:
    """Close the file, ready for the jury of the branch.

    :raises StepRefused: without the company's opinion, except for VAE.
    :raises PermissionDenied: unless the actor runs the exam centre.
    """
    _may_organize(actor)
    locked(path)
    _refuse_gaps(path, P.CLOSED)
    message = gettext_noop("File closed")
    _move(path, P.CLOSED, message, actor, now, closed_at=now)


def path_withdraw(*, path: Path, reason: str, actor: User, now: datetime) -> None:
    """End a path that is given up.

    :raises ReasonMissing: without a reason.
    :raises PermissionDenied: unless the actor runs the exam centre.
    """
    _may_organize(actor)
    if not reason.strip():
        raise ReasonMissing(_("Say why the path ends."))
    move(
        path,
        to=P.WITHDRAWN,
        transitions=lifecycle.PATH,
        actor=actor,
        now=now,
        message=gettext_noop("Withdrawn: %(reason)s"),
        params={"reason": reason.strip()},
        about=path.candidate,
        closed_at=now,
    )


@transaction.atomic
def path_set_deadline(
    *, path: Path, submit_by: date | None, actor: User, now: datetime
) -> None:
    """Set the day by which the file must be handed in.

    :raises PermissionDenied: unless the actor runs the exam centre.
    """
    _may_organize(actor)
    if path.submit_by == submit_by:
        return
    Path.objects.filter(pk=path.pk).update(submit_by=submit_by)
    record(
        target=path,
        message=gettext_noop("Hand-in date set to %(day)s"),
        params={"day": submit_by.isoformat() if submit_by else "–"},
        actor=actor,
        now=now,
        about=path.candidate,
    )
    path.refresh_from_db(fields=["submit_by"])


def locked(path: Path) -> Path:
    """Hold the path's row until the transaction ends, and read it anew."""
    Path.objects.select_for_update().get(pk=path.pk)
    path.refresh_from_db(fields=["status", "track", "submitted_at"])
    return path


def _refuse_gaps(path: Path, step: str) -> None:
    allowed = [s for s, targets in lifecycle.PATH.items() if step in targets]
    if path.status not in allowed:
        raise TransitionRefused(
            _("This step is no longer possible: the record has changed meanwhile.")
        )
    gaps = reads.gaps(path, step)
    if gaps:
        raise StepRefused(" ".join(gaps))


def _move(
    path: Path, to: str, message: str, actor: User, now: datetime, **changes: Any
) -> None:
    move(
        path,
        to=to,
        transitions=lifecycle.PATH,
        actor=actor,
        now=now,
        message=message,
        about=path.candidate,
        **changes,
    )


def _may_organize(actor: User) -> None:
    if not policies.can_organize(actor):
        raise PermissionDenied
