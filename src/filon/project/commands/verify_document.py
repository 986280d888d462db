"""Recompute an electronic invoice, order or quotation, and say what differs."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filon.kernel.errors import DomainError
from filon.offers.exchange import words
from filon.offers.exchange.document import ExchangedDocument
from filon.offers.exchange.reading import read_document
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
    document = read_document(file.read_bytes()).document
    found = verify(document)
    if options.json:
        print(json.dumps(as_json(document, found), ensure_ascii=False))
    else:
        _tell(document, found)
    return 0


def as_json(document: ExchangedDocument, found: Verification) -> dict[str, Any]:
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
    }


def _tell(document: ExchangedDocument, found: Verification) -> None:
    lines = ngettext("%(count)s line", "%(count)s lines", found.lines)
    print(f"{words.title_of(document)} · {lines % {'count': found.lines}}")
    print(f"{_MARKS[found.status]} {words.STATUSES[found.status]}")
    for difference in found.differences:
        mark = "≈" if difference.accepted else "✗"
        print(f"    {mark} {words.sentence_of(difference)}")
