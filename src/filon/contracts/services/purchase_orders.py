"""A purchase order arrives: compared, each deviation decided, the order follows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.accounts.policies import can_manage
from filon.accounts.services import company
from filon.contracts import policies
from filon.contracts.lifecycle import DEVIATION
from filon.contracts.models import IncomingOrder, Order, OrderDeviation, OrderLine
from filon.contracts.selectors.agreed import (
    ADDED,
    IN_FIGURES,
    accepted_input,
    agreed_input,
    document_of,
)
from filon.contracts.selectors.purchase_orders import (
    agreed_of,
    undecided,
)
from filon.contracts.services.receiving import write_lines
from filon.files.services import keep_upload
from filon.files.uploads import CheckedUpload
from filon.journal.services import record
from filon.kernel.errors import DomainError, TooLate
from filon.kernel.lifecycle import advance
from filon.kernel.money import round_amount
from filon.offers.exchange.comparing import Agreed, Deviation, Tolerance, compare
from filon.offers.exchange.document import ExchangedDocument
from filon.offers.exchange.elements import DocumentRefused
from filon.offers.exchange.reading import read_document
from filon.offers.exchange.rules import Finding, findings_of
from filon.offers.exchange.tables import order_of_table
from filon.offers.exchange.verifying import verify
from filon.offers.pricing import (
    DocumentInput,
    DocumentResult,
    PricingError,
    as_json,
    price_document,
)

K = OrderDeviation.Kind
D = OrderDeviation.Decision
S = IncomingOrder.Source
_ELECTRONIC = frozenset({"xml", "pdf"})
# An order says these, or they follow from the law: only a new revision changes them.
NOT_ACCEPTABLE = frozenset({K.CURRENCY, K.UNIT, K.VAT, K.TOTAL})


class NothingToCompare(TooLate):
    """The order comes from no offer, or is confirmed already."""


class DeviationsOpen(DomainError):
    """The order cannot be confirmed before every deviation is decided."""


class DecisionRefused(DomainError):
    """The decision is not possible for this deviation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A purchase order as it arrived: what it says, how it came, what it breaks."""

    document: ExchangedDocument
    source: str
    rules: Sequence[Finding] = ()


def purchase_order_read(*, upload: CheckedUpload, number: str = "") -> Received:
    """Read an uploaded purchase order: electronic, PDF that carries one, or a table.

    :param number: of a table, which does not say it.
    :raises DocumentRefused, XmlRefused, TableRefused: if it cannot be read.
    """
    upload.content.seek(0)
    content = upload.content.read()
    if upload.name.rpartition(".")[2].lower() not in _ELECTRONIC:
        return Received(document=order_of_table(content, number=number), source=S.TABLE)
    read = read_document(content)
    if read.document.type_code not in {"220", "230"}:
        raise DocumentRefused(_("This document is no purchase order."))
    return Received(
        document=read.document, source=S.ELECTRONIC, rules=findings_of(read)
    )


@transaction.atomic
def purchase_order_receive(
    *,
    order: Order,
    received: Received,
    tolerance: Tolerance,
    actor: User,
    now: datetime,
    upload: CheckedUpload | None = None,
) -> IncomingOrder:
    """Compare a purchase order with what the customer had accepted, and keep both.

    A later one takes the place of the one before; what was decided about that one is
    void, and the order comes back to what was accepted.

    :raises NothingToCompare: if the order comes from no offer or is confirmed.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    order = _locked(order, actor)
    document = received.document
    if IncomingOrder.objects.filter(order=order, is_current=True).update(
        is_current=False
    ):
        _refigure(order, None, (), actor, now)
    agreed = agreed_of(order)
    incoming = IncomingOrder.objects.create(
        order=order,
        source=received.source,
        number=document.number[:80],
        file=keep_upload(upload=upload, actor=actor, now=now) if upload else None,
        received_at=now,
        received_by=actor,
        content=as_json(document),
        agreed=as_json(agreed),
        verification={
            "outcome": as_json(verify(document)),
            "rules": as_json(tuple(received.rules)),
        },
        price_tolerance_percent=tolerance.price_percent,
        quantity_tolerance_percent=tolerance.quantity_percent,
        tolerance_days=tolerance.days,
    )
    found = compare(agreed, document, tolerance).deviations
    _keep(incoming, found, agreed, document)
    _note_reference(order, document, now)
    record(
        target=order,
        message=gettext_noop("Purchase order %(number)s compared"),
        params={"number": incoming.number or "–"},
        actor=actor,
        now=now,
        about=order.organization,
    )
    return incoming


def _keep(
    incoming: IncomingOrder,
    found: Iterable[Deviation],
    agreed: Agreed,
    document: ExchangedDocument,
) -> None:
    theirs = {line.line_id: line.name for line in document.lines}
    ours = {line.key: line.name for line in agreed.lines}
    OrderDeviation.objects.bulk_create(
        OrderDeviation(
            purchase_order=incoming,
            position=position,
            kind=deviation.kind.value,
            label=(ours.get(deviation.key) or theirs.get(deviation.line_id, ""))[:300],
            line_id=deviation.line_id[:60],
            offer_line_id=int(deviation.key) if deviation.key else None,
            offered=deviation.offered[:300],
            ordered=deviation.ordered[:300],
        )
        for position, deviation in enumerate(found, start=1)
    )


