"""The page of a deal: facts, people, rivals, contacts, needs, offers."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales
from filon.deals import policies
from filon.deals.lifecycle import OPEN
from filon.deals.models import Deal
from filon.deals.views.deals import TONES
from filon.desk.selectors.deal import DealSheet, deal_sheet
from filon.web.access import scoped
from filon.web.templatetags.filon import day, money, percent


@scoped(can_read_sales)
def deal_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show a deal and the steps that can follow in one click."""
    try:
        sheet = deal_sheet(user=request.user, pk=pk)
    except Deal.DoesNotExist:
        raise Http404 from None
    deal = sheet.deal
    context = {
        "sheet": sheet,
        "deal": deal,
        "tone": TONES[deal.stage],
        "facts": _facts(deal),
        "steps": _steps(deal),
        "may_edit": policies.can_edit(request.user, deal),
        "may_move": policies.can_move(request.user, deal),
        "may_reopen": policies.can_reopen(request.user, deal),
        "may_debrief": policies.can_debrief(request.user, deal),
        "others": _others(deal),
        "primary": _primary(sheet),
        "trail": [(_("Deals"), reverse("deals:board"))],
    }
    return render(request, "desk/deal.html", context)


def _facts(deal: Deal) -> list[tuple[str, Any]]:
    company = format_html(
        '<a class="link" href="{}">{}</a>',
        reverse("desk:company", args=[deal.organization_id]),
        deal.organization,
    )
    facts: list[tuple[str, Any]] = [
        (_("Company"), company),
        (_("Amount without VAT"), money(deal.amount, deal.currency)),
        (_("Probability"), percent(deal.probability_percent, 0)),
        (_("Decision expected on"), day(deal.expected_close_on)),
        (_("Source"), deal.get_source_display()),
        (_("Contact"), str(deal.contact or "")),
        (_("Next step"), deal.next_step),
        (_("Owner"), str(deal.owner or "")),
    ]
    if deal.plan is not None:
        link = format_html(
            '<a class="link" href="{}">{}</a>',
            reverse("plans:detail", args=[deal.plan.pk]),
            deal.plan,
        )
        facts.append((_("Action plan"), link))
    if deal.insight is not None:
        facts.append((_("Because of"), deal.insight.statement))
    return facts + _end(deal)


def _end(deal: Deal) -> list[tuple[str, Any]]:
    if deal.stage == Deal.Stage.LOST:
        return [
            (_("Lost because of"), deal.get_lost_reason_display()),
            (_("Won by"), str(deal.lost_to or "")),
            (_("Price gap"), percent(deal.price_gap_percent)),
            (_("Who told us"), deal.told_by),
            (_("Comment"), deal.closed_comment),
        ]
    if not deal.won_at:
        return []
    learnt: list[tuple[str, Any]] = [(_("Won on"), day(deal.won_at))]
    if deal.won_reason:
        learnt += [
            (_("Won because of"), deal.get_won_reason_display()),
            (_("Nearest rival"), str(deal.won_against or "")),
            (_("Price gap"), percent(deal.price_gap_percent)),
            (_("Who told us"), deal.told_by),
            (_("Comment"), deal.closed_comment),
        ]
    return learnt


def _steps(deal: Deal) -> list[dict[str, Any]]:
    """Return the open stages as steps, and how it ended."""
    stages = [*OPEN, Deal.Stage.LOST if deal.lost_at else Deal.Stage.WON]
    is_open = deal.stage in OPEN
    reached = stages.index(deal.stage) if is_open else len(stages)
    states = {True: "done", False: "todo"}
    return [
        {
            "label": Deal.Stage(stage).label,
            "state": "current" if place == reached else states[place < reached],
        }
        for place, stage in enumerate(stages)
    ]


def _others(deal: Deal) -> list[tuple[str, str]]:
    """Return the stages to which an open deal can be moved from its page."""
    return [(s, str(Deal.Stage(s).label)) for s in OPEN if s != deal.stage]


def _primary(sheet: DealSheet) -> str:
    """Return the one step that comes next: contact, need or offer."""
    if sheet.deal.stage not in OPEN:
        return ""
    if sheet.needs and not sheet.revisions:
        return "offer"
    if any(a.status == "DONE" for a in sheet.activities) and not sheet.needs:
        return "need"
    return "" if sheet.revisions else "activity"
