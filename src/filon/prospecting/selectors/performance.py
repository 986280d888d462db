"""What prospecting brings and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, Sum

from filon.accounts.models import User
from filon.deals.models import Deal
from filon.kernel.money import round_amount
from filon.plans.models import ActionPlan
from filon.prospecting.lifecycle import NOT_A_CONTACT
from filon.prospecting.models import Activity
from filon.prospecting.selectors.activities import bounds

A = Activity


@dataclass(frozen=True, slots=True)
class KindLine:
    """One way of making contact: how many, how many reached, what they cost."""

    kind: str
    done: int
    reached: int
    appointments: int
    needs: int
    cost: Decimal
    distance_km: Decimal

    @property
    def cost_per_contact(self) -> Decimal | None:
        """Cost of one contact that reached somebody."""
        return share(self.cost, self.reached)


@dataclass(frozen=True, slots=True)
class Performance:
    """A period: contacts, results and cost, in the company's currency."""

    lines: Sequence[KindLine]
    planned: int
    deals: int
    won: int

    @property
    def done(self) -> int:
        """Contacts made, whether somebody was reached or not."""
        return sum(line.done for line in self.lines)

    @property
    def reached(self) -> int:
        """Contacts that reached somebody."""
        return sum(line.reached for line in self.lines)

    @property
    def appointments(self) -> int:
        """Appointments obtained."""
        return sum(line.appointments for line in self.lines)

    @property
    def cost(self) -> Decimal:
        """All that was spent."""
        return sum((line.cost for line in self.lines), Decimal(0))

    @property
    def cost_per_contact(self) -> Decimal | None:
        """Cost of one contact that reached somebody, None without one."""
        return share(self.cost, self.reached)

    @property
    def cost_per_appointment(self) -> Decimal | None:
        """Cost of one appointment, None without one."""
        return share(self.cost, self.appointments)

    def cost_per_order(self, orders: int) -> Decimal | None:
        """Return the cost of one order, None without one.

        :param orders: counted by whoever knows orders, in the same period and scope.
        """
        return share(self.cost, orders)


def share(total: Decimal, count: int, currency: str = "EUR") -> Decimal | None:
    """Return `total` ÷ `count`, rounded half up to the currency; None by zero."""
    return round_amount(total / count, currency) if count else None


def performance(
    *, user: User, start: date, end: date, plan: ActionPlan | None = None
) -> Performance:
    """Return the figures of the contacts made from `start` to `end` inclusive.

    Three queries. Deals are those opened in the period; won are those won in it.
    """
    first, last = bounds(start, (end - start).days + 1)
    mine = Q() if plan is None else Q(plan=plan)
    rows = Activity.objects.visible_to(user).filter(mine)
    not_reached = Q(outcome__in=NOT_A_CONTACT)
    figures = (
        rows.filter(status=A.Status.DONE, done_at__gte=first, done_at__lt=last)
        .order_by()
        .values("kind")
        .annotate(
            number=Count("pk"),
            missed=Count("pk", filter=not_reached),
            meetings=Count("pk", filter=Q(outcome=A.Outcome.APPOINTMENT)),
            found=Count("pk", filter=Q(outcome=A.Outcome.NEED_FOUND)),
            spent=Sum("cost"),
            km=Sum("distance_km"),
        )
    )
    by_kind = {row["kind"]: row for row in figures}
    deals = Deal.objects.visible_to(user).filter(mine)
    counted = deals.aggregate(
        opened=Count("pk", filter=Q(created_at__gte=first, created_at__lt=last)),
        won=Count("pk", filter=Q(won_at__gte=first, won_at__lt=last)),
    )
    return Performance(
        lines=[
            KindLine(
                kind=kind,
                done=row["number"],
                reached=row["number"] - row["missed"],
                appointments=row["meetings"],
                needs=row["found"],
                cost=row["spent"] or Decimal(0),
                distance_km=row["km"] or Decimal(0),
            )
            for kind, row in ((k, by_kind[k]) for k in A.Kind.values if k in by_kind)
        ],
        planned=rows.filter(
            status=A.Status.PLANNED, starts_at__gte=first, starts_at__lt=last
        ).count(),
        deals=counted["opened"],
        won=counted["won"],
    )
