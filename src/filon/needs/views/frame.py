"""What every page of a need shows around its part: tabs, steps, actions."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from filon.accounts.http import UserRequest
from filon.kernel import clock
from filon.needs import policies, selectors
from filon.needs.lifecycle import STEPS
from filon.needs.models import Need
from filon.needs.selectors import NeedSheet
from filon.needs.views.lists import DECISION_TONES, TONES


def sheet_or_404(request: UserRequest, pk: int) -> NeedSheet:
    """Return the need that this person may read.

    :raises Http404: if there is none.
    """
    try:
        return selectors.need_sheet(user=request.user, pk=pk)
    except Need.DoesNotExist:
        raise Http404 from None


def frame(request: UserRequest, sheet: NeedSheet, active: str) -> dict[str, Any]:
    """Return the context that all pages of a need share."""
    need = sheet.need
    return {
        "sheet": sheet,
        "need": need,
        "tone": TONES[need.status],
        "decision_tone": DECISION_TONES[need.decision],
        "steps": steps(need),
        "tabs": _tabs(sheet, active),
        "may_edit": policies.can_edit(request.user, need),
        "may_write": policies.can_write(request.user, need),
        "trail": [
            (_("Needs"), reverse("needs:list")),
            (need.deal.title, reverse("desk:deal", args=[need.deal_id])),
        ],
    }


def steps(need: Need) -> list[dict[str, Any]]:
    """Return the three dated steps; the first undone one is under way, or late."""
    labels = (_("Clarification"), _("Feasibility"), _("Study"))
    is_late = need.due_on is not None and need.due_on < clock.today()
    rows: list[dict[str, Any]] = []
    reached = False
    for name, label in zip(STEPS, labels, strict=True):
        on = getattr(need, name)
        if on is not None:
            state = "done"
        elif not reached:
            state, reached = "late" if is_late else "current", True
        else:
            state = "todo"
        rows.append({"label": label, "state": state, "on": on, "name": name})
    return rows


def _tabs(sheet: NeedSheet, active: str) -> list[dict[str, Any]]:
    rows = [
        ("detail", _("Overview"), None),
        ("methods", _("Questions"), None),
        ("requirements", _("Requirements"), len(sheet.requirements)),
        ("sources", _("Sources"), len(sheet.sources)),
        ("confirmation", _("Confirmation"), None),
        ("value", _("Value"), None),
        ("decision", _("Go or no go"), None),
        ("sharing", _("Opinions and sharing"), None),
    ]
    return [
        {
            "label": label,
            "url": reverse(f"needs:{name}", args=[sheet.need.pk]),
            "active": name == active,
            "count": count,
        }
        for name, label, count in rows
    ]
