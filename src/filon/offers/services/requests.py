"""Prices asked of suppliers by link, answered, compared and taken as costs (F-05)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.accounts.policies import can_see_cost
from filon.accounts.services import company
from filon.coordination import links
from filon.coordination.models import PublicLink
from filon.directory.models import Organization
from filon.journal.services import move, record
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.mail.services import queue_mail
from filon.offers.lifecycle import QUOTE
from filon.offers.models import (
    OfferLine,
    OfferRevision,
    PriceRequest,
    PriceRequestLine,
    SupplierPrice,
    SupplierQuote,
)
from filon.offers.selectors.requests import costs_of
from filon.offers.services.drafts import open_draft, reprice
from filon.offers.services.feasibility import supplier_addressee

Q = SupplierQuote.Status
# A link outlives the due day: late answers are answers.
AFTER_DUE = timedelta(days=30)


class RequestRefused(DomainError):
    """Nothing or nobody was chosen, or a supplier cannot be reached."""


class QuoteIncomplete(DomainError):
    """The quotation has no price, or no day until which it holds."""


class PriceNotUsable(DomainError):
    """The price has expired, lacks its exchange rate, or its line is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedLine:
    """What a supplier asks for one line; breaks are (quantity from which, price)."""

    unit_price: Decimal
    minimum: Decimal | None = None
    lead_time_days: int | None = None
    breaks: Sequence[tuple[Decimal, Decimal]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A quotation: prices by key of the asked line, and its terms."""

    lines: Mapping[int, QuotedLine]
    currency: str
    valid_until: date | None
    incoterm: str = ""
    incoterm_place: str = ""
    comment: str = ""


@transaction.atomic
def price_request_send(
    *,
    revision: OfferRevision,
    lines: Sequence[OfferLine],
    suppliers: Sequence[Organization],
    message: str,
    due_on: date,
    actor: User,
    now: datetime,
) -> PriceRequest:
    """Ask suppliers for prices of lines, each by a link of its own.

    They read neither the customer, nor our prices, nor who else is asked.

    :raises RequestRefused: without lines, suppliers or their address, or in the past.
    :raises RevisionFrozen: if the revision was sent.
    """
    open_draft(revision, actor=actor, now=now)
    if not lines or not suppliers:
        raise RequestRefused(_("Choose at least one line and one supplier."))
    if due_on < clock.day_of(now):
        raise RequestRefused(_("Choose a day from today on for the answer."))
    request = PriceRequest.objects.create(
        revision=revision,
        message=message.strip(),
        due_on=due_on,
        created_at=now,
        created_by=actor,
    )
    PriceRequestLine.objects.bulk_create(
        PriceRequestLine(
            request=request,
            line=line,
            reference=line.reference,
            designation=line.designation,
            drawing=f"{line.drawing} {line.drawing_index}".strip(),
            quantity=line.quantity,
            unit=line.unit,
        )
        for line in lines
    )
    for supplier in suppliers:
        _invite(request, supplier, actor=actor, now=now)
    record(
        target=revision,
        message=gettext_noop("Prices asked of %(names)s"),
        params={"names": ", ".join(str(row) for row in suppliers)[:200]},
        actor=actor,
        now=now,
        about=revision.offer,
    )
    return request


def _invite(
    request: PriceRequest, supplier: Organization, *, actor: User, now: datetime
) -> None:
    who = supplier_addressee(supplier)
    if not who.email:
        raise RequestRefused(
            _("No e-mail address is known for: %(names)s.") % {"names": supplier}
        )
    quote = SupplierQuote.objects.create(
        request=request,
        supplier=supplier,
        addressee_name=who.called[:200],
        addressee_email=who.email,
        currency=supplier.currency or "EUR",
    )
    link, token = links.link_issue(
        purpose=links.Purpose.PRICE_REQUEST,
        target=quote,
        recipient_name=quote.addressee_name,
        recipient_email=quote.addressee_email,
        language=who.language,
        now=now,
        life=AFTER_DUE + (request.due_on - clock.day_of(now)),
    )
    SupplierQuote.objects.filter(pk=quote.pk).update(link=link)
    context = {
        "request": request,
        "quote": quote,
        "url": links.entry_url(token),
        "actor": actor,
        "company": company().name,
    }
    with translation.override(who.language):
        text = render_to_string("offers/mail/price_request.txt", context).strip()
    subject, _line, body = text.partition("\n")
    queue_mail(
        to=quote.addressee_email,
        subject=" ".join(subject.split())[:250],
        body=f"{body.strip()}\n",
        language=who.language,
        actor=actor,
        now=now,
        target=request.revision,
        reply_to=actor.email,
        secrets=(token,),
    )


@transaction.atomic
def quote_answer(
    *,
    quote: SupplierQuote,
    quoted: Quoted,
    now: datetime,
    link: PublicLink | None = None,
    actor: User | None = None,
    request: HttpRequest | None = None,
) -> None:
    """Take a quotation, through its link or as received otherwise (`actor`).

    Of two answers at once the first one stands.

    :raises QuoteIncomplete: without a price, or without a day from today on.
    :raises PermissionDenied: through another link, or without the right to see costs.
    :raises TransitionRefused: if it was answered or declined before.
    """
    name = _answerer(quote, link, actor)
    today = clock.day_of(now)
    if not quoted.lines:
        raise QuoteIncomplete(_("Give the price of at least one line."))
    if quoted.valid_until is None or quoted.valid_until < today:
        raise QuoteIncomplete(_("Say until when your prices hold, today or later."))
    _move(
        quote,
        Q.ANSWERED,
        gettext_noop("%(name)s quoted prices"),
        name,
        actor=actor,
        now=now,
        currency=quoted.currency,
        valid_until=quoted.valid_until,
        incoterm=quoted.incoterm,
        incoterm_place=quoted.incoterm_place.strip(),
        comment=quoted.comment.strip(),
    )
    asked = set(quote.request.lines.values_list("pk", flat=True))
    SupplierPrice.objects.bulk_create(
        SupplierPrice(
            quote=quote,
            line_id=key,
            unit_price=row.unit_price,
            minimum=row.minimum,
            lead_time_days=row.lead_time_days,
            breaks=[[str(start), str(price)] for start, price in row.breaks],
        )
        for key, row in quoted.lines.items()
        if key in asked
    )
    if link is not None:
        links.link_event(link=link, kind="ANSWERED", request=request, now=now)


@transaction.atomic
def quote_decline(
    *,
    quote: SupplierQuote,
    comment: str,
    link: PublicLink,
    request: HttpRequest | None,
    now: datetime,
) -> None:
    """Take it that a supplier does not quote.

    :raises PermissionDenied: through another link.
    :raises TransitionRefused: if it was answered or declined before.
    """
    name = _answerer(quote, link, None)
    _move(
        quote,
        Q.DECLINED,
        gettext_noop("%(name)s does not quote"),
        name,
        actor=None,
        now=now,
        comment=comment.strip(),
    )
    links.link_event(link=link, kind="DECLINED", request=request, now=now)


def _answerer(quote: SupplierQuote, link: PublicLink | None, actor: User | None) -> str:
    if link is not None and quote.link_id == link.pk:
        return link.recipient_name
    if link is None and actor is not None and can_see_cost(actor):
        return str(actor)
    raise PermissionDenied


def _move(
    quote: SupplierQuote,
    to: str,
    message: str,
    name: str,
    *,
    actor: User | None,
    now: datetime,
    **values: Any,
) -> None:
    move(
        quote,
        to=to,
        transitions=QUOTE,
        actor=actor,
        actor_name=name,
        now=now,
        message=message,
        params={"name": str(quote.supplier)},
        about=quote.request.revision.offer,
        answered_at=now,
        answered_by_name=name,
        **values,
    )


@transaction.atomic
def quote_costs_set(
    *,
    quote: SupplierQuote,
    transport: Decimal,
    duty_percent: Decimal,
    exchange_rate: Decimal | None,
    actor: User,
    now: datetime,
) -> None:
    """Say what a quotation costs us beside its prices: carriage, duty, exchange.

    :param transport: in the company's currency.
    :param exchange_rate: units of the supplier's currency for one of ours.
    :raises PermissionDenied: without the right to see costs.
    """
    if not can_see_cost(actor):
        raise PermissionDenied
    SupplierQuote.objects.filter(pk=quote.pk).update(
        transport=transport, duty_percent=duty_percent, exchange_rate=exchange_rate
    )
    record(
        target=quote.request.revision,
        message=gettext_noop("Costs beside the prices of %(name)s changed"),
        params={"name": str(quote.supplier)},
        actor=actor,
        now=now,
        about=quote.request.revision.offer,
    )


@transaction.atomic
def price_choose(
    *, price: SupplierPrice, revision: OfferRevision, actor: User, now: datetime
) -> OfferLine:
    """Make a supplier's price, landed, the cost of its line in a draft.

    In a later revision the line is the one with the same words. A longer lead time is
    taken along.

    :raises PriceNotUsable: if it has expired, has no exchange rate or no line.
    :raises PermissionDenied: without the right to see costs.
    :raises RevisionFrozen: if the revision was sent.
    """
    if not can_see_cost(actor):
        raise PermissionDenied
    open_draft(revision, actor=actor, now=now)
    quote = price.quote
    if quote.valid_until is not None and quote.valid_until < clock.day_of(now):
        raise PriceNotUsable(_("This price has expired: ask for it again."))
    cost = costs_of(quote, company().currency).get(price.line_id)
    if cost is None:
        raise PriceNotUsable(_("Give the exchange rate of this quotation first."))
    line = _line_of(price.line, revision)
    days = max(line.lead_time_days or 0, price.lead_time_days or 0)
    OfferLine.objects.filter(pk=line.pk).update(
        unit_cost=cost,
        cost_source=OfferLine.CostSource.SUPPLIER,
        supplier_price=price,
        lead_time_days=days or None,
    )
    record(
        target=revision,
        message=gettext_noop("Price of %(name)s chosen for “%(line)s”"),
        params={"name": str(quote.supplier), "line": line.designation[:100]},
        actor=actor,
        now=now,
        about=revision.offer,
    )
    reprice(revision, now=now)
    line.refresh_from_db()
    return line


def _line_of(asked: PriceRequestLine, revision: OfferRevision) -> OfferLine:
    rows = OfferLine.objects.filter(revision=revision, kind=OfferLine.Kind.ITEM)
    own = None if asked.line_id is None else rows.filter(pk=asked.line_id).first()
    found = own or (
        rows.filter(reference=asked.reference, designation=asked.designation)
        .order_by("position", "pk")
        .first()
    )
    if found is None:
        raise PriceNotUsable(_("The line is no longer in the offer."))
    return found
