"""A new offer: from a call, a company, a deal or a need."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from filon.accounts.http import UserRequest
from filon.deals.models import Deal
from filon.directory.models import Contact, Organization
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.kernel.text import digits, fold, words
from filon.needs.models import Need
from filon.offers import policies, services
from filon.offers.forms import OfferEditForm, OfferForm
from filon.offers.models import Offer, Tender
from filon.offers.views.page import back_to
from filon.web.access import scoped

SUGGESTED = 12


@scoped(policies.can_create)
@once
def offer_create(request: UserRequest) -> HttpResponse:
    """Ask for what is not known yet, and create the offer."""
    origin = _origin(request)
    organization = origin.get("organization")
    contacts = _contacts(request, organization) if organization else None
    initial = {
        "title": str(origin.get("title", "")),
        "contact": request.GET.get("contact", ""),
        "form": _usual_form(origin),
    }
    form = OfferForm(request.POST or None, contacts=contacts, initial=initial)
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            start = _start(request, form, origin)
            revision = services.offer_from_caller(
                start=start,
                caller=form.caller(),
                actor=request.user,
                now=clock.now(),
            )
        except DomainError as refusal:
            error = str(refusal)
        else:
            return back_to(revision)
    return _page(request, form, origin, error)


def _page(
    request: UserRequest, form: OfferForm, origin: dict[str, Any], error: str
) -> HttpResponse:
    organization = origin.get("organization")
    known = [form["title"], form["form"], form["contact"], form["customer_reference"]]
    person = [form["first_name"], form["last_name"], form["email"], form["phone"]]
    new = [form["new_company"], form["siren"], form["postcode"]]
    context = {
        "title": _("New offer"),
        "subtitle": str(organization or ""),
        "form": form,
        "organization": organization,
        "error": error,
        "known": known if organization else [form["title"], form["form"]],
        "person": person,
        "new_company": [*new, form["city"], form["country"]],
        "cancel_url": reverse("offers:list"),
        "submit_label": _("Go to the lines"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "offers/create.html", context, status=status)


def _origin(request: UserRequest) -> dict[str, Any]:
    """Return the record that the offer starts from, as its address names it."""
    user = request.user
    if pk := _whole(request.GET.get("need")):
        rows = Need.objects.visible_to(user).select_related("deal__organization")
        need = get_object_or_404(rows, pk=pk)
        whose = need.deal.organization
        return {"need": need, "organization": whose, "title": need.title}
    if pk := _whole(request.GET.get("deal")):
        rows = Deal.objects.visible_to(user).select_related("organization")
        deal = get_object_or_404(rows, pk=pk)
        return {"deal": deal, "organization": deal.organization, "title": deal.title}
    if pk := _whole(request.GET.get("organization")):
        found = get_object_or_404(Organization.objects.visible_to(user), pk=pk)
        return {"organization": found}
    return {}


def _usual_form(origin: dict[str, Any]) -> str:
    """Return the form that the context calls for; the person may choose another."""
    need = origin.get("need")
    deal = need.deal if need is not None else origin.get("deal")
    if deal is not None and Tender.objects.filter(deal=deal).exists():
        return Offer.Form.TENDER.value
    return (Offer.Form.OFFER if need is not None else Offer.Form.QUOTE).value


def _start(
    request: UserRequest, form: OfferForm, origin: dict[str, Any]
) -> services.OfferStart:
    data = form.cleaned_data
    organization = origin.get("organization")
    if organization is None and data["company"].strip():
        organization = _named(request, data["company"])
    return services.OfferStart(
        title=data["title"],
        organization=organization,
        deal=origin.get("deal"),
        need=origin.get("need"),
        contact=data["contact"],
        form=data["form"],
        customer_reference=data["customer_reference"],
    )


def _named(request: UserRequest, text: str) -> Organization:
    """Return the one company that is meant.

    :raises OfferRefused: if none or several are.
    """
    rows = Organization.objects.visible_to(request.user)
    name = text.split(" – ")[0].strip()
    number = digits(text)
    exact = rows.filter(name_key=fold(name))
    if len(number) == 9:
        exact = rows.filter(siren=number)
    if " – " in text:
        exact = exact.filter(city__iexact=text.split(" – ", 1)[1].strip())
    found: list[Organization] = list(exact.order_by("pk")[:2])
    if len(found) == 1:
        return found[0]
    if found:
        raise services.OfferRefused(
            _("Several companies bear this name: open the right one and start there.")
        )
    raise services.OfferRefused(
        _(
            "No company is called “%(name)s”. Choose one of the list, or fill in the"
            " new company."
        )
        % {"name": name[:80]}
    )


@scoped(policies.can_create)
@require_safe
def company_suggestions(request: UserRequest) -> HttpResponse:
    """Give the companies that a few letters may mean, as choices of a list."""
    rows = Organization.objects.visible_to(request.user)
    typed = words(request.GET.get("company", ""))
    for word in typed:
        rows = rows.filter(name_key__contains=word)
    found = rows.order_by("name_key", "pk")[:SUGGESTED] if typed else []
    context = {"options": [(f"{o.name} – {o.city}", o.siren) for o in found]}
    return render(request, "offers/_options.html", context)


@scoped(policies.can_create)
def offer_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change what an offer is called and whom it is for."""
    rows = Offer.objects.visible_to(request.user).select_related("organization")
    offer = get_object_or_404(rows, pk=pk)
    initial = {name: getattr(offer, name) for name in OfferEditForm.base_fields}
    form = OfferEditForm(
        request.POST or None,
        contacts=_contacts(request, offer.organization),
        initial=initial,
    )
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.offer_update(
                offer=offer,
                values=form.cleaned_data,
                actor=request.user,
                now=clock.now(),
            )
        except DomainError as refusal:
            error = str(refusal)
        else:
            return redirect("offers:detail", pk=offer.pk)
    context = {
        "title": offer.title,
        "form": form,
        "error": error,
        "cancel_url": reverse("offers:detail", args=[offer.pk]),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "web/form.html", context, status=status)


def _contacts(request: UserRequest, organization: Organization) -> QuerySet[Contact]:
    rows: QuerySet[Contact] = Contact.objects.visible_to(request.user)
    return rows.filter(organization=organization).order_by("last_name", "pk")


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() else None
