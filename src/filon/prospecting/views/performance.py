"""What prospecting brings and costs."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales
from filon.kernel import clock
from filon.prospecting import selectors
from filon.prospecting.forms import PeriodForm
from filon.prospecting.models import Activity
from filon.prospecting.views.tabs import tabs
from filon.web.access import scoped
from filon.web.templatetags.filon import money, quantity


@scoped(can_read_sales)
def performance(request: UserRequest) -> HttpResponse:
    """Show the figures of a period; this year by default."""
    today = clock.today()
    form = PeriodForm(request.GET or None)
    start = form.value("since") or today.replace(month=1, day=1)
    end = form.value("until") or today
    figures = selectors.performance(
        user=request.user, start=min(start, end), end=max(start, end)
    )
    context = {
        "figures": figures,
        "form": PeriodForm(initial={"since": start, "until": end}),
        "kpis": _kpis(figures),
        "lines": [
            (Activity.Kind(line.kind).label, line, money(line.cost_per_contact))
            for line in figures.lines
        ],
        "start": start,
        "end": end,
        "tabs": tabs("performance"),
    }
    return render(request, "prospecting/performance.html", context)


_REACHED = gettext_lazy("%(count)s reached somebody")


def _kpis(figures: selectors.Performance) -> list[tuple[str, str, str]]:
    """Return label, value and hint of each headline figure."""
    reached = str(_REACHED) % {"count": quantity(figures.reached)}
    return [
        (_("Contacts made"), quantity(figures.done), reached),
        (
            _("Appointments"),
            quantity(figures.appointments),
            _("%(cost)s each") % {"cost": money(figures.cost_per_appointment)},
        ),
        (
            _("Deals opened"),
            quantity(figures.deals),
            ngettext("%(count)s won", "%(count)s won", figures.won)
            % {"count": quantity(figures.won)},
        ),
        (
            _("Cost per contact"),
            money(figures.cost_per_contact),
            _("%(cost)s in all") % {"cost": money(figures.cost)},
        ),
        (
            _("Cost per order"),
            money(figures.cost_per_order(figures.won)),
            _("by deals won in the period"),
        ),
    ]
