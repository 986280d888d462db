"""What lies in the trash, of every kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from filon.accounts.models import OwnedRecord, User, scope_of
from filon.coordination import kinds

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Trashed:
    """One record in the trash."""

    kind: str
    label: str
    pk: int
    title: str
    deleted_at: datetime
    deleted_by: str


def trashed(user: User) -> list[Trashed]:
    """Return what this person may restore, newest first; one query a kind."""
    found: list[Trashed] = []
    for kind in kinds.all_kinds():
        model: Any = kind.visible(user).model
        if not issubclass(model, OwnedRecord):
            continue
        rows = model._base_manager.filter(scope_of(user), deleted_at__isnull=False)
        newest = rows.select_related("deleted_by").order_by("-deleted_at")[:SHOWN]
        found += [
            Trashed(
                kind=kind.code,
                label=str(kind.label),
                pk=row.pk,
                title=str(row),
                deleted_at=row.deleted_at,
                deleted_by=str(row.deleted_by or ""),
            )
            for row in newest
        ]
    return sorted(found, key=lambda t: t.deleted_at, reverse=True)[:SHOWN]


def trashed_record(user: User, code: str, pk: int) -> OwnedRecord | None:
    """Return one record of the trash that this person may restore, or None."""
    kind = kinds.kind(code)
    if kind is None:
        return None
    model: Any = kind.visible(user).model
    if not issubclass(model, OwnedRecord):
        return None
    rows = model._base_manager.filter(scope_of(user), deleted_at__isnull=False)
    row: OwnedRecord | None = rows.filter(pk=pk).first()
    return row
