"""Offers and revisions that a person may read."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from filon.accounts.models import User, scope_of
from filon.kernel.text import words
from filon.offers.models import Offer, OfferRevision


def revisions(user: User) -> QuerySet[OfferRevision]:
    """Return the revisions of the offers that a person may read, with their offer."""
    rows = OfferRevision.objects.filter(
        scope_of(user, "offer__"), offer__deleted_at=None
    )
    return rows.select_related(
        "offer__organization", "offer__owner", "offer__contact", "offer__deal"
    )


def current_revisions(user: User) -> QuerySet[OfferRevision]:
    """Return the current revision of each offer that a person may read."""
    return revisions(user).filter(is_current=True)


def search_offers(text: str) -> Q:
    """Return the filter of the list's search box: number, title or company."""
    by_company = Q()
    for word in words(text):
        by_company &= Q(offer__organization__name_key__contains=word)
    found = Q(offer__number__icontains=text) | Q(offer__title__icontains=text)
    return found | by_company if by_company else found


def revision_title(revision: OfferRevision) -> str:
    """Return how people call a revision: number, letter, title.

    A first draft has no number yet, and its letter alone would read as a word.
    """
    offer: Offer = revision.offer
    if not offer.number:
        return _("Offer draft – %(title)s") % {"title": offer.title}
    return f"{offer.number} {revision.letter} {offer.title}"
