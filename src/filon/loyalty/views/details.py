"""The pages of one survey, claim, vigilance and loyalty action."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales, can_write_sales
from filon.coordination.selectors import gestures_of
from filon.journal.http import once
from filon.journal.selectors import timeline
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.loyalty import selectors
from filon.loyalty.forms import (
    AnswerForm,
    ClaimTreatForm,
    NoteForm,
    VigilanceForm,
)
from filon.loyalty.models import Claim, LoyaltyAction, SatisfactionSurvey, Vigilance
from filon.loyalty.services import care, satisfaction
from filon.web.access import scoped


def _try(request: UserRequest, act: Callable[[], Any]) -> bool:
    """Run one service call; tell its refusal; return whether it took place."""
    try:
        act()
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return False
    return True


@scoped(can_read_sales)
@once
def survey_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show a survey; note the answer given by phone or on a visit."""
    survey = get_object_or_404(selectors.surveys(request.user), pk=pk)
    is_open = survey.status in {"PLANNED", "SENT"} and can_write_sales(request.user)
    form = AnswerForm(request.POST or None) if is_open else None
    if form is not None and request.method == "POST" and form.is_valid():
        said = satisfaction.Answer(
            recommendation=form.cleaned_data["recommendation"],
            scores={name: form.cleaned_data[name] for name in satisfaction.SCORES},
            verbatim=form.cleaned_data["verbatim"],
            answered_by_name=str(survey.contact or ""),
        )
        _try(
            request,
            lambda: satisfaction.survey_answer(
                survey=survey, answer=said, actor=request.user, now=clock.now()
            ),
        )
        return redirect("loyalty:survey-detail", pk=pk)
    context = {
        "survey": survey,
        "response": getattr(survey, "response", None),
        "form": form,
        "may_send": is_open and survey.mode == SatisfactionSurvey.Mode.LINK,
        "may_write": can_write_sales(request.user),
        "history": timeline(survey, limit=20),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "loyalty/survey_detail.html", context, status=status)


@scoped(can_write_sales)
@require_POST
def survey_send(request: UserRequest, pk: int) -> HttpResponse:
    """Send the survey's link."""
    survey = get_object_or_404(selectors.surveys(request.user), pk=pk)
    _try(
        request,
        lambda: satisfaction.survey_send(
            survey=survey, actor=request.user, now=clock.now()
        ),
    )
    return redirect("loyalty:survey-detail", pk=pk)


@scoped(can_read_sales)
@once
def claim_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show a claim; write its cause and action."""
    claim: Claim = get_object_or_404(selectors.claims(request.user), pk=pk)
    may_write = can_write_sales(request.user)
    initial = {"cause": claim.cause, "action": claim.action, "cost": claim.cost}
    form = ClaimTreatForm(request.POST or None, initial=initial)
    if may_write and request.method == "POST" and form.is_valid():
        _try(
            request,
            lambda: care.claim_treat(
                claim=claim,
                values=form.cleaned_data,
                actor=request.user,
                now=clock.now(),
            ),
        )
        return redirect("loyalty:claim-detail", pk=pk)
    context = {
        "claim": claim,
        "form": form if may_write and claim.status != Claim.Status.CLOSED else None,
        "may_write": may_write,
        "panel": gestures_of(request.user, claim, title=str(claim)),
        "history": timeline(claim, limit=20),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "loyalty/claim_detail.html", context, status=status)


@scoped(can_write_sales)
@require_POST
def claim_close(request: UserRequest, pk: int) -> HttpResponse:
    """Close a claim."""
    claim = get_object_or_404(selectors.claims(request.user), pk=pk)
    _try(
        request,
        lambda: care.claim_close(claim=claim, actor=request.user, now=clock.now()),
    )
    return redirect("loyalty:claim-detail", pk=pk)


@scoped(can_write_sales)
@once
def vigilance_create(request: UserRequest) -> HttpResponse:
    """Declare a vigilance; a customer, claim or survey may be named by the address."""
    initial = {"organization": request.GET.get("organization")}
    form = VigilanceForm(request.POST or None, user=request.user, initial=initial)
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            vigilance = care.vigilance_declare(
                values=form.values(), actor=request.user, now=clock.now()
            )
            return redirect("loyalty:vigilance-detail", pk=vigilance.pk)
        except DomainError as refusal:
            error = str(refusal)
    context = {
        "title": _("Declare a vigilance"),
        "form": form,
        "error": error,
        "cancel_url": reverse("loyalty:home"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "web/form.html", context, status=status)


@scoped(can_read_sales)
@once
def vigilance_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show a vigilance; note a look at its subject."""
    vigilance = get_object_or_404(selectors.vigilances(request.user), pk=pk)
    may_write = (
        can_write_sales(request.user) and vigilance.status == Vigilance.Status.ACTIVE
    )
    form = NoteForm(request.POST or None) if may_write else None
    if form is not None and request.method == "POST" and form.is_valid():
        _try(
            request,
            lambda: care.vigilance_review(
                vigilance=vigilance,
                note=form.cleaned_data["note"],
                actor=request.user,
                now=clock.now(),
            ),
        )
        return redirect("loyalty:vigilance-detail", pk=pk)
    context = {
        "vigilance": vigilance,
        "form": form,
        "history": timeline(vigilance, limit=20),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "loyalty/vigilance_detail.html", context, status=status)


@scoped(can_write_sales)
@require_POST
def vigilance_lift(request: UserRequest, pk: int) -> HttpResponse:
    """End a vigilance."""
    vigilance = get_object_or_404(selectors.vigilances(request.user), pk=pk)
    _try(
        request,
        lambda: care.vigilance_lift(
            vigilance=vigilance, actor=request.user, now=clock.now()
        ),
    )
    return redirect("loyalty:vigilance-detail", pk=pk)


@scoped(can_read_sales)
@once
def action_done(request: UserRequest, pk: int) -> HttpResponse:
    """Show a loyalty action; note what came of it."""
    action = get_object_or_404(selectors.actions(request.user), pk=pk)
    may_write = (
        can_write_sales(request.user) and action.status == LoyaltyAction.Status.PLANNED
    )
    form = NoteForm(request.POST or None) if may_write else None
    if form is not None and request.method == "POST" and form.is_valid():
        _try(
            request,
            lambda: care.loyalty_action_done(
                action=action,
                result=form.cleaned_data["note"],
                actor=request.user,
                now=clock.now(),
            ),
        )
        return redirect("loyalty:home")
    context = {
        "action": action,
        "form": form,
        "history": timeline(action, limit=20),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "loyalty/action_detail.html", context, status=status)
