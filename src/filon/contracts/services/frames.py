"""The lines of a contract, and the orders called off a frame agreement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.contracts import policies
from filon.contracts.models import Contract, ContractLine, Order, OrderLine
from filon.contracts.selectors.frames import call_off_input, called_off
from filon.contracts.services.consequences import customer_gained
from filon.contracts.services.receiving import SERIES, write_lines
from filon.documents.formats import quantity as in_words
from filon.documents.services import next_number
from filon.journal.services import record
from filon.kernel.clock import day_of
from filon.kernel.errors import DomainError
from filon.kernel.money import round_amount
from filon.offers.pricing import DocumentInput, price_document
from filon.offers.selectors.document.figures import unit_symbol
from filon.offers.selectors.suggestions import exact

LINE_FIELDS = frozenset(
    {
        "item",
        "reference",
        "designation",
        "quantity",
        "unit",
        "net_price",
        "price_base",
        "vat_rate",
        "unit_cost",
    }
)
_SIX = Decimal("0.000001")


class LineRefused(DomainError):
    """The line says nothing, or the contract does not take lines any more."""


class CallOffRefused(DomainError):
    """The frame does not allow this call-off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOff:
    """What the customer calls off.

    :ivar quantities: key of a line of the contract -> quantity in its unit.
    :ivar exchange_rate: units of the contract's currency for 1 of the company's; asked
        for where the two differ.
    """

    quantities: Mapping[int, Decimal]
    called_on: date
    customer_reference: str = ""
    requested_delivery_on: date | None = None
    exchange_rate: Decimal = Decimal(1)


@transaction.atomic
def line_add(
    *, contract: Contract, values: Mapping[str, Any], actor: User, now: datetime
) -> ContractLine:
    """Add a line to a draft.

    :param values: fields of LINE_FIELDS; `designation` and `net_price` are required.
    :raises LineRefused: if the contract is signed, or the line has no name.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    _open(contract, actor)
    fields = _filled(values, contract, actor)
    if not str(fields.get("designation", "")).strip():
        raise LineRefused(_("Say what the line is about."))
    last = contract.lines.aggregate(last=Max("position"))["last"] or 0
    line = ContractLine.objects.create(contract=contract, position=last + 1, **fields)
    _note(contract, gettext_noop("Line “%(line)s” added"), line, actor=actor, now=now)
    return line


@transaction.atomic
def line_change(
    *, line: ContractLine, values: Mapping[str, Any], actor: User, now: datetime
) -> None:
    """Change a line of a draft.

    :raises LineRefused: if the contract is signed, or the line has no name.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    contract = line.contract
    _open(contract, actor)
    fields = {k: v for k, v in values.items() if k in LINE_FIELDS}
    if not str(fields.get("designation", line.designation)).strip():
        raise LineRefused(_("Say what the line is about."))
    ContractLine.objects.filter(pk=line.pk).update(**fields)
    line.refresh_from_db()
    _note(contract, gettext_noop("Line “%(line)s” changed"), line, actor=actor, now=now)


@transaction.atomic
def line_remove(*, line: ContractLine, actor: User, now: datetime) -> None:
    """Take a line out of a draft.

    :raises LineRefused: if the contract is signed, or something was called off.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    contract = line.contract
    _open(contract, actor)
    if line.call_offs.exists():
        raise LineRefused(_("A part of this line was called off: it stays."))
    _note(contract, gettext_noop("Line “%(line)s” removed"), line, actor=actor, now=now)
    line.delete()


@transaction.atomic
def call_off(
    *, contract: Contract, asked: CallOff, actor: User, now: datetime
) -> Order:
    """Create the order of a call-off, at the prices of the frame.

    The contract's row is held while what is left is counted, so that two call-offs at
    once never exceed the agreed quantity. Cancelled orders give their quantity back.

    :raises CallOffRefused: outside the life of the contract, for nothing, or for more
        than is left.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    if not policies.can_write(actor):
        raise PermissionDenied
    rows = Contract.objects.select_for_update(of=("self",))
    frame = rows.select_related("organization", "order").get(pk=contract.pk)
    _check_life(frame, asked.called_on)
    lines = _wanted(frame, asked)
    document = call_off_input(
        frame,
        [(line, asked.quantities[line.pk]) for line in lines],
        on=asked.called_on,
        rate=asked.exchange_rate,
    )
    order = _order(frame, asked, document, lines, actor=actor, now=now)
    record(
        target=frame,
        message=gettext_noop("Call-off %(number)s"),
        params={"number": order.number},
        actor=actor,
        now=now,
    )
    return order


def lines_carried(contract: Contract, order: Order | None) -> None:
    """Write the lines of the order a contract is drawn from; call it while drawing up.

    The price is what the customer pays: line discounts are in it.
    """
    if order is None:
        return
    ordered = OrderLine.objects.filter(order=order).select_related("origin")
    ContractLine.objects.bulk_create(
        ContractLine(
            contract=contract,
            position=position,
            item_id=line.item_id,
            reference=line.reference,
            designation=line.designation,
            quantity=line.quantity or None,
            unit=line.unit,
            net_price=_paid(line, order.currency),
            price_base=line.price_base,
            vat_rate=line.origin.vat_rate if line.origin is not None else Decimal(20),
            unit_cost=line.origin.unit_cost if line.origin is not None else None,
        )
        for position, line in enumerate(ordered.order_by("position", "pk"), start=1)
    )


