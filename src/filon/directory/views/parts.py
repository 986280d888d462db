"""Forms of what belongs to a company: its sites and its ties."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_write_sales
from filon.directory import policies, services
from filon.directory.forms import LinkForm, SiteForm
from filon.directory.models import Organization, OrganizationLink, Site
from filon.directory.selectors.sheets import named_organization
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.web.access import scoped


@scoped(can_write_sales)
@once
def site_create(request: UserRequest, pk: int) -> HttpResponse:
    """Add a place to a company."""
    company = _editable(request, pk)
    form = SiteForm(request.POST or None, initial={"country": company.country})
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.site_create(
                organization=company,
                values=_given(form),
                actor=request.user,
                now=clock.now(),
            )
        except DomainError as refusal:
            error = str(refusal)
        else:
            return redirect("desk:company", pk)
    return _page(request, form, _("New site"), company, error)


@scoped(can_write_sales)
@once
def site_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change a place of a company."""
    companies = Organization.objects.visible_to(request.user)
    rows = Site.objects.select_related("organization")
    site = get_object_or_404(rows, pk=pk, organization__in=companies)
    company = _editable(request, site.organization_id)
    initial = {name: getattr(site, name) for name in SiteForm.base_fields}
    form = SiteForm(request.POST or None, initial=initial)
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.site_update(
                site=site, values=_given(form), actor=request.user, now=clock.now()
            )
        except DomainError as refusal:
            error = str(refusal)
        else:
            return redirect("desk:company", company.pk)
    return _page(request, form, str(site), company, error)


@scoped(can_write_sales)
@once
def link_create(request: UserRequest, pk: int) -> HttpResponse:
    """Tie a company to another one."""
    company = _editable(request, pk)
    form = LinkForm(request.POST or None)
    error = ""
    if request.method == "POST" and form.is_valid():
        target = named_organization(request.user, form.cleaned_data["target"])
        if target is None:
            form.add_error("target", _("No company, or several, answer to this."))
        else:
            try:
                services.link_create(
                    source=company,
                    target=target,
                    kind=form.cleaned_data["kind"],
                    note=form.cleaned_data["note"],
                    actor=request.user,
                    now=clock.now(),
                )
            except DomainError as refusal:
                error = str(refusal)
            else:
                return redirect("desk:company", pk)
    return _page(request, form, _("New tie"), company, error)


@scoped(can_write_sales)
@require_POST
@once
def link_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Untie two companies."""
    companies = Organization.objects.visible_to(request.user)
    rows = OrganizationLink.objects.select_related("source", "target")
    link = get_object_or_404(rows, pk=pk, source__in=companies)
    services.link_remove(link=link, actor=request.user, now=clock.now())
    return redirect("desk:company", link.source_id)


def _editable(request: UserRequest, pk: int) -> Organization:
    company: Organization = get_object_or_404(
        Organization.objects.visible_to(request.user), pk=pk
    )
    if not policies.can_edit(request.user, company):
        raise PermissionDenied
    return company


def _given(form: SiteForm) -> dict[str, Any]:
    """Return what was typed; an unticked "main site" leaves the main one alone."""
    values = dict(form.cleaned_data)
    if not values["is_main"]:
        del values["is_main"]
    return values


def _page(
    request: UserRequest, form: Any, title: str, company: Organization, error: str
) -> HttpResponse:
    context = {
        "title": title,
        "subtitle": company.name,
        "form": form,
        "error": error,
        "cancel_url": reverse("desk:company", args=[company.pk]),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "web/form.html", context, status=status)
