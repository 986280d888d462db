"""The signals, and the page of one, where it is handled."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from filon.accounts.http import UserRequest
from filon.accounts.models import User
from filon.coordination import policies, selectors, services
from filon.coordination.forms.answering import HandleForm
from filon.coordination.forms.filters import SignalFilters
from filon.coordination.models import Signal
from filon.coordination.selectors.tones import signal_badge
from filon.coordination.views.inbox import gesture_tabs
from filon.coordination.views.targets import known, link_to
from filon.files.http import list_response
from filon.journal.http import once
from filon.journal.selectors import timeline
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.web.access import scoped
from filon.web.listing import Cell, Column, ListSpec
from filon.web.templatetags.filon import day


@scoped(policies.can_coordinate)
@require_safe
def signal_list(request: UserRequest) -> HttpResponseBase:
    """Show the signals that this person may read."""
    filters = SignalFilters(request.GET)
    rows = Signal.objects.visible_to(request.user)
    if status := filters.value("status"):
        rows = rows.filter(status=status)
    spec = ListSpec(
        title=_("Signals"),
        rows=rows.select_related("addressee", "created_by"),
        columns=_columns(),
        url=lambda row: reverse("coordination:signal-detail", args=[row.pk]),
        search=lambda text: Q(title__icontains=text) | Q(message__icontains=text),
        filters=filters,
        empty=(
            _("No signal"),
            _("A delay or a difficulty told in time appears here with its answer."),
            "",
            "",
        ),
        file_name="signals",
    )
    tabs = gesture_tabs(request.user, "signal-list")
    return list_response(
        request, spec, template="coordination/list.html", context={"tabs": tabs}
    )


@scoped(policies.can_coordinate)
@require_safe
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show a signal, and the form to answer it."""
    return _page(request, _fetched(request.user, pk), HandleForm())


@scoped(policies.can_coordinate)
@require_POST
@once
def handle(request: UserRequest, pk: int) -> HttpResponse:
    """Answer a signal."""
    row = _fetched(request.user, pk)
    form = HandleForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    try:
        services.signal_handle(
            signal=row,
            answer=form.cleaned_data["answer"],
            actor=request.user,
            now=clock.now(),
        )
    except DomainError as refusal:
        return _page(request, row, form, error=str(refusal), status=422)
    words = {"name": row.created_by}
    messages.success(request, _("%(name)s has your answer.") % words)
    return redirect("coordination:signal-detail", pk)


def _fetched(user: User, pk: int) -> Signal:
    row = selectors.fetch_gesture(Signal, user, pk, "addressee")
    if row is None:
        raise Http404
    return row


def _page(
    request: UserRequest,
    row: Signal,
    form: HandleForm,
    *,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    if error:
        row.refresh_from_db()
    badge, tone = signal_badge(row)
    context: dict[str, Any] = {
        "signal": row,
        "badge": badge,
        "tone": tone,
        "facts": known(
            [
                (_("Told to"), row.addressee),
                (_("Raised by"), row.created_by or ""),
                (_("Raised on"), day(row.created_at)),
                (_("Handled on"), day(row.handled_at) if row.handled_at else ""),
            ]
        ),
        "form": form,
        "error": error,
        "can_handle": policies.can_handle(request.user, row),
        "target_url": link_to(request.user, row.target_kind, row.target_id),
        "history": timeline(row),
        "trail": [(_("Signals"), reverse("coordination:signal-list"))],
    }
    return render(request, "coordination/signal.html", context, status=status)


def _columns() -> list[Column]:
    return [
        Column(_("About"), lambda row: Cell(row.title, sub=row.message[:120])),
        Column(_("What happens"), lambda row: str(row.get_kind_display())),
        Column(_("Status"), _badge),
        Column(_("Told to"), lambda row: str(row.addressee)),
        Column(_("Raised by"), lambda row: str(row.created_by or "")),
        Column(
            _("Raised on"),
            lambda row: day(row.created_at),
            value=lambda row: row.created_at,
            sort="created_at",
        ),
        Column(
            _("Handled on"),
            lambda row: day(row.handled_at),
            value=lambda row: row.handled_at,
        ),
    ]


def _badge(row: Signal) -> Cell:
    text, tone = signal_badge(row)
    return Cell(text, badge=tone)
