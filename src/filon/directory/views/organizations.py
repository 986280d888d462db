"""The list of companies and their forms; their page lives in `desk`."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales, can_write_sales
from filon.directory import policies, services
from filon.directory.forms import (
    AssignForm,
    OrganizationEditForm,
    OrganizationFilter,
    OrganizationForm,
)
from filon.directory.models import Organization
from filon.directory.selectors import organizations as selectors
from filon.directory.selectors.sheets import organization_initial
from filon.files.http import list_response
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.web.access import scoped
from filon.web.listing import Cell, Column, ListSpec
from filon.web.templatetags.filon import day

TONES = {
    "PROSPECT": "neutral",
    "NEW": "info",
    "ACTIVE": "good",
    "REPEAT": "good",
    "DORMANT": "warn",
    "LOST": "bad",
}
L = Organization.Lifecycle


@scoped(can_read_sales)
@require_GET
def organization_list(request: UserRequest) -> HttpResponseBase:
    """Show the companies that this person reads."""
    offered = selectors.filter_choices(request.user)
    filters = OrganizationFilter(request.GET, offered=offered)
    wanted = filters.cleaned_data if filters.is_valid() else {}
    rows = selectors.narrowed(selectors.organizations(request.user), wanted)
    return list_response(request, _spec(request, rows, filters))


@scoped(can_write_sales)
@once
def organization_create(request: UserRequest) -> HttpResponse:
    """Create a company; one that resembles is shown first."""
    form = OrganizationForm(request.POST or None)
    error, similar = "", []
    if request.method == "POST" and form.is_valid():
        values, now = form.values(), clock.now()
        if not request.POST.get("confirmed"):
            similar = _similar(request, values)
        if not similar:
            try:
                company = services.organization_create(
                    values=values,
                    site=form.site_values(),
                    actor=request.user,
                    now=now,
                )
            except DomainError as refusal:
                error = str(refusal)
            else:
                return redirect("desk:company", company.pk)
    return _form_page(request, form, _("New company"), error, similar=similar)


@scoped(can_write_sales)
@once
def organization_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change a company: identity, technical, commercial and financial sides."""
    company = _editable(request, pk)
    names = list(OrganizationEditForm.base_fields)
    initial = organization_initial(company, names)
    form = OrganizationEditForm(request.POST or None, initial=initial)
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.organization_update(
                organization=company,
                values=form.values(),
                actor=request.user,
                now=clock.now(),
                expected_version=_seen(request),
            )
        except DomainError as refusal:
            error = str(refusal)
        else:
            return redirect("desk:company", pk)
    return _form_page(request, form, company.name, error, company=company)


@scoped(policies.can_assign)
@once
def organization_assign(request: UserRequest, pk: int) -> HttpResponse:
    """Hand a company over to somebody else."""
    company = _editable(request, pk)
    form = AssignForm(request.POST or None, initial={"owner": company.owner_id})
    if request.method == "POST" and form.is_valid():
        services.organization_assign(
            organization=company,
            owner=form.cleaned_data["owner"],
            actor=request.user,
            now=clock.now(),
        )
        messages.success(request, _("The company is handed over."))
        return redirect("directory:list")
    return _form_page(request, form, _("Hand over %(name)s") % {"name": company.name})


