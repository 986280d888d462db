"""The dates that follow from the terms of a contract; pure arithmetic of days."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from filon.contracts.models import Contract, ContractEvent

K = ContractEvent.Kind

# Days between the reminder and the day itself.
LEAD_DAYS: dict[str, int] = {
    K.DELIVERY: 7,
    K.NOTICE: 30,
    K.RENEWAL: 30,
    K.REVIEW: 14,
    K.PRICE_REVISION: 30,
    K.AMENDMENT: 14,
    K.PAYMENT: 7,
}
# The customer is met before the last day to give notice, while all is still open.
REVIEW_BEFORE_NOTICE = timedelta(days=60)
YEAR_MONTHS = 12


@dataclass(frozen=True, slots=True)
class PlannedDate:
    """A date to keep, and the day on which somebody is reminded of it."""

    kind: str
    due_on: date

    @property
    def remind_on(self) -> date:
        """The day of the reminder."""
        return self.due_on - timedelta(days=LEAD_DAYS[self.kind])


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or the last one of a shorter month."""
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def notice_on(contract: Contract) -> date | None:
    """Return the last day on which notice can be given, or None without an end.

    Notice of 90 days before an end on 31 December must be given on 2 October.
    """
    if contract.ends_on is None:
        return None
    return contract.ends_on - timedelta(days=contract.notice_days)


def renewed_until(contract: Contract) -> date | None:
    """Return the end after one more period, or None without an end.

    The last day of a month leads to the last day of a month.
    """
    end = contract.ends_on
    if end is None:
        return None
    later = add_months(end + timedelta(days=1), contract.renewal_months)
    return later - timedelta(days=1)


def dates_of(
    contract: Contract, *, since: date, delivery_on: date | None = None
) -> list[PlannedDate]:
    """Return the dates of the period that begins at `since`, in their order.

    Without an end there is a review each year. A price clause is applied on each
    anniversary of the start that lies in the period.

    :param since: first day of the period: the start, or the day after a former end.
    :param delivery_on: promised day of the order that the contract is about.
    """
    end = contract.ends_on
    found: list[PlannedDate] = []
    if delivery_on is not None:
        found.append(PlannedDate(K.DELIVERY, delivery_on))
    last_call = notice_on(contract)
    if end is not None and last_call is not None:
        found.append(PlannedDate(K.NOTICE, last_call))
        found.append(PlannedDate(K.REVIEW, last_call - REVIEW_BEFORE_NOTICE))
        found.append(PlannedDate(K.RENEWAL, end))
    else:
        found.append(PlannedDate(K.REVIEW, add_months(since, YEAR_MONTHS)))
    if contract.price_revision.strip():
        found.extend(
            PlannedDate(K.PRICE_REVISION, day)
            for day in _anniversaries(contract.starts_on, since, end)
        )
    kept = [row for row in found if row.due_on >= since or row.kind == K.DELIVERY]
    return sorted(kept, key=lambda row: (row.due_on, row.kind))


def _anniversaries(start: date, since: date, end: date | None) -> list[date]:
    """Return the yearly days after the start; without an end, the next one only."""
    days = [add_months(start, YEAR_MONTHS * year) for year in range(1, 31)]
    within = [day for day in days if day >= since and (end is None or day <= end)]
    return within if end is not None else within[:1]
