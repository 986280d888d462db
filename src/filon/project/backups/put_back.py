"""Putting a backup back into an empty installation."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from filon.kernel.errors import DomainError
from filon.project.backups import archive, postgres, sqlite


class NotEmpty(DomainError):
    """A backup goes only where nothing can be lost."""


def backup_restore(*, source: Path) -> archive.Manifest:
    """Restore the backup `source` into the empty installation in use.

    Everything is checked before anything of the installation is touched.

    :raises BackupRefused: if the backup is damaged, foreign or too new.
    :raises NotEmpty: if the installation already holds data.
    """
    with archive.opened(source) as (zipped, manifest):
        _check_version(manifest)
        _check_empty()
        home = Path(settings.FILON_HOME)
        home.mkdir(parents=True, exist_ok=True)
        _check_room(manifest, home)
        with tempfile.TemporaryDirectory(dir=home, prefix=".restoring-") as name:
            _restore(zipped, manifest, Path(name))
    return manifest


def _restore(zipped: zipfile.ZipFile, manifest: archive.Manifest, folder: Path) -> None:
    archive.extract(zipped, manifest, folder)
    media = Path(settings.FILON_MEDIA)
    if manifest.engine == "sqlite":
        saved = folder / "database" / sqlite.FILE
        sqlite.verify(saved, manifest.rows)
        _put_media(folder, media)
        database = Path(settings.DATABASES["default"]["NAME"])
        database.parent.mkdir(parents=True, exist_ok=True)
        # The database comes last: without it the folder still counts as empty.
        shutil.move(saved, database)
        return
    with transaction.atomic():
        postgres.load(
            folder / "database",
            columns=manifest.columns,
            migrations=manifest.migrations,
        )
        if postgres.counts(list(manifest.rows)) != manifest.rows:
            raise archive.BackupRefused(_("The database in this backup lacks rows."))
        _put_media(folder, media)


def _put_media(folder: Path, media: Path) -> None:
    saved = folder / "media"
    if saved.is_dir():
        media.parent.mkdir(parents=True, exist_ok=True)
        if media.is_dir():
            media.rmdir()
        shutil.move(saved, media)


def _check_version(manifest: archive.Manifest) -> None:
    if manifest.engine != connection.vendor:
        raise archive.BackupRefused(
            _(
                "This backup is of a %(theirs)s database and DATABASE_URL names a"
                " %(ours)s one."
            )
            % {"theirs": manifest.engine, "ours": connection.vendor}
        )
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations or {}
    unknown = [key for key in manifest.migrations if tuple(key) not in known]
    if unknown:
        raise archive.BackupRefused(
            _(
                "This backup was made by Filon %(version)s, which is newer than this"
                " program. Install that version first."
            )
            % {"version": manifest.version}
        )


def _check_empty() -> None:
    media = Path(settings.FILON_MEDIA)
    if media.is_dir() and any(media.iterdir()):
        raise NotEmpty(
            _("%(path)s holds files already. Choose an empty folder with FILON_HOME.")
            % {"path": media}
        )
    if connection.vendor == "sqlite":
        database = Path(settings.DATABASES["default"]["NAME"])
        if database.exists():
            raise NotEmpty(
                _(
                    "There is a database already: %(path)s. Choose an empty folder"
                    " with FILON_HOME."
                )
                % {"path": database}
            )
    elif not postgres.is_empty():
        raise NotEmpty(_("The database that DATABASE_URL names holds tables already."))


def _check_room(manifest: archive.Manifest, home: Path) -> None:
    needed = sum(member.size for member in manifest.members.values())
    if shutil.disk_usage(home).free < needed:
        raise archive.BackupRefused(
            _("The disk has no room for this backup: it needs %(size)s MB.")
            % {"size": needed // 1_000_000 + 1}
        )
