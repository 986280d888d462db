"""The command `filon`: sets Django up, finds the subcommand, says errors in words."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version

import django
from django.core.exceptions import ImproperlyConfigured
from django.db import Error as DatabaseError
from django.utils import translation
from django.utils.translation import gettext as _

from filon.kernel.errors import DomainError

# Each is a module of filon.project.commands with add_arguments() and run().
COMMANDS = {
    "serve": "serve the pages and run the background jobs",
    "demo": "load the demonstration company, or remove it",
    "createuser": "create a user and print a one-time sign-in link",
    "referential": "load a certification's referential, or write one out",
    "import": "bring in a file of companies, contacts, items or prices",
    "verify-document": "recompute an electronic invoice, order or quotation",
    "check": "look for faults in the data",
    "backup": "write the database and the files to one file",
    "restore": "read such a file into an empty folder",
    "manage": "run one of Django's own commands (for developers)",
}

# A module cannot be called like a word of the language, nor with a hyphen.
MODULES = {"import": "import_file", "verify-document": "verify_document"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit code (0 done, 1 refused, 2 wrong usage)."""
    given = top_parser().parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "filon.project.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        return refuse(str(error), code=2)
    except OSError as error:
        return refuse(
            f"The data folder cannot be written: {error.filename}"
            f" ({error.strerror}). Set FILON_HOME to a folder of yours.",
            code=2,
        )
    with translation.override(language_of_terminal()):
        return run_command(given.command, given.rest)


def run_command(name: str, arguments: Sequence[str]) -> int:
    """Run one command with Django set up; return the exit code."""
    # Commands import models, which exist only once Django is set up.
    module = import_module(f"filon.project.commands.{MODULES.get(name, name)}")
    parser = argparse.ArgumentParser(prog=f"filon {name}", description=COMMANDS[name])
    module.add_arguments(parser)
    options = parser.parse_args(arguments)
    try:
        return int(module.run(options))
    except DomainError as error:
        return refuse(str(error))
    except ImproperlyConfigured as error:
        return refuse(str(error), code=2)
    except DatabaseError as error:
        reason = str(error).strip()
        return refuse(
            _("The database does not answer: %(reason)s") % {"reason": reason}
        )
    except KeyboardInterrupt:
        return 130


def top_parser() -> argparse.ArgumentParser:
    """Return the parser that only knows the names of the commands."""
    lines = [f"  {name:<15} {purpose}" for name, purpose in COMMANDS.items()]
    parser = argparse.ArgumentParser(
        prog="filon",
        description="The working tool of the industrial technical salesperson.",
        epilog="\n".join(["commands:", *lines, "", "filon COMMAND --help says more."]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=version("filon"))
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND")
    parser.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    return parser


def language_of_terminal() -> str:
    """Return the language of the terminal: French if it asks for it, else English."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    asked = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return "fr" if asked.lower().startswith("fr") else "en"


def refuse(sentence: str, *, code: int = 1) -> int:
    """Print a sentence on the standard error and return the exit code."""
    print(f"filon: {sentence}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
