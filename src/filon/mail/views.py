"""The outbox, and one mail of it."""

from __future__ import annotations

from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_administer
from filon.files.http import list_response
from filon.files.services import path_of
from filon.journal.http import once
from filon.journal.selectors import timeline
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.mail import policies, services
from filon.mail.forms import OutboxFilters
from filon.mail.models import OutboxMessage
from filon.web.access import scoped
from filon.web.listing import Cell, Column, ListSpec
from filon.web.templatetags.filon import moment

TONES: dict[str, str] = {
    OutboxMessage.Status.QUEUED: "info",
    OutboxMessage.Status.HELD: "warn",
    OutboxMessage.Status.SENT: "good",
    OutboxMessage.Status.FAILED: "bad",
}


@scoped(policies.can_list)
@require_GET
def outbox(request: UserRequest) -> HttpResponseBase:
    """Show the mails: all of them to an administrator, to others what they caused."""
    filters = OutboxFilters(request.GET)
    rows = OutboxMessage.objects.visible_to(request.user).select_related("created_by")
    if filters.value("status"):
        rows = rows.filter(status=filters.value("status"))
    return list_response(
        request,
        _spec(request, rows, filters),
        template="mail/outbox.html",
        context={"has_server": bool(settings.FILON_SMTP_URL)},
    )


@scoped(policies.can_list)
@require_GET
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show one mail, the secrets of its links hidden."""
    return _page(request, _visible(request, pk))


@scoped(policies.can_list)
@require_POST
@once
def send_again(request: UserRequest, pk: int) -> HttpResponse:
    """Put a held or failed mail back in the queue."""
    message = _visible(request, pk)
    try:
        services.message_send_again(
            message=message, actor=request.user, now=clock.now()
        )
    except DomainError as error:
        return _page(request, message, error=str(error))
    return redirect("mail:message", pk)


@scoped(policies.can_list)
@require_POST
def reveal(request: UserRequest, pk: int) -> HttpResponse:
    """Show the links once, in the answer; the history says who asked."""
    message = _visible(request, pk)
    body = services.links_reveal(message=message, actor=request.user, now=clock.now())
    return _page(request, message, revealed=body)


@scoped(policies.can_list)
@require_POST
@once
def delivered(request: UserRequest, pk: int) -> HttpResponse:
    """Note that a held mail was delivered by hand."""
    message = _visible(request, pk)
    try:
        services.message_mark_delivered(
            message=message, actor=request.user, now=clock.now()
        )
    except DomainError as error:
        return _page(request, message, error=str(error))
    return redirect("mail:message", pk)


@scoped(policies.can_list)
@require_GET
def attachment(request: UserRequest, pk: int, file: int) -> HttpResponseBase:
    """Give an attached file."""
    stored = get_object_or_404(_visible(request, pk).attachments, pk=file)
    try:
        stream = path_of(stored.sha256).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        stream,
        as_attachment=True,
        filename=stored.name,
        content_type=stored.media_type,
    )


def _visible(request: UserRequest, pk: int) -> OutboxMessage:
    rows = OutboxMessage.objects.visible_to(request.user).select_related("created_by")
    return get_object_or_404(rows, pk=pk)


def _page(
    request: UserRequest, message: OutboxMessage, *, error: str = "", revealed: str = ""
) -> HttpResponse:
    if error:
        message.refresh_from_db()
    context: dict[str, Any] = {
        "message": message,
        "tone": TONES[message.status],
        "body": revealed or message.shown_body,
        "is_revealed": bool(revealed),
        "files": list(message.attachments.order_by("pk")),
        "facts": _facts(message),
        "history": timeline(message),
        "trail": [(_("Outbox"), reverse("mail:outbox"))],
        "can_send_again": bool(settings.FILON_SMTP_URL)
        and policies.can_send_again(request.user, message),
        "can_deliver_by_hand": policies.can_deliver_by_hand(request.user, message),
        "error": error,
    }
    return render(request, "mail/detail.html", context, status=422 if error else 200)


def _facts(message: OutboxMessage) -> list[tuple[str, str]]:
    return [
        (pgettext("mail", "To"), ", ".join(message.to)),
        (_("Copy to"), ", ".join(message.cc)),
        (_("Reply to"), message.reply_to),
        (_("Caused by"), _author(message)),
        (_("Written at"), moment(message.created_at)),
        (_("Sent at"), moment(message.sent_at)),
    ]


def _author(message: OutboxMessage) -> str:
    return str(message.created_by) if message.created_by else _("Filon, by itself")


def _recipients(message: OutboxMessage) -> str:
    people = (parseaddr(text) for text in message.recipients)
    return ", ".join(name or address for name, address in people)


def _search(text: str) -> Q:
    return Q(subject__icontains=text) | Q(to__icontains=text)


def _spec(
    request: UserRequest, rows: QuerySet[OutboxMessage], filters: OutboxFilters
) -> ListSpec:
    columns = [
        Column(_("Subject"), lambda message: message.subject),
        Column(pgettext("mail", "To"), _recipients),
        Column(
            _("Status"),
            lambda message: Cell(
                message.get_status_display(), badge=TONES[message.status]
            ),
        ),
        Column(_("Caused by"), _author, visible=can_administer(request.user)),
        Column(
            _("Written at"),
            lambda message: moment(message.created_at),
            value=lambda message: message.created_at,
        ),
        Column(
            _("Sent at"),
            lambda message: moment(message.sent_at),
            value=lambda message: message.sent_at,
        ),
    ]
    return ListSpec(
        title=_("Outbox"),
        subtitle=_("The e-mails that Filon sends, and those that are waiting."),
        rows=rows,
        columns=columns,
        url=lambda message: reverse("mail:message", args=[message.pk]),
        search=_search,
        filters=filters,
        empty=(
            pgettext("outbox", "No e-mail yet"),
            _("Offers, questions to experts and reminders appear here when they go."),
            "",
            "",
        ),
        file_name="outbox",
    )
