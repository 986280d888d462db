"""How the market is cut: territories by department, segments by activity."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.directory import policies
from filon.directory.models import MarketSegment, Territory
from filon.journal.services import record
from filon.kernel.errors import DomainError

Cut = TypeVar("Cut", Territory, MarketSegment)


class CodeTaken(DomainError):
    """Another territory or segment has this code."""


def territory_create(
    *, values: Mapping[str, Any], actor: User, now: datetime
) -> Territory:
    """Draw a territory: departments of France, or a country.

    :raises PermissionDenied: if `actor` does not maintain the base.
    :raises CodeTaken: if the code is in use.
    """
    return _create(Territory, values, actor, now)


def territory_update(
    *, territory: Territory, values: Mapping[str, Any], actor: User, now: datetime
) -> None:
    """Change a territory; companies already placed stay where they are.

    :raises PermissionDenied: if `actor` does not maintain the base.
    """
    _update(territory, values, actor, now)


def segment_create(
    *, values: Mapping[str, Any], actor: User, now: datetime
) -> MarketSegment:
    """Cut a market segment; `naf_prefixes` says which activities belong to it.

    :raises PermissionDenied: if `actor` does not maintain the base.
    :raises CodeTaken: if the code is in use.
    """
    return _create(MarketSegment, values, actor, now)


def segment_update(
    *, segment: MarketSegment, values: Mapping[str, Any], actor: User, now: datetime
) -> None:
    """Change a segment; companies already placed stay where they are.

    :raises PermissionDenied: if `actor` does not maintain the base.
    """
    _update(segment, values, actor, now)


@transaction.atomic
def _create(
    model: type[Cut], values: Mapping[str, Any], actor: User, now: datetime
) -> Cut:
    _may_cut(actor)
    if model.objects.filter(code=values["code"]).exists():
        raise CodeTaken(
            _("The code %(code)s is already in use.") % {"code": values["code"]}
        )
    row = model.objects.create(**values)
    record(target=row, message=gettext_noop("Created"), actor=actor, now=now)
    return row


@transaction.atomic
def _update(row: Cut, values: Mapping[str, Any], actor: User, now: datetime) -> None:
    _may_cut(actor)
    type(row).objects.filter(pk=row.pk).update(**values)
    row.refresh_from_db()
    record(target=row, message=gettext_noop("Changed"), actor=actor, now=now)


def _may_cut(actor: User) -> None:
    if not policies.can_cut_market(actor):
        raise PermissionDenied
