"""Verifications, questions, approval and recipients of a draft."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.coordination.selectors.people import departments_present
from filon.directory.models import Contact
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.offers import policies, services
from filon.offers.forms import (
    CheckForm,
    ConsultForm,
    RecipientForm,
    SubmitForm,
)
from filon.offers.models import ConformityCheck, OfferRecipient
from filon.offers.views.page import back_to, render_page, revision_or_404
from filon.web.access import scoped

ANSWER_WITHIN = timedelta(days=5)


@scoped(policies.can_create)
@require_POST
def check_set(request: UserRequest, pk: int) -> HttpResponse:
    """Set one of the six verifications."""
    check = ConformityCheck.objects.filter(pk=pk).first()
    if check is None:
        raise Http404
    check.revision = revision_or_404(request, check.revision_id)
    form = CheckForm(request.POST, prefix=f"c{pk}")
    if form.is_valid():
        try:
            services.check_set(
                check=check,
                actor=request.user,
                now=clock.now(),
                **form.cleaned_data,
            )
        except DomainError as refusal:
            return render_page(
                request, check.revision, tab="checks", error=str(refusal)
            )
    return back_to(check.revision, "checks")


@scoped(policies.can_create)
@require_POST
def checks_prefill(request: UserRequest, pk: int) -> HttpResponse:
    """Take the answers of the departments over."""
    revision = revision_or_404(request, pk)
    try:
        services.checks_prefill(revision=revision, actor=request.user, now=clock.now())
    except DomainError as refusal:
        return render_page(request, revision, tab="checks", error=str(refusal))
    return back_to(revision, "checks")


@scoped(policies.can_create)
@require_POST
def checks_confirm(request: UserRequest, pk: int) -> HttpResponse:
    """Say that every verification still open was made."""
    revision = revision_or_404(request, pk)
    try:
        services.checks_confirm(revision=revision, actor=request.user, now=clock.now())
    except DomainError as refusal:
        return render_page(request, revision, tab="checks", error=str(refusal))
    return back_to(revision, "checks")


@scoped(policies.can_create)
@once
def consult(request: UserRequest, pk: int) -> HttpResponse:
    """Ask departments whether the offer is feasible."""
    revision = revision_or_404(request, pk)
    initial = {
        "question": _("Is this offer feasible as it stands: %(title)s?")
        % {"title": revision.offer.title},
        "due_on": clock.today() + ANSWER_WITHIN,
    }
    form = ConsultForm(
        request.POST or None, departments=departments_present(), initial=initial
    )
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.departments_consult(
                revision=revision,
                actor=request.user,
                now=clock.now(),
                **form.cleaned_data,
            )
        except DomainError as refusal:
            error = str(refusal)
        else:
            return back_to(revision, "checks")
    context = {
        "title": _("Ask departments"),
        "subtitle": revision.offer.title,
        "form": form,
        "error": error,
        "submit_label": _("Ask"),
        "cancel_url": f"{reverse('offers:revision', args=[pk])}?tab=checks",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "web/form.html", context, status=status)


@scoped(policies.can_create)
@require_POST
@once
def submit(request: UserRequest, pk: int) -> HttpResponse:
    """Ask for the approval."""
    revision = revision_or_404(request, pk)
    form = SubmitForm(request.POST)
    comment = form.cleaned_data["comment"] if form.is_valid() else ""
    try:
        approval = services.revision_submit(
            revision=revision, comment=comment, actor=request.user, now=clock.now()
        )
    except DomainError as refusal:
        return render_page(request, revision, tab="checks", error=str(refusal))
    messages.success(request, _("%(name)s decides.") % {"name": approval.approver})
    return back_to(revision, "checks")


@scoped(policies.can_create)
@once
def recipient_add(request: UserRequest, pk: int) -> HttpResponse:
    """Name somebody who receives the offer."""
    revision = revision_or_404(request, pk)
    contacts = Contact.objects.visible_to(request.user).filter(
        organization=revision.offer.organization_id
    )
    form = RecipientForm(
        request.POST or None, contacts=contacts.order_by("last_name", "pk")
    )
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.recipient_add(
                revision=revision,
                actor=request.user,
                now=clock.now(),
                **form.cleaned_data,
            )
        except DomainError as refusal:
            error = str(refusal)
        else:
            return back_to(revision, "checks", "#recipients")
    context = {
        "title": _("Add a recipient"),
        "subtitle": revision.offer.title,
        "form": form,
        "error": error,
        "submit_label": _("Add"),
        "cancel_url": f"{reverse('offers:revision', args=[pk])}?tab=checks",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "web/form.html", context, status=status)


@scoped(policies.can_create)
@require_POST
def recipient_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Take somebody off the recipients."""
    recipient = OfferRecipient.objects.filter(pk=pk).first()
    if recipient is None:
        raise Http404
    recipient.revision = revision_or_404(request, recipient.revision_id)
    try:
        services.recipient_remove(
            recipient=recipient, actor=request.user, now=clock.now()
        )
    except DomainError as refusal:
        return render_page(
            request, recipient.revision, tab="checks", error=str(refusal)
        )
    return back_to(recipient.revision, "checks", "#recipients")
