"""Bring in a file from the command line, at once and without the worker."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filon.accounts.models import User
from filon.accounts.services import first_administrator
from filon.intake.fields import SPECS
from filon.intake.models import Import, ImportRow
from filon.intake.selectors.preview import said
from filon.intake.services import import_run, import_start, import_upload
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.project.database import prepare_database

SHOWN_ERRORS = 100


class CannotImport(DomainError):
    """The file or the person named does not exist, or nobody said yes."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the file is and whose rows it brings."""
    kinds = sorted(kind.lower() for kind in Import.Kind.values)
    parser.add_argument("kind", choices=kinds, help="what the rows are")
    parser.add_argument("file", type=Path, help="CSV, XLSX, XLS or ODS")
    parser.add_argument("--yes", action="store_true", help="accept the mapping found")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--user", default="", help="e-mail of who imports")
    parser.add_argument("--owner", default="", help="e-mail of who follows the rows")


def run(options: argparse.Namespace) -> int:
    """Import the file with the mapping that is proposed."""
    if not options.file.is_file():
        raise CannotImport(
            _("There is no file %(file)s.") % {"file": str(options.file)}
        )
    prepare_database()
    actor = _user(options.user) or first_administrator()
    source = import_upload(
        kind=options.kind.upper(),
        name=options.file.name,
        content=options.file.read_bytes(),
        actor=actor,
        now=clock.now(),
        assigned_owner=_user(options.owner),
    )
    if not options.yes and not _agreed(source):
        raise CannotImport(_("Nothing was imported."))
    import_start(source=source, actor=actor, now=clock.now())
    import_run(source=source, clock=clock.now, report=_silent)
    source.refresh_from_db()
    _tell(source, as_json=options.json)
    return 0


def _user(email: str) -> User | None:
    if not email:
        return None
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        raise CannotImport(
            _("Nobody has the e-mail address %(email)s.") % {"email": email}
        )
    return user


def _agreed(source: Import) -> bool:
    """Show the mapping and ask."""
    spec = SPECS[source.kind]
    for column, name in enumerate(source.header):
        field = spec.field(source.mapping.get(str(column), ""))
        print(f"  {name} → {field.label if field else '–'}")
    question = ngettext(
        "Import %(count)s row? (yes/no) ",
        "Import %(count)s rows? (yes/no) ",
        source.rows_total,
    )
    answer = input(question % {"count": source.rows_total})
    return answer.strip().lower() in {"y", "yes", "o", "oui"}


def _silent(
    *,
    done: int | None = None,
    total: int | None = None,
    step: str | None = None,
    params: Mapping[str, Any] | None = None,
    checkpoint: Mapping[str, Any] | None = None,
) -> None:
    """Report to nobody: the command does the work itself."""


def _tell(source: Import, *, as_json: bool) -> None:
    counts = {
        "read": source.rows_read,
        "created": source.created_count,
        "updated": source.updated_count,
        "unchanged": source.unchanged_count,
        "refused": source.refused_count,
    }
    errors = _errors(source)
    if as_json:
        print(json.dumps({**counts, "errors": errors}, ensure_ascii=False))
        return
    line = _(
        "Rows read: %(read)s; created: %(created)s; updated: %(updated)s;"
        " unchanged: %(unchanged)s; refused: %(refused)s."
    )
    print(line % counts)
    for error in errors:
        print(f"    {error['row']}: {error['reason']}")


def _errors(source: Import) -> list[dict[str, Any]]:
    refused = ImportRow.objects.filter(
        source=source, outcome=ImportRow.Outcome.REFUSED
    ).order_by("number")[:SHOWN_ERRORS]
    return [
        {
            "row": row.number,
            "reason": " ".join(said(r, source.kind) for r in row.reasons),
        }
        for row in refused
    ]
