"""Contacts planned, changed, put off, given up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User, ownership
from filon.directory.models import Contact, Organization
from filon.journal import services as journal
from filon.kernel.errors import DomainError
from filon.prospecting import policies
from filon.prospecting.lifecycle import ACTIVITY, PLANS_AT_WORK
from filon.prospecting.models import Activity, ActivityPartner
from filon.prospecting.services.targets import next_day_follow

A = Activity


class ActivityRefused(DomainError):
    """The contact lacks something, or its parts do not fit together."""


class PlanNotApproved(DomainError):
    """Contacts of a plan begin once the plan is approved."""


class ReasonMissing(DomainError):
    """Giving a contact up needs its reason."""


@dataclass(frozen=True, slots=True)
class Partner:
    """Somebody of the network who takes part: a known company or a name, and why."""

    organization: Organization | None = None
    name: str = ""
    role: str = ""


@transaction.atomic
def activity_plan(
    *,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    contacts: Sequence[Contact] = (),
    partners: Sequence[Partner] = (),
) -> Activity:
    """Plan a contact from a target of a plan, a deal or a company.

    What the target or the deal knows (company, site, person, plan, aim) is carried
    over; the language is the person's, else the company's.

    :param values: fields of Activity; `kind`, `starts_at` and one of `plan_target`,
        `deal` and `organization` are required. `owner` defaults to `actor`.
    :raises ActivityRefused: without company, or with people of another one, or if it
        ends before it starts.
    :raises PlanNotApproved: if its plan is not approved yet, or closed.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    if not policies.can_plan(actor):
        raise PermissionDenied
    people = list(contacts) or _known_people(values)
    fields = {**_carried(values), **{k: v for k, v in values.items() if v is not None}}
    _check(fields, people)
    owner = fields.get("owner") or actor
    activity = A.objects.create(
        **{
            **ownership(actor, now),
            "language": _language(fields, people),
            **fields,
            "owner": owner,
            "team_id": owner.team_id or fields["organization"].team_id,
            "subject": _subject(fields),
        }
    )
    activity.contacts.set(people)
    partners_add(activity, partners)
    next_day_follow(activity.plan_target_id)
    journal.record(
        target=activity,
        message=gettext_noop("Contact planned: %(subject)s"),
        params={"subject": activity.subject},
        actor=actor,
        now=now,
        about=activity.organization,
    )
    return activity


@transaction.atomic
def activity_update(
    *,
    activity: Activity,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    contacts: Sequence[Contact] | None = None,
    expected_version: int | None = None,
) -> bool:
    """Change a contact that is still planned; return False if nothing differed.

    :param contacts: the people to meet; None leaves them as they are.
    :raises ActivityRefused: if it took place or was given up, or does not fit.
    :raises EditConflict: if somebody else changed it meanwhile.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    if not policies.can_edit(actor, activity):
        raise PermissionDenied
    _check_planned(activity)
    known = {
        "organization": activity.organization,
        "starts_at": activity.starts_at,
        "ends_at": activity.ends_at,
    }
    people = list(contacts or ())
    _check({**known, **values, "plan": None}, people)
    is_moved = values.get("starts_at", activity.starts_at) != activity.starts_at
    changed = journal.save_changes(
        activity,
        values=values,
        actor=actor,
        now=now,
        expected_version=expected_version,
        message=gettext_noop("Put off") if is_moved else gettext_noop("Changed"),
        about=activity.organization,
    )
    if contacts is not None:
        activity.contacts.set(people)
    next_day_follow(activity.plan_target_id)
    return changed


def activity_reschedule(
    *,
    activity: Activity,
    starts_at: datetime,
    actor: User,
    now: datetime,
    ends_at: datetime | None = None,
) -> None:
    """Put a planned contact off, its length kept unless `ends_at` is given.

    :raises ActivityRefused: if it took place or was given up.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    if ends_at is None and activity.ends_at is not None:
        ends_at = starts_at + (activity.ends_at - activity.starts_at)
    activity_update(
        activity=activity,
        values={"starts_at": starts_at, "ends_at": ends_at},
        actor=actor,
        now=now,
    )


@transaction.atomic
def activity_cancel(
    *, activity: Activity, reason: str, actor: User, now: datetime
) -> None:
    """Give a planned contact up.

    :raises ReasonMissing: without a reason.
    :raises TransitionRefused: if it took place or was given up meanwhile.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    if not policies.can_edit(actor, activity):
        raise PermissionDenied
    if not reason.strip():
        raise ReasonMissing(_("Say why this contact is given up."))
    journal.move(
        activity,
        to=A.Status.CANCELLED,
        transitions=ACTIVITY,
        actor=actor,
        now=now,
        message=gettext_noop("Given up: %(reason)s"),
        params={"reason": reason.strip()[:200]},
        about=activity.organization,
        report=reason.strip(),
        updated_at=now,
    )
    next_day_follow(activity.plan_target_id)


def _carried(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the target or the deal knows already."""
    carried: dict[str, Any] = {}
    deal, target = values.get("deal"), values.get("plan_target")
    if deal is not None:
        carried |= {"organization": deal.organization, "plan": deal.plan}
        target = target or deal.plan_target
    if target is not None:
        carried |= {
            "plan_target": target,
            "organization": target.organization,
            "site": target.site,
            "plan": target.plan,
            "aim": target.aim,
        }
    return carried


def _known_people(values: Mapping[str, Any]) -> list[Contact]:
    for origin in (values.get("deal"), values.get("plan_target")):
        if origin is not None and origin.contact is not None:
            return [origin.contact]
    return []


def _check(fields: Mapping[str, Any], people: Sequence[Contact]) -> None:
    organization = fields.get("organization")
    if organization is None:
        raise ActivityRefused(_("Choose the company to contact."))
    strangers = [p for p in people if p.organization_id != organization.pk]
    if strangers:
        raise ActivityRefused(
            _("%(name)s does not belong to %(company)s.")
            % {"name": strangers[0], "company": organization}
        )
    ends_at = fields.get("ends_at")
    if ends_at is not None and ends_at < fields["starts_at"]:
        raise ActivityRefused(_("The contact would end before it starts."))
    plan = fields.get("plan")
    if plan is not None and plan.status not in PLANS_AT_WORK:
        raise PlanNotApproved(
            _("Contacts of this plan start once it is approved, until it is closed.")
        )


def _check_planned(activity: Activity) -> None:
    if activity.status != A.Status.PLANNED:
        raise ActivityRefused(
            _("This contact took place or was given up; it is not changed any more.")
        )


def _language(fields: Mapping[str, Any], people: Sequence[Contact]) -> str:
    spoken: str = people[0].language if people else fields["organization"].language
    return spoken


def _subject(fields: Mapping[str, Any]) -> str:
    """Return the subject that was typed, else the aim, else the company."""
    for text in (fields.get("subject"), fields.get("aim"), fields["organization"].name):
        if text and str(text).strip():
            return str(text).strip()[:200]
    return ""


def partners_add(activity: Activity, partners: Sequence[Partner]) -> None:
    """Keep who of the network takes part; empty lines are left out."""
    ActivityPartner.objects.bulk_create(
        ActivityPartner(
            activity=activity,
            organization=partner.organization,
            name=partner.name.strip(),
            role=partner.role.strip(),
        )
        for partner in partners
        if partner.organization is not None or partner.name.strip()
    )
