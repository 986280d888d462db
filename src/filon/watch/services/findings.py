"""Dated facts with their source."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User, ownership
from filon.journal.services import record, restore, save_changes, trash
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.watch import policies
from filon.watch.models import Finding


class SourceMissing(DomainError):
    """A finding without a source proves nothing."""


class ObservedLater(DomainError):
    """A fact cannot be observed tomorrow."""


@transaction.atomic
def finding_create(*, values: Mapping[str, Any], actor: User, now: datetime) -> Finding:
    """Keep a fact, under one of the six headings.

    :param values: fields of Finding; `source` (a WatchSource) or `source_text`.
    :raises SourceMissing: if it names no source.
    :raises ObservedLater: if the day lies ahead.
    :raises PermissionDenied: if this person keeps no watch.
    """
    if not policies.can_watch(actor):
        raise PermissionDenied
    _check(values, now=now)
    finding = Finding.objects.create(**ownership(actor, now), **values)
    record(
        target=finding,
        message=gettext_noop("Created"),
        actor=actor,
        now=now,
        about=finding.organization,
    )
    return finding


@transaction.atomic
def finding_update(
    *,
    finding: Finding,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    expected_version: int | None = None,
) -> None:
    """Change a finding; frozen briefs keep what they said.

    :raises SourceMissing: if it would name no source.
    :raises ObservedLater: if the day lies ahead.
    :raises EditConflict: if somebody else changed it meanwhile.
    :raises PermissionDenied: if this person keeps no watch.
    """
    if not policies.can_edit(actor, finding):
        raise PermissionDenied
    _check(values, now=now)
    save_changes(
        finding,
        values=values,
        actor=actor,
        now=now,
        expected_version=expected_version,
        about=finding.organization,
    )


def finding_trash(*, finding: Finding, actor: User, now: datetime) -> None:
    """Put a finding in the trash.

    :raises PermissionDenied: unless it is one's own, or one leads the team.
    """
    if not policies.can_trash(actor, finding):
        raise PermissionDenied
    trash(instance=finding, actor=actor, now=now)


def finding_restore(*, finding: Finding, actor: User, now: datetime) -> None:
    """Take a finding out of the trash.

    :raises PermissionDenied: unless it is one's own, or one leads the team.
    """
    if not policies.can_trash(actor, finding):
        raise PermissionDenied
    restore(instance=finding, actor=actor, now=now)


def _check(values: Mapping[str, Any], *, now: datetime) -> None:
    if not values.get("source") and not values.get("source_text", "").strip():
        raise SourceMissing(_("Say where it comes from: choose a source or name it."))
    if values["observed_on"] > clock.day_of(now):
        raise ObservedLater(_("A finding cannot be dated in the future."))
