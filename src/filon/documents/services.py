"""Writes: the next number of a series, and a rendered document kept as a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from filon.accounts.models import User
from filon.documents import formats, rendering, selectors
from filon.documents.content import Document, EmbeddedFile
from filon.documents.models import NumberSeries
from filon.files import services as files
from filon.files.models import StoredFile
from filon.kernel.errors import DomainError

_SERIES = re.compile(r"[A-Z]{2,8}")


class NumberOutOfOrder(DomainError):
    """A document with a later date already bears a number of this series and year."""


def next_number(*, series: str, on: date) -> str:
    """Return the next number of a series in the year of `on`, as "OFF-2026-00042".

    Call it in the transaction that issues the document, and only then: the number is
    given back if that transaction fails, so the series has no gap. Callers in other
    processes wait until it ends. Numbers follow dates within the year.

    :param series: two to eight capital letters.
    :raises NumberOutOfOrder: if a later day already has a number of this year.
    :raises TransactionManagementError: outside a transaction; nothing is counted.
    """
    if not _SERIES.fullmatch(series):
        msg = f"not a series of numbers: {series!r}"
        raise ValueError(msg)
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        msg = "next_number() must run in the transaction that issues the document."
        raise transaction.TransactionManagementError(msg)
    row = NumberSeries.objects.filter(code=series, year=on.year)
    if not _count(row, on):
        # The first number of a year: of two inserters one waits, then finds the row.
        NumberSeries.objects.bulk_create(
            [NumberSeries(code=series, year=on.year)], ignore_conflicts=True
        )
        if not _count(row, on):
            raise _out_of_order(row.get())
    # The row is locked by our own update until the transaction ends.
    last = row.values_list("last", flat=True).get()
    return f"{series}-{on.year}-{last:05d}"


def render_and_store(
    *,
    document: Document,
    name: str,
    language: str,
    actor: User | None,
    now: datetime,
    attachments: Sequence[EmbeddedFile] = (),
) -> StoredFile:
    """Render a document with the company's particulars and keep the PDF.

    :param name: file name for people, with or without ".pdf".
    :param now: moment written into the file and on the stored row.
    :raises RenderingFailed: if the template is wrong; nothing is kept.

    The caller writes the history entry of the record that the document belongs to.
    """
    content = rendering.render_document(
        document,
        language=language,
        company=selectors.company_header(),
        attachments=attachments,
        created_at=now,
    )
    return files.store_bytes(
        content=content,
        name=f"{name.removesuffix('.pdf')}.pdf",
        media_type="application/pdf",
        actor=actor,
        now=now,
    )


def _count(row: QuerySet[NumberSeries], on: date) -> int:
    """Take one number, unless a later day has one; return how many rows changed."""
    open_to = Q(last_on=None) | Q(last_on__lte=on)
    return row.filter(open_to).update(last=F("last") + 1, last_on=on)


def _out_of_order(series: NumberSeries) -> NumberOutOfOrder:
    return NumberOutOfOrder(
        _(
            "Number %(number)s of this series already bears the date %(day)s. Date this"
            " document on that day or later."
        )
        % {
            "number": f"{series.code}-{series.year}-{series.last:05d}",
            "day": formats.day(series.last_on) if series.last_on else "",
        }
    )
