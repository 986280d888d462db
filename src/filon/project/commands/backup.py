"""Write the database and the files to one file, while people go on working."""

from __future__ import annotations

import argparse
from pathlib import Path

from django.utils.translation import gettext as _

from filon.kernel import clock
from filon.project.backups.save import backup_write


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say where."""
    parser.add_argument("file", type=Path, help="a new file, e.g. filon.zip")


def run(options: argparse.Namespace) -> int:
    """Write the backup and say what it holds."""
    saved = backup_write(target=options.file, now=clock.now())
    print(
        _("%(path)s is saved (%(size)s MB). Rows: %(rows)s; files: %(files)s.")
        % {
            "path": saved.path,
            "rows": saved.rows,
            "files": saved.files,
            "size": f"{saved.size / 1_000_000:.1f}",
        }
    )
    return 0
