"""Taking back the last change of the lines of a draft."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.journal.services import record
from filon.kernel.errors import DomainError
from filon.offers.models import (
    AdequacyCheck,
    LineStep,
    OfferLine,
    OfferRevision,
    PriceBreak,
)
from filon.offers.services.drafts import Priced, open_draft, reprice

# A figure typed digit by digit is one change.
TYPING = timedelta(seconds=5)
_BREAK = ("quantity", "net_price", "lead_time_days")
_FIELDS = [f for f in OfferLine._meta.concrete_fields if f.name != "id"]


class NothingToUndo(DomainError):
    """The last change is of somebody else, or there is none."""


def remember(
    revision: OfferRevision,
    kind: LineStep.Kind,
    *,
    actor: User,
    now: datetime,
    name: str = "",
    added: Iterable[int] = (),
    removed: Sequence[OfferLine] = (),
    fields: Mapping[int, Mapping[str, Any]] | None = None,
    order: Sequence[OfferLine] = (),
) -> None:
    """Keep what a change alters; call it in its transaction, before lines go.

    :param added: keys of new lines. :param removed: lines that go, before they do.
    :param fields: for the key of each changed line, the former values by field.
    :param order: all lines in the order they had, if it changes.
    """
    before = {
        "added": list(added),
        "removed": [_picture(line) for line in removed],
        "fields": {
            str(pk): {n: _plain(value) for n, value in values.items()}
            for pk, values in (fields or {}).items()
        },
        "order": [line.pk for line in order],
    }
    last = _last(revision) if kind == LineStep.Kind.CHANGE else None
    if last is not None and _is_typing(last, before, actor, now):
        return
    LineStep.objects.create(
        revision=revision,
        kind=kind,
        name=name[:300],
        before=before,
        made_at=now,
        made_by=actor,
    )


@transaction.atomic
def step_undo(
    *,
    revision: OfferRevision,
    actor: User,
    now: datetime,
    expected_version: int | None = None,
) -> Priced:
    """Take the last change of the lines back and price the offer.

    :raises NothingToUndo: if there is none, or it is of somebody else.
    :raises RevisionFrozen, EditConflict: see `open_draft`.
    """
    open_draft(revision, actor=actor, now=now, expected_version=expected_version)
    step = _last(revision)
    if step is None or step.made_by_id != actor.pk:
        raise NothingToUndo(_("There is no change of yours to take back."))
    before = step.before
    OfferLine.objects.filter(revision=revision, pk__in=before["added"]).delete()
    for picture in before["removed"]:
        _restore(revision, picture)
    for pk, values in before["fields"].items():
        OfferLine.objects.filter(revision=revision, pk=pk).update(**_values(values))
    if before["order"]:
        _reorder(revision, before["order"])
    record(
        target=revision,
        message=gettext_noop("Taken back: “%(line)s”"),
        params={"line": step.name[:100]},
        actor=actor,
        now=now,
        about=revision.offer,
    )
    step.delete()
    return reprice(revision, now=now)


def _last(revision: OfferRevision) -> LineStep | None:
    return LineStep.objects.filter(revision=revision).order_by("-pk").first()


def _is_typing(
    last: LineStep, before: Mapping[str, Any], actor: User, now: datetime
) -> bool:
    """Whether the change goes on with the one before, whose state is kept already."""
    old, new = last.before.get("fields", {}), before["fields"]
    return (
        last.kind == LineStep.Kind.CHANGE
        and last.made_by_id == actor.pk
        and now - last.made_at < TYPING
        and {pk: set(v) for pk, v in old.items()}
        == {pk: set(v) for pk, v in new.items()}
    )


def _picture(line: OfferLine) -> dict[str, Any]:
    checks = AdequacyCheck.objects.filter(line=line).values_list("pk", flat=True)
    return {
        "id": line.pk,
        "values": {f.attname: _plain(getattr(line, f.attname)) for f in _FIELDS},
        "breaks": [
            {name: _plain(getattr(row, name)) for name in _BREAK}
            for row in line.breaks.all()
        ],
        "checks": list(checks),
    }


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def _restore(revision: OfferRevision, picture: Mapping[str, Any]) -> None:
    """Make a line again under the key it had, with its breaks and answers."""
    values = {**_values(picture["values"]), "revision_id": revision.pk}
    line = OfferLine.objects.create(pk=picture["id"], **values)
    PriceBreak.objects.bulk_create(
        PriceBreak(line=line, **row) for row in picture["breaks"]
    )
    AdequacyCheck.objects.filter(
        revision=revision, pk__in=picture["checks"], line=None
    ).update(line=line)


def _values(plain: Mapping[str, Any]) -> dict[str, Any]:
    by_name = {f.attname: f for f in _FIELDS}
    return {name: by_name[name].to_python(value) for name, value in plain.items()}


def _reorder(revision: OfferRevision, keys: Sequence[int]) -> None:
    rows = OfferLine.objects.filter(revision=revision).in_bulk()
    moved = []
    for place, key in enumerate(keys, start=1):
        row = rows.get(key)
        if row is not None and row.position != place:
            row.position = place
            moved.append(row)
    OfferLine.objects.bulk_update(moved, ["position"], batch_size=200)
