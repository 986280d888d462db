"""Saving and putting back an SQLite database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from django.utils.translation import gettext as _

from filon.project.backups.archive import BackupRefused

FILE = "filon.sqlite3"


def snapshot(database: Path, folder: Path) -> Path:
    """Write one consistent state of `database` into `folder`; return the file.

    VACUUM INTO reads inside one transaction and lets writers go on.
    """
    target = folder / FILE
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        connection.execute("PRAGMA busy_timeout=20000")
        connection.execute("VACUUM INTO ?", [str(target)])
    return target


def counts(database: Path, tables: list[str]) -> dict[str, int]:
    """Return the number of rows of each of `tables` that exists."""
    rows = {}
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        known = {
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
            )
        }
        for table in sorted(known.intersection(tables)):
            (rows[table],) = connection.execute(
                f'SELECT count(*) FROM "{table}"'  # noqa: S608
            ).fetchone()
    return rows


def migrations(database: Path) -> list[tuple[str, str]]:
    """Return the migrations that were applied to `database`."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        found = connection.execute(
            "SELECT app, name FROM django_migrations ORDER BY app, name"
        )
        return [(app, name) for app, name in found]


def verify(database: Path, rows: dict[str, int]) -> None:
    """Refuse a database that is unsound or lacks rows.

    :raises BackupRefused: with the first difference.
    """
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as opened:
            (answer,) = opened.execute("PRAGMA integrity_check(1)").fetchone()
        found = counts(database, list(rows))
    except sqlite3.DatabaseError as error:
        answer, found = str(error), {}
    if answer != "ok":
        raise BackupRefused(
            _("The database in this backup is damaged: %(answer)s") % {"answer": answer}
        )
    if found != rows:
        raise BackupRefused(_("The database in this backup lacks rows."))
