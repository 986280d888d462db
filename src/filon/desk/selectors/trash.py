"""What lies in the trash, of every kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat

from filon.accounts.models import OwnedRecord, User, scope_of
from filon.coordination import kinds

SHOWN = 50
# Columns that say which record it is; the first set that a kind has.
NAMES = (
    ("first_name", "last_name"),
    ("ref", "title"),
    ("number", "title"),
    ("title",),
    ("name",),
    ("statement",),
    ("subject",),
    ("reference", "name_fr"),
    ("product",),
    ("number",),
    ("cause",),
    ("mode",),
)


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
    """Return what this person may restore, newest first; one query for all kinds."""
    labels = {kind.code: str(kind.label) for kind in kinds.all_kinds()}
    first, *others = [_rows(user, code, model) for code, model in _owned()]
    newest = first.union(*others, all=True).order_by("-deleted_at")[:SHOWN]
    return [
        Trashed(
            kind=row["kind_code"],
            label=labels[row["kind_code"]],
            pk=row["pk"],
            title=row["shown"].strip(),
            deleted_at=row["deleted_at"],
            deleted_by=row["who"].strip(),
        )
        for row in newest
    ]


def _owned() -> list[tuple[str, Any]]:
    """Return the kinds of records that the trash takes."""
    found = [(kind.code, apps.get_model(kind.code)) for kind in kinds.all_kinds()]
    return [(code, model) for code, model in found if issubclass(model, OwnedRecord)]


def _rows(user: User, code: str, model: Any) -> QuerySet[Any, dict[str, Any]]:
    """Return what lies in the trash of one kind, in the columns of all kinds."""
    rows = model._base_manager.filter(scope_of(user), deleted_at__isnull=False)
    columns = {f.name for f in model._meta.concrete_fields}
    name = next(parts for parts in NAMES if columns.issuperset(parts))
    named: QuerySet[Any, dict[str, Any]] = rows.order_by().values(
        "pk",
        "deleted_at",
        kind_code=Value(code, CharField()),
        shown=_joined(*name),
        who=_joined("deleted_by__first_name", "deleted_by__last_name"),
    )
    return named


def _joined(*columns: str) -> Any:
    """Return columns with a space between; what is absent counts as empty."""
    parts = [Coalesce(Cast(c, CharField()), Value("")) for c in columns]
    spaced = [part for one in parts for part in (one, Value(" "))]
    return Concat(*spaced, output_field=CharField())


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
