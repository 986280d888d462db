"""Read a backup into an empty folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from django.utils.translation import gettext as _

from filon.project.backups.put_back import backup_restore


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what."""
    parser.add_argument("file", type=Path, help="a file that `filon backup` wrote")


def run(options: argparse.Namespace) -> int:
    """Restore into FILON_HOME and DATABASE_URL, which must be empty."""
    manifest = backup_restore(source=options.file)
    print(
        _("The backup of %(made_at)s is restored. Rows: %(rows)s.")
        % {"rows": sum(manifest.rows.values()), "made_at": manifest.made_at}
    )
    return 0
