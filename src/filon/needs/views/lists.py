"""The list of needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales
from filon.files.http import list_response
from filon.needs import selectors
from filon.needs.forms import NeedFilter
from filon.needs.lifecycle import STEPS
from filon.needs.models import Need
from filon.needs.selectors.needs import needs_counted
from filon.web.access import scoped
from filon.web.listing import Cell, Column, ListSpec
from filon.web.templatetags.filon import day

TONES = {"DRAFT": "info", "SYNTHESIZED": "good"}
REQUIREMENT_TONES = {
    "DRAFT": "neutral",
    "CONFIRMED": "good",
    "CHANGED": "warn",
    "WITHDRAWN": "neutral",
}
DECISION_TONES = {"OPEN": "neutral", "GO": "good", "NO_GO": "bad"}


@scoped(can_read_sales)
def need_list(request: UserRequest) -> HttpResponseBase:
    """Show the needs."""
    filters = NeedFilter(request.GET)
    rows = needs_counted(request.user)
    if filters.value("mine"):
        rows = rows.filter(owner=request.user)
    for name in ("status", "decision"):
        if value := filters.value(name):
            rows = rows.filter(**{name: value})
    return list_response(request, _spec(rows, filters))


def _spec(rows: Any, filters: NeedFilter) -> ListSpec:
    return ListSpec(
        title=_("Needs"),
        rows=rows,
        columns=_columns(),
        url=lambda need: reverse("needs:detail", args=[need.pk]),
        search=selectors.search_needs,
        filters=filters,
        empty=(
            _("No need yet"),
            _("The analysis of a need starts from its deal."),
            reverse("deals:board"),
            _("Choose a deal"),
        ),
        file_name="needs",
    )


def _columns() -> list[Column]:
    return [
        Column(_("Need"), lambda n: Cell(n.title)),
        Column(_("Ref."), lambda n: n.ref),
        Column(_("Company"), lambda n: n.deal.organization.name),
        Column(_("Step"), lambda n: step_name(n)),
        Column(
            _("State"),
            lambda n: Cell(n.get_status_display(), badge=TONES[n.status]),
        ),
        Column(
            _("Go or no go"),
            lambda n: Cell(n.get_decision_display(), badge=DECISION_TONES[n.decision]),
        ),
        Column(
            _("Requirements"),
            lambda n: str(n.size),
            value=lambda n: n.size,
            align="end",
        ),
        Column(
            _("Due on"),
            lambda n: day(n.due_on) if n.due_on else "",
            value=lambda n: n.due_on,
        ),
        Column(_("Owner"), lambda n: str(n.owner or "")),
    ]


def step_name(need: Need) -> str:
    """Return the step that is under way, or that all are done."""
    labels = (_("Clarification"), _("Feasibility"), _("Study"))
    for name, label in zip(STEPS, labels, strict=True):
        if getattr(need, name) is None:
            return label
    return _("All three done")
