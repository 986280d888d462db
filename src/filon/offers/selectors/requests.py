"""Requests for prices, their answers side by side, and prices that end too early."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Prefetch, Q
from django.utils.translation import gettext as _

from filon.accounts.models import User, scope_of
from filon.accounts.policies import can_manage
from filon.coordination.models import PublicLink
from filon.documents.content import Block, Column, Document, Facts, Paragraph, Table
from filon.offers.models import (
    OfferLine,
    OfferRevision,
    PriceRequest,
    PriceRequestLine,
    SupplierPrice,
    SupplierQuote,
)
from filon.offers.rules.landed import Priced, landed_costs
from filon.offers.selectors.document.figures import unit_symbol
from filon.web.templatetags.filon import day, quantity

S = OfferRevision.Status


def price_request(revision: OfferRevision, pk: int) -> PriceRequest | None:
    """Return a request about any revision of an offer, with answers; five queries."""
    prices = SupplierPrice.objects.select_related("line").order_by("pk")
    quotes = SupplierQuote.objects.select_related("supplier").order_by("pk")
    rows = PriceRequest.objects.filter(
        revision__offer=revision.offer_id, pk=pk
    ).select_related("revision", "created_by")
    return rows.prefetch_related(
        Prefetch("lines", PriceRequestLine.objects.order_by("pk")),
        Prefetch("quotes", quotes.prefetch_related(Prefetch("prices", prices))),
    ).first()


def price_requests(revision: OfferRevision) -> list[PriceRequest]:
    """Return the requests about an offer, the latest first; two queries."""
    rows = PriceRequest.objects.filter(revision__offer=revision.offer_id)
    quotes = SupplierQuote.objects.select_related("supplier").order_by("pk")
    return list(rows.prefetch_related(Prefetch("quotes", quotes)).order_by("-pk"))


def public_quote(link: PublicLink) -> SupplierQuote | None:
    """Return what the holder of a link is asked, or None once the offer is gone."""
    rows = SupplierQuote.objects.filter(
        link=link, request__revision__offer__deleted_at=None
    )
    return rows.select_related(
        "supplier", "request__created_by", "request__revision__offer"
    ).first()


def costs_of(quote: SupplierQuote, currency: str) -> dict[int, Decimal]:
    """Return the landed unit cost of each asked line by its key; no query if loaded.

    Empty while an exchange rate is missing.
    """
    rate = Decimal(1) if quote.currency == currency else quote.exchange_rate
    if rate is None:
        return {}
    prices = {
        row.line_id: Priced(
            quantity=row.line.quantity,
            unit_price=row.unit_price,
            minimum=row.minimum,
            breaks=[(Decimal(start), Decimal(price)) for start, price in row.breaks],
        )
        for row in quote.prices.all()
    }
    return landed_costs(
        prices,
        rate=rate,
        transport=quote.transport,
        duty_percent=quote.duty_percent,
    )


@dataclass(frozen=True, slots=True)
class QuoteCell:
    """One price of the comparison; `landed` None while its rate is unknown."""

    price: SupplierPrice
    landed: Decimal | None
    is_lowest: bool
    is_fastest: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class CompareRow:
    """One asked line with what each supplier answered, in the order of the quotes."""

    line: PriceRequestLine
    unit: str
    cells: Sequence[QuoteCell | None]


def comparison_rows(
    request: PriceRequest, *, currency: str, chosen: frozenset[int]
) -> list[CompareRow]:
    """Return the answers side by side; no query on a request that is loaded.

    :param chosen: keys of the prices that lines of the offer cost now.
    """
    quotes = list(request.quotes.all())
    costs = {quote.pk: costs_of(quote, currency) for quote in quotes}
    by_line = {
        (quote.pk, price.line_id): price
        for quote in quotes
        for price in quote.prices.all()
    }
    rows = []
    for line in request.lines.all():
        known = [c[line.pk] for c in costs.values() if line.pk in c]
        given = [by_line.get((quote.pk, line.pk)) for quote in quotes]
        days = [
            row.lead_time_days
            for row in given
            if row is not None and row.lead_time_days is not None
        ]
        cells = [
            None
            if row is None
            else QuoteCell(
                price=row,
                landed=(landed := costs[row.quote_id].get(line.pk)),
                is_lowest=landed is not None and landed == min(known),
                is_fastest=bool(days) and row.lead_time_days == min(days),
                is_chosen=row.pk in chosen,
            )
            for row in given
        ]
        rows.append(CompareRow(line, unit_symbol(line.unit), cells))
    return rows


def chosen_prices(lines: Iterable[OfferLine]) -> frozenset[int]:
    """Return the keys of the supplier prices that lines cost."""
    return frozenset(
        line.supplier_price_id for line in lines if line.supplier_price_id is not None
    )


@dataclass(frozen=True, slots=True)
class EndingPrice:
    """A supplier's price that ends before the offer that rests on it."""

    revision: OfferRevision
    line: OfferLine
    supplier: str
    ends_on: date

    @property
    def sentence(self) -> str:
        """What is wrong, without the price."""
        words = {
            "name": self.supplier,
            "line": self.line.designation or self.line.reference,
            "day": day(self.ends_on),
            "until": day(self.revision.valid_until),
        }
        return (
            _(
                "The price of %(name)s for %(line)s ends on %(day)s, the offer is valid"
                " until %(until)s."
            )
            % words
        )


