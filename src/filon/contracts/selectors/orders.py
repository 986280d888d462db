"""Reading orders: the list, and one with all it comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from filon.accounts.models import User
from filon.contracts.lifecycle import UNDECIDED
from filon.contracts.models import Contract, IncomingOrder, Order, OrderLine
from filon.coordination.kinds import url_of
from filon.deals.models import Deal
from filon.journal.models import Entry, kind_of
from filon.journal.selectors import timeline
from filon.kernel.text import fold
from filon.needs.models import Need
from filon.offers.models import Offer
from filon.offers.selectors.document.figures import unit_symbol
from filon.plans.models import ActionPlan
from filon.watch.models import Finding, MarketInsight

OPEN = (Order.Status.RECEIVED, Order.Status.CONFIRMED)

# What an order goes back to, in the order of the flow: model, path to its key.
_ORIGINS: tuple[tuple[str, type[Model], str], ...] = (
    ("insight", MarketInsight, "deal__insight_id"),
    ("plan", ActionPlan, "plan_id"),
    ("deal", Deal, "deal_id"),
    ("need", Need, "revision__offer__need_id"),
    ("offer", Offer, "revision__offer_id"),
)


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One record of the chain that led to an order, and its address."""

    label: str | Promise
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class OrderedLine:
    """A line of an order with the short form of its unit."""

    line: OrderLine
    unit: str


@dataclass(frozen=True, slots=True)
class Compared:
    """The purchase order an order is compared with, and how far that is."""

    pk: int
    number: str
    found: int
    waiting: int


@dataclass(frozen=True, slots=True)
class OrderSheet:
    """What the page of an order shows, read in three queries."""

    order: Order
    lines: Sequence[OrderedLine]
    chain: Sequence[ChainLink]
    history: Sequence[Entry]
    compared: Compared | None


def orders(user: User) -> QuerySet[Order]:
    """Return the orders that a person may read."""
    rows: QuerySet[Order] = Order.objects.visible_to(user)
    return rows.select_related("organization", "owner")


def search_orders(text: str) -> Q:
    """Return the filter of a search by number, customer's reference or company."""
    return (
        Q(number__icontains=text)
        | Q(customer_reference__icontains=text)
        | Q(organization__name_key__contains=fold(text))
    )


def by_delivery(wanted: str, *, on: date) -> Q:
    """Return the filter of the open orders that are "late", or "unplanned" still."""
    open_orders = Q(status__in=OPEN)
    if wanted == "late":
        return open_orders & Q(delivery_on__lt=on)
    return open_orders & Q(delivery_on=None)


def is_late(order: Order, *, on: date) -> bool:
    """Tell whether an open order was promised for a day before `on`."""
    promised = order.delivery_on
    return order.status in OPEN and promised is not None and promised < on


def order_sheet(*, user: User, pk: int) -> OrderSheet:
    """Return an order with its lines, its origins and its history; three queries.

    :raises Order.DoesNotExist: if the person may not read it.
    """
    order: Order = (
        orders(user)
        .select_related(
            "revision__offer__need", "revision__acceptance", "deal__insight", "plan"
        )
        .annotate(**_shown(user), **_beside(user), **_against())
        .get(pk=pk)
    )
    lines = OrderLine.objects.filter(order=order).order_by("position", "pk")
    return OrderSheet(
        order=order,
        lines=[OrderedLine(line, unit_symbol(line.unit)) for line in lines],
        chain=_chain(order),
        history=timeline(order, limit=30),
        compared=_compared(order),
    )


def cost_currency(order: Order) -> str:
    """Return the company's currency, in which cost and margin are kept."""
    if order.revision is None:
        return order.currency
    priced = order.revision.frozen.get("input", {})
    return str(priced.get("company_currency", order.currency))


def _shown(user: User) -> dict[str, Exists]:
    """Return, for each origin, whether this person may read it."""
    return {
        f"shows_{name}": Exists(
            model._default_manager.visible_to(user).filter(pk=OuterRef(path))  # type: ignore[attr-defined]
        )
        for name, model, path in _ORIGINS
    }


def _beside(user: User) -> dict[str, Subquery]:
    """Return the finding at the start of the chain and the contract at its end."""
    findings = Finding.objects.visible_to(user).filter(
        insights=OuterRef("deal__insight_id")
    )
    contracts = Contract.objects.visible_to(user).filter(order=OuterRef("pk"))
    frame = Contract.objects.visible_to(user).filter(pk=OuterRef("frame"))
    first = findings.order_by("observed_on", "pk")
    drawn = contracts.order_by("pk")
    return {
        "finding_pk": Subquery(first.values("pk")[:1]),
        "finding_title": Subquery(first.values("title")[:1]),
        "frame_pk": Subquery(frame.values("pk")),
        "frame_number": Subquery(frame.values("number")),
        "frame_title": Subquery(frame.values("title")),
        "contract_pk": Subquery(drawn.values("pk")[:1]),
        "contract_number": Subquery(drawn.values("number")[:1]),
        "contract_title": Subquery(drawn.values("title")[:1]),
    }


def _against() -> dict[str, Subquery]:
    """Return the purchase order that an order is compared with now, and its counts."""
    current = IncomingOrder.objects.filter(order=OuterRef("pk"), is_current=True)
    waiting = Q(deviations__decision__in=UNDECIDED)
    counted = current.annotate(
        found=Count("deviations"), waiting=Count("deviations", filter=waiting)
    )
    return {
        f"purchase_{name}": Subquery(counted.values(name)[:1])
        for name in ("pk", "number", "found", "waiting")
    }


def _compared(order: Order) -> Compared | None:
    read = vars(order)
    if read["purchase_pk"] is None:
        return None
    names = ("pk", "number", "found", "waiting")
    return Compared(**{name: read[f"purchase_{name}"] for name in names})


def _chain(order: Order) -> list[ChainLink]:
    found: list[ChainLink] = []
    read = vars(order)
    if read["finding_pk"] is not None:
        url = url_of(kind_of(Finding), read["finding_pk"])
        found.append(ChainLink(_("Finding"), read["finding_title"], url))
    for name, label, row, title in _rows(order):
        if row is not None and read[f"shows_{name}"]:
            found.append(ChainLink(label, title, url_of(kind_of(row), row.pk)))
    found.extend(_contract(read, "frame"))
    found.append(ChainLink(_("Order"), order.number, ""))
    found.extend(_contract(read, "contract"))
    return found


def _contract(read: Mapping[str, Any], name: str) -> list[ChainLink]:
    """Return the contract that an order is a call-off of, or that follows it."""
    if read[f"{name}_pk"] is None:
        return []
    title = f"{read[f'{name}_number']} {read[f'{name}_title']}".strip()
    url = url_of(kind_of(Contract), read[f"{name}_pk"])
    return [ChainLink(_("Contract"), title, url)]


def _rows(order: Order) -> list[tuple[str, Promise, Model | None, str]]:
    deal, plan, revision = order.deal, order.plan, order.revision
    offer = revision.offer if revision is not None else None
    insight = deal.insight if deal is not None else None
    need = offer.need if offer is not None else None
    letter = revision.letter if revision is not None else ""
    return [
        ("insight", _("Insight"), insight, insight.statement if insight else ""),
        ("plan", _("Action plan"), plan, f"{plan.ref} {plan.title}" if plan else ""),
        ("deal", _("Deal"), deal, deal.title if deal else ""),
        ("need", _("Need"), need, str(need) if need else ""),
        (
            "offer",
            _("Offer"),
            offer,
            f"{offer.number} {letter} · {offer.title}" if offer else "",
        ),
    ]
