"""Three years of deals, offers, orders and contacts, written in bulk.

What is past is written straight into the tables, in the order that the guards ask for:
a revision as a draft, its lines, then the answer in one update.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from filon.catalog.models import Item
from filon.contracts.models import Order, OrderLine
from filon.deals.models import Deal
from filon.directory.models import Organization
from filon.documents.models import NumberSeries
from filon.kernel.money import round_half_up
from filon.offers.models import Offer, OfferLine, OfferRevision
from filon.project.demo.customers import Base
from filon.project.demo.setting import Setting
from filon.prospecting.models import Activity

YEARS = 3
SALES = 620
LOST = 260
CONTACTS = 5200
VAT = Decimal("0.20")
OUTCOMES = ("INTERESTED", "APPOINTMENT", "CALL_BACK", "NOT_REACHED", "NOT_INTERESTED")


@dataclass(slots=True)
class Sale:
    """One past deal: who, what, when, and whether it was won."""

    company: Organization
    on: date
    is_won: bool
    rows: list[tuple[Item, Decimal]]

    @property
    def net(self) -> Decimal:
        """Total before VAT."""
        return sum((amount(item, q) for item, q in self.rows), Decimal(0))

    @property
    def cost(self) -> Decimal:
        """Standard cost of the whole."""
        costs = (
            round_half_up((item.cost or Decimal(0)) * q / item.price_base, 2)
            for item, q in self.rows
        )
        return sum(costs, Decimal(0))


def amount(item: Item, quantity: Decimal) -> Decimal:
    """Return the net amount of a line at the item's own price."""
    return round_half_up((item.price or Decimal(0)) * quantity / item.price_base, 2)


def build(setting: Setting, base: Base, items: list[Item]) -> None:
    """Write what happened before the demonstration starts."""
    sales = _sales(setting, base, items)
    deals = _deals(setting, sales)
    revisions = _offers(setting, sales, deals)
    _orders(setting, sales, deals, revisions)
    _contacts(setting, base)
    _freshness(base)


def _sales(setting: Setting, base: Base, items: list[Item]) -> list[Sale]:
    """Return the past deals in the order of their days."""
    dice = setting.dice
    priced = [item for item in items if item.price is not None]
    sales = []
    for number in range(SALES + LOST):
        is_won = number < SALES
        pool = base.customers if is_won else base.companies
        company = pool[min(int(dice.paretovariate(1.15)) * 3, len(pool) - 1)]
        if dice.random() < 0.5:
            company = dice.choice(pool)
        rows = [
            (item, Decimal(dice.choice((1, 2, 4, 5, 10, 12, 20, 50)) * item.price_base))
            for item in dice.sample(priced, dice.randrange(1, 6))
        ]
        ago = int(YEARS * 365 * (1 - dice.random() ** 1.15)) + 12
        sales.append(Sale(company, setting.working_day(-ago), is_won, rows))
    return sorted(sales, key=lambda sale: (sale.on, sale.company.pk))


def _deals(setting: Setting, sales: list[Sale]) -> list[Deal]:
    dice = setting.dice
    reasons = Deal.LostReason.values
    return Deal.objects.bulk_create(
        Deal(
            title=_title(sale),
            organization=sale.company,
            stage=Deal.Stage.WON if sale.is_won else Deal.Stage.LOST,
            source=dice.choice(("REPEAT", "CALL_IN", "PLAN", "REFERRAL", "TENDER")),
            amount=sale.net,
            probability_percent=100 if sale.is_won else 0,
            expected_close_on=sale.on,
            lost_reason="" if sale.is_won else dice.choice(reasons),
            won_at=_moment(sale.on) if sale.is_won else None,
            lost_at=None if sale.is_won else _moment(sale.on),
            **_owned(sale.company, sale.on - timedelta(days=25)),
        )
        for sale in sales
    )


def _title(sale: Sale) -> str:
    first = sale.rows[0][0]
    return f"{first.family or 'Fourniture'} – {sale.company.city}"[:200]


