"""The list of contacts, the page of one, and its form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales, can_write_sales
from filon.directory import policies, services
from filon.directory.forms import ContactFilter, ContactForm
from filon.directory.models import Contact, Organization
from filon.directory.selectors import organizations as selectors
from filon.directory.selectors.sheets import contact_of, sites_of
from filon.files.http import list_response
from filon.journal.http import once
from filon.journal.selectors import timeline
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.web.access import scoped
from filon.web.listing import Cell, Column, ListSpec
from filon.web.templatetags.filon import day, moment, phone


@scoped(can_read_sales)
@require_GET
def contact_list(request: UserRequest) -> HttpResponseBase:
    """Show the people that this person reads."""
    filters = ContactFilter(request.GET)
    rows = selectors.contacts(request.user)
    if role := filters.value("buying_role"):
        rows = rows.filter(buying_role=role)
    if writable := filters.value("writable"):
        rows = rows.filter(opted_out_at__isnull=writable == "yes")
    spec = ListSpec(
        title=pgettext("menu", "Contacts"),
        rows=rows,
        columns=_columns(),
        url=lambda c: reverse("directory:contact-detail", args=[c.pk]),
        default_sort="name_key",
        search=selectors.search_contacts(request.user),
        filters=filters,
        empty=(
            _("No contact yet"),
            _("Contacts are added on the page of their company, or imported."),
            reverse("directory:list"),
            _("See the companies"),
        ),
        file_name="contacts",
    )
    return list_response(request, spec)


@scoped(can_read_sales)
@require_GET
def contact_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show one person: how to reach them, what they decide, what happened."""
    contact = _visible(request, pk)
    context = {
        "contact": contact,
        "facts": _facts(contact),
        "consent": _consent(contact),
        "history": timeline(contact),
        "may_edit": policies.can_edit_contact(request.user, contact),
        "trail": [
            (pgettext("menu", "Contacts"), reverse("directory:contact-list")),
            (
                contact.organization.name,
                reverse("desk:company", args=[contact.organization_id]),
            ),
        ],
    }
    return render(request, "directory/contact_detail.html", context)


@scoped(can_write_sales)
@once
def contact_create(request: UserRequest, pk: int) -> HttpResponse:
    """Add a person to a company."""
    rows = Organization.objects.visible_to(request.user)
    company: Organization = get_object_or_404(rows, pk=pk)
    if not policies.can_edit(request.user, company):
        raise PermissionDenied
    initial = {"language": company.language, "consent_basis": "PROFESSIONAL"}
    form = ContactForm(request.POST or None, sites=sites_of(company), initial=initial)
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.contact_create(
                organization=company,
                values=form.cleaned_data,
                actor=request.user,
                now=clock.now(),
            )
        except DomainError as refusal:
            error = str(refusal)
        else:
            return redirect("desk:company", pk)
    return _form_page(request, form, _("New contact"), error, company)


@scoped(can_write_sales)
@once
def contact_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change a person."""
    contact = _editable(request, pk)
    form = ContactForm(
        request.POST or None,
        sites=sites_of(contact.organization),
        initial={name: getattr(contact, name) for name in ContactForm.base_fields},
    )
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.contact_update(
                contact=contact,
                values=form.cleaned_data,
                actor=request.user,
                now=clock.now(),
                expected_version=_seen(request),
            )
        except DomainError as refusal:
            error = str(refusal)
        else:
            return redirect("directory:contact-detail", pk)
    company = contact.organization
    return _form_page(request, form, str(contact), error, company, contact)


@scoped(can_write_sales)
@require_POST
@once
def contact_opt_out(request: UserRequest, pk: int) -> HttpResponse:
    """Record that a person does not want to be written to."""
    contact = _editable(request, pk)
    services.contact_opt_out(contact=contact, actor=request.user, now=clock.now())
    messages.success(
        request, _("Nothing is sent to %(name)s any more.") % {"name": contact}
    )
    return redirect("directory:contact-detail", pk)


@scoped(can_write_sales)
@require_POST
@once
def contact_trash(request: UserRequest, pk: int) -> HttpResponse:
    """Put a person in the trash."""
    contact = _editable(request, pk)
    services.contact_trash(contact=contact, actor=request.user, now=clock.now())
    messages.success(request, _("%(name)s lies in the trash.") % {"name": contact})
    return redirect("desk:company", contact.organization_id)


def _visible(request: UserRequest, pk: int) -> Contact:
    try:
        return contact_of(request.user, pk)
    except Contact.DoesNotExist:
        raise Http404 from None


def _editable(request: UserRequest, pk: int) -> Contact:
    """Return a person to change: 404 for strangers, 403 for readers."""
    contact = _visible(request, pk)
    if not policies.can_edit_contact(request.user, contact):
        raise PermissionDenied
    return contact


def _seen(request: UserRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() else None


def _form_page(
    request: UserRequest,
    form: ContactForm,
    title: str,
    error: str,
    company: Organization,
    contact: Contact | None = None,
) -> HttpResponse:
    context = {
        "title": title,
        "subtitle": company.name,
        "form": form,
        "error": error,
        "version": contact.version if contact else None,
        "cancel_url": reverse("directory:contact-detail", args=[contact.pk])
        if contact
        else reverse("desk:company", args=[company.pk]),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "directory/versioned_form.html", context, status=status)


def _facts(contact: Contact) -> list[tuple[str, Any]]:
    return [
        (_("Function"), contact.function),
        (_("Role when the company buys"), contact.get_buying_role_display()),
        (_("E-mail"), contact.email),
        (_("Phone"), phone(contact.phone) if contact.phone else ""),
        (_("Mobile"), phone(contact.mobile) if contact.mobile else ""),
        (_("Language"), _("French") if contact.language == "fr" else _("English")),
        (_("Site"), str(contact.site or "")),
        (_("Last contact"), day(contact.last_contacted_on)),
        (_("Note"), contact.note),
    ]


def _consent(contact: Contact) -> list[tuple[str, Any]]:
    return [
        (_("Why this person may be written to"), contact.get_consent_basis_display()),
        (_("Where that comes from"), contact.consent_source),
        (_("Since"), day(contact.consent_on) if contact.consent_on else ""),
        (
            _("Opposed on"),
            moment(contact.opted_out_at) if contact.opted_out_at else "",
        ),
    ]


def _columns() -> list[Column]:
    return [
        Column(
            pgettext("list", "Contact"),
            lambda c: Cell(str(c), sub=c.function),
            sort="name_key",
        ),
        Column(
            _("Company"),
            lambda c: Cell(
                c.organization.name,
                url=reverse("desk:company", args=[c.organization_id]),
            ),
        ),
        Column(_("Buying role"), lambda c: c.get_buying_role_display()),
        Column(_("Phone"), lambda c: phone(c.mobile or c.phone)),
        Column(_("E-mail"), _email, value=lambda c: c.email),
        Column(
            _("Last contact"),
            lambda c: day(c.last_contacted_on),
            value=lambda c: c.last_contacted_on,
        ),
    ]


def _email(contact: Contact) -> Cell:
    if contact.opted_out_at is not None:
        return Cell(_("Opted out"), badge="warn")
    return Cell(contact.email)
