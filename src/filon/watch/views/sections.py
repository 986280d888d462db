"""The parts of the watch, as tabs above its lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from filon.accounts.models import User
from filon.files.http import list_response
from filon.web.listing import ListSpec


@dataclass(frozen=True, slots=True)
class Tab:
    """One part, as `web/components/tabs.html` shows it."""

    label: str
    url: str
    active: bool
    count: str = ""


def tabs(active: str) -> list[Tab]:
    """Return the parts of the watch; `active` is a route name."""
    parts = [
        (_("Overview"), "home"),
        (_("Findings"), "finding-list"),
        (_("Insights"), "insight-list"),
        (_("Rival offers"), "rival-list"),
        (_("Potentials"), "potential-list"),
        (_("Analyses"), "analysis-list"),
        (_("Briefs"), "brief-list"),
        (_("Topics"), "topic-list"),
        (_("Sources"), "source-list"),
    ]
    return [
        Tab(label, reverse(f"watch:{name}"), active == name) for label, name in parts
    ]


def watch_list(request: HttpRequest, spec: ListSpec, active: str) -> HttpResponseBase:
    """Answer a list of the watch, under its tabs."""
    context: dict[str, object] = {"tabs": tabs(active)}
    return list_response(request, spec, template="watch/list.html", context=context)


def trail(label: str, name: str) -> list[tuple[str, str]]:
    """Return the way back from a page to its list."""
    return [(_("Watch"), reverse("watch:home")), (label, reverse(f"watch:{name}"))]


def visible(model: Any, user: User, pk: int, *related: str) -> Any:
    """Return a record that this person reads, or answer 404."""
    rows = model.objects.visible_to(user)
    return get_object_or_404(rows.select_related(*related) if related else rows, pk=pk)


def asked(model: Any, user: User, value: str | None) -> Model | None:
    """Return the record that a parameter of the address names, if it may be read."""
    if not value or not value.isascii() or not value.isdigit():
        return None
    found: Model | None = model.objects.visible_to(user).filter(pk=int(value)).first()
    return found
