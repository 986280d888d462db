"""The value of our solution for the customer: cost of ownership, payback, tornado."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales, can_write_sales
from filon.deals.views.pages import form_page
from filon.documents import formats
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.needs import selectors, services
from filon.needs.forms.deciding import COST_NAMES, ValueForm
from filon.needs.models import MethodAnswer, Need, ValueCase
from filon.needs.selectors.methods import answers_to
from filon.needs.valuation import costs_of, horizon_of
from filon.needs.value import COSTS, Bar, Value, compared, scale_of, tornado
from filon.needs.views.frame import frame, sheet_or_404
from filon.needs.views.pages import need_url
from filon.web.access import scoped

WIDTH, LEFT, LINE = 640, 220, 26
DEFAULTS = {"years": 8, "discount_percent": 6, "inflation_percent": 2}


@scoped(can_read_sales)
def value(request: UserRequest, pk: int) -> HttpResponse:
    """Show the value cases of a need with their results."""
    sheet = sheet_or_404(request, pk)
    need = sheet.need
    context = {
        **frame(request, sheet, "value"),
        "cases": [_shown(case, need) for case in selectors.value_cases_of(need)],
        "implications": [
            row
            for code, row in answers_to(need, MethodAnswer.Method.SPIN).items()
            if code.startswith("I") and row.text
        ],
    }
    return render(request, "needs/value.html", context)


def _shown(case: ValueCase, need: Need) -> dict[str, Any]:
    inputs = list(case.inputs.all())
    horizon = horizon_of(case)
    ours, other = costs_of(inputs, "ours"), costs_of(inputs, "other")
    found = compared(ours, other, horizon)
    known = {(row.side, row.name): row for row in inputs}
    return {
        "case": case,
        "value": found,
        "payback": None
        if found.payback_years is None
        else formats.quantity(found.payback_years),
        "rows": [
            (COST_NAMES[name], known.get(("ours", name)), known.get(("other", name)))
            for name in COSTS
            if ("ours", name) in known or ("other", name) in known
        ],
        "unconfirmed": sum(not row.is_confirmed for row in inputs),
        "tornado": _tornado(tornado(ours, other, horizon)[:8], found, need),
    }


def _tornado(bars: Sequence[Bar], found: Value, need: Need) -> dict[str, Any] | None:
    """Return the places of the bars in a drawing 640 wide; coordinates are text."""
    if not bars:
        return None
    low, high = scale_of(bars, found.saving)
    span = (high - low) or Decimal(1)
    sides = {"ours": _("ours"), "other": _("the other"), "": ""}

    def x(amount: Decimal) -> Decimal:
        return LEFT + (amount - low) / span * (WIDTH - LEFT - 10)

    drawn = []
    for number, bar in enumerate(bars):
        start, end = sorted((x(bar.low), x(bar.high)))
        label = ", ".join(filter(None, [str(COST_NAMES[bar.name]), sides[bar.side]]))
        drawn.append(
            {
                "label": label,
                "x": f"{start:.1f}",
                "width": f"{max(end - start, Decimal(1)):.1f}",
                "y": str(number * LINE + 4),
                "text_y": str(number * LINE + 18),
                "low": formats.money(bar.low, need.currency),
                "high": formats.money(bar.high, need.currency),
            }
        )
    return {
        "bars": drawn,
        "height": str(len(bars) * LINE + 4),
        "base": f"{x(found.saving):.1f}",
        "width": str(WIDTH),
        "label_x": str(LEFT - 8),
    }


@scoped(can_write_sales)
@once
def value_add(request: UserRequest, pk: int) -> HttpResponse:
    """Write a new value case."""
    need = get_object_or_404(selectors.needs(request.user), pk=pk)
    return _edit(request, need, None)


@scoped(can_write_sales)
def value_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change a value case."""
    case = _case(request, pk)
    return _edit(request, case.need, case)


def _edit(request: UserRequest, need: Need, case: ValueCase | None) -> HttpResponse:
    form = ValueForm(request.POST or None, initial=_initial(case), need=need)

    def act() -> HttpResponse:
        services.value_case_save(
            need=need,
            case=case,
            values=form.cleaned_data,
            costs=form.costs(),
            actor=request.user,
            now=clock.now(),
        )
        return redirect("needs:value", pk=need.pk)

    return form_page(
        request,
        form,
        act,
        template="needs/value_form.html",
        title=case.title if case else _("New value case"),
        subtitle=str(need),
        cancel_url=need_url(need.pk, "value"),
    )


def _initial(case: ValueCase | None) -> dict[str, Any]:
    if case is None:
        return DEFAULTS
    found = {
        name: getattr(case, name) for name in ("title", "ours", "other", *DEFAULTS)
    }
    for row in case.inputs.all():
        key = f"{row.side}-{row.name}"
        found[key] = row.amount
        found[f"{key}-source"] = row.source
        found[f"{key}-ok"] = row.is_confirmed
    return found


@scoped(can_write_sales)
@require_POST
def value_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Remove a value case."""
    case = _case(request, pk)
    need_pk = case.need_id
    try:
        services.value_case_remove(case=case, actor=request.user, now=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect(reverse("needs:value", args=[need_pk]))


def _case(request: UserRequest, pk: int) -> ValueCase:
    rows = ValueCase.objects.select_related("need__deal").prefetch_related("inputs")
    return get_object_or_404(
        rows, pk=pk, need__in=Need.objects.visible_to(request.user)
    )
