"""Submitting a plan, taking it back, starting and closing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.coordination.selectors.people import superior_of
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.plans import policies, services
from filon.plans.forms.plans import CloseForm, SubmitForm
from filon.plans.models import ActionPlan
from filon.plans.views.page import plan_or_404
from filon.plans.views.plans import overview_page
from filon.web.access import scoped
from filon.web.form_pages import form_page


@scoped(policies.can_create)
@once
def plan_submit(request: UserRequest, pk: int) -> HttpResponse:
    """Submit a plan and its budget to approval."""
    plan = plan_or_404(request, pk)
    page = reverse("plans:detail", args=[pk])
    superior = superior_of(plan.owner or request.user)
    form = SubmitForm(
        request.POST or None,
        initial={"approver": superior.pk if superior else None},
        user=request.user,
    )

    def save(values: dict[str, Any]) -> str:
        services.plan_submit(plan=plan, **values, actor=request.user, now=clock.now())
        messages.success(request, _("The plan is submitted."))
        return page

    return form_page(
        request,
        form,
        title=_("Submit to approval"),
        subtitle=str(plan),
        save=save,
        submit_label=_("Submit"),
        submit_icon="send",
        cancel_url=page,
    )


@scoped(policies.can_create)
@require_POST
@once
def plan_withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """Take a plan back to change it."""
    return _step(request, pk, services.plan_withdraw)


@scoped(policies.can_create)
@require_POST
@once
def plan_start(request: UserRequest, pk: int) -> HttpResponse:
    """Let an approved plan run."""
    return _step(request, pk, services.plan_start)


def _step(request: UserRequest, pk: int, service: Callable[..., None]) -> HttpResponse:
    plan = plan_or_404(request, pk)
    try:
        service(plan=plan, actor=request.user, now=clock.now())
    except DomainError as refusal:
        return overview_page(request, plan_or_404(request, pk), str(refusal))
    return redirect("plans:detail", pk=pk)


@scoped(policies.can_create)
@once
def plan_close(request: UserRequest, pk: int) -> HttpResponse:
    """Close a plan with what it brought."""
    plan = plan_or_404(request, pk)
    page = reverse("plans:detail", args=[pk])

    def save(values: dict[str, Any]) -> str:
        services.plan_close(
            plan=ActionPlan.objects.get(pk=pk),
            **values,
            actor=request.user,
            now=clock.now(),
        )
        return page

    return form_page(
        request,
        CloseForm(request.POST or None),
        title=_("Close the plan"),
        subtitle=str(plan),
        save=save,
        submit_label=_("Close"),
        cancel_url=page,
    )
