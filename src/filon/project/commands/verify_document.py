"""Recompute an electronic invoice, order or quotation, and say what differs."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filon.kernel.errors import DomainError
from filon.offers.exchange import words
from filon.offers.exchange.document import ExchangedDocument
from filon.offers.exchange.reading import read_document
from filon.offers.exchange.rules import ARITHMETIC, Finding, findings_of
from filon.offers.exchange.verifying import Status, Verification, verify

# A PDF may weigh more than the XML it carries; the reader bounds that one itself.
MAX_BYTES = 25_000_000

_MARKS = {
    Status.EXACT: "✓",
    Status.TOLERANCE: "≈",
    Status.ANOMALY: "✗",
    Status.NOT_CHECKABLE: "–",
}


class CannotVerify(DomainError):
    """The file does not exist or is too large."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which file, and how to answer."""
    parser.add_argument("file", type=Path, help="UBL, CII or Order-X; XML or PDF")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(options: argparse.Namespace) -> int:
    """Verify the file; finding an anomaly is a success of the command."""
    file: Path = options.file
    if not file.is_file():
        raise CannotVerify(_("There is no file %(file)s.") % {"file": str(file)})
    if file.stat().st_size > MAX_BYTES:
        raise CannotVerify(
            _("The file is larger than %(size)s MB.") % {"size": MAX_BYTES // 1_000_000}
        )
    read = read_document(file.read_bytes())
    found = verify(read.document)
    rules = findings_of(read)
    if options.json:
        said = as_json(read.document, found, rules)
        print(json.dumps(said, ensure_ascii=False))
    else:
        _tell(read.document, found, rules)
    return 0


def as_json(
    document: ExchangedDocument, found: Verification, rules: Sequence[Finding]
) -> dict[str, Any]:
    """Return the outcome as one object; amounts are texts, to stay exact."""
    return {
        "status": found.status.value,
        "lines": found.lines,
        "document": {
            "kind": document.kind,
            "type": document.type_code,
            "number": document.number,
            "currency": document.currency,
        },
        "places": [
            {
                "place": difference.place.value,
                "where": difference.where,
                "declared": f"{difference.declared:f}",
                "computed": f"{difference.computed:f}",
                "accepted": difference.accepted,
            }
            for difference in found.differences
        ],
        "rules": [
            {
                "rule": finding.rule.value,
                "where": finding.where,
                "advice": finding.is_advice,
            }
            for finding in rules
        ],
    }


def _tell(
    document: ExchangedDocument, found: Verification, rules: Sequence[Finding]
) -> None:
    lines = ngettext("%(count)s line", "%(count)s lines", found.lines)
    print(f"{words.title_of(document)} · {lines % {'count': found.lines}}")
    print(f"{_MARKS[found.status]} {words.STATUSES[found.status]}")
    for difference in found.differences:
        mark = "≈" if difference.accepted else "✗"
        print(f"    {mark} {words.sentence_of(difference)}")
    for finding in rules:
        if finding.rule not in ARITHMETIC:
            mark = "·" if finding.is_advice else "✗"
            print(f"    {mark} {words.rule_sentence(finding)}")
