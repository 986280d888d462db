"""What the house tests look at: the folders, the modules, the contracts."""

from __future__ import annotations

import ast
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "filon"
MODULES = sorted(SOURCE.rglob("*.py"))
# Migrations are records of the past, not code that is maintained.
LIVE_MODULES = [path for path in MODULES if "migrations" not in path.parts]
TEMPLATES = sorted(SOURCE.rglob("*.html"))


def name_of(path: Path) -> str:
    """Return a path as it appears in the report of a test."""
    return path.relative_to(ROOT).as_posix()


@cache
def syntax_of(path: Path) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def app_order() -> tuple[str, ...]:
    """Return the apps from the lowest to the highest, read from the contract.

    Apps of one layer follow each other; none of them may know another.
    """
    return tuple(app for layer in layers() for app in layer)


@cache
def layers() -> tuple[tuple[str, ...], ...]:
    """Return the layers of the flow from the lowest to the highest."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (flow,) = (contract for contract in contracts if contract["id"] == "flow")
    rows = reversed(flow["layers"])
    return tuple(tuple(app.strip() for app in row.split("|")) for row in rows)
