"""The list of contracts."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales, can_write_sales
from filon.contracts.dates import notice_on
from filon.contracts.forms import ContractFilter
from filon.contracts.models import Contract
from filon.contracts.selectors import contracts as selectors
from filon.contracts.views.parts import CONTRACT_TONES, tabs
from filon.files.http import list_response
from filon.kernel import clock
from filon.web.access import scoped
from filon.web.listing import Cell, Column, ListSpec
from filon.web.templatetags.filon import day, money


@scoped(can_read_sales)
def contract_list(request: UserRequest) -> HttpResponseBase:
    """Show the contracts."""
    filters, today = ContractFilter(request.GET), clock.today()
    rows = selectors.contracts(request.user)
    for name in ("status", "kind"):
        if value := filters.value(name):
            rows = rows.filter(**{name: value})
    if ending := filters.value("ending"):
        rows = rows.filter(selectors.ending_within(int(ending), on=today))
    create = reverse("contracts:contract-create")
    may_write = can_write_sales(request.user)
    spec = ListSpec(
        title=_("Orders and contracts"),
        rows=rows,
        columns=_columns(today),
        url=lambda c: reverse("contracts:contract-detail", args=[c.pk]),
        default_sort="-starts_on",
        search=selectors.search_contracts,
        filters=filters,
        actions=[(_("New contract"), create, "plus", True)] if may_write else [],
        empty=(
            _("No contract yet"),
            _("Draw up the first one from an order, or by hand."),
            create if may_write else "",
            _("New contract"),
        ),
        file_name="contracts",
    )
    context: dict[str, object] = {"tabs": tabs("contracts")}
    template = "contracts/list.html"
    return list_response(request, spec, template=template, context=context)


def _columns(today: date) -> list[Column]:
    return [
        Column(
            _("Contract"),
            lambda c: Cell(c.title, sub=c.number),
            value=str,
        ),
        Column(_("Company"), lambda c: str(c.organization)),
        Column(_("Kind"), lambda c: c.get_kind_display()),
        Column(
            _("State"),
            lambda c: Cell(c.get_status_display(), badge=CONTRACT_TONES[c.status]),
        ),
        Column(
            pgettext("contract", "Period"),
            lambda c: Cell(day(c.starts_on), sub=day(c.ends_on) if c.ends_on else ""),
            value=lambda c: c.starts_on,
            sort="starts_on",
        ),
        Column(
            _("Notice until"),
            lambda c: day(notice_on(c)),
            value=notice_on,
        ),
        Column(
            _("Next date"),
            lambda c: _next(c, today),
            value=lambda c: c.next_on,
        ),
        Column(
            _("Committed without VAT"),
            lambda c: money(c.committed_amount, c.currency),
            value=lambda c: c.committed_amount,
            align="end",
        ),
        Column(_("Owner"), lambda c: str(c.owner or "")),
    ]


def _next(contract: Contract, today: date) -> Cell:
    on: date | None = getattr(contract, "next_on", None)
    if on is None:
        return Cell("–")
    if on < today and contract.status == Contract.Status.SIGNED:
        return Cell(_("%(day)s, late") % {"day": day(on)}, badge="bad")
    return Cell(day(on))
