"""The dates of a contract: added, and taken care of."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_write_sales
from filon.contracts.forms import EventDoneForm, EventForm
from filon.contracts.models import Contract
from filon.contracts.selectors.contracts import event_of
from filon.contracts.services import event_add, event_done
from filon.journal.http import once
from filon.kernel import clock
from filon.web.access import scoped
from filon.web.form_pages import form_page
from filon.web.templatetags.filon import day


@scoped(can_write_sales)
@once
def event_add_page(request: UserRequest, pk: int) -> HttpResponse:
    """Add a date to a contract."""
    rows = Contract.objects.visible_to(request.user).select_related("organization")
    contract = get_object_or_404(rows, pk=pk)
    back = reverse("contracts:contract-detail", args=[pk])

    def save(said: dict[str, Any]) -> str:
        event_add(contract=contract, values=said, actor=request.user, now=clock.now())
        return back

    return form_page(
        request,
        EventForm(request.POST or None),
        title=_("Add a date"),
        subtitle=str(contract),
        save=save,
        cancel_url=back,
    )


@scoped(can_write_sales)
@once
def event_done_page(request: UserRequest, pk: int) -> HttpResponse:
    """Note that a date was taken care of."""
    event = get_object_or_404(event_of(user=request.user, pk=pk))
    contract = event.contract
    back = reverse("contracts:contract-detail", args=[contract.pk])

    def save(said: dict[str, Any]) -> str:
        event_done(event=event, actor=request.user, now=clock.now(), **said)
        return back

    what = event.title or event.get_kind_display()
    return form_page(
        request,
        EventDoneForm(request.POST or None),
        title=_("Take care of a date"),
        subtitle=f"{what} · {day(event.due_on)} · {contract}",
        save=save,
        cancel_url=back,
        submit_label=_("Done"),
    )
