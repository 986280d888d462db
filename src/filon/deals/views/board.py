"""The pipeline as a board, and moving a card on it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales, can_write_sales
from filon.deals import policies, selectors, services
from filon.deals.lifecycle import OPEN
from filon.deals.models import Deal
from filon.deals.selectors import BoardColumn
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.web.access import scoped
from filon.web.templatetags.filon import day_short, money_short, money_whole


@scoped(can_read_sales)
def deal_board(request: UserRequest) -> HttpResponse:
    """Show the open deals by stage; `?mine=1` one's own, `?closed=1` all stages."""
    is_mine = request.GET.get("mine") == "1"
    with_closed = request.GET.get("closed") == "1"
    found = selectors.board(
        user=request.user,
        owner=request.user if is_mine else None,
        with_closed=with_closed,
    )
    today = clock.today()
    context = {
        "columns": [_column(request, c, today) for c in found.columns],
        "hidden": _hidden(found.columns),
        "is_empty": found.is_empty,
        "views": _views(is_mine=is_mine, with_closed=with_closed),
        "may_create": policies.can_create(request.user),
    }
    return render(request, "deals/board.html", context)


def _views(*, is_mine: bool, with_closed: bool) -> list[dict[str, Any]]:
    """Return the switches above the board: whose deals, and which stages."""
    mine = {"mine": "1"} if is_mine else {}
    closed = {"closed": "1"} if with_closed else {}
    other = {} if with_closed else {"closed": "1"}
    last = _("Open deals only") if with_closed else _("With won and lost")
    rows: list[tuple[str, dict[str, str], bool]] = [
        (_("All deals"), closed, not is_mine),
        (_("My deals"), {"mine": "1", **closed}, is_mine),
        (last, {**mine, **other}, False),
    ]
    base = reverse("deals:board")
    return [
        {"label": label, "url": f"{base}?{urlencode(query)}", "active": active}
        for label, query, active in rows
    ]


def _hidden(columns: Any) -> list[tuple[str, str]]:
    """Return a link to the list for each column that shows its first cards only."""
    lines = []
    for column in columns:
        if column.hidden > 0:
            text = ngettext(
                "%(stage)s: %(count)s more deal in the list",
                "%(stage)s: %(count)s more deals in the list",
                column.hidden,
            ) % {"stage": Deal.Stage(column.stage).label, "count": column.hidden}
            lines.append((text, f"{reverse('deals:list')}?stage={column.stage}"))
    return lines


def _column(request: UserRequest, column: BoardColumn, today: date) -> dict[str, Any]:
    totals = [money_short(total, code) for code, total in column.totals.items()]
    return {
        "code": column.stage,
        "label": Deal.Stage(column.stage).label,
        "count": column.count,
        "total": " + ".join(totals),
        "cards": [_card(request, deal, today) for deal in column.cards],
    }


def _card(request: UserRequest, deal: Deal, today: date) -> dict[str, Any]:
    is_late = (
        deal.stage in OPEN
        and deal.expected_close_on is not None
        and deal.expected_close_on < today
    )
    parts = [deal.organization.name]
    if deal.expected_close_on:
        parts.append(day_short(deal.expected_close_on))
    move_url = reverse("deals:move", args=[deal.pk])
    return {
        "id": deal.pk,
        "title": deal.title,
        "url": reverse("desk:deal", args=[deal.pk]),
        "amount": money_whole(deal.amount, deal.currency) if deal.amount else "",
        "text": " · ".join(parts),
        "progress": deal.probability_percent if deal.stage in OPEN else None,
        "flag": _("Late") if is_late else "",
        "initials": deal.owner.initials if deal.owner else "",
        "owner": str(deal.owner or ""),
        "move_url": f"{move_url}?version={deal.version}"
        if policies.can_move(request.user, deal)
        else "",
    }


@scoped(can_write_sales)
@require_POST
def deal_move(request: UserRequest, pk: int) -> HttpResponse:
    """Move a card: 204 for a drag, back to the board for the menu."""
    deal = get_object_or_404(
        Deal.objects.visible_to(request.user).select_related("organization"), pk=pk
    )
    stage = request.POST.get("stage", "")
    is_drag = "HX-Request" in request.headers
    if stage == Deal.Stage.LOST and not is_drag:
        return redirect("deals:lose", pk=pk)
    try:
        services.deal_move(
            deal=deal,
            stage=stage,
            position=_whole(request.POST.get("position")) or 0,
            expected_version=_whole(request.GET.get("version")),
            actor=request.user,
            now=clock.now(),
        )
    except DomainError as refusal:
        context = {"sentence": str(refusal), "deal": deal}
        return render(request, "deals/refused.html", context, status=422)
    if is_drag:
        return HttpResponse(status=204)
    messages.success(
        request,
        _("“%(deal)s” is now at the stage “%(stage)s”.")
        % {"deal": deal.title, "stage": deal.get_stage_display()},
    )
    if request.POST.get("next") == "deal":
        return redirect("desk:deal", pk=pk)
    return redirect("deals:board")


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() and len(text) < 10 else None
