"""Which service puts a record of a kind in the trash, and takes it back.

Kinds that the search box knows, or whose states forbid it, have services of their own;
every other kind goes through the journal alone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from filon.accounts.models import OwnedRecord, User
from filon.deals.services import deal_restore, deal_trash
from filon.directory.services import (
    contact_restore,
    contact_trash,
    organization_restore,
    organization_trash,
)
from filon.journal import services as journal
from filon.offers.services import offer_restore, offer_trash
from filon.plans.services import plan_restore, plan_trash
from filon.watch.services import (
    brief_restore,
    brief_trash,
    finding_restore,
    finding_trash,
    insight_restore,
    insight_trash,
)

Act = Callable[..., Any]

# kind -> (name of the argument, service that throws away, service that takes back)
SERVICES: dict[str, tuple[str, Act, Act]] = {
    "directory.organization": (
        "organization",
        organization_trash,
        organization_restore,
    ),
    "directory.contact": ("contact", contact_trash, contact_restore),
    "watch.finding": ("finding", finding_trash, finding_restore),
    "watch.marketinsight": ("insight", insight_trash, insight_restore),
    "watch.brief": ("brief", brief_trash, brief_restore),
    "plans.actionplan": ("plan", plan_trash, plan_restore),
    "deals.deal": ("deal", deal_trash, deal_restore),
    "offers.offer": ("offer", offer_trash, offer_restore),
}


def throw_away(kind: str, row: OwnedRecord, *, actor: User, now: datetime) -> None:
    """Put a record in the trash.

    :raises DomainError: if it cannot be, or lies there already.
    """
    if kind in SERVICES:
        name, act, _back = SERVICES[kind]
        act(**{name: row}, actor=actor, now=now)
    else:
        journal.trash(instance=row, actor=actor, now=now)


def take_back(kind: str, row: OwnedRecord, *, actor: User, now: datetime) -> None:
    """Take a record out of the trash.

    :raises DomainError: if it is not there any more.
    """
    if kind in SERVICES:
        name, _act, back = SERVICES[kind]
        back(**{name: row}, actor=actor, now=now)
    else:
        journal.restore(instance=row, actor=actor, now=now)
