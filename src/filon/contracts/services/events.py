"""The dates of a contract: drawn from its terms, added, done, reminded of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.contracts import policies
from filon.contracts.dates import LEAD_DAYS, dates_of
from filon.contracts.models import Contract, ContractEvent, Order
from filon.journal.services import record
from filon.kernel.errors import DomainError

K = ContractEvent.Kind
BY_TERMS = (K.NOTICE, K.RENEWAL, K.REVIEW, K.PRICE_REVISION)


class EventRefused(DomainError):
    """The date was done already, or cannot be as it is written."""


@transaction.atomic
def event_add(
    *, contract: Contract, values: Mapping[str, Any], actor: User, now: datetime
) -> ContractEvent:
    """Add a date that the terms do not give: an amendment, a payment, a visit.

    :param values: fields of ContractEvent; `kind`, `title` and `due_on` are required.
        The reminder comes as usual for its kind, unless it is given.
    :raises EventRefused: without a title, or with a reminder after the day itself.
    :raises PermissionDenied: if the contract is over, or for a reader.
    """
    if not policies.can_follow(actor, contract):
        raise PermissionDenied
    due_on: date = values["due_on"]
    usual = due_on - timedelta(days=LEAD_DAYS[values["kind"]])
    remind_on = values.get("remind_on") or usual
    if not str(values.get("title", "")).strip():
        raise EventRefused(_("Say what is to be done on that day."))
    if remind_on > due_on:
        raise EventRefused(_("The reminder must come before the day itself."))
    event = ContractEvent.objects.create(
        **{**values, "remind_on": remind_on}, contract=contract
    )
    record(
        target=contract,
        message=gettext_noop("Date added: %(what)s, %(day)s"),
        params={"what": str(event.get_kind_display()), "day": due_on.isoformat()},
        actor=actor,
        now=now,
        about=contract.organization,
    )
    return event


@transaction.atomic
def event_done(*, event: ContractEvent, note: str, actor: User, now: datetime) -> None:
    """Note that a date was taken care of, and how.

    :raises EventRefused: if it was done before; the first note stays.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    contract = event.contract
    if not policies.can_write(actor):
        raise PermissionDenied
    rows = ContractEvent.objects.filter(pk=event.pk, done_at=None)
    if not rows.update(done_at=now, note=note.strip()):
        raise EventRefused(_("This date was taken care of already."))
    event.refresh_from_db()
    record(
        target=contract,
        message=gettext_noop("Date taken care of: %(what)s, %(day)s"),
        params={
            "what": str(event.get_kind_display()),
            "day": event.due_on.isoformat(),
        },
        actor=actor,
        now=now,
        about=contract.organization,
    )


def events_draw(contract: Contract, *, since: date) -> None:
    """Write the dates of a period from the terms; those added by hand stay.

    Call in the transaction that creates, changes or renews the contract.

    :param since: first day of the period.
    """
    drawn = _drawn(contract)
    has_delivery = drawn.filter(kind=K.DELIVERY).exists()
    drawn.filter(kind__in=BY_TERMS, due_on__gte=since).delete()
    order = contract.order
    promised = order.delivery_on if order is not None and not has_delivery else None
    ContractEvent.objects.bulk_create(
        ContractEvent(
            contract=contract,
            kind=row.kind,
            due_on=row.due_on,
            remind_on=row.remind_on,
        )
        for row in dates_of(contract, since=since, delivery_on=promised)
    )


def dates_dropped(contract: Contract, *, after: date | None) -> None:
    """Forget open dates: those drawn from the terms, or all after a day."""
    if after is None:
        _drawn(contract).filter(kind__in=BY_TERMS).delete()
        return
    ContractEvent.objects.filter(
        contract=contract, done_at=None, due_on__gt=after
    ).delete()


def period_closed(contract: Contract, *, now: datetime) -> None:
    """Close notice, review and renewal of the period that a renewal follows."""
    closed = (K.NOTICE, K.REVIEW, K.RENEWAL)
    _drawn(contract).filter(kind__in=closed).update(done_at=now)


def _drawn(contract: Contract) -> QuerySet[ContractEvent]:
    """Return the open dates that follow from the terms; those by hand have a title."""
    return ContractEvent.objects.filter(contract=contract, title="", done_at=None)


def delivery_moved(*, order: Order) -> None:
    """Give the delivery dates of an order's contracts its promised day."""
    if order.delivery_on is None:
        return
    remind_on = order.delivery_on - timedelta(days=LEAD_DAYS[K.DELIVERY])
    known = ContractEvent.objects.filter(
        contract__order=order, kind=K.DELIVERY, title="", done_at=None
    )
    known.update(due_on=order.delivery_on, remind_on=remind_on, reminded_at=None)
    waiting = Contract.objects.alive().filter(order=order)
    ContractEvent.objects.bulk_create(
        ContractEvent(
            contract=contract,
            kind=K.DELIVERY,
            due_on=order.delivery_on,
            remind_on=remind_on,
        )
        for contract in waiting.exclude(events__kind=K.DELIVERY, events__title="")
    )


def delivery_done(*, order: Order, now: datetime) -> None:
    """Close the delivery dates of an order's contracts."""
    ContractEvent.objects.filter(
        contract__order=order, kind=K.DELIVERY, title="", done_at=None
    ).update(done_at=now)
