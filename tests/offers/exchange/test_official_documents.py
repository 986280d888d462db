"""113 published documents: 87 exact, 18 published errors, 8 without line amounts."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from pathlib import Path

import pytest

from filon.offers.exchange.reading import read_document
from filon.offers.exchange.rules import order_x_findings
from filon.offers.exchange.verifying import verify

FOLDER = Path(os.environ.get("FILON_REAL_DATA", "../shared/data")) / "einvoicing"
MANIFEST = FOLDER / "manifest.json"

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(
        not MANIFEST.is_file(),
        reason="reads the published documents of FILON_REAL_DATA, not committed",
    ),
]


def test_every_document_is_as_the_manifest_says() -> None:
    expected = {
        row["file"]: (row["status"], row["lines"])
        for row in json.loads(MANIFEST.read_text())
    }
    start = time.process_time()
    found = {}
    for name in expected:
        outcome = verify(read_document((FOLDER / name).read_bytes()).document)
        said = outcome.status.value.replace("not checkable", "no-amounts")
        found[name] = (said, outcome.lines)
    seconds = time.process_time() - start

    assert found == expected
    counts = Counter(status for status, _lines in found.values())
    assert counts == {"exact": 87, "anomaly": 18, "no-amounts": 8}
    assert seconds < 5


def test_every_hybrid_pdf_says_what_its_xml_says() -> None:
    for pdf in sorted((FOLDER / "order-x" / "pdf").glob("ORDER-X_*.pdf")):
        profile = pdf.stem.rpartition("-")[2]
        beside = FOLDER / "order-x" / profile / f"{pdf.stem}.xml"

        inside = read_document(pdf.read_bytes()).document

        assert inside == read_document(beside.read_bytes()).document, pdf.name


def test_published_messages_break_no_rule_but_two_that_only_inform() -> None:
    for file in sorted((FOLDER / "order-x").glob("*/*.xml")):
        read = read_document(file.read_bytes())

        found = order_x_findings(read.document, read.root)

        assert [finding for finding in found if not finding.is_advice] == [], file.name
