"""Writing history; moving, trashing and restoring records with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import OwnedRecord, User
from filon.journal.models import Entry, kind_of
from filon.kernel.bulk import insert_rows
from filon.kernel.errors import DomainError
from filon.kernel.lifecycle import Transitions, advance

_COLUMNS = (
    "at",
    "actor",
    "actor_name",
    "target_kind",
    "target_id",
    "about_kind",
    "about_id",
    "message",
    "params",
    "changes",
)


class AlreadyTrashed(DomainError):
    """The record already lies in the trash."""


class EditConflict(DomainError):
    """Somebody else changed the record since this person opened it."""


def record(
    *,
    target: Model,
    message: str,
    actor: User | None,
    now: datetime,
    params: Mapping[str, Any] | None = None,
    changes: Mapping[str, Any] | None = None,
    about: Model | None = None,
    actor_name: str = "",
) -> Entry:
    """Append one entry to the history of `target`; call inside its transaction.

    :param message: English sentence (marked with gettext_noop), named placeholders.
    :param about: a second record whose time line shows the entry too, usually the
        organization.
    :param actor_name: name of a person without an account who acted through a link.
    """
    return Entry.objects.create(
        at=now,
        actor=actor,
        actor_name=actor_name or (str(actor) if actor else ""),
        target_kind=kind_of(target),
        target_id=target.pk,
        about_kind=kind_of(about) if about is not None else "",
        about_id=about.pk if about is not None else None,
        message=message,
        params=dict(params or {}),
        changes=dict(changes or {}),
    )


def record_all(
    *,
    targets: Iterable[tuple[Model, Mapping[str, Any]]],
    message: str,
    actor: User | None,
    now: datetime,
    about: Callable[[Any], Model] | None = None,
) -> None:
    """Append the same sentence to many records at once, each with its own values.

    Call inside the transaction of the change, as `record`.

    :param about: target -> a second record whose time line shows the entry too.
    """
    who = str(actor) if actor else ""
    rows: list[tuple[Any, ...]] = []
    for target, params in targets:
        other = about(target) if about is not None else None
        kind = kind_of(other) if other is not None else ""
        key = other.pk if other is not None else None
        rows.append(
            (
                now,
                actor.pk if actor else None,
                who,
                kind_of(target),
                target.pk,
                kind,
                key,
                message,
                dict(params),
                {},
            )
        )
    insert_rows(Entry, _COLUMNS, rows)


def move(
    instance: Model,
    *,
    to: str,
    transitions: Transitions,
    actor: User | None,
    now: datetime,
    message: str,
    params: Mapping[str, Any] | None = None,
    about: Model | None = None,
    actor_name: str = "",
    field: str = "status",
    **changes: Any,
) -> None:
    """Advance a record to a state and write the entry, in one transaction.

    :raises TransitionRefused: if another caller moved it first; nothing is written.
    """
    before = getattr(instance, field)
    with transaction.atomic():
        advance(instance, to=to, transitions=transitions, field=field, **changes)
        record(
            target=instance,
            message=message,
            actor=actor,
            now=now,
            params=params,
            changes={field: [before, to]},
            about=about,
            actor_name=actor_name,
        )


def save_changes(
    instance: OwnedRecord,
    *,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    expected_version: int | None = None,
    message: str = gettext_noop("Changed"),
    about: Model | None = None,
) -> bool:
    """Write the fields that differ, raise the version, append the entry.

    :param expected_version: the version the person saw; None skips the check.
    :returns: False if nothing differed; then nothing is written.
    :raises EditConflict: if the row moved past `expected_version` meanwhile.
    """
    changed = {k: v for k, v in values.items() if getattr(instance, k) != v}
    if not changed:
        return False
    rows = type(instance)._base_manager.filter(pk=instance.pk, deleted_at=None)
    if expected_version is not None:
        rows = rows.filter(version=expected_version)
    history = {k: [_shown(getattr(instance, k)), _shown(v)] for k, v in changed.items()}
    with transaction.atomic():
        if not rows.update(**changed, updated_at=now, version=F("version") + 1):
            raise EditConflict(
                _(
                    "Somebody changed this record while you were editing it. Your"
                    " entries are kept below; compare and save again."
                )
            )
        record(
            target=instance,
            message=message,
            actor=actor,
            now=now,
            changes=history,
            about=about,
        )
    instance.refresh_from_db()
    return True


def trash(*, instance: OwnedRecord, actor: User, now: datetime) -> None:
    """Put a record in the trash, from where it can be restored.

    :raises AlreadyTrashed: if it is there already.
    """
    rows = type(instance)._base_manager.filter(pk=instance.pk, deleted_at=None)
    with transaction.atomic():
        if not rows.update(deleted_at=now, deleted_by=actor):
            raise AlreadyTrashed(_("This record already lies in the trash."))
        record(
            target=instance,
            message=gettext_noop("Put in the trash"),
            actor=actor,
            now=now,
        )
    instance.refresh_from_db()


def restore(*, instance: OwnedRecord, actor: User, now: datetime) -> None:
    """Take a record out of the trash.

    :raises AlreadyTrashed: if it is not in the trash any more.
    """
    rows = type(instance)._base_manager.filter(pk=instance.pk, deleted_at__isnull=False)
    with transaction.atomic():
        if not rows.update(deleted_at=None, deleted_by=None):
            raise AlreadyTrashed(_("This record is not in the trash any more."))
        record(
            target=instance,
            message=gettext_noop("Restored from the trash"),
            actor=actor,
            now=now,
        )
    instance.refresh_from_db()


def _shown(value: Any) -> Any:
    """Return a JSON-able picture of a field value for the history."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Model):
        return str(value)
    return str(value)
