"""Which screen brings the proof of a criterion: evidence type → kind → route."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from filon.accounts.models import User
from filon.coordination import kinds

# Where records of a kind are found, unless the app's own first screen is the place.
SCREENS: dict[str, str] = {
    "coordination.policydocument": "coordination:policies",
    "deals.deal": "deals:board",
    "directory.contact": "directory:contact-list",
}
FIRST_SCREENS = ("list", "home", "inbox", "board")


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen that brings proof; `url` is empty for whoever cannot open it."""

    label: str
    url: str
    route: str = ""


def route_of(kind_code: str) -> str:
    """Return the route of the screen where records of a kind are found, or ""."""
    app = kind_code.partition(".")[0]
    own = SCREENS.get(kind_code)
    for name in [own] if own else [f"{app}:{first}" for first in FIRST_SCREENS]:
        try:
            reverse(name)
        except NoReverseMatch:
            continue
        return str(name)
    return ""


def kinds_of(evidence_type: str) -> list[kinds.Kind]:
    """Return the kinds of records that prove something of this type."""
    return [kind for kind in kinds.all_kinds() if evidence_type in kind.evidence]


def screens_of(evidence_types: Iterable[str], user: User) -> list[Screen]:
    """Return the screens that bring these proofs, each once, in the order given."""
    found: dict[str, Screen] = {}
    for evidence_type in evidence_types:
        for kind in kinds_of(evidence_type):
            route = route_of(kind.code)
            url = reverse(route) if route and user.reads_sales else ""
            found.setdefault(kind.code, Screen(str(kind.label), url, route))
    return list(found.values())
