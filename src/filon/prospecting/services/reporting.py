"""What came of a contact: the report, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.directory.models import Contact
from filon.directory.services import contact_made
from filon.journal import services as journal
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.prospecting import policies
from filon.prospecting.lifecycle import ACTIVITY, NOT_A_CONTACT, WORKED_ON
from filon.prospecting.models import (
    Activity,
    GuideAnswer,
    GuideQuestion,
    SalesSupport,
    SupportUse,
)
from filon.prospecting.services.planning import Partner, activity_plan, partners_add
from filon.prospecting.services.targets import (
    next_day_follow,
    target_closed,
    target_touched,
)

A = Activity


class ReportRefused(DomainError):
    """The report lacks its outcome or its words, or lies ahead."""


class NextStepMissing(DomainError):
    """A target is either contacted again or closed."""


class AnswerRefused(DomainError):
    """The question does not belong to the guide of this contact."""


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What was answered to a question of the guide.

    :param is_implicit: it was not said but understood.
    """

    question: GuideQuestion
    text: str
    is_implicit: bool = False


@dataclass(frozen=True, slots=True)
class UsedSupport:
    """A support, and whether it was shown, handed over or sent."""

    support: SalesSupport
    way: str = SupportUse.Way.SHOWN


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a contact.

    :param done_at: when it took place; None: at the moment of the report.
    :param cost: in the company's currency, without VAT.
    :param contacts: who was really met; None: those who were planned.
    """

    outcome: str
    text: str = ""
    done_at: datetime | None = None
    cost: Decimal | None = None
    distance_km: Decimal | None = None
    contacts: Sequence[Contact] | None = None
    partners: Sequence[Partner] = ()
    supports: Sequence[UsedSupport] = ()
    answers: Sequence[GivenAnswer] = ()


@dataclass(frozen=True, slots=True)
class NextStep:
    """What follows: another contact, or the target closed with its reason."""

    kind: str = ""
    starts_at: datetime | None = None
    subject: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    close_reason: str = ""

    @property
    def is_contact(self) -> bool:
        """Whether another contact is planned."""
        return self.starts_at is not None

    @property
    def is_end(self) -> bool:
        """Whether the target is closed."""
        return bool(self.close_reason.strip())


@transaction.atomic
def activity_report(
    *,
    activity: Activity,
    report: Report,
    actor: User,
    now: datetime,
    next_step: NextStep | None = None,
) -> Activity | None:
    """Report a contact; return the one that follows, if there is one.

    Company, people and target learn the day; answers, partners and supports are kept.

    :raises ReportRefused: without outcome, without words (unless nobody was reached)
        or if it lies ahead.
    :raises NextStepMissing: if it served an open target of a plan and neither another
        contact is planned nor the target closed; or if both are asked for.
    :raises AnswerRefused: if a question is of another guide.
    :raises TransitionRefused: if it was reported or given up meanwhile.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    if not policies.can_edit(actor, activity):
        raise PermissionDenied
    step = next_step or NextStep()
    done_at = report.done_at or now
    _check(activity, report, done_at=done_at, now=now)
    _check_next(activity, step)
    journal.move(
        activity,
        to=A.Status.DONE,
        transitions=ACTIVITY,
        actor=actor,
        now=now,
        message=_MESSAGES[report.outcome],
        about=activity.organization,
        done_at=done_at,
        outcome=report.outcome,
        report=report.text.strip(),
        cost=report.cost,
        distance_km=report.distance_km,
        updated_at=now,
    )
    _keep(activity, report, done_at)
    _reach(activity, report, done_at=done_at, actor=actor, now=now)
    follower = _follow(activity, step, actor=actor, now=now)
    next_day_follow(activity.plan_target_id)
    return follower


