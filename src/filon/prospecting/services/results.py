"""What a contact gives to the rest of the flow: findings and deals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.deals.models import Deal
from filon.deals.services import deal_create
from filon.journal.services import record, save_changes
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.prospecting import policies
from filon.prospecting.models import Activity, FindingCapture
from filon.prospecting.selectors import proposed_title, source_of
from filon.watch.models import Finding
from filon.watch.services import finding_create


class DealExists(DomainError):
    """The contact already serves a deal."""


@transaction.atomic
def finding_capture(
    *, activity: Activity, values: Mapping[str, Any], actor: User, now: datetime
) -> Finding:
    """Keep a fact that was heard during a contact; the watch has it at once.

    :param values: fields of Finding; `title` and `heading` are required, the day and
        the source follow from the contact.
    :raises ObservedLater: if the day lies ahead.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    if not policies.can_edit(actor, activity):
        raise PermissionDenied
    moment = min(activity.done_at or activity.starts_at, now)
    heard = _("Heard at %(company)s") % {"company": activity.organization}
    carried = {"observed_on": clock.day_of(moment), "source_text": heard[:300]}
    finding = finding_create(values={**carried, **values}, actor=actor, now=now)
    FindingCapture.objects.create(activity=activity, finding=finding)
    record(
        target=activity,
        message=gettext_noop("Finding kept: %(title)s"),
        params={"title": finding.title},
        actor=actor,
        now=now,
        about=activity.organization,
    )
    return finding


@transaction.atomic
def deal_from_activity(
    *,
    activity: Activity,
    actor: User,
    now: datetime,
    values: Mapping[str, Any] | None = None,
) -> Deal:
    """Open a deal with the company of a contact; plan and people are carried over.

    :param values: fields of Deal; the title is `proposed_title` by default.
    :raises DealExists: if the contact serves a deal already.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    if activity.deal_id is not None:
        raise DealExists(_("This contact already belongs to a deal."))
    carried = {
        "title": proposed_title(activity) or activity.subject,
        "organization": activity.organization,
        "contact": activity.contacts.first(),
        "plan": activity.plan,
        "plan_target": activity.plan_target,
        "source": source_of(activity),
    }
    deal = deal_create(values={**carried, **(values or {})}, actor=actor, now=now)
    save_changes(
        activity,
        values={"deal": deal},
        actor=actor,
        now=now,
        message=gettext_noop("Deal opened"),
        about=activity.organization,
    )
    return deal
