"""Due dates of payment terms, and the legal limit between French companies."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_LEGAL_NET_DAYS = 60
_LEGAL_END_OF_MONTH_DAYS = 45


class TermMode(StrEnum):
    """How the end of the month enters a term.

    THEN_END_OF_MONTH is « 45 jours puis fin de mois »; END_OF_MONTH_THEN_DAYS is
    « fin de mois puis 45 jours ». Both are lawful; the terms must say which.
    """

    NET = "NET"
    THEN_END_OF_MONTH = "THEN_END_OF_MONTH"
    END_OF_MONTH_THEN_DAYS = "END_OF_MONTH_THEN_DAYS"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentTerm:
    """Days after a base date; `day_of_month` moves on to that day (« le 10 »)."""

    days: int
    mode: TermMode = TermMode.NET
    day_of_month: int | None = None


def due_on(base_on: date, term: PaymentTerm) -> date:
    """Return the day a payment is due.

    :param base_on: day of the invoice, order, delivery… the term runs from.
    :raises ValueError: if the day of the month is not from 1 to 31.
    """
    if term.mode is TermMode.END_OF_MONTH_THEN_DAYS:
        due = end_of_month(base_on) + timedelta(days=term.days)
    else:
        due = base_on + timedelta(days=term.days)
        if term.mode is TermMode.THEN_END_OF_MONTH:
            due = end_of_month(due)
    if term.day_of_month is None:
        return due
    return _next_day(due, term.day_of_month)


def end_of_month(day: date) -> date:
    """Return the last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def _next_day(due: date, day: int) -> date:
    """Return the first such day of a month on or after `due`; 31 means the last."""
    if not 1 <= day <= 31:
        msg = f"not a day of the month: {day}"
        raise ValueError(msg)
    last = end_of_month(due)
    here = due.replace(day=min(day, last.day))
    if here >= due:
        return here
    following = last + timedelta(days=1)
    return following.replace(day=min(day, end_of_month(following).day))


def legal_limit_on(invoice_on: date, mode: TermMode) -> date:
    """Return the last lawful due date between French companies.

    60 days from the invoice, or 45 days end of month in either way of counting.

    Source: Code de commerce, art. L441-10 I.
    """
    days = _LEGAL_NET_DAYS if mode is TermMode.NET else _LEGAL_END_OF_MONTH_DAYS
    return due_on(invoice_on, PaymentTerm(days=days, mode=mode))


def exceeds_legal_limit(invoice_on: date, term: PaymentTerm) -> bool:
    """Tell whether a term from the invoice date ends after the legal limit."""
    return due_on(invoice_on, term) > legal_limit_on(invoice_on, term.mode)
