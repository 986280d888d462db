"""Reading contracts: the list, and one with its dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.translation import pgettext

from filon.accounts.models import User
from filon.contracts.dates import notice_on
from filon.contracts.models import Contract, ContractEvent, Order
from filon.journal.models import Entry
from filon.journal.selectors import timeline
from filon.kernel.text import fold


@dataclass(frozen=True, slots=True)
class DateLine:
    """One date of a contract as the page shows it; `state` is that of a step."""

    event: ContractEvent
    label: str
    state: str

    @property
    def on(self) -> date:
        """The day, for the component that draws steps."""
        return self.event.due_on

    @property
    def is_open(self) -> bool:
        """Whether somebody has still to take care of it."""
        return self.event.done_at is None


@dataclass(frozen=True, slots=True)
class ContractSheet:
    """What the page of a contract shows, read in three queries."""

    contract: Contract
    dates: Sequence[DateLine]
    notice_on: date | None
    history: Sequence[Entry]


def contracts(user: User) -> QuerySet[Contract]:
    """Return the contracts that a person may read, with their next open date."""
    upcoming = ContractEvent.objects.filter(contract=OuterRef("pk"), done_at=None)
    rows: QuerySet[Contract] = Contract.objects.visible_to(user)
    return rows.select_related("organization", "owner").annotate(
        next_on=Subquery(upcoming.order_by("due_on", "pk").values("due_on")[:1])
    )


def search_contracts(text: str) -> Q:
    """Return the filter of a search by title, number or company."""
    return (
        Q(title__icontains=text)
        | Q(number__icontains=text)
        | Q(organization__name_key__contains=fold(text))
    )


def ending_within(days: int, *, on: date) -> Q:
    """Return the filter of the signed contracts that end in the coming days."""
    last = on + timedelta(days=days)
    return Q(status=Contract.Status.SIGNED, ends_on__range=(on, last))


def contract_sheet(*, user: User, pk: int, on: date) -> ContractSheet:
    """Return a contract with its dates and its history; three queries.

    :raises Contract.DoesNotExist: if the person may not read it.
    """
    contract: Contract = (
        contracts(user)
        .select_related("order", "revision__offer", "signed_file")
        .annotate(called_total=_called_total())
        .get(pk=pk)
    )
    events = ContractEvent.objects.filter(contract=contract)
    return ContractSheet(
        contract=contract,
        dates=_lines(list(events.order_by("due_on", "pk")), on),
        notice_on=notice_on(contract),
        history=timeline(contract, limit=30),
    )


def _called_total() -> Subquery:
    """Return what was called off in all, without VAT; amounts add exactly."""
    orders = Order.objects.filter(frame=OuterRef("pk")).order_by()
    standing = orders.exclude(status=Order.Status.CANCELLED).values("frame")
    return Subquery(standing.annotate(sum=Sum("total_net")).values("sum"))


def event_of(*, user: User, pk: int) -> QuerySet[ContractEvent]:
    """Return the date with this key, if its contract may be read."""
    rows = ContractEvent.objects.filter(
        pk=pk, contract__in=Contract.objects.visible_to(user)
    )
    return rows.select_related("contract__organization")


def _lines(events: Sequence[ContractEvent], on: date) -> list[DateLine]:
    """Say of each date whether it is done, late, the next one, or yet to come."""
    lines: list[DateLine] = []
    is_next_found = False
    for event in events:
        state = "todo"
        if event.done_at is not None:
            state = "done"
        elif event.due_on < on:
            state = "late"
        elif not is_next_found:
            state, is_next_found = "current", True
        lines.append(DateLine(event, _label(event), state))
    return lines


def _label(event: ContractEvent) -> str:
    kind = str(event.get_kind_display())
    if not event.title:
        return kind
    return pgettext("date of a contract", "%(kind)s: %(title)s") % {
        "kind": kind,
        "title": event.title,
    }