def ending_prices(
    revision: OfferRevision, lines: Iterable[OfferLine]
) -> list[EndingPrice]:
    """Return the supplier prices that end before the offer does; no query."""
    found = []
    for line in lines:
        price, until = line.supplier_price, revision.valid_until
        ends_on = price.quote.valid_until if price is not None else None
        if price is None or until is None or ends_on is None or ends_on >= until:
            continue
        found.append(EndingPrice(revision, line, str(price.quote.supplier), ends_on))
    return found


def ending_prices_of(user: User, *, limit: int) -> list[EndingPrice]:
    """Return such prices in a person's drafts and open offers; one query.

    One's own; those of the teams for who leads them.
    """
    path = "revision__offer__"
    whose = scope_of(user, path) if can_manage(user) else Q(revision__offer__owner=user)
    rows = OfferLine.objects.filter(
        whose,
        revision__is_current=True,
        revision__status__in=[S.DRAFT, S.SENT],
        revision__offer__deleted_at=None,
        supplier_price__quote__valid_until__lt=F("revision__valid_until"),
    ).select_related("revision__offer__organization", "supplier_price__quote__supplier")
    found = rows.order_by("supplier_price__quote__valid_until", "pk")[:limit]
    return [one for line in found for one in ending_prices(line.revision, [line])]


def request_document(request: PriceRequest, quote: SupplierQuote | None) -> Document:
    """Return the request as suppliers read it: no customer, no price of ours."""
    recipient: list[str] = []
    if quote is not None:
        recipient = [str(quote.supplier), quote.addressee_name]
    blocks: list[Block] = [
        Facts(
            [
                (_("Request"), str(request.pk)),
                (_("Answer wanted by"), day(request.due_on)),
                (_("Contact"), str(request.created_by or "")),
            ]
        )
    ]
    if request.message:
        blocks.append(Paragraph(request.message))
    blocks += [
        Table(
            columns=[
                Column(_("Reference")),
                Column(_("Designation"), width=3),
                Column(_("Drawing")),
                Column(_("Quantity"), align="right"),
            ],
            rows=[
                [
                    row.reference,
                    row.designation,
                    row.drawing,
                    f"{quantity(row.quantity)} {unit_symbol(row.unit)}",
                ]
                for row in request.lines.all()
            ],
        ),
        Paragraph(
            _(
                "Please give, for each line: unit price and quantity breaks, minimum"
                " quantity, lead time; and for the whole: currency, Incoterm with its"
                " place, last day of validity."
            )
        ),
    ]
    return Document(title=_("Request for prices"), recipient=recipient, blocks=blocks)
