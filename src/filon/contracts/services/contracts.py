"""Contracts: drawn up, signed, renewed, ended, terminated."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User, ownership
from filon.contracts import policies
from filon.contracts.dates import notice_on, renewed_until
from filon.contracts.lifecycle import CONTRACT
from filon.contracts.models import Contract, Order
from filon.contracts.services.events import (
    dates_dropped,
    events_draw,
    period_closed,
)
from filon.contracts.services.frames import lines_carried
from filon.directory.models import Organization
from filon.documents.services import next_number
from filon.files.services import keep_upload
from filon.files.uploads import CheckedUpload
from filon.journal.services import EditConflict, move, record, save_changes
from filon.kernel.clock import day_of
from filon.kernel.errors import DomainError
from filon.offers.models import OfferRevision

SERIES = "CTR"
C = Contract.Status
TERMS = frozenset(
    {
        "title",
        "kind",
        "starts_on",
        "ends_on",
        "notice_days",
        "renews_tacitly",
        "renewal_months",
        "currency",
        "committed_amount",
        "commitments",
        "price_revision",
    }
)


class ContractRefused(DomainError):
    """The terms of the contract contradict each other."""


class NotAccepted(DomainError):
    """A contract follows an offer that the customer has accepted."""


class SignatureRefused(DomainError):
    """The signed copy is missing, or the day of signing lies ahead."""


@transaction.atomic
def contract_create(
    *,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    organization: Organization | None = None,
    order: Order | None = None,
    revision: OfferRevision | None = None,
) -> Contract:
    """Draw up a contract from an order, from an accepted revision, or by hand.

    Customer, offer, currency and amount are carried over; the dates to keep follow
    from the terms.

    :param values: fields named in TERMS; `title` and `starts_on` are required.
    :param organization: the customer, where neither order nor revision names them.
    :raises ContractRefused: if the terms contradict each other.
    :raises NotAccepted: if the revision was not accepted, or the order is cancelled.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    if not policies.can_write(actor):
        raise PermissionDenied
    source = revision or (order.revision if order is not None else None)
    _check_source(order, revision)
    customer = _customer(organization, order, source)
    carried = _carried(order, source, customer)
    terms = {**carried, **{k: v for k, v in values.items() if k in TERMS}}
    _check_terms(Contract(**terms))
    fields = ownership(actor, now)
    fields["team_id"] = order.team_id if order is not None else fields["team_id"]
    contract = Contract.objects.create(
        **{**fields, **terms},
        organization=customer,
        order=order,
        revision=source,
    )
    lines_carried(contract, order or getattr(source, "order", None))
    events_draw(contract, since=contract.starts_on)
    record(
        target=contract,
        message=gettext_noop("Contract “%(title)s” drawn up"),
        params={"title": contract.title},
        actor=actor,
        now=now,
        about=customer,
    )
    return contract


@transaction.atomic
def contract_update(
    *,
    contract: Contract,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    expected_version: int | None = None,
) -> bool:
    """Change the terms of a draft and draw its dates again; False if nothing differed.

    :raises ContractRefused: if it is signed, or the terms contradict each other.
    :raises EditConflict: if somebody else changed it meanwhile.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    if not policies.can_write(actor):
        raise PermissionDenied
    if contract.status != C.DRAFT:
        raise ContractRefused(
            _("A signed contract does not change: add an amendment to its dates.")
        )
    written = {k: v for k, v in values.items() if k in TERMS}
    kept = {name: getattr(contract, name) for name in TERMS}
    _check_terms(Contract(**{**kept, **written}))
    changed = save_changes(
        contract,
        values=written,
        actor=actor,
        now=now,
        expected_version=expected_version
        if expected_version is not None
        else contract.version,
        message=gettext_noop("Terms changed"),
        about=contract.organization,
    )
    if changed:
        dates_dropped(contract, after=None)
        events_draw(contract, since=contract.starts_on)
    return changed


@transaction.atomic
def contract_sign(
    *,
    contract: Contract,
    signed_on: date,
    upload: CheckedUpload | None,
    actor: User,
    now: datetime,
) -> None:
    """File the signed copy; the contract gets its number and its terms are fixed.

    :raises SignatureRefused: without the signed copy, or for a day ahead.
    :raises TransitionRefused: if it was signed already; no number is used then.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    if not policies.can_write(actor):
        raise PermissionDenied
    if upload is None:
        raise SignatureRefused(_("Add the signed copy."))
    if signed_on > day_of(now):
        raise SignatureRefused(_("The day of signing cannot lie ahead."))
    file = keep_upload(upload=upload, actor=actor, now=now)
    number = next_number(series=SERIES, on=day_of(now))
    move(
        contract,
        to=C.SIGNED,
        transitions=CONTRACT,
        actor=actor,
        now=now,
        message=gettext_noop("Signed under the number %(number)s"),
        params={"number": number},
        about=contract.organization,
        number=number,
        signed_on=signed_on,
        signed_file=file,
        updated_at=now,
        version=F("version") + 1,
    )


