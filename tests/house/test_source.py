"""The rules of the house that can be read from the source alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import (
    LIVE_MODULES,
    MODULES,
    ROOT,
    SOURCE,
    TEMPLATES,
    name_of,
    syntax_of,
)

VAGUE_NAMES = {"utils", "util", "helpers", "common", "core", "base", "misc", "signals"}
SIGNAL_MODULES = ("django.dispatch", "django.db.models.signals")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
# Elements that make a browser fetch something by itself.
FETCHED = re.compile(
    r"<(?:script|link|img|iframe|source|video|audio|object|embed|form|use)\b[^>]*"
    r"(?:src|href|action|data|srcset)\s*=\s*[\"'](?:https?:)?//",
    re.IGNORECASE,
)
FETCHED_BY_STYLE = re.compile(
    r"(?:@import|url\()\s*[\"']?(?:https?:)?//|fetch\([\"'`]https?:", re.IGNORECASE
)
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/json)"
    r"|<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']",
    re.IGNORECASE,
)
GROUPED = re.compile(r"<input[^>]*\|(?:quantity|amount|money|price|percent)\b")
SAFE_FILTER = re.compile(r"\|\s*safe(?:seq)?\b|\{%\s*autoescape\s+off")


def imported_names(path: Path) -> Iterator[str]:
    """Yield every dotted name that a module imports."""
    for node in ast.walk(syntax_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def state_writes(path: Path) -> Iterator[int]:
    """Yield the lines that write the column `status` of a row that exists."""
    for node in ast.walk(syntax_of(path)):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = [node.target]
        if any(isinstance(t, ast.Attribute) and t.attr == "status" for t in targets):
            yield targets[0].lineno
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            names = {keyword.arg for keyword in node.keywords}
            if node.func.attr == "update" and "status" in names:
                yield node.lineno


def safe_marks(path: Path) -> Iterator[int]:
    """Yield the lines that declare a text to be HTML without escaping it."""
    for node in ast.walk(syntax_of(path)):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else ""
            name = called.id if isinstance(called, ast.Name) else name
            if name in {"mark_safe", "SafeString", "SafeText"}:
                yield node.lineno


def test_every_module_says_what_it_holds() -> None:
    vague = [
        name_of(path) for path in MODULES if {path.stem, path.parent.name} & VAGUE_NAMES
    ]

    assert vague == []


def test_there_is_no_signal() -> None:
    users = [
        name_of(path)
        for path in LIVE_MODULES
        if any(name.startswith(SIGNAL_MODULES) for name in imported_names(path))
    ]

    assert users == []


def test_status_is_written_by_move_only() -> None:
    mover = SOURCE / "kernel" / "lifecycle.py"
    # The demonstration company writes a past that is over, many rows at once.
    past = SOURCE / "project" / "demo"
    writers = [
        f"{name_of(path)}:{line}"
        for path in LIVE_MODULES
        if path != mover and past not in path.parents
        for line in state_writes(path)
    ]

    assert writers == []


# Draws the cells of long lists; tests/web/test_drawing.py feeds it hostile texts.
DRAWS_MARKUP = "web/templatetags/drawing.py"


def test_text_is_never_marked_as_safe() -> None:
    marks = [
        f"{name_of(path)}:{line}"
        for path in LIVE_MODULES
        if not name_of(path).endswith(DRAWS_MARKUP)
        for line in safe_marks(path)
    ]

    assert marks == []


def test_files_that_people_send_count_towards_their_day() -> None:
    """UP-02: only what the program makes itself is kept without asking the quota."""
    makers = {
        "src/filon/documents/services.py",
        "src/filon/files/services.py",
        "src/filon/measure/services/reports.py",
        "src/filon/offers/services/proofs.py",
        "src/filon/offers/services/sending.py",
    }
    called = {
        name_of(path)
        for path in LIVE_MODULES
        for node in ast.walk(syntax_of(path))
        if isinstance(node, ast.Call) and "store_bytes" in ast.unparse(node.func)
    }

    assert called == makers


def test_nothing_is_left_unfinished() -> None:
    unfinished = [
        name_of(path)
        for path in [*LIVE_MODULES, *TEMPLATES]
        if UNFINISHED.search(path.read_text(encoding="utf-8"))
    ]

    assert unfinished == []


def test_every_form_has_the_base_of_the_house() -> None:
    """Dates, numbers and empty choices are written in one place for all of them."""
    others = [
        f"{name_of(path)}: {node.name}"
        for path in LIVE_MODULES
        for node in ast.walk(syntax_of(path))
        if isinstance(node, ast.ClassDef)
        and {"forms.Form", "forms.ModelForm"} & {ast.unparse(b) for b in node.bases}
    ]

    assert others == ["src/filon/web/forms.py: Form"]


def test_django_admin_is_absent() -> None:
    users = [
        name_of(path)
        for path in LIVE_MODULES
        if any(name.startswith("django.contrib.admin") for name in imported_names(path))
    ]

    assert users == [], "the admin would go round the services"


@pytest.mark.parametrize(
    ("_case", "pattern"),
    [
        ("script or style of its own", INLINE),
        ("address of a third party", FETCHED),
        ("text that is not escaped", SAFE_FILTER),
        ("grouped number in a field that is typed in", GROUPED),
    ],
)
def test_no_template_holds(_case: str, pattern: re.Pattern[str]) -> None:
    found = {
        name_of(path): pattern.findall(path.read_text(encoding="utf-8"))
        for path in TEMPLATES
    }

    assert {name: hits for name, hits in found.items() if hits} == {}


def test_front_end_fetches_nothing_from_others() -> None:
    sources = [
        path
        for suffix in ("*.css", "*.js", "*.mjs")
        for path in (ROOT / "frontend").rglob(suffix)
    ]
    found = {
        name_of(path): FETCHED_BY_STYLE.findall(path.read_text(encoding="utf-8"))
        for path in sources
    }

    assert {name: hits for name, hits in found.items() if hits} == {}
