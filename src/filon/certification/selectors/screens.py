"""Which screen brings the proof of a criterion: evidence type → kind → route."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.urls import NoReverseMatch, reverse

from filon.accounts.models import User
from filon.coordination import kinds

# Where records of a kind are found, unless the app's own first screen is the place.
SCREENS: dict[str, str] = {
    "coordination.policydocument": "coordination:policies",
    "deals.deal": "deals:board",
    "directory.contact": "directory:contact-list",
}
# Proof that is no record of its own: the screen shows it, a file or report keeps it.
WITHOUT_RECORD: dict[str, str] = {
    "dashboard": "measure:home",
    "data_quality": "intake:duplicates",
    "history_report": "measure:history",
    "import_log": "intake:list",
    "price_rule": "catalog:price-lists",
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


@lru_cache(maxsize=512)
def evidence_on(route: str) -> tuple[str, ...]:
    """Return the evidence types that a screen brings: a list's, or one record's."""
    types = [t for t, place in WITHOUT_RECORD.items() if place == route]
    for kind in kinds.all_kinds():
        if route in {kind.url_name, route_of(kind.code)}:
            types += kind.evidence
    return tuple(dict.fromkeys(types))


def kind_of_page(route: str) -> str:
    """Return the code of the kind whose record this route shows, or ""."""
    codes = (k.code for k in kinds.all_kinds() if k.url_name == route and k.evidence)
    return next(codes, "")


def kinds_of(evidence_type: str) -> list[kinds.Kind]:
    """Return the kinds of records that prove something of this type."""
    return [kind for kind in kinds.all_kinds() if evidence_type in kind.evidence]


def screens_of(
    evidence_types: Iterable[str], user: User, labels: Mapping[str, str]
) -> list[Screen]:
    """Return the screens that bring these proofs, each once, in the order given.

    :param labels: what the referential calls each evidence type.
    """
    found: dict[str, Screen] = {}
    for evidence_type in evidence_types:
        for kind in kinds_of(evidence_type):
            screen = _screen(str(kind.label), route_of(kind.code), user)
            found.setdefault(kind.code, screen)
        route = WITHOUT_RECORD.get(evidence_type, "")
        if route:
            label = labels.get(evidence_type, evidence_type)
            found.setdefault(evidence_type, _screen(label, route, user))
    return list(found.values())


def _screen(label: str, route: str, user: User) -> Screen:
    try:
        url = reverse(route) if route and user.reads_sales else ""
    except NoReverseMatch:
        url = ""
    return Screen(label, url, route)
