"""The dashboard and the history."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales, can_see_margin
from filon.accounts.services import company
from filon.files import http as files
from filon.kernel import clock
from filon.measure.documents import figure
from filon.measure.forms import HistoryFilter
from filon.measure.selectors import history as histories
from filon.measure.selectors.home import dashboard, revenue_chart
from filon.measure.selectors.thread import Progress
from filon.web.access import scoped

YEAR = timedelta(days=365)


@scoped(can_read_sales)
def home(request: UserRequest) -> HttpResponse:
    """Show the dashboard."""
    sheet = dashboard(user=request.user, on=clock.today())
    currency = company().currency
    context = {
        "sheet": sheet,
        "currency": currency,
        "chart": revenue_chart(sheet.months),
        "has_sales": any(month.revenue for month in sheet.months),
        "with_margin": can_see_margin(request.user),
        "plans": [
            (state.plan, [bar(row, currency) for row in state.rows])
            for state in sheet.plans
        ],
    }
    return render(request, "measure/home.html", context)


def bar(row: Progress, currency: str) -> dict[str, object]:
    """Return an objective as the templates draw it."""
    unit = row.measured.unit
    return {
        "label": row.objective.get_metric_display(),
        "given": figure(row.objective.given, unit, currency),
        "target": figure(row.objective.target, unit, currency),
        "value": figure(row.measured.value, unit, currency),
        "percent": row.percent,
        "shown": min(row.percent or 0, 100),
        "tone": _tone(row.percent),
        "trace": row.measured.trace,
    }


def _tone(percent: int | None) -> str:
    if percent is None:
        return ""
    return "good" if percent >= 100 else "warn" if percent >= 60 else "bad"


@scoped(can_read_sales)
def history(request: UserRequest) -> HttpResponseBase:
    """Show what was sold, cut by sector, segment, product, customer or contract."""
    form = HistoryFilter(request.GET or None)
    until = form.value("until") or clock.today()
    since = form.value("since") or until - YEAR
    code = form.value("by") or "customer"
    dimension = histories.BY_CODE[code]
    rows = histories.history(
        user=request.user, dimension=dimension, since=since, until=until
    )
    with_margin = can_see_margin(request.user)
    wanted = request.GET.get("format")
    if wanted in {"csv", "xlsx"}:
        return _export(wanted, str(dimension.label), rows, with_margin=with_margin)
    context = {
        "form": HistoryFilter(initial={"by": code, "since": since, "until": until}),
        "dimension": dimension,
        "rows": rows,
        "currency": company().currency,
        "with_margin": with_margin and not dimension.of_lines,
        "query": request.GET.urlencode(),
    }
    return render(request, "measure/history.html", context)


def _export(
    wanted: str, label: str, rows: list[histories.HistoryRow], *, with_margin: bool
) -> HttpResponseBase:
    header = [label, _("Orders"), _("Revenue"), _("Last order")]
    lines = [[r.label, r.orders, r.revenue, r.last_on] for r in rows]
    if with_margin:
        header.append(_("Margin"))
        lines = [[*line, r.margin] for line, r in zip(lines, rows, strict=True)]
    return files.table_response(wanted, "history", header, lines)
