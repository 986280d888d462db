"""Sending a revision, and what follows its answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.offers import policies, services
from filon.offers.forms import NextForm, RefuseForm, SendForm
from filon.offers.selectors.policy import house
from filon.offers.selectors.readiness import Readiness, readiness
from filon.offers.views.page import back_to, revision_or_404
from filon.web.access import scoped


@scoped(policies.can_create)
def send(request: UserRequest, pk: int) -> HttpResponse:
    """Show to whom the revision goes and what holds it back, then send it.

    The document is rendered before the transaction, so that no other writer waits for
    it; of two sendings the second one is refused by the state of the revision.
    """
    revision = revision_or_404(request, pk)
    form = SendForm(request.POST or None, initial={"version": revision.version})
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.revision_send(
                revision=revision,
                message=form.cleaned_data["message"],
                expected_version=form.cleaned_data["version"],
                actor=request.user,
                now=clock.now(),
            )
        except services.NotReady:
            error = _("The offer was not sent: something is still missing.")
        except DomainError as refusal:
            error = str(refusal)
        else:
            return _sent(request, pk)
        revision = revision_or_404(request, pk)
    if not revision.is_draft:
        messages.info(request, _("This revision was sent."))
        return back_to(revision)
    request.company = house()
    state = readiness(revision, on=clock.today(), company=request.company)
    form = SendForm(
        initial={
            "version": revision.version,
            "message": request.POST.get("message", ""),
        }
    )
    context = {
        "revision": revision,
        "offer": revision.offer,
        "state": state,
        "submit_label": _submit_label(state),
        "form": form,
        "error": error,
        "cancel_url": f"{reverse('offers:revision', args=[pk])}?tab=checks",
    }
    status = 422 if error else 200
    return render(request, "offers/send.html", context, status=status)


def _submit_label(state: Readiness) -> str:
    count = len(state.recipients)
    text = ngettext(
        "Send to %(count)s recipient", "Send to %(count)s recipients", count
    )
    return text % {"count": count}


def _sent(request: UserRequest, pk: int) -> HttpResponse:
    revision = revision_or_404(request, pk)
    messages.success(
        request,
        _("Offer %(number)s %(letter)s has left.")
        % {"number": revision.offer.number, "letter": revision.letter},
    )
    return back_to(revision)


@scoped(policies.can_create)
@once
def revise(request: UserRequest, pk: int) -> HttpResponse:
    """Begin the next revision."""
    revision = revision_or_404(request, pk)
    form = NextForm(request.POST or None)
    error = ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            copy = services.revision_next(
                revision=revision,
                reason=data["reason"],
                asked=services.Asked(data["asked"], data["given"], data["counterpart"]),
                is_variant=data["is_variant"],
                actor=request.user,
                now=clock.now(),
            )
        except DomainError as refusal:
            error = str(refusal)
        else:
            return back_to(copy)
    context = {
        "title": _("Next revision"),
        "subtitle": f"{revision.offer.number} {revision.letter}",
        "intro": _("The customer’s revision stays valid until the next one is sent."),
        "form": form,
        "error": error,
        "submit_label": _("Write the next revision"),
        "cancel_url": reverse("offers:revision", args=[pk]),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "web/form.html", context, status=status)


@scoped(policies.can_create)
@once
def refuse(request: UserRequest, pk: int) -> HttpResponse:
    """Record that the customer refuses."""
    revision = revision_or_404(request, pk)
    form = RefuseForm(request.POST or None)
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.revision_refuse(
                revision=revision,
                reason=form.cleaned_data["reason"],
                actor=request.user,
                now=clock.now(),
            )
        except DomainError as refusal:
            error = str(refusal)
        else:
            return back_to(revision)
    context = {
        "title": _("The customer refuses"),
        "subtitle": f"{revision.offer.number} {revision.letter}",
        "form": form,
        "error": error,
        "submit_label": _("Record the refusal"),
        "cancel_url": reverse("offers:revision", args=[pk]),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "web/form.html", context, status=status)


@scoped(policies.can_create)
@require_POST
def trash(request: UserRequest, pk: int) -> HttpResponse:
    """Put an offer that was never sent in the trash."""
    revision = revision_or_404(request, pk)
    try:
        services.offer_trash(offer=revision.offer, actor=request.user, now=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return back_to(revision)
    messages.success(request, _("The offer lies in the trash."))
    return redirect("offers:list")
