"""The list of contacts."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales
from filon.files.http import list_response
from filon.kernel import clock
from filon.prospecting import policies, selectors
from filon.prospecting.forms import ActivityFilter
from filon.prospecting.models import Activity
from filon.prospecting.selectors.activities import bounds
from filon.prospecting.views.tabs import tabs
from filon.web.access import scoped
from filon.web.listing import Cell, Column, ListSpec
from filon.web.templatetags.filon import day, moment, money

TONES = {"PLANNED": "info", "DONE": "good", "CANCELLED": "neutral"}


@scoped(can_read_sales)
def activity_list(request: UserRequest) -> HttpResponseBase:
    """Show the contacts, planned and made."""
    filters = ActivityFilter(request.GET)
    rows = selectors.activities(request.user)
    if filters.value("mine"):
        rows = rows.filter(owner=request.user)
    for name in ("status", "kind", "outcome"):
        if value := filters.value(name):
            rows = rows.filter(**{name: value})
    if since := filters.value("since"):
        rows = rows.filter(starts_at__gte=bounds(since, 0)[0])
    if until := filters.value("until"):
        rows = rows.filter(starts_at__lt=bounds(until, 1)[1])
    context: dict[str, object] = {"tabs": tabs("list")}
    return list_response(
        request,
        _spec(request, rows, filters),
        template="prospecting/list.html",
        context=context,
    )


def _spec(request: UserRequest, rows: Any, filters: ActivityFilter) -> ListSpec:
    may_plan = policies.can_plan(request.user)
    create = reverse("prospecting:create")
    return ListSpec(
        title=_("Prospecting"),
        rows=rows,
        columns=_columns(),
        url=lambda activity: reverse("prospecting:detail", args=[activity.pk]),
        default_sort="-starts_at",
        search=selectors.search_activities(request.user),
        filters=filters,
        actions=[(_("Plan a contact"), create, "plus", True)] if may_plan else [],
        empty=(
            _("No contact yet"),
            _("Plan a call or a visit: its brief and its guide come with it."),
            create if may_plan else "",
            _("Plan a contact"),
        ),
        file_name="contacts",
    )


def _columns() -> list[Column]:
    return [
        Column(_("Contact"), lambda a: Cell(a.subject)),
        Column(_("Company"), lambda a: a.organization.name),
        Column(_("Kind"), lambda a: a.get_kind_display()),
        Column(
            _("Day and time"),
            lambda a: moment(a.starts_at),
            value=lambda a: day(a.starts_at),
            sort="starts_at",
        ),
        Column(_("State"), _state),
        Column(_("Outcome"), lambda a: a.get_outcome_display()),
        Column(_("Owner"), lambda a: str(a.owner or "")),
        Column(_("Deal"), lambda a: a.deal.title if a.deal else ""),
        Column(
            _("Cost without VAT"),
            lambda a: money(a.cost) if a.cost else "",
            value=lambda a: a.cost,
            align="end",
        ),
    ]


def _state(activity: Activity) -> Cell:
    is_late = (
        activity.status == Activity.Status.PLANNED and activity.starts_at < clock.now()
    )
    if is_late:
        return Cell(_("To report"), badge="warn")
    return Cell(activity.get_status_display(), badge=TONES[activity.status])
