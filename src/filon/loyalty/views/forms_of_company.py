"""Starting something for one company: survey, claim, loyalty action."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_write_sales
from filon.directory.models import Organization
from filon.journal.http import once
from filon.kernel import clock
from filon.loyalty.forms import ClaimForm, LoyaltyActionForm, SurveyForm
from filon.loyalty.services import care, satisfaction
from filon.web.access import scoped
from filon.web.forms import Form


def _company(request: UserRequest, pk: int) -> Organization:
    row: Organization = get_object_or_404(
        Organization.objects.visible_to(request.user), pk=pk
    )
    return row


def _page(
    request: UserRequest, title: str, form: Form, organization: Organization
) -> HttpResponse:
    context = {
        "title": title,
        "subtitle": str(organization),
        "form": form,
        "cancel_url": reverse("desk:company", args=[organization.pk]),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "web/form.html", context, status=status)


@scoped(can_write_sales)
@once
def survey_create(request: UserRequest, organization: int) -> HttpResponse:
    """Plan a survey."""
    company = _company(request, organization)
    initial = {"due_on": clock.today() + timedelta(days=7)}
    form = SurveyForm(request.POST or None, initial=initial)
    form.bind_company(company, request.user)
    if request.method == "POST" and form.is_valid():
        survey = satisfaction.survey_plan(
            organization=company,
            **form.cleaned_data,
            actor=request.user,
            now=clock.now(),
        )
        return redirect("loyalty:survey-detail", pk=survey.pk)
    return _page(request, _("New satisfaction survey"), form, company)


@scoped(can_write_sales)
@once
def claim_create(request: UserRequest, organization: int) -> HttpResponse:
    """Open a claim."""
    company = _company(request, organization)
    form = ClaimForm(request.POST or None)
    form.bind_company(company, request.user)
    if request.method == "POST" and form.is_valid():
        claim = care.claim_open(
            organization=company,
            values=form.cleaned_data,
            actor=request.user,
            now=clock.now(),
        )
        return redirect("loyalty:claim-detail", pk=claim.pk)
    return _page(request, _("New claim"), form, company)


@scoped(can_write_sales)
@once
def action_create(request: UserRequest, organization: int) -> HttpResponse:
    """Plan a loyalty action."""
    company = _company(request, organization)
    initial = {"planned_on": clock.today() + timedelta(days=7)}
    form = LoyaltyActionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        care.loyalty_action_plan(
            values={**form.cleaned_data, "organization": company},
            actor=request.user,
            now=clock.now(),
        )
        return redirect("loyalty:home")
    return _page(request, _("New loyalty action"), form, company)
