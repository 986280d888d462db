"""The terms and words of a draft, and the next revision after a sent one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.journal.services import record
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.kernel.money import currencies
from filon.offers import policies
from filon.offers.models import (
    AdequacyCheck,
    Concession,
    ConformityCheck,
    Offer,
    OfferRecipient,
    OfferRevision,
)
from filon.offers.services.drafts import LineRefused, open_draft, reprice
from filon.offers.services.offers import COPIED_TERMS, VALIDITY, copy_lines
from filon.offers.services.reserve_numbers import reserves_copy
from filon.offers.services.risks import risks_copy

R = OfferRevision
TERMS = frozenset(
    {
        *COPIED_TERMS,
        "language",
        "currency",
        "exchange_rate",
        "exchange_source",
        "valid_until",
        "discount_percent",
        "discount_reason",
        "reason",
    }
)


MATRIX_COPIED = (
    "verdict",
    "is_computed",
    "offered",
    "is_typed",
    "comment",
    "proof",
    "proof_page",
    "proof_file_id",
    "owner_id",
    "review",
    "reviewed_by_id",
    "reviewed_at",
)


class NothingToRevise(DomainError):
    """The revision is a draft still, or the customer has accepted it."""


class DraftExists(DomainError):
    """A next revision is being written already."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the customer asked for in the negotiation, given for what."""

    asked: str
    given: str = ""
    counterpart: str = ""


@transaction.atomic
def revision_update(
    *,
    revision: OfferRevision,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    expected_version: int | None = None,
) -> None:
    """Change terms, discount, freight, exchange rate or words, and price the offer.

    :raises LineRefused: if a currency is unknown or a discount has no reason.
    :raises RevisionFrozen, EditConflict: see `open_draft`.
    """
    open_draft(revision, actor=actor, now=now, expected_version=expected_version)
    written = {k: v for k, v in values.items() if k in TERMS}
    if written.get("currency", "EUR") not in currencies():
        raise LineRefused(_("This is not a currency of ISO 4217."))
    discount = written.get("discount_percent", revision.discount_percent)
    reason = written.get("discount_reason", revision.discount_reason)
    if discount and not str(reason).strip():
        raise LineRefused(_("Say why the whole offer is discounted."))
    history = {
        name: [str(getattr(revision, name))[:200], str(value)[:200]]
        for name, value in written.items()
        if getattr(revision, name) != value
    }
    if history:
        R.objects.filter(pk=revision.pk).update(**written)
        revision.refresh_from_db()
        record(
            target=revision,
            message=gettext_noop("Terms or words changed"),
            changes=history,
            actor=actor,
            now=now,
            about=revision.offer,
        )
    reprice(revision, now=now)


@transaction.atomic
def revision_next(
    *,
    revision: OfferRevision,
    reason: str,
    actor: User,
    now: datetime,
    asked: Asked | None = None,
    is_variant: bool = False,
) -> OfferRevision:
    """Write the next revision as a full copy of a sent one; the customer's stays valid.

    It replaces the former one only when it is sent. Prices are worked out again as
    the lists stand today; checks are opened again, their consultations kept.

    :param asked: what was asked and conceded, kept in the negotiation log.
    :param is_variant: a second solution: once sent it stands beside the first, and
        the customer accepts one of them.
    :raises NothingToRevise: if the revision is a draft, or accepted.
    :raises DraftExists: if a next revision is being written.
    """
    if not policies.can_create(actor):
        raise PermissionDenied
    Offer.objects.select_for_update().get(pk=revision.offer_id)
    revision.refresh_from_db()
    _check_revisable(revision)
    if not reason.strip():
        raise NothingToRevise(_("Say what changes in the next revision, and why."))
    copy = _copy(revision, reason.strip(), is_variant=is_variant, actor=actor, now=now)
    moved = copy_lines(revision, copy)
    _copy_checks(revision, copy, moved)
    reserves_copy(revision, copy)
    risks_copy(revision, copy)
    if asked is not None and asked.asked.strip():
        Concession.objects.create(
            offer_id=revision.offer_id,
            from_revision=revision,
            to_revision=copy,
            asked=asked.asked.strip(),
            given=asked.given.strip(),
            counterpart=asked.counterpart.strip(),
            noted_at=now,
            noted_by=actor,
        )
    record(
        target=copy,
        message=gettext_noop("Revision %(letter)s begun: %(reason)s"),
        params={"letter": copy.letter, "reason": reason.strip()[:200]},
        actor=actor,
        now=now,
        about=revision.offer,
    )
    reprice(copy, now=now)
    return copy


def _check_revisable(revision: OfferRevision) -> None:
    if revision.status in {R.Status.DRAFT, R.Status.ACCEPTED}:
        raise NothingToRevise(
            _("Only a revision that was sent and not accepted has a next one.")
        )
    if R.objects.filter(offer=revision.offer_id, status=R.Status.DRAFT).exists():
        raise DraftExists(_("The next revision is being written already: open it."))


def _copy(
    revision: OfferRevision,
    reason: str,
    *,
    is_variant: bool,
    actor: User,
    now: datetime,
) -> OfferRevision:
    letters = R.objects.filter(offer=revision.offer_id).values_list("letter", flat=True)
    terms = {name: getattr(revision, name) for name in TERMS - {"reason"}}
    terms["valid_until"] = clock.day_of(now) + VALIDITY
    R.objects.filter(offer=revision.offer_id, is_current=True).update(is_current=False)
    try:
        with transaction.atomic():
            copy = R.objects.create(
                offer=revision.offer,
                letter=next_letter(sorted(letters, key=lambda x: (len(x), x))[-1]),
                previous=revision,
                variant_of=revision if is_variant else None,
                reason=reason,
                created_at=now,
                created_by=actor,
                updated_at=now,
                **terms,
            )
    except IntegrityError as error:
        raise DraftExists(
            _("The next revision is being written already: open it.")
        ) from error
    OfferRecipient.objects.bulk_create(
        OfferRecipient(
            revision=copy,
            contact=row.contact,
            name=row.name,
            email=row.email,
            can_accept=row.can_accept,
        )
        for row in revision.recipients.select_related("contact").order_by("pk")
    )
    return copy


def _copy_checks(
    source: OfferRevision, target: OfferRevision, moved: Mapping[int, int]
) -> None:
    """Open the six checks again; keep what was found of each requirement."""
    ConformityCheck.objects.bulk_create(
        ConformityCheck(
            revision=target, topic=row.topic, consultation_id=row.consultation_id
        )
        for row in source.conformity.order_by("pk")
    )
    AdequacyCheck.objects.bulk_create(
        AdequacyCheck(
            revision=target,
            requirement_id=row.requirement_id,
            line_id=moved.get(row.line_id) if row.line_id else None,
            **{name: getattr(row, name) for name in MATRIX_COPIED},
        )
        for row in source.adequacy.order_by("pk")
    )


def next_letter(letter: str) -> str:
    """Return the letter after one: A, B … Z, AA, AB."""
    if letter == "Z":
        return "AA"
    return letter[:-1] + chr(ord(letter[-1]) + 1)
