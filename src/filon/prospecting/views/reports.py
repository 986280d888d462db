"""The report of a contact, and what comes out of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_write_sales
from filon.deals.forms import DealForm
from filon.deals.views.pages import form_page
from filon.directory.models import Contact, Organization
from filon.journal.http import once
from filon.kernel import clock
from filon.prospecting import policies, selectors, services
from filon.prospecting.forms import CaptureForm, ReportForm, SupportUseForm
from filon.prospecting.lifecycle import WORKED_ON
from filon.prospecting.models import Activity, SalesSupport
from filon.prospecting.selectors import ActivitySheet
from filon.web.access import scoped


@scoped(can_write_sales)
@once
def activity_report(request: UserRequest, pk: int) -> HttpResponse:
    """Say what came of a contact, question by question, and what follows."""
    try:
        sheet = selectors.report_sheet(user=request.user, pk=pk)
    except Activity.DoesNotExist:
        raise Http404 from None
    activity = sheet.activity
    if request.method == "GET" and not policies.can_report(request.user, activity):
        return redirect("prospecting:detail", pk=pk)
    in_english = activity.guide is not None and activity.guide.language == "en"
    people = Contact.objects.visible_to(request.user).filter(
        organization=activity.organization, is_active=True
    )
    form = ReportForm(
        request.POST or None,
        initial={
            "contacts": list(sheet.contacts),
            "done_at": min(activity.starts_at, clock.now()),
            "next_kind": activity.kind,
        },
        contacts=people.order_by("name_key"),
        supports=SalesSupport.objects.visible_to(request.user).filter(is_active=True),
        lines=sheet.lines,
        in_english=in_english,
    )

    def act() -> HttpResponse:
        return _report(request, sheet, form)

    target = activity.plan_target
    return form_page(
        request,
        form,
        act,
        template="prospecting/report.html",
        title=_("Report"),
        activity=activity,
        in_english=in_english,
        must_follow=target is not None and target.status in WORKED_ON,
        cancel_url=reverse("prospecting:detail", args=[pk]),
    )


def _report(
    request: UserRequest, sheet: ActivitySheet, form: ReportForm
) -> HttpResponse:
    given = form.cleaned_data
    follower = services.activity_report(
        activity=sheet.activity,
        report=services.Report(
            outcome=given["outcome"],
            text=given["text"],
            done_at=given["done_at"],
            cost=given["cost"],
            distance_km=given["distance_km"],
            contacts=list(given["contacts"]),
            partners=[services.Partner(name=given["partner_name"])],
            supports=[
                services.UsedSupport(row, given["way"] or "SHOWN")
                for row in given["supports"]
            ],
            answers=_answers(sheet, given),
        ),
        next_step=services.NextStep(
            kind=given["next_kind"],
            starts_at=given["next_at"],
            subject=given["next_subject"],
            close_reason=given["close_reason"],
        ),
        actor=request.user,
        now=clock.now(),
    )
    text = _("Reported.") if follower is None else _("Reported; the next is planned.")
    messages.success(request, text)
    return redirect("prospecting:detail", pk=sheet.activity.pk)


def _answers(sheet: ActivitySheet, given: dict[str, Any]) -> list[services.GivenAnswer]:
    return [
        services.GivenAnswer(
            line.question,
            given[f"answer_{line.question.pk}"],
            is_implicit=given[f"implicit_{line.question.pk}"],
        )
        for line in sheet.lines
        if given[f"answer_{line.question.pk}"].strip()
    ]


@scoped(can_write_sales)
@once
def finding_capture(request: UserRequest, pk: int) -> HttpResponse:
    """Keep what was heard for the watch."""
    activity = _activity(request, pk)
    rivals = Organization.objects.visible_to(request.user).filter(is_competitor=True)
    form = CaptureForm(request.POST or None, rivals=rivals.order_by("name_key"))

    def act() -> HttpResponse:
        services.finding_capture(
            activity=activity,
            values=form.cleaned_data,
            actor=request.user,
            now=clock.now(),
        )
        messages.success(request, _("The watch has it."))
        return redirect("prospecting:detail", pk=pk)

    return form_page(
        request,
        form,
        act,
        title=_("Something for the watch"),
        subtitle=f"{activity.subject} · {activity.organization}",
        cancel_url=reverse("prospecting:detail", args=[pk]),
    )


@scoped(can_write_sales)
@once
def support_use(request: UserRequest, pk: int) -> HttpResponse:
    """Note that a support was shown, handed over or sent."""
    activity = _activity(request, pk)
    rows = SalesSupport.objects.visible_to(request.user).filter(is_active=True)
    form = SupportUseForm(request.POST or None, supports=rows.order_by("title"))

    def act() -> HttpResponse:
        services.support_use(
            activity=activity, **form.cleaned_data, actor=request.user, now=clock.now()
        )
        return redirect("prospecting:detail", pk=pk)

    return form_page(
        request,
        form,
        act,
        title=_("Sales support used"),
        subtitle=f"{activity.subject} · {activity.organization}",
        cancel_url=reverse("prospecting:detail", args=[pk]),
    )


@scoped(can_write_sales)
@once
def deal_open(request: UserRequest, pk: int) -> HttpResponse:
    """Open a deal from a contact; the title and what is known are proposed."""
    activity = _activity(request, pk)
    if activity.deal_id is not None:
        return redirect("desk:deal", pk=activity.deal_id)
    company, target = activity.organization, activity.plan_target
    people = Contact.objects.visible_to(request.user).filter(
        organization=company, is_active=True
    )
    form = DealForm(
        request.POST or None,
        initial={
            "title": selectors.proposed_title(activity),
            "amount": target.potential if target else None,
            "currency": company.currency,
            "contact": activity.contacts.first(),
            "source": selectors.source_of(activity),
        },
        contacts=people.order_by("name_key"),
    )

    def act() -> HttpResponse:
        deal = services.deal_from_activity(
            activity=activity,
            values=form.cleaned_data,
            actor=request.user,
            now=clock.now(),
        )
        messages.success(request, _("The deal is open. Start the need from here."))
        return redirect("desk:deal", pk=deal.pk)

    return form_page(
        request,
        form,
        act,
        title=_("New deal"),
        subtitle=f"{activity.subject} · {company}",
        submit_label=_("Open the deal"),
        cancel_url=reverse("prospecting:detail", args=[pk]),
    )


def _activity(request: UserRequest, pk: int) -> Activity:
    rows = Activity.objects.visible_to(request.user).select_related(
        "organization", "plan", "plan_target", "deal"
    )
    activity: Activity = get_object_or_404(rows, pk=pk)
    return activity
