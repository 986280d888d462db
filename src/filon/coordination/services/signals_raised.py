"""Delays, difficulties and matters out of scope, told to the right person."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.coordination import kinds, lifecycle, links, policies
from filon.coordination.letters import queue_letters, reader
from filon.coordination.models import Signal
from filon.coordination.selectors.people import superior_of
from filon.coordination.services.ownership import start
from filon.journal.services import move, record
from filon.kernel.errors import DomainError

S = Signal


class NobodyToTell(DomainError):
    """No superior is known, and nobody was chosen."""


class AnswerMissing(DomainError):
    """The text that the gesture consists of is missing."""


@transaction.atomic
def signal_raise(
    *,
    target: Model,
    kind: str,
    message: str,
    actor: User,
    now: datetime,
    addressee: User | None = None,
    title: str = "",
) -> Signal:
    """Tell somebody about a delay, a difficulty or a matter out of scope.

    :param addressee: None: the actor's superior, else the manager of their team.
    :raises NobodyToTell: if neither exists, or the addressee is inactive.
    :raises AnswerMissing: without a message.
    :raises PermissionDenied: if this person makes no gestures.
    """
    if not message.strip():
        raise AnswerMissing(_("Say what happens and what you need."))
    told = addressee or superior_of(actor)
    if told is None or not told.is_active or told == actor:
        raise NobodyToTell(_("Choose who must be told: no superior of yours is known."))
    signal = Signal.objects.create(
        **start(target, title, actor=actor, now=now),
        kind=kind,
        status=S.Status.OPEN,
        addressee=told,
        message=message.strip(),
    )
    record(
        target=signal,
        message=gettext_noop("Signalled to %(name)s"),
        params={"name": str(told)},
        actor=actor,
        now=now,
        about=target,
    )
    queue_letters(
        template="signal",
        readers=[reader(told, _page(signal))],
        gesture=signal,
        actor=actor,
        now=now,
    )
    return signal


@transaction.atomic
def signal_handle(*, signal: Signal, answer: str, actor: User, now: datetime) -> None:
    """Answer a signal; whoever raised it is told by mail.

    :raises AnswerMissing: without an answer.
    :raises PermissionDenied: unless actor was told, or leads whoever was.
    :raises TransitionRefused: if it was handled meanwhile.
    """
    if signal.status == S.Status.OPEN and not policies.can_handle(actor, signal):
        raise PermissionDenied
    if not answer.strip():
        raise AnswerMissing(_("Say what you decided or did."))
    move(
        signal,
        to=S.Status.HANDLED,
        transitions=lifecycle.SIGNAL,
        actor=actor,
        now=now,
        message=gettext_noop("Signal handled"),
        about=kinds.row_of(signal.target_kind, signal.target_id),
        answer=answer.strip(),
        handled_at=now,
        updated_at=now,
    )
    raiser = signal.created_by
    if raiser is not None and raiser.is_active and raiser != actor:
        queue_letters(
            template="signal_handled",
            readers=[reader(raiser, _page(signal))],
            gesture=signal,
            actor=actor,
            now=now,
        )


def _page(signal: Signal) -> str:
    return links.site_url(reverse("coordination:signal-detail", args=[signal.pk]))
