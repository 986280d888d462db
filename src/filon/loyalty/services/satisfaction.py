"""Asking how the customer is, and keeping the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User, ownership
from filon.accounts.policies import can_write_sales
from filon.contracts.models import Contract, Order
from filon.coordination.links import entry_url, link_event, link_issue
from filon.coordination.models import PublicLink
from filon.directory.models import Contact, Organization
from filon.journal.services import move, record
from filon.kernel.errors import DomainError
from filon.loyalty.lifecycle import SURVEY
from filon.loyalty.models import SatisfactionResponse, SatisfactionSurvey
from filon.mail.services import queue_mail

DELAY_AFTER_DELIVERY = timedelta(days=15)
DETRACTOR_UP_TO = 6


class NoAddress(DomainError):
    """Nobody to send the survey to."""


class AnswerOutOfRange(DomainError):
    """A score lies outside its scale."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the customer said: recommendation 0–10, scores 1–5, own words."""

    recommendation: int
    scores: Mapping[str, int | None]
    verbatim: str = ""
    answered_by_name: str = ""


SCORES = ("product_score", "delivery_score", "service_score", "relation_score")


@transaction.atomic
def survey_plan(
    *,
    organization: Organization,
    mode: str,
    due_on: date,
    actor: User,
    now: datetime,
    order: Order | None = None,
    contract: Contract | None = None,
    contact: Contact | None = None,
) -> SatisfactionSurvey:
    """Plan to ask a customer by link, phone or visit (C6-MOY-1)."""
    _may_write(actor)
    survey = SatisfactionSurvey.objects.create(
        organization=organization,
        order=order,
        contract=contract,
        contact=contact,
        mode=mode,
        language=contact.language if contact else organization.language,
        due_on=due_on,
        **ownership(actor, now),
    )
    record(
        target=survey,
        message=gettext_noop("Satisfaction survey planned"),
        actor=actor,
        now=now,
        about=organization,
    )
    return survey


@transaction.atomic
def survey_send(*, survey: SatisfactionSurvey, actor: User, now: datetime) -> None:
    """Send the link of a survey to its contact.

    :raises NoAddress: if the survey has no contact with an e-mail, or one who
        objected to being written to.
    """
    _may_write(actor)
    contact = survey.contact
    if contact is None or not contact.email:
        raise NoAddress(_("Choose a contact with an e-mail address first."))
    if contact.opted_out_at is not None:
        raise NoAddress(_("This contact objected to being written to."))
    link, token = link_issue(
        purpose=PublicLink.Purpose.SURVEY,
        target=survey,
        recipient_name=str(contact),
        recipient_email=contact.email,
        language=survey.language,
        now=now,
    )
    move(
        survey,
        to=SatisfactionSurvey.Status.SENT,
        transitions=SURVEY,
        actor=actor,
        now=now,
        message=gettext_noop("Survey sent to %(name)s"),
        params={"name": str(contact)},
        about=survey.organization,
        link=link,
        sent_at=now,
    )
    with translation.override(survey.language):
        queue_mail(
            to=[contact.email],
            subject=_("How satisfied are you?"),
            body=_(
                "Hello %(name)s,\n\nfour questions, one minute: your answer helps us"
                " to serve you better.\n\n%(link)s\n\nThank you."
            )
            % {"name": contact, "link": entry_url(token)},
            language=survey.language,
            actor=actor,
            now=now,
            target=survey,
            secrets=[token],
        )


@transaction.atomic
def survey_answer(
    *,
    survey: SatisfactionSurvey,
    answer: Answer,
    now: datetime,
    actor: User | None = None,
    link: PublicLink | None = None,
    request: HttpRequest | None = None,
) -> SatisfactionResponse:
    """Keep the customer's answer, given by link or noted by phone or on a visit.

    :raises AnswerOutOfRange: unless 0 ≤ recommendation ≤ 10 and scores are 1 to 5.
    :raises TransitionRefused: if the survey was answered or cancelled already.
    """
    _check(answer)
    name = answer.answered_by_name or (link.recipient_name if link else "")
    move(
        survey,
        to=SatisfactionSurvey.Status.ANSWERED,
        transitions=SURVEY,
        actor=actor,
        actor_name=name if actor is None else "",
        now=now,
        message=gettext_noop("Satisfaction: %(score)s out of 10"),
        params={"score": answer.recommendation},
        about=survey.organization,
    )
    if link is not None:
        link_event(link=link, kind="ANSWERED", request=request, now=now)
    return SatisfactionResponse.objects.create(
        survey=survey,
        answered_at=now,
        answered_by_name=name,
        recommendation=answer.recommendation,
        verbatim=answer.verbatim,
        **{score: answer.scores.get(score) for score in SCORES},
    )


def _check(answer: Answer) -> None:
    scores = [s for s in answer.scores.values() if s is not None]
    if not 0 <= answer.recommendation <= 10 or any(not 1 <= s <= 5 for s in scores):
        raise AnswerOutOfRange(_("A score lies outside its scale."))


def _may_write(actor: User) -> None:
    if not can_write_sales(actor):
        raise PermissionDenied
