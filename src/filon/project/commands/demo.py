"""Load the demonstration company, or remove it."""

from __future__ import annotations

import argparse

from django.utils.translation import gettext as _

from filon.kernel import clock
from filon.project.database import prepare_database
from filon.project.demo.loading import NotTheDemonstration, load, remove


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say whether to load or to remove."""
    parser.add_argument(
        "--remove", action="store_true", help="empty the installation again"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(options: argparse.Namespace) -> int:
    """Load or remove the demonstration company."""
    prepare_database()
    if options.remove:
        return _remove(options)
    load(now=clock.now())
    print(_("The demonstration company is loaded."))
    return 0


def _remove(options: argparse.Namespace) -> int:
    if not options.yes:
        question = _("Everything in this installation will be deleted. Go on? [y/N] ")
        if input(question).strip().lower() not in {"y", "yes", "o", "oui"}:
            raise NotTheDemonstration(_("Nothing was changed."))
    remove()
    prepare_database()
    print(_("The installation is empty again."))
    return 0
