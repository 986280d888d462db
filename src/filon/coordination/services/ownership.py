"""Gestures belong to whoever the deliverable belongs to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model

from filon.accounts.models import User, ownership
from filon.coordination import kinds, policies
from filon.coordination.models import Approval, Consultation, Signal, Transmission
from filon.journal.models import kind_of

TITLE_LIMIT = 250


def start(target: Model, title: str, *, actor: User, now: datetime) -> dict[str, Any]:
    """Return the fields that every new gesture about `target` has.

    The caller has fetched `target` through what the actor may read.

    :raises PermissionDenied: if this person makes no gestures.
    """
    if not policies.can_start(actor):
        raise PermissionDenied
    fields = ownership(actor, now)
    home = kinds.home_of(target)
    if home is not None:
        fields["owner"] = home.owner or actor
        fields["team_id"] = home.team_id or actor.team_id
    return {
        **fields,
        "target_kind": kind_of(target),
        "target_id": target.pk,
        "title": (title or kinds.title_of(target))[:TITLE_LIMIT],
    }


@transaction.atomic
def gestures_follow(*, target: Model) -> int:
    """Give the gestures about a deliverable the owner and team that it has now.

    To be called by whatever moves a record to another person or team, so that the
    former team stops reading its gestures. Returns how many moved.
    """
    home = kinds.home_of(target)
    if home is None:
        return 0
    about = {"target_kind": kind_of(target), "target_id": target.pk}
    return sum(
        model.objects.filter(**about).update(owner=home.owner, team=home.team)
        for model in (Consultation, Approval, Transmission, Signal)
    )