@scoped(can_write_sales)
@require_POST
@once
def organization_move(request: UserRequest, pk: int) -> HttpResponse:
    """Say where the company stands as a customer."""
    company = _editable(request, pk)
    try:
        services.lifecycle_move(
            organization=company,
            to=request.POST.get("lifecycle", ""),
            actor=request.user,
            now=clock.now(),
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:company", pk)


@scoped(can_write_sales)
@require_POST
@once
def organization_trash(request: UserRequest, pk: int) -> HttpResponse:
    """Put a company in the trash."""
    company = _editable(request, pk)
    services.organization_trash(
        organization=company, actor=request.user, now=clock.now()
    )
    messages.success(request, _("%(name)s lies in the trash.") % {"name": company.name})
    return redirect("directory:list")


@scoped(can_read_sales)
@require_GET
def similar(request: UserRequest) -> HttpResponse:
    """Answer the form, while somebody types, with the companies that resemble."""
    found = _similar(request, request.GET.dict())
    return render(request, "directory/similar.html", {"similar": found})


def _similar(request: UserRequest, values: dict[str, Any]) -> list[selectors.Similar]:
    return selectors.similar_organizations(
        request.user,
        name=values.get("name", "")[:200],
        siren="".join(c for c in values.get("siren", "") if c.isdigit())[:9],
        phone=values.get("phone", "")[:60],
        email=values.get("email", "")[:254],
    )


def _editable(request: UserRequest, pk: int) -> Organization:
    """Return a company this person may change: 404 for strangers, 403 for readers."""
    rows = Organization.objects.visible_to(request.user)
    company: Organization = get_object_or_404(rows, pk=pk)
    if not policies.can_edit(request.user, company):
        raise PermissionDenied
    return company


def _seen(request: UserRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() else None


def _form_page(
    request: UserRequest,
    form: Any,
    title: str,
    error: str = "",
    *,
    company: Organization | None = None,
    similar: list[selectors.Similar] | None = None,
) -> HttpResponse:
    back = reverse("directory:list")
    context = {
        "title": title,
        "form": form,
        "error": error,
        "version": company.version if company else None,
        "similar": similar,
        "fieldsets": _fieldsets(form) if company else None,
        "is_new": isinstance(form, OrganizationForm) and company is None,
        "cancel_url": reverse("desk:company", args=[company.pk]) if company else back,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "directory/organization_form.html", context, status=status)


def _fieldsets(form: Any) -> list[tuple[str, list[Any]]]:
    groups = [
        (
            _("Identity"),
            "name legal_name siren vat_number foreign_id external_ref naf_rev2"
            " naf_2025 headcount roles is_shared",
        ),
        (
            _("Where and how to reach it"),
            "phone email website postcode city country language currency time_zone",
        ),
        (
            _("Technical side"),
            "activity technical_profile equipment certifications",
        ),
        (
            _("Commercial side"),
            "segment territory abc_class contact_cadence_days potential is_critical",
        ),
        (
            _("Financial side"),
            "revenue revenue_year credit_limit payment_habit payment_terms"
            " financial_note",
        ),
        (_("Note"), "note"),
    ]
    return [(label, [form[name] for name in names.split()]) for label, names in groups]


def _spec(request: UserRequest, rows: Any, filters: OrganizationFilter) -> ListSpec:
    may_write = can_write_sales(request.user)
    actions = [
        (_("Territories"), reverse("directory:territory-list"), "map", False),
        (_("Market segments"), reverse("directory:segment-list"), "chart-pie", False),
        (_("Import"), reverse("intake:list"), "upload", False),
    ]
    if may_write:
        actions.append((_("New company"), reverse("directory:create"), "plus", True))
    return ListSpec(
        title=pgettext("menu", "Companies"),
        rows=rows,
        columns=_columns(),
        url=lambda company: reverse("desk:company", args=[company.pk]),
        default_sort="name_key",
        search=selectors.search_organizations(request.user),
        filters=filters,
        actions=actions,
        empty=(
            _("No company yet"),
            _("Import your customer file, or create the first company by hand."),
            reverse("directory:create") if may_write else "",
            _("New company") if may_write else "",
        ),
        file_name="companies",
    )


def _columns() -> list[Column]:
    # Django would hash every translated choice again for each row of an export.
    states = {code: str(label) for code, label in L.choices}
    return [
        Column(
            _("Company"),
            lambda c: Cell(c.name, sub=f"{c.postcode} {c.city}".strip()),
            sort="name_key",
        ),
        Column(
            _("Status"),
            lambda c: Cell(states[c.lifecycle], badge=TONES[c.lifecycle]),
        ),
        Column(_("Segment"), lambda c: str(c.segment or "")),
        Column(_("ABC class"), lambda c: c.abc_class),
        Column(_("Followed by"), lambda c: str(c.owner or "")),
        Column(
            _("Last contact"),
            lambda c: day(c.last_contact_on),
            value=lambda c: c.last_contact_on,
        ),
        Column(_("SIREN"), lambda c: c.siren),
    ]
