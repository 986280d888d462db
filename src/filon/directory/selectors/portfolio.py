"""My portfolio: who stands where as a customer, and whom to call again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateField,
    F,
    Func,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate
from django.db.models.sql.compiler import SQLCompiler

from filon.accounts.models import User
from filon.directory.models import CADENCE_DAYS, Organization

L = Organization.Lifecycle
FOLLOWED = (L.NEW, L.ACTIVE, L.REPEAT, L.DORMANT)
COUNTED = (*FOLLOWED, L.LOST)


class DayAfter(Func):
    """A day plus a number of days, both columns, on either database."""

    output_field = DateField()
    arity = 2

    def as_sqlite(
        self, compiler: SQLCompiler, connection: Any, **context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        """Let SQLite add days to its text form of a date."""
        return self.as_sql(
            compiler,
            connection,
            template="date(%(expressions)s || ' days')",
            arg_joiner=", '+' || ",
        )

    def as_postgresql(
        self, compiler: SQLCompiler, connection: Any, **context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        """Let PostgreSQL add an integer to a date."""
        return self.as_sql(
            compiler, connection, template="(%(expressions)s)", arg_joiner=" + "
        )


@dataclass(frozen=True, slots=True)
class OwnerRow:
    """How many companies of one owner stand where; `counts` by lifecycle code."""

    owner_id: int | None
    owner_name: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """Customers of all kinds, prospects left out."""
        return sum(self.counts.get(code, 0) for code in COUNTED)


@dataclass(frozen=True, slots=True)
class Due:
    """A company that nobody has reached for longer than its cadence."""

    organization: Organization
    due_on: date
    days_late: int
    days_since: int | None


def with_due_day(rows: QuerySet[Organization]) -> QuerySet[Any]:
    """Return the companies with `due_on`: last contact plus the cadence.

    The cadence is the account's own, else that of its class (A 30, B 60, C 120 days,
    120 without a class). Never reached: counted from the day it was recorded.
    """
    by_class = Case(
        *(When(abc_class=c, then=Value(days)) for c, days in CADENCE_DAYS.items()),
        default=Value(120),
        output_field=IntegerField(),
    )
    cadence = Coalesce(F("contact_cadence_days"), by_class)
    since = Coalesce(F("last_contact_on"), TruncDate("created_at"))
    return rows.annotate(due_on=DayAfter(since, cadence))


def contacts_due(user: User, *, today: date, limit: int = 50) -> list[Due]:
    """Return the customers to reach again, the latest first; one query.

    Customers of the person (of their team for whoever leads one); the accounts with a
    class or a cadence of their own count even before they buy.
    """
    rows = with_due_day(followed(user)).filter(due_on__lte=today)
    ordered = rows.select_related("owner").order_by("due_on", "pk")[:limit]
    return [due_of(row, today) for row in ordered]


def followed(user: User) -> QuerySet[Organization]:
    """Return the accounts that are contacted regularly, within the reading scope."""
    rows: QuerySet[Organization] = Organization.objects.visible_to(user)
    return rows.filter(lifecycle__in=FOLLOWED) | rows.exclude(lifecycle=L.LOST).exclude(
        abc_class="", contact_cadence_days=None
    )


def due_of(row: Any, today: date) -> Due:
    """Return how late a contact with this company is; needs `with_due_day`."""
    since = row.last_contact_on
    return Due(
        organization=row,
        due_on=row.due_on,
        days_late=(today - row.due_on).days,
        days_since=(today - since).days if since else None,
    )


def portfolio(user: User) -> list[OwnerRow]:
    """Return the counts by owner and lifecycle, owners by name; one query."""
    rows = (
        Organization.objects.visible_to(user)
        .filter(lifecycle__in=COUNTED)
        .order_by("owner__last_name", "owner__first_name", "owner_id")
        .values_list("owner_id", "owner__first_name", "owner__last_name", "lifecycle")
        .annotate(count=Count("pk"))
    )
    found: dict[int | None, OwnerRow] = {}
    for owner_id, first, last, lifecycle, count in rows:
        name = f"{first or ''} {last or ''}".strip()
        row = found.setdefault(owner_id, OwnerRow(owner_id, name, {}))
        row.counts[lifecycle] = count
    return list(found.values())


def silent(rows: QuerySet[Any], *, today: date, days: int) -> QuerySet[Any]:
    """Return the companies without a contact for so many days, or ever."""
    limit = today - timedelta(days=days)
    return rows.filter(Q(last_contact_on__lt=limit) | Q(last_contact_on=None))
