"""Our offer beside those of rivals: levels, arguments, objections, the sheet."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from filon.accounts.http import UserRequest
from filon.deals.models import CompetitiveBid
from filon.deals.views.pages import form_page
from filon.documents.http import pdf_response
from filon.documents.rendering import render_document
from filon.documents.selectors import company_header
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.needs.models import Requirement
from filon.offers import policies, services
from filon.offers.forms import ArgumentForm, BidLevelsForm, ObjectionForm
from filon.offers.models import Argument, BidLevel, Objection, OfferRevision
from filon.offers.selectors.adequacy import requirements_of
from filon.offers.selectors.rivals import (
    argument_sheet,
    arguments_of,
    objections_of,
)
from filon.offers.views.page import back_to, render_page, revision_or_404
from filon.web.access import scoped

TAB = "rivals"


@scoped(policies.can_create)
def bid_levels(request: UserRequest, pk: int, bid_pk: int) -> HttpResponse:
    """Say how a rival answers the requirements of the need."""
    revision = revision_or_404(request, pk)
    offer = revision.offer
    if offer.need is None:
        raise Http404
    rows = CompetitiveBid.objects.select_related("competitor")
    bid = get_object_or_404(rows, pk=bid_pk, deal=offer.deal_id)
    requirements = list(requirements_of(offer.need))
    initial: dict[str, str] = {}
    for level in BidLevel.objects.filter(bid=bid):
        initial[f"verdict_{level.requirement_id}"] = level.verdict
        initial[f"offered_{level.requirement_id}"] = level.offered
    form = BidLevelsForm(
        request.POST or None, initial=initial, requirements=requirements
    )

    def act() -> HttpResponse:
        services.bid_levels_set(
            offer=offer,
            bid=bid,
            levels=form.levels(),
            actor=request.user,
            now=clock.now(),
        )
        return back_to(revision, TAB)

    return form_page(
        request,
        form,
        act,
        **_frame(revision, _("Levels of %(name)s") % {"name": bid.competitor}),
    )


@scoped(policies.can_create)
@once
def argument_add(request: UserRequest, pk: int) -> HttpResponse:
    """Write an argument."""
    return _argument(request, revision_or_404(request, pk))


@scoped(policies.can_create)
def argument_edit(request: UserRequest, pk: int, argument_pk: int) -> HttpResponse:
    """Change an argument."""
    revision = revision_or_404(request, pk)
    rows = Argument.objects.filter(offer=revision.offer_id)
    return _argument(request, revision, get_object_or_404(rows, pk=argument_pk))


def _argument(
    request: UserRequest, revision: OfferRevision, argument: Argument | None = None
) -> HttpResponse:
    need = revision.offer.need
    nothing = Requirement.objects.none()
    form = ArgumentForm(
        request.POST or None,
        initial=_values(argument, ArgumentForm),
        requirements=requirements_of(need) if need is not None else nothing,
    )

    def act() -> HttpResponse:
        services.argument_save(
            offer=revision.offer,
            values=form.cleaned_data,
            argument=argument,
            actor=request.user,
            now=clock.now(),
        )
        return back_to(revision, TAB)

    return form_page(request, form, act, **_frame(revision, _("Argument")))


@scoped(policies.can_create)
@once
def objection_add(request: UserRequest, pk: int) -> HttpResponse:
    """Note an objection."""
    return _objection(request, revision_or_404(request, pk))


@scoped(policies.can_create)
def objection_edit(request: UserRequest, pk: int, objection_pk: int) -> HttpResponse:
    """Change an objection."""
    revision = revision_or_404(request, pk)
    rows = Objection.objects.filter(offer=revision.offer_id)
    return _objection(request, revision, get_object_or_404(rows, pk=objection_pk))


def _objection(
    request: UserRequest, revision: OfferRevision, objection: Objection | None = None
) -> HttpResponse:
    bids = CompetitiveBid.objects.filter(deal=revision.offer.deal_id)
    form = ObjectionForm(
        request.POST or None,
        initial=_values(objection, ObjectionForm),
        bids=bids.select_related("competitor").order_by("-observed_on", "-pk"),
    )

    def act() -> HttpResponse:
        services.objection_save(
            offer=revision.offer,
            values=form.cleaned_data,
            objection=objection,
            actor=request.user,
            now=clock.now(),
        )
        return back_to(revision, TAB)

    return form_page(request, form, act, **_frame(revision, _("Objection")))


@scoped(policies.can_create)
@require_POST
def argument_remove(request: UserRequest, pk: int, argument_pk: int) -> HttpResponse:
    """Take an argument out."""
    revision = revision_or_404(request, pk)
    rows = Argument.objects.filter(offer=revision.offer_id).select_related("offer")
    row = get_object_or_404(rows, pk=argument_pk)
    services.argument_remove(row=row, actor=request.user, now=clock.now())
    return back_to(revision, TAB)


@scoped(policies.can_create)
@require_POST
def objection_remove(request: UserRequest, pk: int, objection_pk: int) -> HttpResponse:
    """Take an objection out."""
    revision = revision_or_404(request, pk)
    rows = Objection.objects.filter(offer=revision.offer_id).select_related("offer")
    row = get_object_or_404(rows, pk=objection_pk)
    services.argument_remove(row=row, actor=request.user, now=clock.now())
    return back_to(revision, TAB)


@scoped(policies.can_create)
@require_POST
def argument_use(request: UserRequest, pk: int, argument_pk: int) -> HttpResponse:
    """Put an argument into the letter of the offer."""
    revision = revision_or_404(request, pk)
    rows = Argument.objects.filter(offer=revision.offer_id)
    argument = get_object_or_404(rows, pk=argument_pk)
    try:
        services.argument_use(
            argument=argument, revision=revision, actor=request.user, now=clock.now()
        )
    except DomainError as refusal:
        return render_page(request, revision, tab=TAB, error=str(refusal))
    return back_to(revision, "words")


@scoped(policies.can_read)
@require_safe
def argument_pdf(request: UserRequest, pk: int) -> HttpResponseBase:
    """Give the argument sheet to take along, in the language of the offer."""
    revision = revision_or_404(request, pk)
    arguments = arguments_of(revision.offer)
    objections = objections_of(revision.offer)
    with translation.override(revision.language):
        document = argument_sheet(revision, arguments, objections)
    content = render_document(
        document, language=revision.language, company=company_header()
    )
    name = f"{revision.offer.number or revision.offer_id}-arguments.pdf"
    return pdf_response(content, name)


def _values(row: Argument | Objection | None, form: Any) -> dict[str, Any]:
    if row is None:
        return {}
    return {name: getattr(row, name) for name in form.base_fields}


def _frame(revision: OfferRevision, title: str) -> dict[str, Any]:
    url = f"{reverse('offers:revision', args=[revision.pk])}?tab={TAB}"
    return {"title": title, "subtitle": revision.offer.title, "cancel_url": url}
