"""One contact: planned, shown, changed, put off, given up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from filon.accounts.http import UserRequest
from filon.accounts.models import scope_of
from filon.accounts.policies import can_read_sales, can_write_sales
from filon.deals.models import Deal
from filon.deals.views.choosing import choose_company, chosen_company
from filon.deals.views.pages import form_page
from filon.directory.models import Contact, Organization
from filon.journal.http import once
from filon.kernel import clock
from filon.plans.models import PlanTarget
from filon.prospecting import policies, selectors, services
from filon.prospecting.forms import (
    ActivityForm,
    ReasonForm,
    RescheduleForm,
    language_name,
)
from filon.prospecting.models import Activity, CallGuide
from filon.prospecting.services.calling import usual_moment
from filon.prospecting.views.lists import TONES
from filon.web.access import scoped
from filon.web.templatetags.filon import moment, money, quantity

CHANGEABLE = (
    "kind",
    "starts_at",
    "ends_at",
    "subject",
    "aim",
    "guide",
    "language",
    "location",
)


@scoped(can_write_sales)
@once
def activity_create(request: UserRequest) -> HttpResponse:
    """Plan a contact from `?target=`, `?deal=` or `?organization=`."""
    origin = _origin(request)
    title = _("Plan a contact")
    if origin is None:
        return choose_company(request, title=title, back_url=_home())
    company: Organization = origin["organization"]
    form = ActivityForm(
        request.POST or None,
        initial=_initial(request, origin),
        **_choices(request, company),
    )

    def act() -> HttpResponse:
        cleaned = form.cleaned_data
        values = {name: cleaned[name] for name in CHANGEABLE}
        activity = services.activity_plan(
            values={**{k: v for k, v in values.items() if v}, **origin},
            contacts=list(cleaned["contacts"]),
            partners=[
                services.Partner(cleaned["partner"], role=cleaned["partner_role"])
            ],
            actor=request.user,
            now=clock.now(),
        )
        messages.success(request, _("Planned. The brief is ready on its page."))
        return redirect("prospecting:detail", pk=activity.pk)

    return form_page(
        request,
        form,
        act,
        title=title,
        subtitle=company.name,
        submit_label=_("Plan it"),
        fieldsets=_fieldsets(form, with_partner=True),
        cancel_url=_home(),
    )


def _fieldsets(form: ActivityForm, *, with_partner: bool) -> list[tuple[str, Any]]:
    first = ("kind", "starts_at", "ends_at", "subject", "aim", "contacts")
    more = ("guide", "language", "location")
    network = ("partner", "partner_role")
    groups = [("", [form[n] for n in first]), (_("Tools"), [form[n] for n in more])]
    if with_partner:
        groups.append((_("Network"), [form[n] for n in network]))
    return groups


def _home() -> str:
    return reverse("prospecting:agenda")


def _origin(request: UserRequest) -> dict[str, Any] | None:
    """Return what the contact is planned from, fetched through what is visible."""
    target, deal = request.GET.get("target", ""), request.GET.get("deal", "")
    if target.isdigit():
        rows = PlanTarget.objects.filter(scope_of(request.user, "plan__"))
        related = rows.select_related("organization", "plan", "site", "contact")
        found = get_object_or_404(related, pk=int(target))
        return {"plan_target": found, "organization": found.organization}
    if deal.isdigit():
        deals = Deal.objects.visible_to(request.user).select_related(
            "organization",
            "contact",
            "plan",
            "plan_target__organization",
            "plan_target__plan",
            "plan_target__site",
            "plan_target__contact",
        )
        chosen = get_object_or_404(deals, pk=int(deal))
        return {"deal": chosen, "organization": chosen.organization}
    company = chosen_company(request)
    return {"organization": company} if company else None


def _initial(request: UserRequest, origin: dict[str, Any]) -> dict[str, Any]:
    company = origin["organization"]
    known = origin.get("plan_target") or origin.get("deal")
    person = known.contact if known is not None else None
    language = person.language if person else company.language
    kind = request.GET.get("kind", "")
    return {
        "kind": kind if kind in Activity.Kind.values else Activity.Kind.CALL,
        "starts_at": usual_moment(clock.now(), 1),
        "aim": origin["plan_target"].aim if "plan_target" in origin else "",
        "contacts": [person] if person else [],
        "language": language,
        "guide": selectors.proposed_guide(
            user=request.user, organization=company, language=language
        ),
    }


def _choices(request: UserRequest, company: Organization) -> dict[str, Any]:
    people = Contact.objects.visible_to(request.user).filter(
        organization=company, is_active=True
    )
    network = Organization.objects.visible_to(request.user)
    partners = network.filter(
        Q(is_partner=True)
        | Q(is_distributor=True)
        | Q(is_supplier=True)
        | Q(is_subcontractor=True)
    )
    return {
        "contacts": people.order_by("name_key"),
        "guides": CallGuide.objects.visible_to(request.user).order_by("title"),
        "partners": partners.order_by("name_key"),
    }


@scoped(can_read_sales)
def activity_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show one contact, what is prepared and what came of it."""
    try:
        sheet = selectors.activity_sheet(user=request.user, pk=pk)
    except Activity.DoesNotExist:
        raise Http404 from None
    activity = sheet.activity
    context = {
        "sheet": sheet,
        "activity": activity,
        "tone": TONES[activity.status],
        "facts": _facts(activity),
        "may_report": policies.can_report(request.user, activity),
        "may_edit": policies.can_edit(request.user, activity),
        "in_english": activity.guide is not None and activity.guide.language == "en",
        "trail": [(_("Prospecting"), reverse("prospecting:list"))],
    }
    return render(request, "prospecting/detail.html", context)


