"""The transmissions, and the page of one with the proof of reading of each."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import (
    Http404,
    HttpResponse,
    HttpResponseBase,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from filon.accounts.http import UserRequest
from filon.accounts.models import User
from filon.coordination import policies, selectors, services
from filon.coordination.forms.answering import PresentForm
from filon.coordination.forms.filters import TransmissionFilters
from filon.coordination.models import Transmission, TransmissionRecipient
from filon.coordination.selectors.tones import transmission_badge
from filon.coordination.views.downloads import download
from filon.coordination.views.inbox import gesture_tabs
from filon.coordination.views.targets import Facts, known, link_to
from filon.files.http import list_response
from filon.journal.http import once
from filon.journal.selectors import timeline
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.web.access import scoped
from filon.web.listing import Cell, Column, ListSpec
from filon.web.templatetags.filon import day, moment


@scoped(policies.can_coordinate)
@require_safe
def transmission_list(request: UserRequest) -> HttpResponseBase:
    """Show the transmissions that this person may read."""
    filters = TransmissionFilters(request.GET)
    rows = Transmission.objects.visible_to(request.user)
    if status := filters.value("status"):
        rows = rows.filter(status=status)
    counted = rows.select_related("created_by").annotate(
        people=Count("recipients"),
        readers=Count("recipients", filter=Q(recipients__read_at__isnull=False)),
    )
    spec = ListSpec(
        title=_("Transmissions"),
        rows=counted,
        columns=_columns(clock.today()),
        url=lambda row: reverse("coordination:transmission-detail", args=[row.pk]),
        search=lambda text: Q(title__icontains=text),
        filters=filters,
        empty=(
            _("Nothing transmitted yet"),
            _("Transmit a brief, a plan or a report from its page."),
            "",
            "",
        ),
        file_name="transmissions",
    )
    tabs = gesture_tabs(request.user, "transmission-list")
    return list_response(
        request, spec, template="coordination/list.html", context={"tabs": tabs}
    )


@scoped(policies.can_coordinate)
@require_safe
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show a transmission and who has read it."""
    return _page(request, _fetched(request.user, pk))


@scoped(policies.can_coordinate)
@require_POST
def send(request: UserRequest, pk: int) -> HttpResponse:
    """Send; links to hand over are shown in the answer, this once."""
    row = _fetched(request.user, pk)
    try:
        handed = services.transmission_send(
            transmission=row, actor=request.user, now=clock.now()
        )
    except DomainError as refusal:
        return _page(request, row, error=str(refusal))
    if handed:
        return _page(request, row, handed=handed)
    messages.success(request, _("Sent."))
    return redirect("coordination:transmission-detail", pk)


@scoped(policies.can_coordinate)
@require_POST
@once
def present(request: UserRequest, pk: int) -> HttpResponse:
    """Note the meeting in which it was presented."""
    row = _fetched(request.user, pk)
    form = PresentForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form=form, status=422)
    try:
        services.transmission_present(
            transmission=row,
            presentation=form.presentation(),
            actor=request.user,
            now=clock.now(),
        )
    except DomainError as refusal:
        return _page(request, row, form=form, error=str(refusal))
    return redirect("coordination:transmission-detail", pk)


@scoped(policies.can_coordinate)
@require_POST
def read(request: UserRequest, pk: int) -> HttpResponse:
    """Note that this person has read their copy."""
    row = _fetched(request.user, pk)
    copy = get_object_or_404(
        TransmissionRecipient.objects.select_related("transmission"),
        transmission=row,
        user=request.user,
        sent_at__isnull=False,
    )
    services.transmission_read(
        recipient=copy, is_confirmed=True, actor=request.user, now=clock.now()
    )
    return redirect("coordination:transmission-detail", pk)


@scoped(policies.can_coordinate)
@require_safe
def document(request: UserRequest, pk: int) -> HttpResponseBase:
    """Give the transmitted document."""
    return download(_fetched(request.user, pk).document)


def _fetched(user: User, pk: int) -> Transmission:
    row = selectors.fetch_gesture(Transmission, user, pk, "document")
    if row is None:
        raise Http404
    return row


def _page(
    request: UserRequest,
    row: Transmission,
    *,
    form: PresentForm | None = None,
    error: str = "",
    handed: list[services.HandedLink] | None = None,
    status: int = 200,
) -> HttpResponse:
    if error:
        row.refresh_from_db()
    copies = list(row.recipients.select_related("user").order_by("pk"))
    mine = next((one for one in copies if one.user_id == request.user.pk), None)
    badge, tone = _badge_of(row, copies)
    context = {
        "transmission": row,
        "copies": copies,
        "badge": badge,
        "tone": tone,
        "facts": known(_facts(row)),
        "form": form or PresentForm(initial={"presented_on": clock.today()}),
        "error": error,
        "handed": handed or [],
        "can_send": policies.can_send(request.user, row),
        "is_presented": row.channel == Transmission.Channel.PRESENTED,
        "is_unread": mine is not None and bool(mine.sent_at) and mine.read_at is None,
        "target_url": link_to(request.user, row.target_kind, row.target_id),
        "history": timeline(row),
        "trail": [(_("Transmissions"), reverse("coordination:transmission-list"))],
    }
    return render(
        request,
        "coordination/transmission.html",
        context,
        status=422 if error else status,
    )


def _badge_of(
    row: Transmission, copies: list[TransmissionRecipient]
) -> tuple[str, str]:
    read_by = sum(one.read_at is not None for one in copies)
    return transmission_badge(row, clock.today(), read=read_by, recipients=len(copies))


def _facts(row: Transmission) -> Facts:
    return [
        (_("Channel"), row.get_channel_display()),
        (_("From"), row.created_by or ""),
        (_("To be sent by"), day(row.due_on) if row.due_on else ""),
        (_("Sent at"), moment(row.sent_at) if row.sent_at else ""),
    ]


def _columns(today: date) -> list[Column]:
    return [
        Column(_("What"), lambda row: Cell(row.title, sub=row.message[:120])),
        Column(_("Channel"), lambda row: str(row.get_channel_display())),
        Column(_("Status"), lambda row: _badge(row, today)),
        Column(
            _("Recipients"),
            lambda row: str(row.people),
            value=lambda row: row.people,
            align="end",
        ),
        Column(
            _("Have read"),
            lambda row: str(row.readers),
            value=lambda row: row.readers,
            align="end",
        ),
        Column(
            _("To be sent by"),
            lambda row: day(row.due_on),
            value=lambda row: row.due_on,
        ),
        Column(
            _("Sent at"), lambda row: moment(row.sent_at), value=lambda row: row.sent_at
        ),
    ]


def _badge(row: Any, today: date) -> Cell:
    text, tone = transmission_badge(row, today, read=row.readers, recipients=row.people)
    return Cell(text, badge=tone)
