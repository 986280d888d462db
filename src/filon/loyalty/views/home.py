"""The page of loyalty and its lists."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales, can_write_sales
from filon.files.http import list_response
from filon.kernel import clock
from filon.loyalty import selectors
from filon.loyalty.models import Claim, SatisfactionSurvey
from filon.web.access import scoped
from filon.web.listing import Cell, Column, ListSpec
from filon.web.templatetags.filon import day

SEVERITY = {"MINOR": "neutral", "MAJOR": "warn", "CRITICAL": "bad"}
LEVEL = {"WATCH": "neutral", "HIGH": "warn", "CRITICAL": "bad"}


@scoped(can_read_sales)
def home(request: UserRequest) -> HttpResponse:
    """Show what needs care."""
    sheet = selectors.loyalty_home(user=request.user, on=clock.today())
    context = {"sheet": sheet, "may_write": can_write_sales(request.user)}
    return render(request, "loyalty/home.html", context)


@scoped(can_read_sales)
def survey_list(request: UserRequest) -> HttpResponseBase:
    """Show all surveys."""
    return list_response(
        request,
        ListSpec(
            title=_("Satisfaction surveys"),
            rows=selectors.surveys(request.user),
            columns=[
                Column(_("Company"), lambda s: str(s.organization)),
                Column(_("Due on"), lambda s: day(s.due_on), sort="due_on"),
                Column(_("Mode"), lambda s: s.get_mode_display()),
                Column(_("State"), lambda s: s.get_status_display()),
                Column(
                    _("Recommendation"),
                    _recommendation,
                    value=lambda s: (
                        s.response.recommendation if hasattr(s, "response") else None
                    ),
                    align="end",
                ),
            ],
            url=lambda s: reverse("loyalty:survey-detail", args=[s.pk]),
            default_sort="-due_on",
            file_name="surveys",
        ),
    )


def _recommendation(survey: SatisfactionSurvey) -> str:
    return f"{survey.response.recommendation}/10" if hasattr(survey, "response") else ""


@scoped(can_read_sales)
def claim_list(request: UserRequest) -> HttpResponseBase:
    """Show all claims."""
    return list_response(
        request,
        ListSpec(
            title=_("Claims"),
            rows=selectors.claims(request.user),
            columns=[
                Column(_("Claim"), lambda c: Cell(c.title, sub=c.ref), sort="ref"),
                Column(_("Company"), lambda c: str(c.organization)),
                Column(_("Severity"), _severity),
                Column(_("State"), lambda c: c.get_status_display()),
                Column(_("Opened on"), lambda c: day(c.opened_on), sort="opened_on"),
                Column(_("Owner"), lambda c: str(c.owner or "")),
            ],
            url=lambda c: reverse("loyalty:claim-detail", args=[c.pk]),
            default_sort="-opened_on",
            file_name="claims",
        ),
    )


def _severity(claim: Claim) -> Cell:
    return Cell(claim.get_severity_display(), badge=SEVERITY[claim.severity])


@scoped(can_read_sales)
def vigilance_list(request: UserRequest) -> HttpResponseBase:
    """Show all vigilances."""
    may_write = can_write_sales(request.user)
    create = reverse("loyalty:vigilance-create")
    return list_response(
        request,
        ListSpec(
            title=_("Vigilance"),
            rows=selectors.vigilances(request.user),
            columns=[
                Column(_("Subject"), lambda v: str(v.organization or v.item)),
                Column(
                    _("Level"),
                    lambda v: Cell(v.get_level_display(), badge=LEVEL[v.level]),
                ),
                Column(_("Cause"), lambda v: v.cause),
                Column(_("Next look"), lambda v: day(v.next_on), sort="next_on"),
                Column(_("State"), lambda v: v.get_status_display()),
                Column(_("Owner"), lambda v: str(v.owner or "")),
            ],
            url=lambda v: reverse("loyalty:vigilance-detail", args=[v.pk]),
            default_sort="next_on",
            actions=[(_("Declare a vigilance"), create, "plus", True)]
            if may_write
            else [],
            file_name="vigilance",
        ),
    )


@scoped(can_read_sales)
def action_list(request: UserRequest) -> HttpResponseBase:
    """Show all loyalty actions."""
    return list_response(
        request,
        ListSpec(
            title=_("Loyalty actions"),
            rows=selectors.actions(request.user),
            columns=[
                Column(_("Action"), lambda a: Cell(a.title, sub=a.aim)),
                Column(_("Company"), lambda a: str(a.organization)),
                Column(_("Planned on"), lambda a: day(a.planned_on), sort="planned_on"),
                Column(_("State"), lambda a: a.get_status_display()),
                Column(_("Result"), lambda a: a.result),
            ],
            url=lambda a: reverse("loyalty:action-done", args=[a.pk]),
            default_sort="-planned_on",
            file_name="loyalty-actions",
        ),
    )
