"""The one search box."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales
from filon.coordination import kinds
from filon.search.selectors import find
from filon.web.access import scoped

LIMIT, PAGE_LIMIT = 12, 50


@scoped(can_read_sales)
def search(request: UserRequest) -> HttpResponse:
    """Answer the palette with a fragment, everybody else with a page."""
    q = request.GET.get("q", "").strip()
    hits = find(request.user, q, limit=LIMIT if request.htmx else PAGE_LIMIT)
    order = {kind.code: place for place, kind in enumerate(kinds.all_kinds())}
    by_kind = sorted(hits, key=lambda hit: order.get(hit.kind, 99))
    groups: list[dict[str, Any]] = []
    for code, found in groupby(by_kind, key=lambda hit: hit.kind):
        kind = kinds.kind(code)
        icon = kind.icon if kind else "file-text"
        rows = [
            {"title": h.title, "subtitle": h.subtitle, "url": h.url, "icon": icon}
            for h in found
        ]
        groups.append({"label": kinds.label_of(code), "hits": rows})
    template = (
        "web/components/palette_results.html" if request.htmx else "desk/search.html"
    )
    return render(request, template, {"groups": groups, "q": q})
