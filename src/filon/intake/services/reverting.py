"""Takes an import out again, record by record, however long ago it was.

A record that was created goes to the trash, one that was updated gets its former
values back, each unless somebody changed it since or something refers to it: such
records are kept, and shown with the reason. Records are handled in batches, each one
transaction that also marks their rows, so a killed revert goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Model
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.catalog.services import index_row
from filon.directory import indexing
from filon.directory.models import Site
from filon.intake import policies
from filon.intake.lifecycle import IMPORT
from filon.intake.models import Import, ImportRow
from filon.intake.writing.kinds import RECORDS
from filon.jobs.registry import Reporter
from filon.jobs.services import enqueue
from filon.journal.services import move, record_all
from filon.search import services as search

JOB = "intake.revert"
BATCH = 200
R = ImportRow.Revert
CHANGED_SINCE = gettext_noop("It was changed since the import.")
IN_USE = gettext_noop("Other records refer to it: %(what)s.")
GONE = gettext_noop("It no longer exists.")
REVERTED = gettext_noop("Import “%(file)s” reverted")


@transaction.atomic
def import_revert(*, source: Import, actor: User, now: datetime) -> None:
    """Queue the revert of an import.

    :raises PermissionDenied: if this person does not bring in this kind.
    :raises TransitionRefused: if it runs, or was reverted already.
    """
    if not policies.can_change(actor, source):
        raise PermissionDenied
    move(
        source,
        to=Import.Status.REVERTING,
        transitions=IMPORT,
        actor=actor,
        now=now,
        message=gettext_noop("Revert started"),
    )
    job = enqueue(
        kind=JOB,
        payload={"source": source.pk, "actor": actor.pk},
        actor=actor,
        now=now,
        dedupe_key=f"{JOB}:{source.pk}",
    )
    Import.objects.filter(pk=source.pk).update(job=job)
    source.job = job


def revert_run(
    *, source: Import, actor: User, clock: Callable[[], datetime], report: Reporter
) -> tuple[int, int]:
    """Revert what is not reverted yet; return how many rows were, and were kept."""
    model = apps.get_model(RECORDS[source.kind])
    pending = ImportRow.objects.filter(
        source=source,
        outcome__in=[ImportRow.Outcome.CREATED, ImportRow.Outcome.UPDATED],
        revert=R.NONE,
    )
    done = 0
    report(done=0, total=pending.count())
    while True:
        ids = list(
            pending.order_by("-record_id")
            .values_list("record_id", flat=True)
            .distinct()[:BATCH]
        )
        if not ids:
            break
        with transaction.atomic():
            rows = list(pending.filter(record_id__in=ids).order_by("-number"))
            _Batch(source, model, actor, clock()).revert(rows)
            done += len(rows)
            report(done=done)
    _finish(source, actor, clock())
    marks = ImportRow.objects.filter(source=source)
    return (
        marks.filter(revert=R.REVERTED).count(),
        marks.filter(revert=R.KEPT).count(),
    )


def _finish(source: Import, actor: User, now: datetime) -> None:
    source.refresh_from_db()
    move(
        source,
        to=Import.Status.REVERTED,
        transitions=IMPORT,
        actor=actor,
        now=now,
        message=gettext_noop("Import reverted"),
        reverted_at=now,
    )


class _Batch:
    """Reverts some records of one kind inside one transaction."""

    def __init__(self, source: Import, model: Any, actor: User, now: datetime) -> None:
        self._source, self._model = source, model
        self._actor, self._now = actor, now
        self._is_versioned = any(f.name == "version" for f in model._meta.fields)

    def revert(self, rows: Sequence[ImportRow]) -> None:
        """Revert or keep each record, with its rows."""
        by_record: dict[int, list[ImportRow]] = {}
        for row in rows:
            by_record.setdefault(row.record_id or 0, []).append(row)
        found = self._model._base_manager.filter(pk__in=by_record)
        records = {record.pk: record for record in found}
        used = self._references(by_record)
        undone: list[Any] = []
        for pk, mine in by_record.items():
            reason = self._obstacle(records.get(pk), mine, used.get(pk, ""))
            for row in mine:
                row.revert = R.KEPT if reason else R.REVERTED
                row.revert_reasons = [reason] if reason else []
            if not reason:
                self._undo(records[pk], mine)
                undone.append(records[pk])
        ImportRow.objects.bulk_update(rows, ["revert", "revert_reasons"], 200)
        self._tell(undone)

    def _obstacle(
        self, record: Any, rows: Sequence[ImportRow], used: str
    ) -> dict[str, Any] | None:
        if record is None or getattr(record, "deleted_at", None) is not None:
            return _reason(GONE)
        if self._is_versioned:
            last = max(row.changes.get("version", 0) for row in rows)
            if record.version != last:
                return _reason(CHANGED_SINCE)
        elif any(
            getattr(record, name) != _typed(self._model, name, after)
            for name, (_before, after) in _net(rows).items()
        ):
            return _reason(CHANGED_SINCE)
        if used and _was_created(rows):
            return _reason(IN_USE, what=used)
        return None

    def _references(self, by_record: dict[int, list[ImportRow]]) -> dict[int, str]:
        """Return what refers to the records that were created, by record."""
        created = [pk for pk, rows in by_record.items() if _was_created(rows)]
        used: dict[int, str] = {}
        for model, name in _relations(self._model) if created else ():
            rows = model._base_manager.filter(**{f"{name}__in": created})
            if any(f.name == "deleted_at" for f in model._meta.fields):
                rows = rows.filter(deleted_at=None)
            what = str(model._meta.verbose_name)
            for pk in rows.values_list(f"{name}_id", flat=True).distinct():
                used.setdefault(pk, what)
        return used

    def _undo(self, record: Any, rows: Sequence[ImportRow]) -> None:
        if _was_created(rows):
            if hasattr(record, "deleted_at"):
                mine = self._model._base_manager.filter(pk=record.pk)
                mine.update(deleted_at=self._now, deleted_by=self._actor)
            else:
                record.delete()
            return
        values = {
            self._model._meta.get_field(name).attname: _typed(self._model, name, before)
            for name, (before, _after) in _net(rows).items()
        }
        mine = self._model._base_manager.filter(pk=record.pk)
        if self._is_versioned:
            values |= {"version": F("version") + 1, "updated_at": self._now}
        mine.update(**values)
        self._undo_parts(rows)
        record.refresh_from_db()

    def _undo_parts(self, rows: Sequence[ImportRow]) -> None:
        """Give sites their former values back; take out those that were added."""
        for row in rows:
            part = row.changes.get("part")
            if not part or part["action"] == "UNCHANGED":
                continue
            sites = Site.objects.filter(pk=part["id"])
            if part["action"] == "UPDATED":
                sites.update(**{name: b for name, (b, _a) in part["fields"].items()})
            elif not _is_used(part["id"]):
                sites.delete()

    def _tell(self, records: Sequence[Any]) -> None:
        """Write the history and the search index of what was undone."""
        if not self._is_versioned or not records:
            return
        record_all(
            targets=[(r, {"file": self._source.file.name}) for r in records],
            message=REVERTED,
            actor=self._actor,
            now=self._now,
        )
        kind = self._model._meta.label_lower
        alive = self._model._base_manager.filter(
            pk__in=[r.pk for r in records], deleted_at=None
        )
        kept = {r.pk: r for r in alive}
        search.remove(kind, [r.pk for r in records if r.pk not in kept])
        search.index([_index_row(kind, r) for r in kept.values()])


def _relations(model: Any) -> list[tuple[Any, str]]:
    """Return the models that refer to records of one, with the key that does.

    Sites are part of their company; pairs of duplicates refer to nothing by a key.
    """
    found: list[tuple[Any, str]] = []
    for relation in model._meta.related_objects:
        if relation.related_model is Site and model is not Site:
            continue
        if relation.many_to_many:
            through = relation.through
            found.append((through, relation.field.m2m_reverse_field_name()))
        else:
            found.append((relation.related_model, relation.field.name))
    return found


def _index_row(kind: str, record: Any) -> Any:
    if kind == indexing.ORGANIZATION:
        return indexing.organization_row(record)
    if kind == indexing.CONTACT:
        return indexing.contact_row(record, record.organization.name)
    return index_row(record)


def _was_created(rows: Sequence[ImportRow]) -> bool:
    return any(row.changes.get("action") == "CREATED" for row in rows)


def _net(rows: Sequence[ImportRow]) -> dict[str, tuple[Any, Any]]:
    """Return the value of each field before the first row and after the last.

    :param rows: of one record, the last one first.
    """
    net: dict[str, tuple[Any, Any]] = {}
    for row in rows:
        for name, (before, after) in row.changes.get("fields", {}).items():
            net[name] = (before, net[name][1] if name in net else after)
    return net


def _typed(model: type[Model], name: str, value: Any) -> Any:
    return None if value is None else model._meta.get_field(name).to_python(value)  # type: ignore[union-attr]


def _is_used(site_id: int) -> bool:
    """Tell whether anything refers to a site."""
    return any(
        model._base_manager.filter(**{name: site_id}).exists()
        for model, name in _relations(Site)
    )


def _reason(message: str, **params: str) -> dict[str, Any]:
    return {"field": "", "message": message, "params": params, "refusal": True}
