"""The register of risks, and the contingency that it feeds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.journal.services import record
from filon.kernel.money import round_amount
from filon.offers.models import OfferRevision, Risk
from filon.offers.selectors.snapshot import company_currency
from filon.offers.services.drafts import open_draft, reprice

WRITTEN = (
    "kind",
    "title",
    "probability",
    "impact",
    "exposure",
    "mitigation",
    "owner",
    "provision",
)
COPIED = (*WRITTEN[:6], "owner_id", "provision")


@transaction.atomic
def risk_add(
    *, revision: OfferRevision, values: Mapping[str, Any], actor: User, now: datetime
) -> Risk:
    """Note what may go wrong; a provision changes the margin at once.

    :raises RevisionFrozen: if the revision was sent.
    """
    open_draft(revision, actor=actor, now=now)
    risk = Risk.objects.create(revision=revision, **_written(values))
    _record(revision, gettext_noop("Risk noted: %(title)s"), risk, actor, now)
    reprice(revision, now=now)
    return risk


@transaction.atomic
def risk_update(
    *, risk: Risk, values: Mapping[str, Any], actor: User, now: datetime
) -> None:
    """Change what was said of a risk.

    :raises RevisionFrozen: if the revision was sent.
    """
    open_draft(risk.revision, actor=actor, now=now)
    Risk.objects.filter(pk=risk.pk).update(**_written(values))
    _record(risk.revision, gettext_noop("Risk changed: %(title)s"), risk, actor, now)
    reprice(risk.revision, now=now)


@transaction.atomic
def risk_remove(*, risk: Risk, actor: User, now: datetime) -> None:
    """Take a risk out, with its provision.

    :raises RevisionFrozen: if the revision was sent.
    """
    open_draft(risk.revision, actor=actor, now=now)
    _record(risk.revision, gettext_noop("Risk taken out: %(title)s"), risk, actor, now)
    Risk.objects.filter(pk=risk.pk).delete()
    reprice(risk.revision, now=now)


@transaction.atomic
def contingency_retain(*, revision: OfferRevision, actor: User, now: datetime) -> None:
    """Set aside for each risk what it is expected to cost: probability × exposure.

    Each provision is rounded half up in the company's currency.

    :raises RevisionFrozen: if the revision was sent.
    """
    open_draft(revision, actor=actor, now=now)
    currency = company_currency()
    risks = list(revision.risks.order_by("pk"))
    for risk in risks:
        expected = risk.expected
        risk.provision = None if expected is None else round_amount(expected, currency)
    Risk.objects.bulk_update(risks, ["provision"])
    record(
        target=revision,
        message=gettext_noop("Contingency for the risks set aside"),
        actor=actor,
        now=now,
        about=revision.offer,
    )
    reprice(revision, now=now)


def risks_copy(source: OfferRevision, target: OfferRevision) -> None:
    """Give a next revision the risks of the former one."""
    Risk.objects.bulk_create(
        Risk(revision=target, **{name: getattr(risk, name) for name in COPIED})
        for risk in source.risks.order_by("pk")
    )


def _written(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in WRITTEN}


def _record(
    revision: OfferRevision, message: str, risk: Risk, actor: User, now: datetime
) -> None:
    record(
        target=revision,
        message=message,
        params={"title": risk.title},
        actor=actor,
        now=now,
        about=revision.offer,
    )
