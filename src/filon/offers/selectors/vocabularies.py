"""The words of a buyer for the six answers of the matrix."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q, QuerySet

from filon.accounts.models import User
from filon.directory.models import Organization
from filon.kernel.text import fold
from filon.offers.models import AdequacyCheck, BuyerVocabulary, OfferRevision

V = AdequacyCheck.Verdict
# How matrices in French and English name the answers, read from buyers' files.
_USUAL: dict[str, str] = {
    "c": V.COMPLIANT,
    "conforme": V.COMPLIANT,
    "compliant": V.COMPLIANT,
    "oui": V.COMPLIANT,
    "yes": V.COMPLIANT,
    "ok": V.COMPLIANT,
    "cr": V.RESERVED,
    "conforme avec reserve": V.RESERVED,
    "partiel": V.RESERVED,
    "partiellement conforme": V.RESERVED,
    "pc": V.RESERVED,
    "partial": V.RESERVED,
    "v": V.VARIANT,
    "variante": V.VARIANT,
    "variant": V.VARIANT,
    "derogation": V.VARIANT,
    "nc": V.NOT_COMPLIANT,
    "non conforme": V.NOT_COMPLIANT,
    "not compliant": V.NOT_COMPLIANT,
    "non": V.NOT_COMPLIANT,
    "no": V.NOT_COMPLIANT,
    "na": V.NOT_APPLICABLE,
    "n/a": V.NOT_APPLICABLE,
    "sans objet": V.NOT_APPLICABLE,
    "not applicable": V.NOT_APPLICABLE,
    "?": V.OPEN,
    "a clarifier": V.OPEN,
    "to clarify": V.OPEN,
}


def own_words(revision: OfferRevision) -> Mapping[str, str]:
    """Return the buyer's words by verdict; of a sent revision, those that were sent."""
    if not revision.is_draft:
        content = revision.frozen.get("content", {})
        words: Mapping[str, str] = content.get("vocabulary", {})
        return words
    vocabulary = revision.offer.vocabulary
    return vocabulary.own_words if vocabulary is not None else {}


def verdict_words(revision: OfferRevision) -> dict[str, str]:
    """Return what each verdict is called on this revision, in the active language."""
    return {**{v.value: str(v.label) for v in V}, **own_words(revision)}


def letters(revision: OfferRevision) -> dict[str, str]:
    """Return the short form of each verdict, as a buyer's cell takes it."""
    short = {v.value: "?" if v == V.OPEN else v.value for v in V}
    return {**short, **own_words(revision)}


def verdict_called(word: str, own: Mapping[str, str]) -> str | None:
    """Return the verdict that a word of a buyer's file means, None if unknown.

    The buyer's own words win over the usual ones.
    """
    said = fold(word.strip())
    for verdict, name in own.items():
        if fold(name) == said:
            return verdict
    return _USUAL.get(said)


def vocabularies(user: User) -> QuerySet[BuyerVocabulary]:
    """Return the vocabularies of buyers that a person may read, and the common ones."""
    buyers = Organization.objects.visible_to(user)
    rows = BuyerVocabulary.objects.filter(
        Q(organization=None) | Q(organization__in=buyers)
    )
    return rows.order_by("name")


def vocabulary_for(organization: Organization) -> BuyerVocabulary | None:
    """Return the vocabulary that a buyer is known to use."""
    rows = BuyerVocabulary.objects.filter(organization=organization)
    return rows.order_by("name").first()
