"""The synthesis of the watch: collected, completed, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User, ownership
from filon.documents.services import render_and_store
from filon.journal.services import move, record, restore, save_changes, trash
from filon.kernel.errors import DomainError
from filon.watch import lifecycle, policies
from filon.watch.brief_document import brief_document
from filon.watch.models import Brief
from filon.watch.selectors.briefs import brief_content, collectable

_CHOSEN = ("insights", "findings", "potentials", "analyses")


class BriefEmpty(DomainError):
    """A synthesis of nothing."""


class PeriodReversed(DomainError):
    """The period ends before it begins."""


@transaction.atomic
def brief_create(*, values: Mapping[str, Any], actor: User, now: datetime) -> Brief:
    """Start a brief; it already holds what the period brought.

    :param values: title, topic, period_start, period_end, language, due_on,
        introduction, conclusion.
    :raises PeriodReversed: if the period ends before it begins.
    :raises PermissionDenied: if this person keeps no watch.
    """
    if not policies.can_watch(actor):
        raise PermissionDenied
    _check_period(values["period_start"], values["period_end"])
    brief = Brief.objects.create(**ownership(actor, now), **values)
    _collect(brief, actor)
    record(target=brief, message=gettext_noop("Created"), actor=actor, now=now)
    return brief


@transaction.atomic
def brief_update(
    *,
    brief: Brief,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    expected_version: int | None = None,
) -> None:
    """Change a draft: its texts, and which insights, findings… it holds.

    :raises PeriodReversed: if the period would end before it begins.
    :raises EditConflict: if somebody else changed it meanwhile.
    :raises PermissionDenied: if it is frozen, or this person keeps no watch.
    """
    if not policies.can_edit(actor, brief):
        raise PermissionDenied
    fields = {name: value for name, value in values.items() if name not in _CHOSEN}
    _check_period(
        fields.get("period_start", brief.period_start),
        fields.get("period_end", brief.period_end),
    )
    save_changes(
        brief, values=fields, actor=actor, now=now, expected_version=expected_version
    )
    for name in _CHOSEN:
        if name in values:
            getattr(brief, name).set(values[name])


@transaction.atomic
def brief_collect(*, brief: Brief, actor: User, now: datetime) -> None:
    """Collect anew what the period of a draft brought; what was left out comes back.

    :raises PermissionDenied: if it is frozen, or this person keeps no watch.
    """
    if not policies.can_edit(actor, brief):
        raise PermissionDenied
    _collect(brief, actor)
    record(
        target=brief, message=gettext_noop("Contents collected"), actor=actor, now=now
    )


@transaction.atomic
def brief_freeze(*, brief: Brief, actor: User, now: datetime) -> None:
    """Freeze a brief and set it as a PDF in its language; it never changes again.

    Its content is kept as data: the PDF is made of that data alone.

    :raises BriefEmpty: if it holds neither an insight nor a finding.
    :raises TransitionRefused: if it was frozen meanwhile.
    :raises PermissionDenied: if this person keeps no watch.
    """
    if not policies.can_watch(actor):
        raise PermissionDenied
    content = brief_content(actor, brief)
    if not content["insights"] and not content["findings"]:
        raise BriefEmpty(
            _("The brief holds nothing yet: add a finding or an insight first.")
        )
    file = render_and_store(
        document=brief_document(content),
        name=brief.title,
        language=brief.language,
        actor=actor,
        now=now,
    )
    move(
        brief,
        to=Brief.Status.FROZEN,
        transitions=lifecycle.BRIEF,
        actor=actor,
        now=now,
        message=gettext_noop("Frozen"),
        frozen=content,
        frozen_at=now,
        document=file,
        updated_at=now,
    )


def brief_trash(*, brief: Brief, actor: User, now: datetime) -> None:
    """Put a draft in the trash; what was frozen stays.

    :raises PermissionDenied: if it is frozen, or neither one's own nor one's team's.
    """
    if not policies.can_trash(actor, brief):
        raise PermissionDenied
    trash(instance=brief, actor=actor, now=now)


def brief_restore(*, brief: Brief, actor: User, now: datetime) -> None:
    """Take a draft out of the trash.

    :raises PermissionDenied: as for `brief_trash`.
    """
    if not policies.can_trash(actor, brief):
        raise PermissionDenied
    restore(instance=brief, actor=actor, now=now)


def _collect(brief: Brief, actor: User) -> None:
    found = collectable(
        actor, start=brief.period_start, end=brief.period_end, topic=brief.topic
    )
    for name, rows in found.items():
        getattr(brief, name).set(rows)


def _check_period(start: Any, end: Any) -> None:
    if end < start:
        raise PeriodReversed(_("The period ends before it begins."))
