"""Writing a backup."""

from __future__ import annotations

import os
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from filon.project.backups import archive, postgres, sqlite


@dataclass(frozen=True, slots=True)
class Saved:
    """What a backup holds; `missing` are files that the disk had lost already."""

    path: Path
    rows: int
    files: int
    size: int


def backup_write(*, target: Path, now: datetime) -> Saved:
    """Write the database and the files to `target`, complete or not at all.

    The database is saved first: a file is written before the row that names it, so
    the files of the saved rows are on disk by then. People may go on working.

    :raises BackupRefused: if `target` exists or the database is only in memory.
    """
    target = target.absolute()
    if target.exists():
        raise archive.BackupRefused(
            _("%(path)s exists already; a backup never replaces a file.")
            % {"path": target}
        )
    if not target.parent.is_dir():
        raise archive.BackupRefused(
            _("There is no folder %(path)s.") % {"path": target.parent}
        )
    with tempfile.TemporaryDirectory(
        dir=target.parent, prefix=".filon-backup-"
    ) as name:
        folder = Path(name)
        partial = folder / "backup.zip"
        with zipfile.ZipFile(partial, "w", allowZip64=True) as zipped:
            writer = archive.Writer(zipped)
            manifest = _fill(writer, folder, now)
            writer.close(manifest)
        _keep(partial, target)
    return Saved(
        path=target,
        rows=sum(manifest.rows.values()),
        files=sum(name.startswith("media/") for name in manifest.members),
        size=target.stat().st_size,
    )


def model_tables() -> list[str]:
    """Return the tables of all models, the automatic ones of links included."""
    models = apps.get_models(include_auto_created=True)
    return sorted({model._meta.db_table for model in models if model._meta.managed})


def _fill(writer: archive.Writer, folder: Path, now: datetime) -> archive.Manifest:
    columns: dict[str, list[str]] = {}
    if connection.vendor == "sqlite":
        saved = sqlite.snapshot(_sqlite_path(), folder)
        rows = sqlite.counts(saved, model_tables())
        migrations = sqlite.migrations(saved)
        writer.add(f"database/{saved.name}", saved, compress=True)
        saved.unlink()
    else:
        columns, rows = postgres.snapshot(folder)
        migrations = sorted(MigrationRecorder(connection).applied_migrations())
        for table in columns:
            source = folder / f"{table}.copy"
            writer.add(f"database/{source.name}", source, compress=True)
            source.unlink()
    for path in sorted(Path(settings.FILON_MEDIA).glob("*/*")):
        name = f"media/{path.parent.name}/{path.name}"
        if archive.MEMBER.fullmatch(name):
            writer.add(name, path, compress=False)
    return archive.Manifest(
        format=archive.FORMAT,
        version=version("filon"),
        engine=connection.vendor,
        made_at=now.isoformat(),
        rows=rows,
        migrations=migrations,
        members=writer.members,
        columns=columns,
    )


def _sqlite_path() -> Path:
    name = str(settings.DATABASES["default"]["NAME"])
    if "memory" in name or not Path(name).exists():
        raise archive.BackupRefused(_("There is no database to save yet."))
    return Path(name)


def _keep(partial: Path, target: Path) -> None:
    """Put the finished file at its place, written to the disk for good."""
    partial.chmod(0o600)
    with partial.open("rb") as stream:
        os.fsync(stream.fileno())
    partial.rename(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
