"""The sources of a need."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.files.services import keep_upload
from filon.files.uploads import CheckedUpload
from filon.journal.services import record
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.needs.models import Need, NeedSource
from filon.needs.services.guards import require_draft


class SourceRefused(DomainError):
    """A source without its relevance proves nothing."""


class SourceInUse(DomainError):
    """Requirements rest on this source."""


@transaction.atomic
def source_add(
    *,
    need: Need,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    upload: CheckedUpload | None = None,
) -> NeedSource:
    """Add a source with its relevance.

    :param values: fields of NeedSource; `kind`, `title`, `dated_on`, `relevance` are
        required.
    :raises SourceRefused: without title or relevance, or dated in the future.
    :raises NeedFrozen: if the synthesis is frozen.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    require_draft(need, actor)
    if not str(values.get("title", "")).strip():
        raise SourceRefused(_("Name the source."))
    if not str(values.get("relevance", "")).strip():
        raise SourceRefused(_("Say why this source can be relied on."))
    if values["dated_on"] > clock.day_of(now):
        raise SourceRefused(_("A source cannot be dated in the future."))
    file = None
    if upload is not None:
        file = keep_upload(upload=upload, actor=actor, now=now)
    source = NeedSource.objects.create(**{**values, "need": need, "file": file})
    record(
        target=need,
        message=gettext_noop("Source added: %(title)s"),
        params={"title": source.title},
        actor=actor,
        now=now,
    )
    return source


@transaction.atomic
def source_remove(*, source: NeedSource, actor: User, now: datetime) -> None:
    """Remove a source on which nothing rests.

    :raises SourceInUse: if a requirement points to it.
    :raises NeedFrozen: if the synthesis is frozen.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    require_draft(source.need, actor)
    if source.requirement_set.exists() or source.also_for.exists():
        raise SourceInUse(_("Requirements rest on this source: point them to another."))
    record(
        target=source.need,
        message=gettext_noop("Source removed: %(title)s"),
        params={"title": source.title},
        actor=actor,
        now=now,
    )
    source.delete()
