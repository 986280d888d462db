"""One requirement: changed, withdrawn, taken up again, removed, with its change log."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_write_sales
from filon.deals.views.pages import form_page
from filon.journal.http import once
from filon.kernel import clock, units
from filon.kernel.errors import DomainError
from filon.needs import services
from filon.needs.forms import ChangeForm, ConfirmedForm, RequirementForm
from filon.needs.models import Need, Requirement, RequirementChange
from filon.needs.selectors import changes_of
from filon.needs.views.pages import need_url
from filon.web.access import scoped

CHANGE = ("reason", "price_effect", "delay_days")


@scoped(can_write_sales)
def requirement_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change a requirement; a confirmed one says why, and shows what changed before."""
    row = _requirement(request, pk)
    is_confirmed = row.confirmed_version is not None
    form_class = ConfirmedForm if is_confirmed else RequirementForm
    names = RequirementForm.base_fields
    initial: dict[str, Any] = {n: getattr(row, n) for n in names if n != "more_sources"}
    initial["more_sources"] = row.more_sources.all()
    form = form_class(request.POST or None, initial=initial, need=row.need)

    def act() -> HttpResponse:
        given = dict(form.cleaned_data)
        change = {name: given.pop(name) for name in CHANGE if name in given}
        services.requirement_update(
            requirement=row,
            values=given,
            change=services.Change(**change) if change else None,
            actor=request.user,
            now=clock.now(),
        )
        return redirect("needs:requirements", pk=row.need_id)

    return form_page(
        request,
        form,
        act,
        template="needs/requirement_form.html",
        title=_("Requirement %(ref)s") % {"ref": row.ref},
        subtitle=str(row.need),
        fieldsets=form.groups,
        row=row,
        changes=[(c, _delay(c)) for c in changes_of(row)] if is_confirmed else [],
        cancel_url=need_url(row.need_id, "requirements"),
    )


@scoped(can_write_sales)
@once
def requirement_withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """Withdraw a requirement with the reason and the effect on price and delay."""
    row = _requirement(request, pk)
    form = ChangeForm(request.POST or None)

    def act() -> HttpResponse:
        services.requirement_withdraw(
            requirement=row,
            change=services.Change(**form.cleaned_data),
            actor=request.user,
            now=clock.now(),
        )
        return redirect("needs:requirements", pk=row.need_id)

    return form_page(
        request,
        form,
        act,
        title=_("Withdraw %(ref)s") % {"ref": row.ref},
        subtitle=row.text,
        submit_label=_("Withdraw the requirement"),
        cancel_url=need_url(row.need_id, "requirements"),
    )


@scoped(can_write_sales)
@require_POST
def requirement_resume(request: UserRequest, pk: int) -> HttpResponse:
    """Take a withdrawn requirement up again."""
    return _done(request, pk, services.requirement_resume)


@scoped(can_write_sales)
@require_POST
def requirement_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Remove a requirement."""
    return _done(request, pk, services.requirement_remove)


def _delay(change: RequirementChange) -> str:
    return "" if change.delay_days is None else units.days(change.delay_days)


def _done(request: UserRequest, pk: int, service: Any) -> HttpResponse:
    row = _requirement(request, pk)
    try:
        service(requirement=row, actor=request.user, now=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("needs:requirements", pk=row.need_id)


def _requirement(request: UserRequest, pk: int) -> Requirement:
    rows = Requirement.objects.select_related("need__deal", "source")
    return get_object_or_404(
        rows, pk=pk, need__in=Need.objects.visible_to(request.user)
    )
