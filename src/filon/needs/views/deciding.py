"""Go or no go: the grid of a need, its history, and the company's grid."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from filon.accounts.http import UserRequest
from filon.accounts.policies import (
    can_manage,
    can_read_sales,
    can_see_margin,
    can_write_sales,
)
from filon.deals.views.pages import form_page
from filon.documents import formats
from filon.journal.http import once
from filon.kernel import clock
from filon.needs import gonogo, selectors, services
from filon.needs.crossing import CHECKS
from filon.needs.forms.deciding import AssessForm, GridSettingsForm
from filon.needs.models import GoNoGo, Need
from filon.needs.selectors import WinHistory
from filon.needs.views.frame import frame, sheet_or_404
from filon.needs.views.pages import need_url
from filon.web.access import scoped, with_right

ADVICE_TONES = {"GO": "good", "CONDITIONAL": "warn", "NO_GO": "bad"}
CHECK_TONES = {"GREEN": "good", "AMBER": "warn", "RED": "bad"}


@scoped(can_read_sales)
def decision(request: UserRequest, pk: int) -> HttpResponse:
    """Show how the need was weighed, crossed with the policy, and decided."""
    sheet = sheet_or_404(request, pk)
    found = selectors.assessments_of(sheet.need)
    latest = found[0] if found else None
    context = {
        **frame(request, sheet, "decision"),
        "latest": latest,
        "earlier": [(one, ADVICE_TONES[one.advice]) for one in found[1:]],
        "checks": _checks(sheet.need),
        "may_configure": can_manage(request.user),
    }
    if latest is not None:
        context |= _assessed(request, sheet.need, latest)
    return render(request, "needs/decision.html", context)


def _assessed(request: UserRequest, need: Need, latest: GoNoGo) -> dict[str, Any]:
    may_see = can_see_margin(request.user)
    facts = [
        (_("Chance to win"), _percent(latest)),
        (_("Known from"), latest.win_source),
        (_("Cost of answering"), _money(latest.answer_cost, need)),
    ]
    if may_see:
        facts.append((_("Expected margin"), _money(latest.expected_margin, need)))
        facts.append((_("Expected value of answering"), _value(latest, need)))
    return {
        "advice_tone": ADVICE_TONES[latest.advice],
        "rows": [{**row, "label": _(row["label"])} for row in latest.rows],
        "knocked_out": [_(row["label"]) for row in latest.knocked_out],
        "prospects": facts,
    }


def _percent(latest: GoNoGo) -> str:
    return "" if latest.win_percent is None else formats.percent(latest.win_percent)


def _money(amount: Any, need: Need) -> str:
    return "" if amount is None else formats.money(amount, need.currency)


def _value(latest: GoNoGo, need: Need) -> str:
    if latest.win_percent is None or latest.expected_margin is None:
        return ""
    value = gonogo.expected_value(
        win_percent=latest.win_percent,
        margin=latest.expected_margin,
        answer_cost=latest.answer_cost or gonogo.NOTHING,
    )
    return formats.money(value, need.currency)


def _checks(need: Need) -> list[dict[str, str]]:
    """Return the points of the policy that were checked."""
    return [
        {
            "label": str(CHECKS[code]),
            "verdict": str(Need.PolicyVerdict(found["verdict"]).label),
            "tone": CHECK_TONES[found["verdict"]],
            "reason": found["reason"],
        }
        for code, found in need.policy_checks.items()
        if code in CHECKS
    ]


@scoped(can_write_sales)
@once
def need_assess(request: UserRequest, pk: int) -> HttpResponse:
    """Weigh the need on the grid in force."""
    need = get_object_or_404(selectors.needs(request.user), pk=pk)
    grid, _version = selectors.grid_in_force()
    latest = next(iter(selectors.assessments_of(need)), None)
    history = selectors.win_history(user=request.user, deal=need.deal)
    form = AssessForm(
        request.POST or None, grid=grid, initial=_initial(latest, history)
    )

    def act() -> HttpResponse:
        made = services.need_assess(
            need=need,
            given=form.given(),
            prospects=form.prospects(),
            actor=request.user,
            now=clock.now(),
        )
        messages.success(
            request,
            _("%(score)s of 100: %(advice)s.")
            % {
                "score": formats.quantity(made.score),
                "advice": made.get_advice_display(),
            },
        )
        return redirect("needs:decision", pk=pk)

    return form_page(
        request,
        form,
        act,
        title=_("Go/no-go grid"),
        subtitle=str(need),
        intro=_told(history),
        fieldsets=form.groups,
        cancel_url=need_url(pk, "decision"),
    )


def _initial(latest: GoNoGo | None, history: WinHistory) -> dict[str, Any]:
    if latest is None:
        percent = history.percent
        return {} if percent is None else {"win_percent": percent}
    names = ("conditions", "win_percent", "win_source", "expected_margin")
    return {
        **{name: getattr(latest, name) for name in (*names, "answer_cost")},
        **{f"note-{row['code']}": row["note"] for row in latest.rows},
        **{f"why-{row['code']}": row["comment"] for row in latest.rows},
        "knocked_out": [row["code"] for row in latest.knocked_out],
    }


def _told(history: WinHistory) -> str:
    """Say how often such deals are won, or that too few were closed to know."""
    if history.percent is None:
        return _(
            "Too few closed deals (%(closed)s) to derive a chance to win: estimate it."
        ) % {"closed": history.closed}
    like = {
        "amount": _("deals of this segment and size"),
        "segment": _("deals of this segment"),
        "all": _("all closed deals"),
    }[history.like]
    return _("%(won)s won of %(closed)s %(like)s: %(percent)s.") % {
        "won": history.won,
        "closed": history.closed,
        "like": like,
        "percent": formats.percent(history.percent, 0),
    }


@with_right(can_manage)
@once
def grid_settings(request: UserRequest) -> HttpResponse:
    """Show and change the company's grid; each change is a new edition."""
    grid, version = selectors.grid_in_force()
    form = GridSettingsForm(request.POST or None, grid=grid)

    def act() -> HttpResponse:
        services.grid_save(grid=form.edition(), actor=request.user, now=clock.now())
        messages.success(request, _("The new grid is in force."))
        return redirect("needs:grid-settings")

    return form_page(
        request,
        form,
        act,
        title=_("The company’s go/no-go grid"),
        subtitle=_("Edition %(version)s") % {"version": version}
        if version
        else _("As delivered"),
        intro=_(
            "Needs that were weighed before keep the edition they were weighed on."
        ),
        fieldsets=form.groups,
    )