def _offers(
    setting: Setting, sales: list[Sale], deals: list[Deal]
) -> list[OfferRevision]:
    """Write an offer with one revision for each deal; the lines before the answer."""
    numbers = _Numbers("OFF")
    sent = [sale.on - timedelta(days=18) for sale in sales]
    offers = Offer.objects.bulk_create(
        Offer(
            number=numbers.next(on),
            title=deal.title,
            form=Offer.Form.QUOTE,
            deal=deal,
            organization=sale.company,
            **_owned(sale.company, on),
        )
        for sale, deal, on in zip(sales, deals, sent, strict=True)
    )
    numbers.save()
    revisions = OfferRevision.objects.bulk_create(
        _revision(offer, sale, on)
        for offer, sale, on in zip(offers, sales, sent, strict=True)
    )
    OfferLine.objects.bulk_create(
        _line(revision, place, item, quantity)
        for revision, sale in zip(revisions, sales, strict=True)
        for place, (item, quantity) in enumerate(sale.rows, 1)
    )
    for status in (OfferRevision.Status.ACCEPTED, OfferRevision.Status.REFUSED):
        is_won = status == OfferRevision.Status.ACCEPTED
        chosen = [
            revision.pk
            for revision, sale in zip(revisions, sales, strict=True)
            if sale.is_won == is_won
        ]
        for start in range(0, len(chosen), 400):
            OfferRevision.objects.filter(pk__in=chosen[start : start + 400]).update(
                status=status
            )
    return revisions


def _revision(offer: Offer, sale: Sale, on: date) -> OfferRevision:
    net, cost = sale.net, sale.cost
    tax = round_half_up(net * VAT, 2)
    margin = net - cost
    return OfferRevision(
        offer=offer,
        letter="A",
        created_at=_moment(on),
        created_by=offer.owner,
        updated_at=_moment(sale.on),
        language=sale.company.language,
        valid_until=on + timedelta(days=30),
        lead_time_days=28,
        warranty_months=24,
        is_priced=True,
        total_net=net,
        total_tax=tax,
        total_gross=net + tax,
        total_net_company=net,
        total_cost=cost,
        margin=margin,
        margin_percent=round_half_up(margin * 100 / net, 4) if net else None,
        content_hash=hashlib.sha256(offer.number.encode()).hexdigest(),
        sent_at=_moment(on),
        sent_by=offer.owner,
        answered_at=_moment(sale.on),
        refusal_reason="" if sale.is_won else "Offre concurrente retenue",
    )


def _line(
    revision: OfferRevision, place: int, item: Item, quantity: Decimal
) -> OfferLine:
    net = amount(item, quantity)
    cost = round_half_up((item.cost or Decimal(0)) * quantity / item.price_base, 2)
    return OfferLine(
        revision=revision,
        position=place,
        item=item,
        reference=item.reference,
        designation=item.name_fr,
        quantity=quantity,
        unit=item.unit,
        price_base=item.price_base,
        unit_cost=item.cost,
        cost_source=OfferLine.CostSource.STANDARD,
        gross_price=item.price,
        net_price=item.price,
        net_amount=net,
        cost_amount=cost,
    )


def _orders(
    setting: Setting,
    sales: list[Sale],
    deals: list[Deal],
    revisions: list[OfferRevision],
) -> None:
    numbers = _Numbers("CMD")
    won = [row for row in zip(sales, deals, revisions, strict=True) if row[0].is_won]
    orders = Order.objects.bulk_create(
        Order(
            number=numbers.next(sale.on),
            revision=revision,
            organization=sale.company,
            deal=deal,
            status=Order.Status.DELIVERED
            if sale.on < setting.day(-35)
            else Order.Status.CONFIRMED,
            customer_reference=f"PO-{deal.pk:05d}",
            ordered_on=sale.on,
            delivery_on=sale.on + timedelta(days=30),
            delivered_on=sale.on + timedelta(days=30 + deal.pk % 5)
            if sale.on < setting.day(-35)
            else None,
            total_net=revision.total_net,
            total_tax=revision.total_tax,
            total_gross=revision.total_gross,
            total_net_company=revision.total_net,
            total_cost=revision.total_cost,
            margin=revision.margin,
            **_owned(sale.company, sale.on),
        )
        for sale, deal, revision in won
    )
    numbers.save()
    lines: dict[int, list[OfferLine]] = {}
    for line in OfferLine.objects.order_by("revision_id", "position"):
        lines.setdefault(line.revision_id, []).append(line)
    OrderLine.objects.bulk_create(
        OrderLine(
            order=order,
            origin=line,
            position=line.position,
            item_id=line.item_id,
            reference=line.reference,
            designation=line.designation,
            quantity=line.quantity,
            unit=line.unit,
            net_price=line.net_price,
            price_base=line.price_base,
            net_amount=line.net_amount or 0,
            net_amount_company=line.net_amount or 0,
            cost_amount=line.cost_amount,
        )
        for order, (_sale, _deal, revision) in zip(orders, won, strict=True)
        for line in lines[revision.pk]
    )


