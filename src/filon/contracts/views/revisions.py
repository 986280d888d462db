"""Revising the price of a contract on screen: computed first, then kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_write_sales
from filon.contracts import policies
from filon.contracts.forms import PriceRevisionForm
from filon.contracts.models import Contract
from filon.contracts.services.revisions import price_revised, price_revision_record
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.web.access import scoped


@scoped(can_write_sales)
@once
def price_revision_page(request: UserRequest, pk: int) -> HttpResponse:
    """Compute a price revision; `keep` records it among the dates of the contract."""
    rows = Contract.objects.visible_to(request.user).select_related("organization")
    contract = get_object_or_404(rows, pk=pk)
    back = reverse("contracts:contract-detail", args=[pk])
    if not policies.can_follow(request.user, contract):
        messages.error(request, _("This contract is over: its price is not revised."))
        return redirect(back)
    form = PriceRevisionForm(
        request.POST or None,
        initial={"price": contract.committed_amount, "on": clock.today()},
    )
    context: dict[str, Any] = {
        "contract": contract,
        "title": _("Revise the price"),
        "subtitle": str(contract),
        "form": form,
        "fieldsets": form.groups(),
        "cancel_url": back,
        "submit_label": _("Compute"),
    }
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        initial, formula = form.cleaned_data["price"], form.formula()
        try:
            if "keep" in request.POST:
                price_revision_record(
                    contract=contract,
                    initial=initial,
                    formula=formula,
                    on=form.cleaned_data["on"],
                    actor=request.user,
                    now=clock.now(),
                )
                messages.success(request, _("The new price is kept with the contract."))
                return redirect(back)
            context["revised"] = price_revised(
                contract=contract, initial=initial, formula=formula
            )
            status = 200
        except DomainError as refusal:
            context["error"] = str(refusal)
    return render(request, "contracts/price_revision.html", context, status=status)
