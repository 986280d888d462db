"""Potentials: what a market is worth, computed from assumptions."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales, can_see_margin
from filon.journal.http import once
from filon.journal.selectors import timeline
from filon.kernel import clock
from filon.watch import market, policies, services
from filon.watch.forms.syntheses import PotentialForm
from filon.watch.models import MarketInsight, MarketPotential
from filon.watch.selectors import lists
from filon.watch.views.sections import asked, trail, visible, watch_list
from filon.web.access import scoped, with_right
from filon.web.form_pages import form_page
from filon.web.listing import Cell, Column, ListSpec
from filon.web.templatetags.filon import day, money, percent, quantity


@scoped(can_read_sales)
def potential_list(request: UserRequest) -> HttpResponseBase:
    """Show the potentials."""
    create = reverse("watch:potential-create")
    may_write = policies.can_watch(request.user)
    spec = ListSpec(
        title=_("Market potentials"),
        rows=lists.potentials(request.user),
        columns=[
            Column(_("Title"), lambda p: Cell(p.title, sub=about(p)), sort="title"),
            Column(
                _("Potential of a year"),
                lambda p: money(p.amount, p.currency),
                value=lambda p: p.amount,
                align="end",
            ),
            Column(
                _("Margin"),
                lambda p: money(p.margin_amount, p.currency),
                value=lambda p: p.margin_amount,
                align="end",
                visible=can_see_margin(request.user),
            ),
            Column(_("Companies"), lambda p: quantity(p.accounts), align="end"),
            Column(_("Confidence"), lambda p: f"{p.confidence} / 5", align="end"),
            Column(
                _("As of"),
                lambda p: day(p.as_of),
                value=lambda p: p.as_of,
                sort="as_of",
            ),
        ],
        url=lambda p: reverse("watch:potential-detail", args=[p.pk]),
        default_sort="-as_of",
        search=lists.searched("title"),
        actions=[(_("New potential"), create, "plus", True)] if may_write else [],
        empty=(
            _("No potential yet"),
            _("Compute what a segment of a territory is worth before you go for it."),
            create if may_write else "",
            _("New potential"),
        ),
        file_name="market-potentials",
    )
    return watch_list(request, spec, "potential-list")


def about(potential: MarketPotential) -> str:
    """Return what a potential is about, in a line."""
    parts = (potential.segment, potential.territory, potential.family)
    return " · ".join(str(part) for part in parts if part)


@scoped(can_read_sales)
def potential_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show a potential and how it was computed."""
    potential = get_object_or_404(lists.potentials(request.user), pk=pk)
    context = {
        "potential": potential,
        "facts": _facts(request, potential),
        "why": _why(request, potential),
        "history": timeline(potential, limit=20),
        "may_write": policies.can_edit(request.user, potential),
        "trail": trail(_("Potentials"), "potential-list"),
    }
    return render(request, "watch/potential_detail.html", context)


def _facts(request: UserRequest, potential: MarketPotential) -> list[tuple[str, str]]:
    currency = potential.currency
    facts = [
        (_("Potential of a year"), money(potential.amount, currency)),
        (
            _("Volume of a year"),
            quantity(potential.volume) if potential.volume is not None else "",
        ),
        (_("About"), about(potential)),
        (_("Technical potential"), f"{potential.technical_score} / 5"),
        (_("Commercial potential"), f"{potential.commercial_score} / 5"),
        (_("Financial potential"), f"{potential.financial_score} / 5"),
        (_("Confidence"), f"{potential.confidence} / 5"),
        (_("As of"), day(potential.as_of)),
    ]
    if can_see_margin(request.user) and potential.margin_amount is not None:
        facts.insert(1, (_("Margin"), money(potential.margin_amount, currency)))
    return facts


