"""Load a referential from a YAML file, or write one out."""

from __future__ import annotations

import argparse
import json
import sys
from importlib.resources import files
from pathlib import Path

from django.utils.translation import gettext as _

from filon.certification.models import Referential
from filon.certification.referential import dump
from filon.certification.selectors.versions import content_of
from filon.certification.services.referential import (
    referential_load,
    referential_publish,
)
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.project.database import prepare_database

SHIPPED = files("filon.certification").joinpath("data", "cqpm_tci.yaml")


class ReferentialNotFound(DomainError):
    """There is no such file, or no such version."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what to do, and with which file."""
    actions = parser.add_subparsers(dest="action", required=True)
    load = actions.add_parser("load", help="load and publish a version")
    load.add_argument("file", nargs="?", help="YAML; without it, the one we ship")
    load.add_argument("--draft", action="store_true", help="do not publish it")
    export = actions.add_parser("export", help="write a version as YAML")
    export.add_argument(
        "code", nargs="?", default="", help="without it, the one in use"
    )
    export.add_argument("--edition", default="", help="a version of this code")
    export.add_argument("--output", default="", help="a file instead of the screen")


def run(options: argparse.Namespace) -> int:
    """Load or write out a referential."""
    prepare_database()
    return _load(options) if options.action == "load" else _export(options)


def _load(options: argparse.Namespace) -> int:
    """Load a version and print one JSON object."""
    now = clock.now()
    loaded = referential_load(text=_read(options.file), actor=None, now=now)
    row = loaded.referential
    if not options.draft and row.status == Referential.Status.DRAFT:
        referential_publish(referential=row, actor=None, now=now)
    totals = content_of(row).totals()
    print(
        json.dumps(
            {
                "code": row.code,
                "version": row.edition,
                "status": row.status,
                "new": loaded.is_new,
                "blocks": totals.blocks,
                "competencies": totals.competencies,
                "headings": totals.headings,
                "criteria": totals.criteria,
                "items": totals.items,
            }
        )
    )
    return 0


def _export(options: argparse.Namespace) -> int:
    rows = Referential.objects.exclude(status=Referential.Status.RETIRED)
    if options.edition:
        rows = Referential.objects.filter(edition=options.edition)
    if options.code:
        rows = rows.filter(code=options.code)
    row = rows.order_by("-published_at", "-pk").first()
    if row is None:
        raise ReferentialNotFound(_("No referential is loaded under this name."))
    text = dump(content_of(row))
    if options.output:
        Path(options.output).write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return 0


def _read(name: str | None) -> str:
    if not name:
        return SHIPPED.read_text(encoding="utf-8")
    try:
        return Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ReferentialNotFound(
            _("%(file)s cannot be read: %(reason)s") % {"file": name, "reason": error}
        ) from error
