"""Run one of Django's own commands (for developers)."""

from __future__ import annotations

import argparse

from django.core.management import execute_from_command_line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take everything that follows as it is."""
    parser.add_argument("rest", nargs=argparse.REMAINDER)


def run(options: argparse.Namespace) -> int:
    """Hand the arguments over."""
    execute_from_command_line(["filon manage", *options.rest])
    return 0
