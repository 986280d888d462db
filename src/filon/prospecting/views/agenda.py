"""My week, day by day."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales
from filon.kernel import clock
from filon.prospecting import policies, selectors
from filon.prospecting.views.tabs import tabs
from filon.web.access import scoped


@scoped(can_read_sales)
def agenda(request: UserRequest) -> HttpResponse:
    """Show a week of one's contacts; `?on=` chooses it."""
    today = clock.today()
    week = selectors.week_of(
        user=request.user,
        person=request.user,
        on=chosen_day(request, today),
        today=today,
    )
    context = {
        "week": week,
        "now": clock.now(),
        "tabs": tabs("agenda"),
        "may_plan": policies.can_plan(request.user),
    }
    return render(request, "prospecting/agenda.html", context)


def chosen_day(request: UserRequest, today: date) -> date:
    """Return the day of `?on=`, today where it is none."""
    try:
        chosen = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return today
    return chosen if 2000 <= chosen.year <= 2200 else today