def _note_reference(order: Order, document: ExchangedDocument, now: datetime) -> None:
    """Keep the customer's number and the day they ask for."""
    changes = {
        "customer_reference": document.number[:80] or order.customer_reference,
        "requested_delivery_on": document.requested_on or order.requested_delivery_on,
    }
    Order.objects.filter(pk=order.pk).update(
        **changes, updated_at=now, version=F("version") + 1
    )


@transaction.atomic
def deviation_decide(
    *,
    deviation: OrderDeviation,
    decision: str,
    comment: str,
    actor: User,
    now: datetime,
) -> None:
    """Decide about one deviation; quantities and prices of the order follow.

    :param comment: printed in the acknowledgement, beside the decision.
    :raises DecisionRefused: if an order cannot change this (currency, unit, VAT, an
        unexplained total), or if it takes the margin below the floor and `actor` leads
        nobody.
    :raises TransitionRefused: if somebody decided the same meanwhile.
    :raises NothingToCompare: if the order is confirmed, or another purchase order took
        the place of this one.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    incoming = deviation.purchase_order
    order = _locked(incoming.order, actor)
    incoming.refresh_from_db(fields=["is_current"])
    if not incoming.is_current:
        raise NothingToCompare(_("Another purchase order took the place of this one."))
    if decision == D.ACCEPTED and deviation.kind in NOT_ACCEPTABLE:
        raise DecisionRefused(
            _(
                "An order cannot change this. Keep our offer, ask for a correction, or"
                " send a new revision."
            )
        )
    before = deviation.decision
    advance(
        deviation,
        to=decision,
        transitions=DEVIATION,
        field="decision",
        comment=comment.strip()[:300],
        decided_at=now,
        decided_by=actor,
    )
    if deviation.kind in IN_FIGURES and D.ACCEPTED in {before, decision}:
        rows = OrderDeviation.objects.filter(
            purchase_order=incoming, decision=D.ACCEPTED
        )
        _refigure(order, incoming, list(rows.order_by("position", "pk")), actor, now)
    record(
        target=order,
        message=gettext_noop("Deviation of the purchase order decided: %(label)s"),
        params={"label": deviation.label or deviation.ordered or deviation.offered},
        changes={"decision": [before, decision]},
        actor=actor,
        now=now,
        about=order.organization,
    )


def check_decided(order: Order) -> None:
    """Refuse while a deviation waits for a decision or for the customer.

    :raises DeviationsOpen: if one does.
    """
    if undecided(order):
        raise DeviationsOpen(
            _("Decide about every deviation of the purchase order before you confirm.")
        )


def _locked(order: Order, actor: User) -> Order:
    """Take the order for oneself, if its purchase order may still be compared."""
    if not policies.can_write(actor):
        raise PermissionDenied
    rows = Order.objects.select_for_update(of=("self",)).select_related(
        "organization", "revision__acceptance", "revision__offer"
    )
    locked: Order = rows.get(pk=order.pk)
    if not policies.can_compare(actor, locked):
        raise NothingToCompare(
            _("Only an order that is not confirmed is compared with a purchase order.")
        )
    return locked


def _refigure(
    order: Order,
    incoming: IncomingOrder | None,
    accepted: Sequence[OrderDeviation],
    actor: User,
    now: datetime,
) -> None:
    """Write lines and totals as both sides now agree on them."""
    document = (
        accepted_input(order)
        if incoming is None
        else agreed_input(order, incoming, accepted)
    )
    try:
        result = price_document(document)
    except PricingError as error:
        raise DecisionRefused(
            _("The order cannot be computed with this; ask for a correction.")
        ) from error
    if accepted and not can_manage(actor):
        _check_margin(order, result)
    totals, margin = result.totals, result.chosen.margin
    Order.objects.filter(pk=order.pk).update(
        total_net=totals.tax_exclusive,
        total_tax=totals.tax_total,
        total_gross=totals.tax_inclusive,
        total_net_company=round_amount(
            totals.tax_exclusive / document.company_rate, document.company_currency
        ),
        total_cost=margin.cost,
        margin=margin.margin,
        updated_at=now,
        version=F("version") + 1,
    )
    write_lines(order, document, result, added=_added(order, incoming, document))


def _check_margin(order: Order, result: DocumentResult) -> None:
    """Leave to a manager what takes the margin below the floor of the company.

    A margin that was below it when the offer was approved may not fall further.
    """
    floor = company().margin_floor_percent
    margin = result.chosen.margin.margin_percent
    before = price_document(accepted_input(order)).chosen.margin.margin_percent
    if margin is None or margin >= floor or (before is not None and margin >= before):
        return
    raise DecisionRefused(
        _("This takes the margin below the floor: a manager decides about it.")
    )


def _added(
    order: Order, incoming: IncomingOrder | None, document: DocumentInput
) -> dict[str, OrderLine]:
    """Return rows for what the offer did not have; figures are put in later."""
    if incoming is None:
        return {}
    theirs = {f"{ADDED}{line.line_id}": line for line in document_of(incoming).lines}
    keys = [line.line_id for line in document.lines if line.line_id in theirs]
    return {
        key: OrderLine(
            order=order,
            position=10_000 + index,
            reference=theirs[key].seller_reference[:60],
            designation=(theirs[key].name or theirs[key].seller_reference or "–")[:300],
        )
        for index, key in enumerate(keys)
    }