def _contacts(setting: Setting, base: Base) -> None:
    dice = setting.dice
    kinds = ("CALL", "CALL", "CALL", "VISIT", "EMAIL", "MEETING", "SHOW")
    rows = []
    for _number in range(CONTACTS):
        company = dice.choice(base.companies)
        on = setting.working_day(-int(YEARS * 365 * dice.random()) - 3)
        moment = _moment(on, dice.randrange(8, 18))
        rows.append(
            Activity(
                kind=dice.choice(kinds),
                status=Activity.Status.DONE,
                subject=dice.choice(
                    (
                        "Suivi de compte",
                        "Présentation gamme vannes",
                        "Point maintenance",
                        "Relance",
                        "Visite d’usine",
                    )
                ),
                organization=company,
                starts_at=moment,
                done_at=moment + timedelta(minutes=40),
                outcome=dice.choice(OUTCOMES),
                report="Échange sur les besoins de l’atelier et les délais.",
                **_owned(company, on),
            )
        )
    Activity.objects.bulk_create(rows, batch_size=1000)


def _freshness(base: Base) -> None:
    """Write when each company was last reached, and where customers stand."""
    last: dict[int, date] = {}
    for company, moment in Activity.objects.order_by("starts_at").values_list(
        "organization_id", "starts_at"
    ):
        last[company] = timezone.localtime(moment).date()
    orders: dict[int, list[date]] = {}
    for company, on in Order.objects.values_list("organization_id", "ordered_on"):
        orders.setdefault(company, []).append(on)
    newest = max((max(days) for days in orders.values()), default=date.min)
    for row in base.companies:
        row.last_contact_on = last.get(row.pk)
        days = orders.get(row.pk, [])
        if row.is_customer:
            row.lifecycle = _lifecycle(days, newest)
    Organization.objects.bulk_update(
        base.companies, ["last_contact_on", "lifecycle"], batch_size=300
    )


def _lifecycle(days: list[date], newest: date) -> str:
    if not days or max(days) < newest - timedelta(days=720):
        return Organization.Lifecycle.LOST
    if max(days) < newest - timedelta(days=365):
        return Organization.Lifecycle.DORMANT
    if len(days) == 1:
        return Organization.Lifecycle.NEW
    if len(days) >= 6:
        return Organization.Lifecycle.REPEAT
    return Organization.Lifecycle.ACTIVE


class _Numbers:
    """Gap-free numbers of the past, handed on to the series of the present."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.last: dict[int, tuple[int, date]] = {}

    def next(self, on: date) -> str:
        count = self.last.get(on.year, (0, on))[0] + 1
        self.last[on.year] = (count, on)
        return f"{self.code}-{on.year}-{count:05d}"

    def save(self) -> None:
        NumberSeries.objects.bulk_create(
            NumberSeries(code=self.code, year=year, last=count, last_on=on)
            for year, (count, on) in self.last.items()
        )


def _moment(on: date, hour: int = 10) -> datetime:
    return datetime.combine(on, time(hour, 0), tzinfo=timezone.get_current_timezone())


def _owned(company: Organization, on: date) -> dict[str, Any]:
    moment = _moment(on)
    return {
        "owner": company.owner,
        "team": company.team,
        "created_by": company.owner,
        "created_at": moment,
        "updated_at": moment,
    }