def _check(
    activity: Activity, report: Report, *, done_at: datetime, now: datetime
) -> None:
    if report.outcome not in A.Outcome.values:
        raise ReportRefused(_("Say what came of it."))
    if not report.text.strip() and report.outcome not in NOT_A_CONTACT:
        raise ReportRefused(_("Write in a few words what was said."))
    if done_at > now:
        raise ReportRefused(_("A contact cannot be reported before it takes place."))
    if any(a.question.guide_id != activity.guide_id for a in report.answers):
        raise AnswerRefused(_("This question is not in the guide of this contact."))
    met = report.contacts or ()
    if any(p.organization_id != activity.organization_id for p in met):
        raise ReportRefused(_("Somebody met does not belong to this company."))


def _check_next(activity: Activity, step: NextStep) -> None:
    if step.is_contact and step.is_end:
        raise NextStepMissing(
            _("Either plan the next contact or close the target, not both.")
        )
    target = activity.plan_target
    if target is None or target.status not in WORKED_ON:
        return
    if step.is_contact or step.is_end or _other_planned(activity) is not None:
        return
    raise NextStepMissing(
        _("%(company)s is a target of the plan: plan the next contact or close it.")
        % {"company": target.organization}
    )


def _other_planned(activity: Activity) -> Activity | None:
    """Return the next contact of the same target that is planned already."""
    rows = A.objects.alive().filter(
        plan_target_id=activity.plan_target_id, status=A.Status.PLANNED
    )
    found: Activity | None = (
        rows.exclude(pk=activity.pk).order_by("starts_at", "pk").first()
    )
    return found


def _keep(activity: Activity, report: Report, done_at: datetime) -> None:
    if report.contacts is not None:
        activity.contacts.set(report.contacts)
    partners_add(activity, report.partners)
    SupportUse.objects.bulk_create(
        SupportUse(
            support=used.support, activity=activity, way=used.way, used_at=done_at
        )
        for used in report.supports
    )
    for given in report.answers:
        if given.text.strip():
            GuideAnswer.objects.create(
                activity=activity,
                question=given.question,
                answer=given.text.strip(),
                is_implicit=given.is_implicit,
            )


def _reach(
    activity: Activity,
    report: Report,
    *,
    done_at: datetime,
    actor: User,
    now: datetime,
) -> None:
    on = clock.day_of(done_at)
    if report.outcome not in NOT_A_CONTACT:
        contact_made(
            organization=activity.organization,
            on=on,
            contacts=list(activity.contacts.all()),
        )
    target = activity.plan_target
    if target is not None and target.status in WORKED_ON:
        target_touched(target=target, on=on, actor=actor, now=now)


def _follow(
    activity: Activity, step: NextStep, *, actor: User, now: datetime
) -> Activity | None:
    """Plan what follows, or close the target."""
    target = activity.plan_target
    if step.is_end and target is not None and target.status in WORKED_ON:
        target_closed(
            target=target, reason=step.close_reason.strip(), actor=actor, now=now
        )
        return None
    follower = _other_planned(activity) if activity.plan_target_id else None
    if step.is_contact:
        follower = activity_plan(
            values={
                "organization": activity.organization,
                "site": activity.site,
                "deal": activity.deal,
                "plan": activity.plan,
                "plan_target": target,
                "plan_action": activity.plan_action,
                "guide": activity.guide,
                "language": activity.language,
                "owner": activity.owner,
                "kind": step.kind or activity.kind,
                "starts_at": step.starts_at,
                "subject": step.subject or activity.subject,
                **step.values,
            },
            contacts=list(activity.contacts.all()),
            actor=actor,
            now=now,
        )
    if follower is not None:
        A.objects.filter(pk=activity.pk).update(next_activity=follower)
        activity.refresh_from_db()
    return follower


_MESSAGES: dict[str, str] = {
    A.Outcome.APPOINTMENT: gettext_noop("Reported: appointment obtained"),
    A.Outcome.INTERESTED: gettext_noop("Reported: interested"),
    A.Outcome.NEED_FOUND: gettext_noop("Reported: need identified"),
    A.Outcome.CALL_BACK: gettext_noop("Reported: to call back"),
    A.Outcome.NOT_REACHED: gettext_noop("Reported: not reached"),
    A.Outcome.NOT_INTERESTED: gettext_noop("Reported: not interested"),
}
