"""The forms of a need: started, completed, crossed, decided, dated, frozen."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_write_sales
from filon.coordination.models import PolicyDocument
from filon.deals.models import Deal
from filon.deals.views.pages import form_page
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.needs import services
from filon.needs.crossing import Check
from filon.needs.forms import (
    ContextForm,
    DecisionForm,
    FinancingForm,
    PolicyForm,
    ReopenForm,
    StartForm,
    StepForm,
)
from filon.needs.lifecycle import STEPS
from filon.needs.models import Need
from filon.needs.selectors import needs
from filon.needs.selectors.crossing import proposed_checks
from filon.needs.views.pages import need_url
from filon.web.access import scoped

CONSTRAINTS = ("economic_constraints", "technical_constraints", "resources")


@scoped(can_write_sales)
@once
def need_create(request: UserRequest, deal_pk: int) -> HttpResponse:
    """Start the need of a deal: one click, everything known is carried over."""
    rows = Deal.objects.visible_to(request.user).select_related(
        "organization", "contact"
    )
    deal = get_object_or_404(rows, pk=deal_pk)
    form = StartForm(request.POST or None, initial={"title": deal.title})

    def act() -> HttpResponse:
        values = {k: v for k, v in form.cleaned_data.items() if v}
        need = services.need_create(
            deal=deal, values=values, actor=request.user, now=clock.now()
        )
        messages.success(request, _("Begun. What the contacts taught is in it."))
        return redirect("needs:detail", pk=need.pk)

    return form_page(
        request,
        form,
        act,
        title=_("Start the need"),
        subtitle=f"{deal.title} · {deal.organization}",
        submit_label=_("Start"),
        cancel_url=reverse("desk:deal", args=[deal.pk]),
    )


@scoped(can_write_sales)
def context_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Describe what the customer is faced with."""
    return _edit(request, pk, ContextForm, _("Context of the need"))


@scoped(can_write_sales)
def financing_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Say what the customer can and will pay."""
    return _edit(request, pk, FinancingForm, _("Financing"))


def _edit(
    request: UserRequest,
    pk: int,
    form_class: type[ContextForm | FinancingForm],
    title: str,
) -> HttpResponse:
    need = _need(request, pk)
    initial = {name: getattr(need, name) for name in form_class.base_fields}
    form = form_class(request.POST or None, initial=initial)

    def act() -> HttpResponse:
        services.need_update(
            need=need, values=form.cleaned_data, actor=request.user, now=clock.now()
        )
        return redirect("needs:detail", pk=pk)

    return _page(request, form, act, need, title=title)


@scoped(can_write_sales)
def policy_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Cross the need with the company's policy, constraints and resources."""
    need = _need(request, pk)
    texts = PolicyDocument.objects.visible_to(request.user).in_force(clock.today())
    initial: dict[str, Any] = {name: getattr(need, name) for name in CONSTRAINTS}
    initial |= {"verdict": need.policy_verdict, "note": need.policy_note}
    for code, check in _points(need).items():
        initial |= {f"check-{code}": check.verdict, f"why-{code}": check.reason}
    form = PolicyForm(
        request.POST or None, initial=initial, policies=texts.order_by("kind", "title")
    )

    def act() -> HttpResponse:
        given = form.cleaned_data
        cited = {given["policy"]: given["how"]} if given["policy"] else {}
        services.need_policy(
            need=need,
            verdict=given["verdict"],
            note=given["note"],
            cited=cited,
            constraints={name: given[name] for name in CONSTRAINTS},
            checks=form.checks(),
            actor=request.user,
            now=clock.now(),
        )
        return redirect("needs:detail", pk=pk)

    return _page(
        request,
        form,
        act,
        need,
        title=_("Crossing with the policy"),
        intro=_("What the records already say of a point is filled in: confirm it."),
        fieldsets=form.groups,
    )


def _points(need: Need) -> dict[str, Check]:
    """Return what was found of each point, else what the records propose."""
    kept = {code: Check(**found) for code, found in need.policy_checks.items()}
    return {**proposed_checks(need), **kept}


@scoped(can_write_sales)
def need_decide(request: UserRequest, pk: int) -> HttpResponse:
    """Decide whether we answer."""
    need = _need(request, pk)
    form = DecisionForm(request.POST or None)

    def act() -> HttpResponse:
        services.need_decide(
            need=need, **form.cleaned_data, actor=request.user, now=clock.now()
        )
        return redirect("needs:decision", pk=pk)

    return _page(request, form, act, need, title=_("Go or no go"))


@scoped(can_write_sales)
def need_step(request: UserRequest, pk: int, step: str) -> HttpResponse:
    """Date a step."""
    if step not in STEPS:
        raise Http404
    need = _need(request, pk)
    on = getattr(need, step) or clock.today()
    form = StepForm(request.POST or None, initial={"on": on})

    def act() -> HttpResponse:
        services.need_step(
            need=need,
            step=step,
            on=form.cleaned_data["on"],
            actor=request.user,
            now=clock.now(),
        )
        return redirect("needs:detail", pk=pk)

    titles = (_("Clarification done"), _("Feasibility done"), _("Study done"))
    return _page(request, form, act, need, title=titles[STEPS.index(step)])


@scoped(can_write_sales)
@require_POST
def answers_take(request: UserRequest, pk: int) -> HttpResponse:
    """Take over the answers that contacts gave since."""
    need = _need(request, pk)
    try:
        services.requirements_from_answers(
            need=need, actor=request.user, now=clock.now()
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("needs:requirements", pk=pk)


@scoped(can_write_sales)
@require_POST
@once
def need_synthesize(request: UserRequest, pk: int) -> HttpResponse:
    """Freeze the synthesis."""
    need = _need(request, pk)
    try:
        services.need_synthesize(need=need, actor=request.user, now=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("needs:detail", pk=pk)
    messages.success(request, _("Frozen. Transmit it to whom it concerns."))
    return redirect("needs:sharing", pk=pk)


@scoped(can_write_sales)
def need_reopen(request: UserRequest, pk: int) -> HttpResponse:
    """Open a frozen need again."""
    need = _need(request, pk)
    form = ReopenForm(request.POST or None)

    def act() -> HttpResponse:
        services.need_reopen(
            need=need, **form.cleaned_data, actor=request.user, now=clock.now()
        )
        return redirect("needs:detail", pk=pk)

    return _page(request, form, act, need, title=_("Open the need again"))


def _page(
    request: UserRequest, form: Any, act: Any, need: Need, **context: Any
) -> HttpResponse:
    return form_page(
        request,
        form,
        act,
        subtitle=str(need),
        cancel_url=need_url(need.pk),
        **context,
    )


def _need(request: UserRequest, pk: int) -> Need:
    return get_object_or_404(needs(request.user), pk=pk)
