"""Asking an expert, a department or a supplier, and what they answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.coordination import kinds, lifecycle, links, policies
from filon.coordination.letters import Reader, queue_letters, reader
from filon.coordination.models import Consultation, PublicLink
from filon.coordination.services.ownership import start
from filon.coordination.services.people import Addressee, AddresseeRefused, checked
from filon.journal.services import move, record
from filon.kernel import clock
from filon.kernel.errors import DomainError

C = Consultation
# A link outlives the due day: late answers are answers.
AFTER_DUE = timedelta(days=30)


class QuestionRefused(DomainError):
    """The question lacks its words, or its due day has passed."""


class AnswerIncomplete(DomainError):
    """The answer lacks its verdict, its conditions or its words."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and by when.

    `topic` is the check that the answer will fill (cost, manufacturing…).
    """

    kind: str
    text: str
    due_on: date
    topic: str = ""
    blocks_sending: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered: cost as an amount, lead time in calendar days."""

    verdict: str = ""
    text: str = ""
    conditions: str = ""
    risk: str = ""
    cost: Decimal | None = None
    currency: str = "EUR"
    lead_time_days: int | None = None
    valid_until: date | None = None


@transaction.atomic
def consultation_ask(
    *,
    target: Model,
    question: Question,
    addressee: Addressee,
    actor: User,
    now: datetime,
    title: str = "",
) -> Consultation:
    """Put a question about a deliverable and queue the mail that carries it.

    A person with an account is led to the page of the consultation; everybody else
    gets a link that needs none. A department's question reaches its members, or its
    own address when it has none.

    :raises QuestionRefused: without words, or if the due day has passed.
    :raises AddresseeRefused: if nobody can be reached.
    :raises MailRefused: if the address is not acceptable.
    :raises PermissionDenied: if this person makes no gestures.
    """
    if not question.text.strip():
        raise QuestionRefused(_("Write your question."))
    if question.due_on < clock.day_of(now):
        raise QuestionRefused(_("Choose a day from today on for the answer."))
    who = checked(addressee)
    consultation = Consultation.objects.create(
        **start(target, title, actor=actor, now=now),
        kind=question.kind,
        status=C.Status.OPEN,
        question=question.text.strip(),
        topic=question.topic,
        due_on=question.due_on,
        blocks_sending=question.blocks_sending,
        person=who.user,
        department=who.department,
        supplier=who.supplier,
        addressee_name=who.called[:200],
        addressee_email=who.email.strip(),
    )
    record(
        target=consultation,
        message=gettext_noop("%(name)s was asked for an opinion"),
        params={"name": who.called},
        actor=actor,
        now=now,
        about=target,
    )
    queue_letters(
        template="consultation",
        readers=_readers(consultation, who, now=now),
        gesture=consultation,
        actor=actor,
        now=now,
    )
    return consultation


@transaction.atomic
def consultation_answer(
    *,
    consultation: Consultation,
    answer: Answer,
    now: datetime,
    actor: User | None = None,
    link: PublicLink | None = None,
    request: HttpRequest | None = None,
) -> None:
    """Answer a question, signed in (`actor`) or through its link (`link`).

    Of two answers at once the first one stands. Whoever asked is told by mail.

    :raises AnswerIncomplete: without verdict, conditions of a conditional yes, reason
        of a no, or with a validity that has passed.
    :raises PermissionDenied: if it was not this person who was asked.
    :raises TransitionRefused: if it was answered or cancelled meanwhile.
    """
    name = _answerer(consultation, actor, link)
    _check_answer(consultation, answer, today=clock.day_of(now))
    move(
        consultation,
        to=C.Status.ANSWERED,
        transitions=lifecycle.CONSULTATION,
        actor=actor,
        actor_name=name,
        now=now,
        message=gettext_noop("%(name)s answered the consultation"),
        params={"name": name},
        about=kinds.row_of(consultation.target_kind, consultation.target_id),
        verdict=answer.verdict,
        answer=answer.text.strip(),
        conditions=answer.conditions.strip(),
        risk=answer.risk.strip(),
        cost=answer.cost,
        currency=answer.currency,
        lead_time_days=answer.lead_time_days,
        answer_valid_until=answer.valid_until,
        answered_at=now,
        answered_by_name=name,
        updated_at=now,
    )
    if link is not None:
        links.link_event(
            link=link,
            kind="ANSWERED",
            request=request,
            now=now,
            data={"verdict": answer.verdict},
        )
    asker = consultation.created_by
    if asker is not None and asker.is_active and asker != actor:
        queue_letters(
            template="consultation_answered",
            readers=[reader(asker, _page(consultation))],
            gesture=consultation,
            actor=actor,
            now=now,
        )


