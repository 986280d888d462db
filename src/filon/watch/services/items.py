"""Sorting what the feeds bring: keep, dismiss, undo."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.journal.services import move, trash
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.watch import lifecycle, policies
from filon.watch.classification import heading_of
from filon.watch.models import Finding, WatchItem
from filon.watch.services.findings import finding_create

S = WatchItem.Status


class FindingInUse(DomainError):
    """The finding already serves an insight."""


@transaction.atomic
def item_keep(
    *, item: WatchItem, actor: User, now: datetime, heading: str = ""
) -> Finding:
    """Turn an entry into a finding: title, address, date and source are carried over.

    :param heading: one of the six; empty: guessed from the topics of the source and
        the words of the entry. The finding can be corrected afterwards.
    :raises TransitionRefused: if somebody sorted it meanwhile.
    :raises PermissionDenied: if this person keeps no watch.
    """
    _sort(item, S.KEPT, gettext_noop("Kept as a finding"), actor=actor, now=now)
    topics = list(item.source.topics.order_by("pk"))
    wanted = [code for topic in topics for code in topic.headings]
    moment = min(item.published_at or item.fetched_at, now)
    text = f"{item.title}\n{item.summary}"
    return finding_create(
        values={
            "title": item.title[:300],
            "url": item.url,
            "excerpt": item.summary,
            "observed_on": clock.day_of(moment),
            "heading": heading or heading_of(text, wanted),
            "source": item.source,
            "reliability": item.source.reliability,
            "topic": topics[0] if topics else None,
            "watch_item": item,
        },
        actor=actor,
        now=now,
    )


@transaction.atomic
def item_dismiss(*, item: WatchItem, actor: User, now: datetime) -> None:
    """Put an entry aside.

    :raises TransitionRefused: if somebody sorted it meanwhile.
    """
    _sort(item, S.DISMISSED, gettext_noop("Dismissed"), actor=actor, now=now)


@transaction.atomic
def item_restore(*, item: WatchItem, actor: User, now: datetime) -> None:
    """Undo the sorting of an entry; a finding made of it goes to the trash.

    :raises FindingInUse: if the finding serves an insight.
    :raises TransitionRefused: if the entry is not sorted.
    """
    if not policies.can_watch(actor):
        raise PermissionDenied
    finding = Finding.objects.filter(watch_item=item).first()
    if finding is not None:
        if finding.insights.exists():
            raise FindingInUse(
                _("An insight rests on this finding: take it out there first.")
            )
        trash(instance=finding, actor=actor, now=now)
        Finding.objects.filter(pk=finding.pk).update(watch_item=None)
    move(
        item,
        to=S.NEW,
        transitions=lifecycle.WATCH_ITEM,
        actor=actor,
        now=now,
        message=gettext_noop("Put back among the entries to sort"),
        sorted_at=None,
        sorted_by=None,
    )


def _sort(
    item: WatchItem, to: str, message: str, *, actor: User, now: datetime
) -> None:
    if not policies.can_watch(actor):
        raise PermissionDenied
    move(
        item,
        to=to,
        transitions=lifecycle.WATCH_ITEM,
        actor=actor,
        now=now,
        message=message,
        sorted_at=now,
        sorted_by=actor,
    )
