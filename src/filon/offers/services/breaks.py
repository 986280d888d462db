"""Prices at other quantities, printed under the table of prices."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from filon.accounts.models import User
from filon.offers.models import OfferLine, PriceBreak
from filon.offers.services import drafts


@transaction.atomic
def breaks_set(
    *,
    line: OfferLine,
    quantities: Iterable[Decimal],
    actor: User,
    now: datetime,
    expected_version: int | None = None,
) -> list[PriceBreak]:
    """Print a line's price at these quantities, each priced on its own.

    A quantity without a price is left out. Each later change prices them again.

    :raises RevisionFrozen, EditConflict: see `open_draft`.
    """
    revision = line.revision
    drafts.open_draft(revision, actor=actor, now=now, expected_version=expected_version)
    line.breaks.all().delete()
    PriceBreak.objects.bulk_create(
        PriceBreak(line=line, quantity=quantity, net_price=Decimal(0))
        for quantity in sorted({q for q in quantities if q > 0})
    )
    drafts.reprice(revision, now=now)
    return list(line.breaks.order_by("quantity"))
