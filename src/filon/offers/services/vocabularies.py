"""The words that buyers use in their matrices."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.journal.services import record
from filon.kernel.errors import DomainError
from filon.offers import policies
from filon.offers.models import BuyerVocabulary, Offer, OfferRevision
from filon.offers.services.drafts import open_draft


class NameTaken(DomainError):
    """Another vocabulary bears this name."""


@transaction.atomic
def vocabulary_choose(
    *,
    revision: OfferRevision,
    vocabulary: BuyerVocabulary | None,
    actor: User,
    now: datetime,
) -> None:
    """Let the matrix of an offer speak the words of its buyer, or our own (None).

    :raises RevisionFrozen: if the revision was sent.
    """
    open_draft(revision, actor=actor, now=now)
    offer = revision.offer
    Offer.objects.filter(pk=offer.pk).update(
        vocabulary=vocabulary, updated_at=now, version=F("version") + 1
    )
    offer.vocabulary = vocabulary
    record(
        target=revision,
        message=gettext_noop("Words of the matrix: %(name)s"),
        params={"name": str(vocabulary or "–")},
        actor=actor,
        now=now,
        about=offer,
    )


@transaction.atomic
def vocabulary_add(
    *, revision: OfferRevision, values: Mapping[str, Any], actor: User, now: datetime
) -> BuyerVocabulary:
    """Note the words of an offer's buyer and use them; later offers take them over.

    :raises NameTaken: if another vocabulary bears the name.
    :raises RevisionFrozen: if the revision was sent.
    """
    _check_name(values["name"])
    vocabulary = BuyerVocabulary.objects.create(
        organization=revision.offer.organization, **values
    )
    vocabulary_choose(revision=revision, vocabulary=vocabulary, actor=actor, now=now)
    return vocabulary


@transaction.atomic
def vocabulary_update(
    *,
    vocabulary: BuyerVocabulary,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
) -> None:
    """Correct the words; drafts change with them, what was sent does not.

    :raises NameTaken: if another vocabulary bears the name.
    """
    if not policies.can_create(actor):
        raise PermissionDenied
    _check_name(values["name"], but=vocabulary)
    BuyerVocabulary.objects.filter(pk=vocabulary.pk).update(**values)
    vocabulary.refresh_from_db()
    record(
        target=vocabulary,
        message=gettext_noop("Words of the matrix changed"),
        actor=actor,
        now=now,
        about=vocabulary.organization,
    )


def _check_name(name: str, but: BuyerVocabulary | None = None) -> None:
    rows = BuyerVocabulary.objects.filter(name=name)
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    if rows.exists():
        raise NameTaken(_("Another vocabulary bears this name."))
