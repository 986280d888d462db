"""Finding the item that somebody means, and what it was sold for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Case, IntegerField, Q, Value, When

from filon.accounts.models import User
from filon.catalog.models import Item, ProductFamily, Term
from filon.catalog.selectors import search_items
from filon.directory.models import Organization
from filon.kernel.text import fold
from filon.offers.models import OfferLine, OfferRevision

SUGGESTIONS = 8
S = OfferRevision.Status


@dataclass(frozen=True, slots=True)
class PastPrice:
    """A price of an item that this customer was offered."""

    net_price: Decimal
    price_base: int
    currency: str
    quantity: Decimal
    number: str
    sent_at: datetime


@dataclass(slots=True)
class PastPrices:
    """The latest price this customer accepted, refused, and was offered."""

    sold: PastPrice | None = None
    lost: PastPrice | None = None
    offered: PastPrice | None = None


def suggest(user: User, text: str, *, limit: int = SUGGESTIONS) -> list[Item]:
    """Return the items that a reference or words may mean, exact references first."""
    typed = text.strip()
    if not typed:
        return []
    rank = Case(
        When(reference__iexact=typed, then=Value(0)),
        When(reference__istartswith=typed, then=Value(1)),
        When(name_key__startswith=fold(typed), then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    rows = Item.objects.visible_to(user).exclude(status=Item.Status.STOPPED)
    rows = rows.filter(search_items(typed)).annotate(rank=rank)
    return list(
        rows.select_related("family").order_by("rank", "name_key", "pk")[:limit]
    )


def exact(user: User, text: str) -> Item | None:
    """Return the item of a reference, in any case, or None."""
    rows = Item.objects.visible_to(user).exclude(status=Item.Status.STOPPED)
    item: Item | None = rows.filter(reference__iexact=text.strip()).first()
    return item


def past_prices(
    *, organization: Organization, item_ids: set[int], but: OfferRevision
) -> dict[int, PastPrices]:
    """Return, for each item, what a customer last paid and last refused; one query.

    A price is lost when its revision was refused. Only the customer's latest
    2000 lines of these items are looked at.
    """
    if not item_ids:
        return {}
    rows = (
        OfferLine.objects.filter(
            revision__offer__organization=organization,
            revision__offer__deleted_at=None,
            item__in=item_ids,
            net_price__isnull=False,
        )
        .filter(~Q(revision__status=S.DRAFT) & ~Q(revision=but))
        .select_related("revision__offer")
        .order_by("-revision__sent_at", "-pk")
    )
    found: dict[int, PastPrices] = {}
    for row in rows[:2000]:
        revision = row.revision
        if row.item_id is None or row.net_price is None or revision.sent_at is None:
            continue
        past = found.setdefault(row.item_id, PastPrices())
        price = PastPrice(
            net_price=row.net_price,
            price_base=row.price_base,
            currency=revision.currency,
            quantity=row.quantity,
            number=f"{revision.offer.number} {revision.letter}",
            sent_at=revision.sent_at,
        )
        past.offered = past.offered or price
        if revision.status == S.ACCEPTED:
            past.sold = past.sold or price
        elif revision.status == S.REFUSED:
            past.lost = past.lost or price
    return found


def vocabulary(families: set[int | None]) -> list[Term]:
    """Return the technical words of some families, and those of the whole house."""
    general = Q(family=None) | Q(family__in=[f for f in families if f is not None])
    return list(Term.objects.filter(general).order_by("term_fr", "pk")[:500])


def families_of(lines: list[OfferLine]) -> set[int | None]:
    """Return the families of the items of some lines."""
    return {line.item.family_id for line in lines if line.item is not None}


def family_limits(lines: list[OfferLine]) -> dict[int, ProductFamily]:
    """Return the families of the lines, which carry margin floor and validity."""
    found: dict[int, ProductFamily] = {}
    for line in lines:
        if line.item is not None and line.item.family is not None:
            found[line.item.family.pk] = line.item.family
    return found
