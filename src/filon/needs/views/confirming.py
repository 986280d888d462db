"""The customer's confirmation: asked for, answered by link, its corrections settled."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales, can_write_sales
from filon.coordination.links import link_page
from filon.coordination.models import PublicLink
from filon.deals.views.pages import form_page
from filon.directory.models import Contact
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.needs import policies, selectors, services
from filon.needs.forms.confirming import AskForm, ListForm, SettleForm, names_of
from filon.needs.levels import asked_by, level_text
from filon.needs.models import Need, NeedConfirmation, RowConfirmation
from filon.needs.scales import priority_name
from filon.needs.views.frame import frame, sheet_or_404
from filon.needs.views.pages import need_url
from filon.web.access import scoped
from filon.web.errors import status_of
from filon.web.templatetags.filon import quantity

TONES = {"SENT": "info", "ANSWERED": "good", "CLOSED": "neutral"}
NEED = PublicLink.Purpose.NEED


@scoped(can_read_sales)
def confirmation(request: UserRequest, pk: int) -> HttpResponse:
    """Show who was asked to confirm, and what they said."""
    sheet = sheet_or_404(request, pk)
    asked = selectors.confirmations_of(sheet.need)
    context = {
        **frame(request, sheet, "confirmation"),
        "asked": [(one, TONES[one.status]) for one in asked],
        "may_ask": policies.can_write(request.user, sheet.need),
        "confirmed": sum(r.status == "CONFIRMED" for r in sheet.requirements),
        "standing": sum(r.status != "WITHDRAWN" for r in sheet.requirements),
    }
    return render(request, "needs/confirmation.html", context)


@scoped(can_write_sales)
@once
def confirmation_ask(request: UserRequest, pk: int) -> HttpResponse:
    """Send the list to a contact of the customer."""
    need = get_object_or_404(selectors.needs(request.user), pk=pk)
    people = Contact.objects.visible_to(request.user).filter(
        organization_id=need.deal.organization_id
    )
    form = AskForm(
        request.POST or None,
        initial={"contact": need.deal.contact_id},
        contacts=people.order_by("name_key"),
    )

    def act() -> HttpResponse:
        services.confirmation_ask(
            need=need, **form.cleaned_data, actor=request.user, now=clock.now()
        )
        messages.success(request, _("Sent. The answer will be shown here."))
        return redirect("needs:confirmation", pk=pk)

    return form_page(
        request,
        form,
        act,
        title=_("Ask the customer to confirm"),
        subtitle=str(need),
        intro=_(
            "The contact receives a link to the list and confirms or corrects each"
            " row, without an account."
        ),
        submit_label=_("Send the link"),
        cancel_url=need_url(pk, "confirmation"),
    )


@scoped(can_write_sales)
@require_POST
def confirmation_close(request: UserRequest, pk: int) -> HttpResponse:
    """Close a link that is not to be answered any more."""
    rows = NeedConfirmation.objects.select_related("need", "link")
    one = get_object_or_404(rows, pk=pk, need__in=Need.objects.visible_to(request.user))
    try:
        services.confirmation_close(
            confirmation=one, actor=request.user, now=clock.now()
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("needs:confirmation", pk=one.need_id)


@scoped(can_write_sales)
def correction_settle(request: UserRequest, pk: int) -> HttpResponse:
    """Say what became of a correction that changes nothing."""
    rows = RowConfirmation.objects.select_related("requirement__need")
    row = get_object_or_404(
        rows, pk=pk, requirement__need__in=Need.objects.visible_to(request.user)
    )
    form = SettleForm(request.POST or None)
    need_pk = row.requirement.need_id

    def act() -> HttpResponse:
        services.correction_settle(
            row=row, **form.cleaned_data, actor=request.user, now=clock.now()
        )
        return redirect("needs:confirmation", pk=need_pk)

    return form_page(
        request,
        form,
        act,
        title=_("Correction of %(ref)s") % {"ref": row.requirement.ref},
        subtitle=row.shown,
        intro=row.correction,
        submit_label=_("Settle without a change"),
        cancel_url=need_url(need_pk, "confirmation"),
    )


@link_page(NEED)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def public_list(request: HttpRequest, link: PublicLink) -> HttpResponseBase:
    """Show the list to the customer, and take what they say of it."""
    found = selectors.public_list(link)
    if found is None:
        raise Http404
    form = ListForm(
        request.POST or None, rows=[row for row, said in found.rows if said is None]
    )
    error, status = "", 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            services.confirmation_answer(
                confirmation=found.confirmation,
                rows=_said(request, form),
                missing=form.cleaned_data["missing"],
                link=link,
                request=request,
                now=clock.now(),
            )
        except DomainError as refusal:
            error, status = str(refusal), status_of(refusal)
        else:
            return redirect(request.path)
    return render(
        request, "needs/public_list.html", _public(found, form, error), status=status
    )


def _said(request: HttpRequest, form: ListForm) -> list[services.RowSaid]:
    """Return what was said, with the rows that no longer stand as they were shown.

    Those are kept under the version that was read, so that the service refuses them.
    """
    said = form.said(everything="everything" in request.POST)
    for name in request.POST:
        kind, _dash, key = name.partition("-")
        if kind not in {"ok", "fix"} or name in form.fields:
            continue
        if not request.POST.get(name, "").strip():
            continue
        pk, _dash, version = key.partition("-")
        if pk.isdigit() and version.isdigit():
            said.append(services.RowSaid(int(pk), int(version)))
    return said


def _public(found: selectors.PublicList, form: ListForm, error: str) -> dict[str, Any]:
    need = found.confirmation.need
    rows = []
    for row, said in found.rows:
        ok, fix = names_of(row)
        level = level_text(asked_by(row), quantity)
        rows.append(
            {
                "row": row,
                "said": said,
                "level": "" if level in row.text else level,
                "priority": priority_name(row.priority, need.scale),
                "ok": form[ok] if said is None else None,
                "fix": form[fix] if said is None else None,
            }
        )
    return {
        "confirmation": found.confirmation,
        "need": need,
        "rows": rows,
        "form": form,
        "error": error,
        "is_open": found.confirmation.status == NeedConfirmation.Status.SENT,
    }
