"""Territories and segments: their lists and forms."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales
from filon.directory import policies, services
from filon.directory.forms import SegmentForm, TerritoryForm
from filon.directory.models import MarketSegment, Territory
from filon.files.http import list_response
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.countries import country_name
from filon.kernel.errors import DomainError
from filon.web.access import scoped, with_right
from filon.web.listing import Cell, Column, ListSpec


@scoped(can_read_sales)
@require_GET
def territory_list(request: UserRequest) -> HttpResponseBase:
    """Show how the country is cut up."""
    return _list(
        request,
        title=_("Territories"),
        rows=Territory.objects.all(),
        detail=lambda t: " ".join(t.departments) or country_name(t.country),
        label=pgettext("French place", "Departments"),
        name="territory",
    )


@scoped(can_read_sales)
@require_GET
def segment_list(request: UserRequest) -> HttpResponseBase:
    """Show how the market is cut up by trade."""
    return _list(
        request,
        title=_("Market segments"),
        rows=MarketSegment.objects.all(),
        detail=lambda s: " ".join(s.naf_prefixes),
        label=_("Activity codes"),
        name="segment",
    )


@with_right(policies.can_cut_market)
@once
def territory_create(request: UserRequest) -> HttpResponse:
    """Draw a territory."""
    form = TerritoryForm(request.POST or None)
    return _create(request, form, services.territory_create, "territory")


@with_right(policies.can_cut_market)
@once
def territory_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change a territory."""
    row = get_object_or_404(Territory, pk=pk)
    initial = {
        "code": row.code,
        "name": row.name,
        "country": row.country,
        "departments": " ".join(row.departments),
    }
    form = TerritoryForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.territory_update(
            territory=row,
            values=_changed(form),
            actor=request.user,
            now=clock.now(),
        )
        return redirect("directory:territory-list")
    return _page(request, form, row.name, "", "territory")


@with_right(policies.can_cut_market)
@once
def segment_create(request: UserRequest) -> HttpResponse:
    """Cut a market segment."""
    form = SegmentForm(request.POST or None)
    return _create(request, form, services.segment_create, "segment")


@with_right(policies.can_cut_market)
@once
def segment_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change a market segment."""
    row = get_object_or_404(MarketSegment, pk=pk)
    initial = {
        "code": row.code,
        "name": row.name,
        "naf_prefixes": " ".join(row.naf_prefixes),
    }
    form = SegmentForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.segment_update(
            segment=row, values=_changed(form), actor=request.user, now=clock.now()
        )
        return redirect("directory:segment-list")
    return _page(request, form, row.name, "", "segment")


def _changed(form: Any) -> dict[str, Any]:
    """Return what may change: the code names the row for good."""
    return {k: v for k, v in form.cleaned_data.items() if k != "code"}


def _create(request: UserRequest, form: Any, create: Any, name: str) -> HttpResponse:
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            create(values=form.cleaned_data, actor=request.user, now=clock.now())
        except DomainError as refusal:
            error = str(refusal)
        else:
            return redirect(f"directory:{name}-list")
    title = _("New territory") if name == "territory" else _("New segment")
    return _page(request, form, title, error, name)


def _page(
    request: UserRequest, form: Any, title: str, error: str, name: str
) -> HttpResponse:
    context = {
        "title": title,
        "form": form,
        "error": error,
        "cancel_url": reverse(f"directory:{name}-list"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "web/form.html", context, status=status)


def _list(
    request: UserRequest, *, title: str, rows: Any, detail: Any, label: str, name: str
) -> HttpResponseBase:
    may_cut = policies.can_cut_market(request.user)
    new = _("New territory") if name == "territory" else _("New segment")
    address = reverse(f"directory:{name}-create")
    spec = ListSpec(
        title=title,
        rows=rows,
        columns=[
            Column(_("Name"), lambda row: Cell(row.name, sub=row.code), sort="name"),
            Column(label, detail),
        ],
        url=(lambda row: reverse(f"directory:{name}-edit", args=[row.pk]))
        if may_cut
        else None,
        default_sort="name",
        actions=[(new, address, "plus", True)] if may_cut else [],
        empty=(
            new,
            _("Companies are placed by themselves once it exists."),
            address if may_cut else "",
            new if may_cut else "",
        ),
        file_name=name,
    )
    return list_response(request, spec)
