"""The lines of a contract, and calling off a frame agreement."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales, can_write_sales
from filon.contracts import policies, services
from filon.contracts.forms import CallOffForm, ContractLineForm
from filon.contracts.models import Contract, ContractLine
from filon.contracts.selectors.frames import frame_of
from filon.contracts.views.parts import contract_tabs
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.offers.selectors.snapshot import company_currency
from filon.web.access import scoped
from filon.web.form_pages import form_page


@scoped(can_read_sales)
@require_safe
def contract_lines(request: UserRequest, pk: int) -> HttpResponse:
    """Show what a contract covers, what was called off it and what is left."""
    contract, user = _contract(request, pk), request.user
    context = {
        "contract": contract,
        "frame": frame_of(contract),
        "part": _("Lines and call-offs"),
        "tabs": contract_tabs(contract, "lines"),
        "may_edit": policies.can_edit(user, contract),
        "may_call_off": policies.can_call_off(user, contract),
        "trail": [(_("Contracts"), reverse("contracts:contract-list"))],
    }
    return render(request, "contracts/contract_lines.html", context)


@scoped(can_write_sales)
@once
def line_add_page(request: UserRequest, pk: int) -> HttpResponse:
    """Add a line to a draft."""
    contract = _contract(request, pk)

    def save(said: dict[str, Any]) -> str:
        services.line_add(
            contract=contract, values=said, actor=request.user, now=clock.now()
        )
        return _url(contract)

    return form_page(
        request,
        ContractLineForm(request.POST or None),
        title=_("Add a line"),
        subtitle=str(contract),
        save=save,
        cancel_url=_url(contract),
    )


@scoped(can_write_sales)
@once
def line_edit_page(request: UserRequest, pk: int) -> HttpResponse:
    """Change a line of a draft."""
    line = _line(request, pk)
    contract = line.contract
    initial = {name: getattr(line, name) for name in ContractLineForm.base_fields}

    def save(said: dict[str, Any]) -> str:
        services.line_change(
            line=line, values=said, actor=request.user, now=clock.now()
        )
        return _url(contract)

    return form_page(
        request,
        ContractLineForm(request.POST or None, initial=initial),
        title=_("Change the line"),
        subtitle=str(contract),
        save=save,
        cancel_url=_url(contract),
    )


@scoped(can_write_sales)
@require_POST
@once
def line_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Take a line out of a draft."""
    line = _line(request, pk)
    try:
        services.line_remove(line=line, actor=request.user, now=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect(_url(line.contract))


@scoped(can_write_sales)
@once
def call_off_page(request: UserRequest, pk: int) -> HttpResponse:
    """Note a call-off: the order is created at the prices of the frame."""
    contract = _contract(request, pk)
    if not policies.can_call_off(request.user, contract):
        messages.error(
            request, _("Only a signed frame or supply agreement takes call-offs.")
        )
        return redirect(_url(contract))
    is_foreign = contract.currency != company_currency()
    rate = contract.order.exchange_rate if contract.order is not None else None
    form = CallOffForm(
        request.POST or None,
        lines=frame_of(contract).lines,
        foreign=contract.currency if is_foreign else "",
        initial={"called_on": clock.today(), "exchange_rate": rate},
    )

    def save(_said: dict[str, Any]) -> str:
        order = services.call_off(
            contract=contract, asked=form.asked(), actor=request.user, now=clock.now()
        )
        messages.success(
            request,
            _("Order %(number)s is created. Confirm it with its delivery date.")
            % {"number": order.number},
        )
        return reverse("contracts:order-detail", args=[order.pk])

    return form_page(
        request,
        form,
        title=_("Call off"),
        subtitle=str(contract),
        save=save,
        cancel_url=_url(contract),
        submit_label=_("Create the order"),
        fieldsets=form.groups(),
    )


def _contract(request: UserRequest, pk: int) -> Contract:
    rows: QuerySet[Contract] = Contract.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("organization", "order"), pk=pk)


def _line(request: UserRequest, pk: int) -> ContractLine:
    rows = ContractLine.objects.filter(
        contract__in=Contract.objects.visible_to(request.user)
    )
    return get_object_or_404(rows.select_related("contract__organization"), pk=pk)


def _url(contract: Contract) -> str:
    return reverse("contracts:contract-lines", args=[contract.pk])
