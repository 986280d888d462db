"""Every criterion of the referential has its screen, and every proof its record."""

from __future__ import annotations

import re

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse

from filon.certification.referential import parse
from filon.certification.selectors.screens import WITHOUT_RECORD, kinds_of
from filon.coordination import kinds
from tests.certification.tiny import CQPM
from tests.house.tree import ROOT

REFERENTIAL = parse(CQPM)
TABLE = (ROOT / "docs" / "referential.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| (C\d-[A-Z]{3}-\d+[a-z]?) \|(.*)\|$", TABLE, re.MULTILINE))
# Evidence types that no kind of record proves, and why.
UNMAPPED = {
    "audit_log": "the time line of each record, frozen with it; no record of its own",
    "dashboard": "a screen; its figures become evidence as a frozen report",
    "data_quality": "a screen; what it found becomes evidence as a report or file",
    "history_report": "a screen; a report or its table keeps what it showed",
    "import_log": "the page of an import; its errors file can be added",
    "price_rule": "part of a price list; an offer keeps the trace of its prices",
}


def known_routes() -> set[str]:
    """Return every route by its full name."""
    found: set[str] = set()
    for namespace, (_prefix, resolver) in get_resolver().namespace_dict.items():
        names = [key for key in resolver.reverse_dict if isinstance(key, str)]
        found.update(f"{namespace}:{name}" for name in names)
    return found


def test_evidence_types_without_record_are_those_with_a_reason() -> None:
    unmapped = {e.id for e in REFERENTIAL.evidence_types if not kinds_of(e.id)}

    assert unmapped == set(UNMAPPED)
    assert set(WITHOUT_RECORD) <= unmapped


def test_kinds_name_evidence_types_of_the_referential_only() -> None:
    known = {e.id for e in REFERENTIAL.evidence_types}
    named = {kind.code: set(kind.evidence) - known for kind in kinds.all_kinds()}

    assert {code: types for code, types in named.items() if types} == {}


def test_every_criterion_and_item_has_a_row() -> None:
    assert list(ROWS) == [element.id for element in REFERENTIAL.elements()]
    assert len(ROWS) == 140


def test_rows_name_routes_and_tests_that_exist() -> None:
    routes = known_routes()
    for code, row in ROWS.items():
        named = re.findall(r"`([a-z]+:[a-z-]+)`", row)
        tests = re.findall(r"`(tests/[^`]+)`", row)
        assert set(named) <= routes, f"{code}: run scripts/referential.py"
        assert named or "time line" in row, code
        assert tests, code
        assert all((ROOT / path).exists() for path in tests), code


@pytest.mark.parametrize("kind", kinds.all_kinds(), ids=lambda kind: kind.code)
def test_kind_has_a_page(kind: kinds.Kind) -> None:
    try:
        assert reverse(kind.url_name, args=[1])
    except NoReverseMatch:
        pytest.fail(f"{kind.code} leads nowhere: {kind.url_name}")