def _paid(line: OrderLine, currency: str) -> Decimal:
    price, base = line.net_price, line.price_base
    if price is not None:
        plain = round_amount(line.quantity * price / base, currency)
        if plain == line.net_amount or not line.quantity:
            return price
    if not line.quantity:
        return Decimal(0)
    return (line.net_amount * base / line.quantity).quantize(_SIX)


def _open(contract: Contract, actor: User) -> None:
    if not policies.can_write(actor):
        raise PermissionDenied
    contract.refresh_from_db()
    if not policies.can_edit(actor, contract):
        raise LineRefused(_("A signed contract does not change: draw up an amendment."))


def _filled(
    values: Mapping[str, Any], contract: Contract, actor: User
) -> dict[str, Any]:
    """Complete a line from the item of the catalogue that its reference names."""
    fields = {k: v for k, v in values.items() if k in LINE_FIELDS}
    item = fields.get("item") or exact(actor, str(fields.get("reference") or " "))
    if item is None:
        return fields
    is_french = contract.organization.language == "fr" or not item.name_en
    known = {
        "item": item,
        "reference": item.reference,
        "designation": item.name_fr if is_french else item.name_en,
        "unit_cost": item.cost,
    }
    typed = {k: v for k, v in fields.items() if v not in {"", None}}
    return {**fields, **known, **typed}


def _note(
    contract: Contract, message: str, line: ContractLine, *, actor: User, now: datetime
) -> None:
    record(
        target=contract,
        message=message,
        params={"line": line.designation[:100]},
        actor=actor,
        now=now,
        about=contract.organization,
    )


def _check_life(frame: Contract, on: date) -> None:
    if not policies.takes_call_offs(frame):
        raise CallOffRefused(
            _("Only a signed frame or supply agreement takes call-offs.")
        )
    if on < frame.starts_on or (frame.ends_on is not None and on > frame.ends_on):
        raise CallOffRefused(
            _("The day of the call-off lies outside the life of the contract.")
        )


def _wanted(frame: Contract, asked: CallOff) -> list[ContractLine]:
    wanted = {key: one for key, one in asked.quantities.items() if one}
    lines = list(frame.lines.filter(pk__in=wanted).order_by("position", "pk"))
    if not lines:
        raise CallOffRefused(_("Say how much of at least one line is called off."))
    called = called_off(frame)
    over = []
    for line in lines:
        if line.quantity is None:
            continue
        left = line.quantity - called.get(line.pk, Decimal(0))
        if wanted[line.pk] > left:
            unit = unit_symbol(line.unit)
            over.append(
                _("%(line)s: %(asked)s called off, but only %(left)s left.")
                % {
                    "line": line.designation,
                    "asked": in_words(wanted[line.pk], unit),
                    "left": in_words(left, unit),
                }
            )
    if over:
        raise CallOffRefused("\n".join(over))
    return lines


def _order(
    frame: Contract,
    asked: CallOff,
    document: DocumentInput,
    lines: list[ContractLine],
    *,
    actor: User,
    now: datetime,
) -> Order:
    result = price_document(document)
    totals, margin = result.chosen.totals, result.chosen.margin
    source = frame.order_id is not None or frame.revision_id is not None
    order = Order.objects.create(
        number=next_number(series=SERIES, on=day_of(now)),
        frame=frame,
        is_counted=not source,
        organization=frame.organization,
        customer_reference=asked.customer_reference.strip(),
        ordered_on=asked.called_on,
        requested_delivery_on=asked.requested_delivery_on,
        currency=frame.currency,
        exchange_rate=document.company_rate,
        total_net=totals.tax_exclusive,
        total_tax=totals.tax_total,
        total_gross=totals.tax_inclusive,
        total_net_company=round_amount(
            totals.tax_exclusive / document.company_rate, document.company_currency
        ),
        total_cost=margin.cost,
        margin=margin.margin,
        owner_id=frame.owner_id,
        team_id=frame.team_id,
        created_by=actor,
        created_at=now,
        updated_at=now,
    )
    costs = {row.line_id: row.cost for row in result.line_margins}
    added = {
        str(line.pk): OrderLine(
            order=order,
            frame_line=line,
            position=position,
            item_id=line.item_id,
            reference=line.reference,
            designation=line.designation,
            cost_amount=costs.get(str(line.pk)),
        )
        for position, line in enumerate(lines, start=1)
    }
    write_lines(order, document, result, added=added)
    record(
        target=order,
        message=gettext_noop("Order %(number)s called off contract %(contract)s"),
        params={"number": order.number, "contract": frame.number},
        actor=actor,
        now=now,
        about=frame.organization,
    )
    customer_gained(order=order, actor=actor, actor_name="", now=now)
    return order
