"""What is concluded from findings, and what is done about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User, ownership
from filon.journal.models import kind_of
from filon.journal.services import move, record, restore, save_changes, trash
from filon.kernel.errors import DomainError
from filon.search import services as search
from filon.search.rows import IndexRow
from filon.watch import lifecycle, policies
from filon.watch.models import Finding, MarketInsight


class DecisionReasonMissing(DomainError):
    """A decision is written down with its reason."""


@transaction.atomic
def insight_create(
    *,
    values: Mapping[str, Any],
    findings: Iterable[Finding],
    actor: User,
    now: datetime,
) -> MarketInsight:
    """Conclude an opportunity, a threat or a constraint from findings.

    :param values: fields of MarketInsight without its decision.
    :raises PermissionDenied: if this person keeps no watch.
    """
    if not policies.can_watch(actor):
        raise PermissionDenied
    insight = MarketInsight.objects.create(**ownership(actor, now), **values)
    insight.findings.set(findings)
    record(target=insight, message=gettext_noop("Created"), actor=actor, now=now)
    search.index([index_row(insight)])
    return insight


@transaction.atomic
def insight_update(
    *,
    insight: MarketInsight,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    findings: Iterable[Finding] | None = None,
    expected_version: int | None = None,
) -> None:
    """Change an insight and, where given, the findings it rests on.

    :raises EditConflict: if somebody else changed it meanwhile.
    :raises PermissionDenied: if this person keeps no watch.
    """
    if not policies.can_edit(actor, insight):
        raise PermissionDenied
    save_changes(
        insight, values=values, actor=actor, now=now, expected_version=expected_version
    )
    if findings is not None:
        insight.findings.set(findings)
    search.index([index_row(insight)])


def insight_decide(
    *, insight: MarketInsight, decision: str, reason: str, actor: User, now: datetime
) -> None:
    """Decide to pursue, keep watching or drop, with the reason.

    :raises DecisionReasonMissing: without a reason.
    :raises TransitionRefused: if this is the decision already.
    :raises PermissionDenied: if this person keeps no watch.
    """
    if not policies.can_edit(actor, insight):
        raise PermissionDenied
    if not reason.strip():
        raise DecisionReasonMissing(_("Say why in a sentence."))
    move(
        insight,
        to=decision,
        field="decision",
        transitions=lifecycle.DECISION,
        actor=actor,
        now=now,
        message=gettext_noop("Decided: %(reason)s"),
        params={"reason": reason.strip()},
        decision_reason=reason.strip()[:300],
        updated_at=now,
    )


@transaction.atomic
def insight_trash(*, insight: MarketInsight, actor: User, now: datetime) -> None:
    """Put an insight in the trash and take it out of the search box.

    :raises PermissionDenied: unless it is one's own, or one leads the team.
    """
    if not policies.can_trash(actor, insight):
        raise PermissionDenied
    trash(instance=insight, actor=actor, now=now)
    search.remove(kind_of(MarketInsight), [insight.pk])


@transaction.atomic
def insight_restore(*, insight: MarketInsight, actor: User, now: datetime) -> None:
    """Take an insight out of the trash and show it in the search box again.

    :raises PermissionDenied: unless it is one's own, or one leads the team.
    """
    if not policies.can_trash(actor, insight):
        raise PermissionDenied
    restore(instance=insight, actor=actor, now=now)
    search.index([index_row(insight)])


def index_row(insight: MarketInsight) -> IndexRow:
    """Return what the search box knows of an insight."""
    about = (insight.segment, insight.territory, insight.family)
    return IndexRow(
        kind=kind_of(MarketInsight),
        object_id=insight.pk,
        title=insight.statement,
        subtitle=", ".join(str(row) for row in about if row),
        text=insight.analysis[:500],
        url=reverse("watch:insight-detail", args=[insight.pk]),
        team_id=insight.team_id,
        owner_id=insight.owner_id,
        weight=15,
    )