def _why(request: UserRequest, potential: MarketPotential) -> list[str]:
    currency = potential.currency
    values = {
        "accounts": quantity(potential.accounts),
        "rate": percent(potential.take_rate_percent, 4),
        "basket": money(potential.basket, currency),
        "amount": money(potential.amount, currency),
    }
    accounts = potential.accounts
    formula = ngettext(
        "%(accounts)s company × %(rate)s × %(basket)s = %(amount)s",
        "%(accounts)s companies × %(rate)s × %(basket)s = %(amount)s",
        accounts,
    )
    found = [formula % values]
    if potential.basket_quantity is not None:
        found.append(
            ngettext(
                "%(accounts)s company × %(rate)s × %(quantity)s = %(volume)s",
                "%(accounts)s companies × %(rate)s × %(quantity)s = %(volume)s",
                accounts,
            )
            % {
                **values,
                "quantity": quantity(potential.basket_quantity),
                "volume": quantity(potential.volume),
            }
        )
    if can_see_margin(request.user) and potential.margin_percent is not None:
        found.append(
            _("%(amount)s × %(rate)s = %(margin)s of margin")
            % {
                "amount": values["amount"],
                "rate": percent(potential.margin_percent, 4),
                "margin": money(potential.margin_amount, currency),
            }
        )
    return found


@with_right(policies.can_watch)
@once
def potential_create(request: UserRequest) -> HttpResponse:
    """Compute a potential."""
    insight = asked(MarketInsight, request.user, request.GET.get("insight"))

    def save(values: dict[str, Any]) -> str:
        potential = services.potential_create(
            values={**values, "insight": insight},
            actor=request.user,
            now=clock.now(),
        )
        return reverse("watch:potential-detail", args=[potential.pk])

    initial: dict[str, Any] = {"as_of": clock.today()}
    if isinstance(insight, MarketInsight):
        initial |= {
            "title": insight.statement[:200],
            "segment": insight.segment_id,
            "territory": insight.territory_id,
            "family": insight.family_id,
        }
    form = PotentialForm(request.POST or None, initial=initial, user=request.user)
    return _form(
        request, form, _("New potential"), save, reverse("watch:potential-list")
    )


@scoped(policies.can_watch)
@once
def potential_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change assumptions and compute again."""
    potential = visible(MarketPotential, request.user, pk)
    initial = {name: getattr(potential, name) for name in PotentialForm.base_fields}
    page = reverse("watch:potential-detail", args=[pk])

    form = PotentialForm(
        request.POST or None,
        initial=initial,
        user=request.user,
        version=potential.version,
    )

    def save(values: dict[str, Any]) -> str:
        services.potential_update(
            potential=potential,
            values=values,
            expected_version=form.expected_version,
            actor=request.user,
            now=clock.now(),
        )
        return page

    return _form(request, form, potential.title, save, page)


def _form(
    request: UserRequest,
    form: PotentialForm,
    title: str,
    save: Any,
    cancel_url: str,
) -> HttpResponse:
    if request.method == "POST" and "count" in request.POST:
        return _counted(request, form, title, cancel_url)
    return form_page(
        request,
        form,
        title=title,
        save=save,
        cancel_url=cancel_url,
        template="watch/potential_form.html",
    )


def _counted(
    request: UserRequest, typed: PotentialForm, title: str, cancel_url: str
) -> HttpResponse:
    """Show the form again with the companies of the base counted into it."""
    typed.is_valid()
    chosen = typed.cleaned_data
    cut = market.market_of(
        territory=chosen.get("territory"), segment=chosen.get("segment")
    )
    found = market.count(request.user, cut).organizations
    values = request.POST.dict() | {"accounts": str(found)}
    form = PotentialForm(
        initial=values, user=request.user, version=typed.expected_version
    )
    context = {
        "title": title,
        "form": form,
        "cancel_url": cancel_url,
        "counted": found,
        "is_everything": not (chosen.get("territory") or chosen.get("segment")),
    }
    return render(request, "watch/potential_form.html", context)