def _facts(activity: Activity) -> list[tuple[str, Any]]:
    facts = [
        (_("Kind"), activity.get_kind_display()),
        (_("When"), moment(activity.starts_at)),
        (_("Aim"), activity.aim),
        (_("Place"), activity.location or _address(activity)),
        (_("Language"), language_name(activity.language)),
        (_("Guide"), str(activity.guide or "")),
        (_("Action plan"), str(activity.plan or "")),
        (_("Owner"), str(activity.owner or "")),
    ]
    if activity.status == Activity.Status.DONE:
        facts += [
            (_("Took place"), moment(activity.done_at)),
            (_("Cost without VAT"), money(activity.cost)),
            (_("Distance"), quantity(activity.distance_km, "km")),
        ]
    return facts


def _address(activity: Activity) -> str:
    return activity.site.address if activity.site else ""


@scoped(can_write_sales)
def activity_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change a contact that is still planned."""
    activity = _activity(request, pk)
    initial: dict[str, Any] = {name: getattr(activity, name) for name in CHANGEABLE}
    initial["contacts"] = list(activity.contacts.all())
    form = ActivityForm(
        request.POST or None,
        initial=initial,
        **_choices(request, activity.organization),
    )

    def act() -> HttpResponse:
        services.activity_update(
            activity=activity,
            values={name: form.cleaned_data[name] for name in CHANGEABLE},
            contacts=list(form.cleaned_data["contacts"]),
            actor=request.user,
            now=clock.now(),
        )
        return redirect("prospecting:detail", pk=pk)

    return form_page(
        request,
        form,
        act,
        title=activity.subject,
        subtitle=activity.organization.name,
        fieldsets=_fieldsets(form, with_partner=False),
        cancel_url=reverse("prospecting:detail", args=[pk]),
    )


@scoped(can_write_sales)
def activity_reschedule(request: UserRequest, pk: int) -> HttpResponse:
    """Put a contact off."""
    activity = _activity(request, pk)
    form = RescheduleForm(
        request.POST or None, initial={"starts_at": activity.starts_at}
    )

    def act() -> HttpResponse:
        services.activity_reschedule(
            activity=activity,
            starts_at=form.cleaned_data["starts_at"],
            actor=request.user,
            now=clock.now(),
        )
        return redirect("prospecting:detail", pk=pk)

    return form_page(
        request,
        form,
        act,
        title=_("Put off"),
        subtitle=f"{activity.subject} · {activity.organization}",
        cancel_url=reverse("prospecting:detail", args=[pk]),
    )


@scoped(can_write_sales)
def activity_cancel(request: UserRequest, pk: int) -> HttpResponse:
    """Give a contact up, with its reason."""
    activity = _activity(request, pk)
    form = ReasonForm(request.POST or None)

    def act() -> HttpResponse:
        services.activity_cancel(
            activity=activity,
            reason=form.cleaned_data["reason"],
            actor=request.user,
            now=clock.now(),
        )
        return redirect("prospecting:detail", pk=pk)

    return form_page(
        request,
        form,
        act,
        title=_("Give this contact up"),
        subtitle=f"{activity.subject} · {activity.organization}",
        submit_label=_("Give it up"),
        danger=True,
        cancel_url=reverse("prospecting:detail", args=[pk]),
    )


def _activity(request: UserRequest, pk: int) -> Activity:
    rows = Activity.objects.visible_to(request.user).select_related(
        "organization", "guide"
    )
    activity: Activity = get_object_or_404(rows, pk=pk)
    return activity
