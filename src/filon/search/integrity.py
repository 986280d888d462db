"""Checking that the index and the records say the same."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.kernel.integrity import Check, Fault
from filon.search.models import SearchEntry

SHOWN = 50


def records_out_of_step() -> Iterator[Fault]:
    """Report records that the index lacks, and entries whose record is gone.

    A kind with at least one entry is an indexed kind; records in the trash have none.
    The first differences of each kind are enough.
    """
    kinds = SearchEntry.objects.order_by("kind").values_list("kind", flat=True)
    for kind in kinds.distinct():
        model = apps.get_model(kind)
        rows = model._base_manager.all()
        if any(field.name == "deleted_at" for field in model._meta.get_fields()):
            rows = rows.filter(deleted_at=None)
        entries = SearchEntry.objects.filter(kind=kind)
        lost = rows.exclude(pk__in=entries.values("object_id")).order_by("pk")
        for record in lost[:SHOWN]:
            yield _fault(model, record.pk, _("is not found by the search box"))
        gone = entries.exclude(object_id__in=rows.values("pk")).order_by("object_id")
        for entry in gone[:SHOWN]:
            yield _fault(model, entry.object_id, _("is found, but no longer exists"))


def words_out_of_step() -> Iterator[Fault]:
    """Report a full-text table that differs from the entries (SQLite only).

    PostgreSQL computes its index from the entries and cannot differ.
    """
    if connection.vendor != "sqlite":
        return
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            # Rank 1: compare with the text of the entries, not only with itself.
            cursor.execute(
                "INSERT INTO search_fts (search_fts, rank)"
                " VALUES ('integrity-check', 1)"
            )
    except DatabaseError:
        yield Fault(
            record="search_fts", sentence=_("the words differ from the records")
        )


def _fault(model: type[Model], pk: int, sentence: str) -> Fault:
    return Fault(record=f"{model._meta.label} {pk}", sentence=sentence)


CHECKS = (
    Check(gettext_noop("search index and records"), records_out_of_step),
    Check(gettext_noop("words of the search index"), words_out_of_step),
)
