"""Reserves and risks of a revision: added, changed, taken out, set aside for."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_see_cost
from filon.coordination.selectors.people import colleagues
from filon.deals.views.pages import form_page
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.offers import policies, services
from filon.offers.forms import ExclusionForm, RiskForm
from filon.offers.models import OfferRevision, Reserve, Risk
from filon.offers.services.risks import WRITTEN
from filon.offers.views.page import back_to, render_page, revision_or_404
from filon.web.access import scoped

TAB = "risks"


@scoped(policies.can_create)
@require_POST
@once
def exclusion_add(request: UserRequest, pk: int) -> HttpResponse:
    """Exclude something that no requirement names."""
    revision = revision_or_404(request, pk)
    form = ExclusionForm(request.POST)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    try:
        services.exclusion_add(
            revision=revision, text=text, actor=request.user, now=clock.now()
        )
    except DomainError as refusal:
        return render_page(request, revision, tab=TAB, error=str(refusal), form=form)
    return back_to(revision, TAB)


@scoped(policies.can_create)
@require_POST
def exclusion_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Take an exclusion out."""
    reserve = Reserve.objects.filter(pk=pk).first()
    if reserve is None:
        raise Http404
    reserve.revision = revision_or_404(request, reserve.revision_id)
    try:
        services.exclusion_remove(reserve=reserve, actor=request.user, now=clock.now())
    except DomainError as refusal:
        return render_page(request, reserve.revision, tab=TAB, error=str(refusal))
    return back_to(reserve.revision, TAB)


@scoped(policies.can_create)
@once
def risk_add(request: UserRequest, pk: int) -> HttpResponse:
    """Note what may go wrong."""
    revision = revision_or_404(request, pk)
    form = _form(request, {"owner": request.user})

    def act() -> HttpResponse:
        services.risk_add(
            revision=revision,
            values=form.cleaned_data,
            actor=request.user,
            now=clock.now(),
        )
        return back_to(revision, TAB)

    return form_page(request, form, act, **_frame(revision, _("A risk of the offer")))


@scoped(policies.can_create)
@once
def risk_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change what was said of a risk."""
    risk = _risk(request, pk)
    form = _form(request, {name: getattr(risk, name) for name in WRITTEN})

    def act() -> HttpResponse:
        services.risk_update(
            risk=risk, values=form.cleaned_data, actor=request.user, now=clock.now()
        )
        return back_to(risk.revision, TAB)

    return form_page(request, form, act, **_frame(risk.revision, risk.title))


@scoped(policies.can_create)
@require_POST
def risk_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Take a risk out."""
    risk = _risk(request, pk)
    try:
        services.risk_remove(risk=risk, actor=request.user, now=clock.now())
    except DomainError as refusal:
        return render_page(request, risk.revision, tab=TAB, error=str(refusal))
    return back_to(risk.revision, TAB)


@scoped(policies.can_create)
@require_POST
def contingency_retain(request: UserRequest, pk: int) -> HttpResponse:
    """Set aside what the risks call for."""
    revision = revision_or_404(request, pk)
    try:
        services.contingency_retain(
            revision=revision, actor=request.user, now=clock.now()
        )
    except DomainError as refusal:
        return render_page(request, revision, tab=TAB, error=str(refusal))
    return back_to(revision, TAB)


def _form(request: UserRequest, initial: dict[str, Any]) -> RiskForm:
    return RiskForm(
        request.POST or None,
        initial=initial,
        people=colleagues(request.user),
        sees_cost=can_see_cost(request.user),
    )


def _frame(revision: OfferRevision, title: str) -> dict[str, Any]:
    url = f"{reverse('offers:revision', args=[revision.pk])}?tab={TAB}"
    return {"title": title, "subtitle": revision.offer.title, "cancel_url": url}


def _risk(request: UserRequest, pk: int) -> Risk:
    risk = Risk.objects.filter(pk=pk).first()
    if risk is None:
        raise Http404
    risk.revision = revision_or_404(request, risk.revision_id)
    return risk
