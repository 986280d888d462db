"""All checks of the data: those of each app and those of the database itself."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.kernel.integrity import Check, Fault


def all_checks() -> list[Check]:
    """Return the checks of the database, then those each app lists in its order."""
    checks = list(CHECKS)
    for config in apps.get_app_configs():
        module = f"{config.name}.integrity"
        is_other_app = config.name.startswith("filon.") and module != __name__
        if is_other_app and find_spec(module):
            checks += import_module(module).CHECKS
    return checks


def unsound_database() -> Iterator[Fault]:
    """Report what SQLite finds wrong in its file (PostgreSQL watches its own)."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(20)")
        for (answer,) in cursor.fetchall():
            if answer != "ok":
                yield Fault(
                    record=str(connection.settings_dict["NAME"]), sentence=answer
                )


def broken_links() -> Iterator[Fault]:
    """Report rows whose foreign key leads nowhere."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_key_check")
        for table, row, parent, _number in cursor.fetchall():
            yield Fault(
                record=f"{table} {row}",
                sentence=_("points at a row of %(table)s that does not exist")
                % {"table": parent},
            )


def orphans() -> Iterator[Fault]:
    """Report rows attached to any record by kind and number, when it is gone."""
    for model in apps.get_models():
        names = {field.name for field in model._meta.get_fields()}
        for prefix in ("target", "about"):
            if not {f"{prefix}_kind", f"{prefix}_id"} <= names:
                continue
            rows = model._base_manager.exclude(**{f"{prefix}_kind": ""})
            kinds = rows.order_by().values_list(f"{prefix}_kind", flat=True).distinct()
            for kind in kinds:
                target = apps.get_model(kind)
                lost = rows.filter(**{f"{prefix}_kind": kind}).exclude(
                    **{f"{prefix}_id__in": target._base_manager.values("pk")}
                )
                for row in lost.order_by("pk"):
                    yield Fault(
                        record=f"{model._meta.label} {row.pk}",
                        sentence=_("is attached to %(kind)s %(id)s, which is gone")
                        % {"kind": kind, "id": getattr(row, f"{prefix}_id")},
                    )


CHECKS = (
    Check(gettext_noop("the database file"), unsound_database),
    Check(gettext_noop("links between tables"), broken_links),
    Check(gettext_noop("records that others are attached to"), orphans),
)
