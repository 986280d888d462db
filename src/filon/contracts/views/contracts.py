"""The page of a contract and the forms of its life."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales, can_write_sales
from filon.contracts import policies, services
from filon.contracts.dates import renewed_until
from filon.contracts.forms import ContractForm, SignForm, TerminateForm
from filon.contracts.models import Contract
from filon.contracts.selectors import contracts as selectors
from filon.contracts.views.parts import (
    CONTRACT_TONES,
    company_url,
    contract_tabs,
    to_contract,
)
from filon.contracts.views.uploads import checked
from filon.coordination.kinds import url_of
from filon.coordination.selectors import gestures_of
from filon.coordination.views.downloads import download
from filon.journal.http import once
from filon.journal.models import kind_of
from filon.kernel import clock, units
from filon.kernel.errors import DomainError
from filon.web.access import scoped
from filon.web.form_pages import form_page
from filon.web.templatetags.filon import day, money


@scoped(can_read_sales)
@require_safe
def contract_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show a contract: its terms, its dates, who worked on it."""
    user, today = request.user, clock.today()
    try:
        sheet = selectors.contract_sheet(user=user, pk=pk, on=today)
    except Contract.DoesNotExist:
        raise Http404 from None
    contract = sheet.contract
    context = {
        "sheet": sheet,
        "contract": contract,
        "tone": CONTRACT_TONES[contract.status],
        "facts": _facts(contract),
        "renewal": _renewal(contract),
        "tabs": contract_tabs(contract, "contract"),
        "may_call_off": policies.can_call_off(user, contract),
        "may_edit": policies.can_edit(user, contract),
        "may_sign": policies.can_sign(user, contract),
        "may_follow": policies.can_follow(user, contract),
        "may_renew": policies.can_renew(user, contract),
        "may_terminate": policies.can_terminate(user, contract),
        "panel": gestures_of(user, contract, title=str(contract)),
        "trail": [(_("Contracts"), reverse("contracts:contract-list"))],
    }
    return render(request, "contracts/contract_detail.html", context)


def _facts(contract: Contract) -> list[tuple[str, Any]]:
    customer, called = contract.organization, vars(contract)["called_total"]
    facts: list[tuple[str, Any]] = [
        (_("Company"), _link(company_url(customer), customer)),
        (_("Kind"), contract.get_kind_display()),
        (_("Starts on"), day(contract.starts_on)),
        (_("Ends on"), day(contract.ends_on) if contract.ends_on else _("No end")),
        (
            pgettext("contract", "Notice"),
            units.days(contract.notice_days),
        ),
        (
            _("Committed without VAT"),
            money(contract.committed_amount, contract.currency),
        ),
        (_("Called off"), money(called, contract.currency) if called else ""),
        (_("Signed on"), day(contract.signed_on)),
        (_("Owner"), str(contract.owner or "")),
    ]
    if contract.order is not None:
        url = reverse("contracts:order-detail", args=[contract.order.pk])
        facts.append((_("Order"), _link(url, contract.order.number)))
    if contract.revision is not None:
        offer = contract.revision.offer
        url = url_of(kind_of(offer), offer.pk)
        facts.append(
            (_("Offer"), _link(url, f"{offer.number} {contract.revision.letter}"))
        )
    return facts


def _link(url: str, label: object) -> Any:
    if not url:
        return str(label)
    return format_html('<a class="link" href="{}">{}</a>', url, label)


def _renewal(contract: Contract) -> str:
    """Say in a sentence what happens at the end."""
    until = renewed_until(contract)
    if until is None:
        return _("Without an end: it lasts until one side gives notice.")
    if contract.renews_tacitly:
        return _("Renews by itself until %(day)s unless notice is given in time.") % {
            "day": day(until)
        }
    return _("Ends by itself; a renewal has to be agreed.")


@scoped(can_write_sales)
@once
def contract_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change the terms of a draft."""
    contract = _contract(request, pk)
    initial = {name: getattr(contract, name) for name in ContractForm.base_fields}

    def save(said: dict[str, Any]) -> str:
        services.contract_update(
            contract=contract, values=said, actor=request.user, now=clock.now()
        )
        return _url(contract)

    return form_page(
        request,
        ContractForm(request.POST or None, initial=initial),
        title=_("Terms of the contract"),
        subtitle=str(contract),
        save=save,
        cancel_url=_url(contract),
    )


@scoped(can_write_sales)
@once
def contract_sign(request: UserRequest, pk: int) -> HttpResponse:
    """File the signed copy."""
    contract = _contract(request, pk)
    form = SignForm(
        request.POST or None,
        request.FILES or None,
        initial={"signed_on": clock.today()},
    )

    def save(said: dict[str, Any]) -> str:
        services.contract_sign(
            contract=contract,
            signed_on=said["signed_on"],
            upload=checked(said["file"]),
            actor=request.user,
            now=clock.now(),
        )
        messages.success(
            request, _("The contract is signed; its dates are reminded of.")
        )
        return _url(contract)

    return form_page(
        request,
        form,
        title=_("File the signed contract"),
        subtitle=str(contract),
        intro=_("It gets its number, and its terms do not change any more."),
        save=save,
        cancel_url=_url(contract),
        submit_label=_("File as signed"),
    )


@scoped(can_write_sales)
@require_POST
@once
def contract_renew(request: UserRequest, pk: int) -> HttpResponse:
    """Renew a contract for its period."""
    contract = _contract(request, pk)
    try:
        services.contract_renew(contract=contract, actor=request.user, now=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("Renewed until %(day)s.") % {"day": day(contract.ends_on)}
        )
    return to_contract(pk)


@scoped(can_write_sales)
@once
def contract_terminate(request: UserRequest, pk: int) -> HttpResponse:
    """Terminate a contract, with its last day and the reason."""
    contract = _contract(request, pk)
    form = TerminateForm(request.POST or None, initial={"ends_on": clock.today()})

    def save(said: dict[str, Any]) -> str:
        services.contract_terminate(
            contract=contract, actor=request.user, now=clock.now(), **said
        )
        return _url(contract)

    return form_page(
        request,
        form,
        title=_("Terminate the contract"),
        subtitle=str(contract),
        save=save,
        cancel_url=_url(contract),
        submit_label=_("Terminate"),
        danger=True,
    )


@scoped(can_read_sales)
@require_safe
def contract_file(request: UserRequest, pk: int) -> HttpResponseBase:
    """Give the signed copy."""
    rows = Contract.objects.visible_to(request.user).select_related("signed_file")
    return download(get_object_or_404(rows, pk=pk).signed_file)


def _contract(request: UserRequest, pk: int) -> Contract:
    rows = selectors.contracts(request.user).select_related("order")
    return get_object_or_404(rows, pk=pk)


def _url(contract: Contract) -> str:
    return reverse("contracts:contract-detail", args=[contract.pk])
