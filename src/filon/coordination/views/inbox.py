"""What awaits me."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from filon.accounts.http import UserRequest
from filon.accounts.models import User
from filon.coordination import policies, selectors
from filon.kernel import clock
from filon.web.access import scoped


@scoped(policies.can_coordinate)
@require_safe
def inbox(request: UserRequest) -> HttpResponse:
    """Show what awaits this person, the urgent first."""
    box = selectors.inbox(request.user, clock.now())
    groups = [
        (_("To decide"), "stamp", box.approvals),
        (_("To answer"), "message-circle", box.consultations),
        (_("Signals"), "siren", box.signals),
        (_("To send"), "send", box.to_send),
        (_("To read"), "book-open", box.to_read),
        (_("Company framework"), "scale", box.policies),
    ]
    context = {
        "box": box,
        "groups": [(label, icon, lines) for label, icon, lines in groups if lines],
        "tabs": gesture_tabs(request.user, "inbox"),
    }
    return render(request, "coordination/inbox.html", context)


def gesture_tabs(user: User, active: str) -> list[dict[str, object]]:
    """Return the tabs that lead from the inbox to the lists and back."""
    rows = [
        (_("Awaiting me"), "inbox"),
        (_("Opinions"), "consultation-list"),
        (_("Approvals"), "approval-list"),
        (_("Transmissions"), "transmission-list"),
        (_("Signals"), "signal-list"),
    ]
    return [
        {
            "label": label,
            "url": reverse(f"coordination:{name}"),
            "active": name == active,
        }
        for label, name in rows
    ]
