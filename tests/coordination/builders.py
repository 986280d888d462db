"""Records that gestures are about, and gestures with valid defaults."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Model

from filon.accounts.models import User
from filon.coordination import services
from filon.coordination.models import (
    Approval,
    Consultation,
    PolicyDocument,
    Signal,
    Transmission,
)
from filon.coordination.services import Addressee
from filon.directory.models import Organization
from filon.directory.services import organization_create
from filon.mail.models import OutboxMessage

KIND = "directory.organization"
OUTSIDE = Addressee(name="Zoé Martin", email="zoe@example.org", language="en")
# 2 March 2026 is the day of the suite's `now`.
DUE = date(2026, 3, 20)


def make_target(owner: User, now: datetime, name: str = "Alpha Forge") -> Organization:
    """Return a company of `owner`, the deliverable of these tests."""
    return organization_create(values={"name": name}, actor=owner, now=now)


def ask(
    target: Model,
    actor: User,
    now: datetime,
    addressee: Addressee = OUTSIDE,
    **question: Any,
) -> Consultation:
    """Put a question."""
    values = {"kind": "FEASIBILITY", "text": "Can it be cast?", "due_on": DUE}
    return services.consultation_ask(
        target=target,
        question=services.Question(**{**values, **question}),
        addressee=addressee,
        actor=actor,
        now=now,
    )


def submit(
    target: Model, actor: User, approver: User, now: datetime, **terms: Any
) -> Approval:
    """Submit to a decision."""
    return services.approval_request(
        target=target,
        terms=services.ApprovalTerms(**{"step": "BUDGET", **terms}),
        approver=approver,
        actor=actor,
        now=now,
    )


def plan(
    target: Model,
    actor: User,
    now: datetime,
    *recipients: Addressee,
    **values: Any,
) -> Transmission:
    """Plan a transmission."""
    return services.transmission_plan(
        target=target,
        plan=services.TransmissionPlan(recipients or (OUTSIDE,), **values),
        actor=actor,
        now=now,
    )


def raise_signal(target: Model, actor: User, now: datetime, **values: Any) -> Signal:
    """Raise a signal."""
    given = {"kind": "DELAY", "message": "The drawing is late.", **values}
    return services.signal_raise(target=target, actor=actor, now=now, **given)


def put_in_force(actor: User, now: datetime, **values: Any) -> PolicyDocument:
    """Put a text in force."""
    given = {
        "kind": "SALES_POLICY",
        "title": "Sales policy",
        "edition": "1",
        "valid_from": (now - timedelta(days=30)).date(),
        **values,
    }
    return services.policy_create(
        edition=services.PolicyEdition(**given), actor=actor, now=now
    )


def token_in_outbox() -> str:
    """Return the token of the latest mail with a link."""
    message = OutboxMessage.objects.exclude(secrets=[]).latest("pk")
    found = re.search(r"/link/([^/\s]+)/", message.full_body)
    assert found is not None
    return found[1]
