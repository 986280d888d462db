"""Choosing the company that something new is about."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from filon.accounts.http import UserRequest
from filon.directory.models import Organization
from filon.directory.selectors.organizations import organizations, search_organizations

SHOWN = 20


def chosen_company(request: UserRequest) -> Organization | None:
    """Return the company that `?organization=` names, if this person may read it."""
    pk = request.GET.get("organization", "")
    if not pk.isdigit():
        return None
    found: Organization | None = (
        Organization.objects.visible_to(request.user).filter(pk=int(pk)).first()
    )
    return found


def choose_company(request: UserRequest, *, title: str, back_url: str) -> HttpResponse:
    """Show a search of the base; each hit leads back here with `?organization=`."""
    q = request.GET.get("q", "").strip()
    rows = organizations(request.user)
    if q:
        rows = rows.filter(search_organizations(request.user)(q)).order_by("name_key")
    else:
        rows = rows.filter(owner=request.user).order_by("-updated_at", "-pk")
    kept = {k: str(v) for k, v in request.GET.items() if k not in {"q", "organization"}}
    hits = [(row, _here(request, kept, row)) for row in rows[:SHOWN]]
    context = {
        "title": title,
        "q": q,
        "hits": hits,
        "kept": kept.items(),
        "back_url": back_url,
    }
    return render(request, "deals/choose_company.html", context)


def _here(request: UserRequest, kept: dict[str, str], row: Organization) -> str:
    return f"{request.path}?{urlencode({**kept, 'organization': str(row.pk)})}"
