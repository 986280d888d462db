#!/usr/bin/env python3
"""Write docs/permissions.md: which role opens which part, read from the addresses.

    scripts/permissions.py           write the file
    scripts/permissions.py --check   exit 1 if the file is not what it would write

The rights themselves are functions in `policies`; this only asks them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "permissions.md"
Right = Callable[[Any], bool] | None
HEAD = """\
# Permissions

Written by `scripts/permissions.py` from the addresses and the policies; a test fails
when it is out of date. A person without the right to a page gets 404, and so does a
person who has the right for a record that lies outside what they read. 403 means: you
may see it, you may not do that.

`●` this role opens the addresses that ask for the right · `·` it does not
"""
SCOPE = """
## Which records

What is opened above is opened for the records of this scope only
(`accounts.models.scope_of`). Shared by all teams: the catalogue, terms, territories,
segments, the company's texts, and companies marked as shared.

| Role | Sales records | Margin | Cost |
|---|---|---|---|
"""
CENTRE = """
Experts read what they were asked, whoever asked. A candidate reads the own file, a
tutor the files of the people they follow, an evaluator those they were assigned to, an
officer all of them; none of them reads sales records, but a salesperson who is also a
candidate uses the own ones as evidence.
"""


def page() -> str:
    """Return the page as it should be."""
    return HEAD + _rights() + SCOPE + _scopes() + CENTRE


def _rights() -> str:
    from filon.accounts.models import Role, User

    people = [User(role=role, is_active=True) for role in Role]
    lines = []
    for area, rights in _areas():
        names = " | ".join(_short(role) for role in Role)
        lines += [f"\n## {area}\n", f"| Right | {names} |"]
        lines.append("|---" * (1 + len(people)) + "|")
        for right in rights:
            marks = ["●" if right is None or right(p) else "·" for p in people]
            lines.append(f"| {_meaning(right)} | {' | '.join(marks)} |")
    return "\n".join(lines) + "\n"


def _areas() -> Iterator[tuple[str, list[Right]]]:
    """Yield each part of the product with the rights that its addresses ask."""
    from filon.web.access import Access

    found: dict[str, set[Right]] = {}
    for app, view in _views():
        if view.access not in {Access.PUBLIC, Access.LINK}:
            found.setdefault(app, set()).add(view.right)
    for app in sorted(found):
        yield app, sorted(found[app], key=_meaning)


def _views(resolver: Any = None, app: str = "accounts") -> Iterator[tuple[str, Any]]:
    from django.urls import URLResolver, get_resolver

    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from _views(entry, entry.namespace or app)
        else:
            yield app, entry.callback


def _meaning(right: Right) -> str:
    if right is None:
        return "everybody who is signed in"
    text = (right.__doc__ or right.__name__).splitlines()[0].rstrip(".")
    return f"{text.removeprefix('Whether ')} (`{right.__name__}`)"


def _scopes() -> str:
    from filon.accounts.models import READS_ALL_SALES, READS_TEAM_SALES, Role, User
    from filon.accounts.policies import can_see_cost, can_see_margin

    lines = []
    for role in Role:
        user = User(role=role, is_active=True)
        scope = "all" if role in READS_ALL_SALES else "none"
        if role in READS_TEAM_SALES:
            scope = "of the own teams" if role == Role.MANAGER else "of the own team"
        margin = "●" if can_see_margin(user) else "·"
        cost = "●" if can_see_cost(user) else "·"
        lines.append(f"| {_short(role)} | {scope} | {margin} | {cost} |")
    return "\n".join(lines) + "\n"


def _short(role: Any) -> str:
    return str(role.name).replace("_", " ").lower()


def main() -> int:
    """Write or check the page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "filon.project.settings")
    sys.path.insert(0, str(ROOT / "src"))
    django.setup()
    text = page()
    if "--check" in sys.argv:
        is_current = PAGE.exists() and PAGE.read_text(encoding="utf-8") == text
        print("docs/permissions.md is current" if is_current else "run this script")
        return 0 if is_current else 1
    PAGE.write_text(text, encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