@transaction.atomic
def contract_renew(*, contract: Contract, actor: User | None, now: datetime) -> None:
    """Renew a signed contract for its period, and draw the dates of that period.

    Notice and renewal of the period that ends are taken care of by this.

    :param actor: None when it renews by itself, at its end.
    :raises ContractRefused: if it has no end or is not signed.
    :raises EditConflict: if somebody renewed it meanwhile.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    if actor is not None and not policies.can_write(actor):
        raise PermissionDenied
    end, until = contract.ends_on, renewed_until(contract)
    if contract.status != C.SIGNED or end is None or until is None:
        raise ContractRefused(_("Only a signed contract with an end is renewed."))
    rows = Contract.objects.filter(
        pk=contract.pk, status=C.SIGNED, ends_on=end, deleted_at=None
    )
    if not rows.update(ends_on=until, updated_at=now, version=F("version") + 1):
        raise EditConflict(
            _("Somebody changed this contract meanwhile. Look at it again.")
        )
    contract.refresh_from_db()
    period_closed(contract, now=now)
    events_draw(contract, since=end + timedelta(days=1))
    record(
        target=contract,
        message=gettext_noop("Renewed until %(day)s"),
        params={"day": until.isoformat()},
        changes={"ends_on": [end.isoformat(), until.isoformat()]},
        actor=actor,
        now=now,
        about=contract.organization,
    )


@transaction.atomic
def contract_terminate(
    *, contract: Contract, ends_on: date, reason: str, actor: User, now: datetime
) -> None:
    """Terminate a signed contract on a day; its later dates are not kept any more.

    :raises ContractRefused: without a reason, or if the day lies outside the contract.
    :raises TransitionRefused: if it is not signed, or over.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    if not policies.can_write(actor):
        raise PermissionDenied
    if not reason.strip():
        raise ContractRefused(_("Say why the contract is terminated."))
    last = contract.ends_on
    if ends_on < contract.starts_on or (last is not None and ends_on > last):
        raise ContractRefused(
            _("The contract is terminated between its first and its last day.")
        )
    move(
        contract,
        to=C.TERMINATED,
        transitions=CONTRACT,
        actor=actor,
        now=now,
        message=gettext_noop("Terminated on %(day)s: %(reason)s"),
        params={"day": ends_on.isoformat(), "reason": reason.strip()[:200]},
        about=contract.organization,
        ends_on=ends_on,
        updated_at=now,
        version=F("version") + 1,
    )
    dates_dropped(contract, after=ends_on)


@transaction.atomic
def contract_end(*, contract: Contract, now: datetime) -> None:
    """Close a signed contract whose last day has passed without renewal.

    :raises TransitionRefused: if it is not signed, or over.
    """
    move(
        contract,
        to=C.ENDED,
        transitions=CONTRACT,
        actor=None,
        now=now,
        message=gettext_noop("Ended"),
        about=contract.organization,
        updated_at=now,
        version=F("version") + 1,
    )


def _check_source(order: Order | None, revision: OfferRevision | None) -> None:
    accepted = OfferRevision.Status.ACCEPTED
    if revision is not None and revision.status != accepted:
        raise NotAccepted(_("The customer has not accepted this revision."))
    if order is not None and order.status == Order.Status.CANCELLED:
        raise NotAccepted(_("This order was cancelled."))


def _customer(
    organization: Organization | None,
    order: Order | None,
    source: OfferRevision | None,
) -> Organization:
    if order is not None:
        return order.organization
    if source is not None:
        return source.offer.organization
    if organization is None:
        raise ContractRefused(_("Say with whom the contract is made."))
    return organization


def _carried(
    order: Order | None, source: OfferRevision | None, customer: Organization
) -> dict[str, Any]:
    if order is not None:
        return {"currency": order.currency, "committed_amount": order.total_net}
    if source is not None:
        return {"currency": source.currency, "committed_amount": source.total_net}
    return {"currency": customer.currency}


def _check_terms(contract: Contract) -> None:
    if not contract.title.strip():
        raise ContractRefused(_("Give the contract a title."))
    if contract.ends_on is None:
        if contract.renews_tacitly:
            raise ContractRefused(_("A contract without an end does not renew."))
        return
    if contract.ends_on < contract.starts_on:
        raise ContractRefused(_("The contract cannot end before it begins."))
    if contract.renews_tacitly and not contract.renewal_months:
        raise ContractRefused(_("Say for how many months the contract renews."))
    last_call = notice_on(contract)
    if last_call is not None and last_call < contract.starts_on:
        raise ContractRefused(_("The notice is longer than the contract itself."))
