"""Look for faults in the data: gaps, orphans, totals, files, search index."""

from __future__ import annotations

import argparse
import json
import time

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filon.project.integrity import all_checks


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say how to answer."""
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(options: argparse.Namespace) -> int:
    """Run every check; the exit code is 1 when there is a fault."""
    report = []
    for check in all_checks():
        start = time.monotonic()
        faults = list(check.faults())
        report.append((check.name, faults))
        if not options.json:
            state = "✗" if faults else "✓"
            print(f"{state} {_(check.name)} ({time.monotonic() - start:.1f} s)")
            for fault in faults:
                print(f"    {fault.record}: {fault.sentence}")
    count = sum(len(faults) for _name, faults in report)
    if options.json:
        listed = [
            {"check": name, "record": fault.record, "fault": fault.sentence}
            for name, faults in report
            for fault in faults
        ]
        print(json.dumps({"faults": count, "list": listed}, ensure_ascii=False))
    elif count:
        print(ngettext("%(n)s fault.", "%(n)s faults.", count) % {"n": count})
    else:
        print(_("No fault."))
    return 1 if count else 0
