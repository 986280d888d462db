"""What competitors offer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_noop

from filon.accounts.models import User, ownership
from filon.journal.services import record, save_changes
from filon.watch import policies
from filon.watch.models import CompetitorOffer


@transaction.atomic
def competitor_offer_create(
    *, values: Mapping[str, Any], actor: User, now: datetime
) -> CompetitorOffer:
    """Keep what a rival offers, alone or as seen in a finding.

    :param values: fields of CompetitorOffer; `finding` says where it was seen.
    :raises PermissionDenied: if this person keeps no watch.
    """
    if not policies.can_watch(actor):
        raise PermissionDenied
    offer = CompetitorOffer.objects.create(**ownership(actor, now), **values)
    record(
        target=offer,
        message=gettext_noop("Rival offer recorded: %(product)s"),
        params={"product": offer.product},
        actor=actor,
        now=now,
        about=offer.competitor,
    )
    return offer


@transaction.atomic
def competitor_offer_update(
    *,
    offer: CompetitorOffer,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    expected_version: int | None = None,
) -> None:
    """Change what is known of a rival offer.

    :raises EditConflict: if somebody else changed it meanwhile.
    :raises PermissionDenied: if this person keeps no watch.
    """
    if not policies.can_edit(actor, offer):
        raise PermissionDenied
    save_changes(
        offer,
        values=values,
        actor=actor,
        now=now,
        expected_version=expected_version,
        about=offer.competitor,
    )
