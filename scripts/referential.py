#!/usr/bin/env python3
"""Write docs/referential.md: each criterion, the screens that bring its proof, a test.

    scripts/referential.py

Everything but the paragraph on top comes from the referential, the table of kinds
(`filon.desk.kinds`), the addresses and the tests as they are.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV_PYTHON = ROOT / ".venv" / "bin" / "python"

# Typed by hand the script runs on any Python: it continues on the project's own.
if (
    __name__ == "__main__"
    and VENV_PYTHON.exists()
    and Path(sys.prefix).resolve() != VENV_PYTHON.parent.parent.resolve()
):
    os.execv(str(VENV_PYTHON), [str(VENV_PYTHON), *sys.argv])  # noqa: S606

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "filon.project.settings")
import django

django.setup()

from django.apps import apps
from django.urls import NoReverseMatch, reverse

from filon.certification import referential
from filon.certification.selectors.screens import (
    WITHOUT_RECORD,
    kinds_of,
    route_of,
)

SOURCE = ROOT / "src" / "filon" / "certification" / "data" / "cqpm_tci.yaml"
TARGET = ROOT / "docs" / "referential.md"
SHOWN = 3
HEAD = """\
# The referential and the screens

Where each of the 87 criteria and 53 listed items of the CQPM “Technico-commercial
industriel” is worked on in Filon, and which test covers that screen. A screen is named
by its route; a record opened from it can be used as evidence by a candidate. Written by
`scripts/referential.py`; a test refuses a row that names a route or a test that does
not exist.

| Element | What it asks for | Screens | Test |
|---|---|---|---|
"""


def main() -> int:
    """Write the table; return the exit code."""
    content = referential.parse(SOURCE.read_text(encoding="utf-8"))
    rows = [row_of(element) for element in content.elements()]
    TARGET.write_text(HEAD + "".join(rows), encoding="utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {len(rows)} rows")
    return 0


def row_of(element: referential.Criterion | referential.Item) -> str:
    """Return the line of one criterion or item."""
    places = list(places_of(element.evidence))
    routes = dict.fromkeys(route for route, _model in places if route)
    tests = dict.fromkeys(filter(None, (test_of(model) for _route, model in places)))
    screens = ", ".join(f"`{r}`" for r in list(routes)[:SHOWN])
    covered = ", ".join(f"`{t}`" for t in list(tests)[:SHOWN])
    cells = (
        element.id,
        element.en,
        screens or "the time line of every record",
        covered or "`tests/certification/test_pages.py`",
    )
    return "| " + " | ".join(cells) + " |\n"


def places_of(evidence_types: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Yield (route of the screen, code of the model) for each proof."""
    for evidence_type in evidence_types:
        for kind in kinds_of(evidence_type):
            yield route_of(kind.code), kind.code
        route = WITHOUT_RECORD.get(evidence_type, "")
        if route and exists(route):
            yield route, f"{route.partition(':')[0]}."


def exists(route: str) -> bool:
    """Tell whether a route is there."""
    try:
        reverse(route)
    except NoReverseMatch:
        return False
    return True


@cache
def test_of(model: str) -> str:
    """Return the test file of the app that speaks most of the model, or ""."""
    app, _dot, name = model.partition(".")
    word = apps.get_model(model).__name__ if name else app
    best, found = "", 0
    for path in sorted((ROOT / "tests" / app).rglob("test_*.py")):
        count = len(re.findall(rf"\b{word}\b", path.read_text(encoding="utf-8")))
        if count > found:
            best, found = path.relative_to(ROOT).as_posix(), count
    return best


if __name__ == "__main__":
    sys.exit(main())