@transaction.atomic
def consultation_cancel(
    *, consultation: Consultation, actor: User, now: datetime
) -> None:
    """Take a question back and close its link.

    :raises PermissionDenied: if it is somebody else's.
    :raises TransitionRefused: if it was answered meanwhile.
    """
    if consultation.status == C.Status.OPEN and not policies.can_cancel(
        actor, consultation
    ):
        raise PermissionDenied
    about = kinds.row_of(consultation.target_kind, consultation.target_id)
    move(
        consultation,
        to=C.Status.CANCELLED,
        transitions=lifecycle.CONSULTATION,
        actor=actor,
        now=now,
        message=gettext_noop("Question to %(name)s taken back"),
        params={"name": consultation.addressee_name},
        about=about,
        updated_at=now,
    )
    if consultation.link is not None:
        links.link_revoke(
            link=consultation.link, actor=actor, now=now, about=consultation
        )


def _readers(
    consultation: Consultation, who: Addressee, *, now: datetime
) -> list[Reader]:
    page = _page(consultation)
    if who.user is not None:
        return [reader(who.user, page)]
    if who.department is not None:
        members = who.department.members.filter(is_active=True).order_by("pk")
        readers = [reader(member, page) for member in members]
        if readers:
            return readers
        who = Addressee(
            name=str(who.department),
            email=who.department.email,
            language=who.language,
        )
    if not who.email.strip():
        raise AddresseeRefused(
            _("Give an e-mail address: nobody else can receive the question.")
        )
    link, token = links.link_issue(
        purpose=links.Purpose.CONSULTATION,
        target=consultation,
        recipient_name=who.called,
        recipient_email=who.email.strip(),
        language=who.language,
        now=now,
        life=_life(consultation, now=now),
    )
    Consultation.objects.filter(pk=consultation.pk).update(link=link)
    consultation.link = link
    return [
        Reader(
            who.called,
            who.email.strip(),
            who.language,
            links.entry_url(token),
            secrets=(token,),
        )
    ]


def _life(consultation: Consultation, *, now: datetime) -> timedelta:
    return AFTER_DUE + (consultation.due_on - clock.day_of(now))


def _answerer(
    consultation: Consultation, actor: User | None, link: PublicLink | None
) -> str:
    if link is not None:
        if consultation.link_id != link.pk:
            raise PermissionDenied
        return link.recipient_name
    if actor is None:
        raise PermissionDenied
    is_open = consultation.status == C.Status.OPEN
    if is_open and not policies.can_answer(actor, consultation):
        raise PermissionDenied
    return str(actor)


def _check_answer(consultation: Consultation, answer: Answer, *, today: date) -> None:
    is_information = consultation.kind == C.Kind.INFORMATION
    if is_information and not answer.text.strip():
        raise AnswerIncomplete(_("Write your answer."))
    if not is_information and answer.verdict not in C.Verdict.values:
        raise AnswerIncomplete(
            _("Say whether it is feasible, feasible with changes, or not feasible.")
        )
    if answer.verdict == C.Verdict.YES_IF and not answer.conditions.strip():
        raise AnswerIncomplete(_("Say which changes or conditions make it feasible."))
    if answer.verdict == C.Verdict.NO and not answer.text.strip():
        raise AnswerIncomplete(_("Say in a sentence why it is not feasible."))
    if answer.valid_until is not None and answer.valid_until < today:
        raise AnswerIncomplete(_("Your answer must be valid today or longer."))


def _page(consultation: Consultation) -> str:
    path = reverse("coordination:consultation-detail", args=[consultation.pk])
    return links.site_url(path)
