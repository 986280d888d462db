"""The daily look at contracts: reminders by mail, renewals and ends by themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from filon.accounts.models import User
from filon.contracts.models import Contract, ContractEvent
from filon.contracts.services.contracts import contract_end, contract_renew
from filon.coordination.kinds import url_of
from filon.coordination.links import site_url
from filon.documents.formats import day
from filon.journal.models import kind_of
from filon.kernel.clock import day_of
from filon.kernel.errors import DomainError
from filon.mail.services import queue_mail


def contracts_follow(*, now: datetime) -> int:
    """Renew or end the contracts whose last day has passed; return how many.

    Each in its own transaction: being stopped in between loses nothing.
    """
    over = Contract.objects.alive().filter(
        status=Contract.Status.SIGNED, ends_on__lt=day_of(now)
    )
    moved = 0
    for contract in over.select_related("organization", "order").order_by("pk"):
        try:
            if contract.renews_tacitly:
                contract_renew(contract=contract, actor=None, now=now)
            else:
                contract_end(contract=contract, now=now)
        except DomainError:
            # A person was faster; their decision stands.
            continue
        moved += 1
    return moved


def events_remind(*, now: datetime) -> int:
    """Write one mail to each person whose contract dates come near; return the dates.

    A date is mentioned once. Contracts of nobody go to the manager of their team.
    Dates of drafts bind nobody yet.
    """
    due = due_events(on=day_of(now))
    by_person: dict[User, list[ContractEvent]] = defaultdict(list)
    for event in due:
        person = _keeper(event.contract)
        if person is not None and person.is_active:
            by_person[person].append(event)
    return sum(_remind(person, events, now=now) for person, events in by_person.items())


def due_events(*, on: date) -> list[ContractEvent]:
    """Return the open dates to be reminded of on a day, the nearest first."""
    rows = ContractEvent.objects.filter(
        done_at=None, reminded_at=None, remind_on__lte=on, contract__deleted_at=None
    ).exclude(contract__status=Contract.Status.DRAFT)
    rows = rows.select_related(
        "contract__organization", "contract__owner", "contract__team__manager"
    )
    return list(rows.order_by("due_on", "pk"))


@transaction.atomic
def _remind(person: User, events: Sequence[ContractEvent], *, now: datetime) -> int:
    """Mark the dates and write the mail, both or neither."""
    rows = ContractEvent.objects.filter(
        pk__in=[event.pk for event in events], reminded_at=None
    )
    marked = rows.update(reminded_at=now)
    if marked != len(events):
        # Another worker has written it.
        transaction.set_rollback(True)
        return 0
    with translation.override(person.language):
        queue_mail(
            to=person.email,
            subject=_("Contract dates to keep"),
            body=_("Hello %(name)s,\n\nthese dates come near:\n\n%(dates)s\n")
            % {
                "name": person.first_name or str(person),
                "dates": "\n\n".join(_line(event) for event in events),
            },
            language=person.language,
            actor=None,
            now=now,
            target=events[0].contract,
        )
    return marked


def _line(event: ContractEvent) -> str:
    contract = event.contract
    what = event.title or event.get_kind_display()
    head = _("%(day)s: %(what)s, %(contract)s (%(customer)s)") % {
        "day": day(event.due_on),
        "what": what,
        "contract": contract,
        "customer": contract.organization,
    }
    path = url_of(kind_of(contract), contract.pk)
    return f"{head}\n{site_url(path)}" if path else head


def _keeper(contract: Contract) -> User | None:
    if contract.owner is not None:
        return contract.owner
    return contract.team.manager if contract.team is not None else None
