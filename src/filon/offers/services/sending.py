"""Sending a revision: rendered first, then frozen, numbered and mailed as one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.accounts.services import company
from filon.coordination import links
from filon.deals.models import Deal
from filon.deals.services import deal_advance, deal_update
from filon.documents.models import NumberSeries
from filon.documents.rendering import render_document
from filon.documents.selectors import company_header
from filon.documents.services import next_number
from filon.files import services as files
from filon.files.models import StoredFile
from filon.journal.services import EditConflict, move
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.mail.services import queue_mail
from filon.offers import policies
from filon.offers.indexing import offer_row
from filon.offers.lifecycle import REVISION
from filon.offers.models import LineStep, Offer, OfferRecipient, OfferRevision
from filon.offers.pricing import as_json
from filon.offers.selectors.adequacy import rows_of
from filon.offers.selectors.content import content_hash, content_of
from filon.offers.selectors.document import offer_document
from filon.offers.selectors.offering import offering_of
from filon.offers.selectors.quotation import quotation_attachment
from filon.offers.selectors.readiness import Blocker, Readiness, readiness
from filon.offers.selectors.snapshot import (
    company_currency,
    document_input,
    lines_of,
)
from filon.offers.services.checks import fill_from_answers
from filon.offers.services.drafts import open_draft, reprice
from filon.offers.services.follow_ups import follow_ups_cancel, follow_ups_plan
from filon.search import services as search

R = OfferRevision
SERIES = "OFF"
AFTER_VALIDITY = timedelta(days=30)
TRIES = 5


class OfferAccepted(DomainError):
    """The customer has accepted a revision: nothing replaces it any more."""


class NotReady(DomainError):
    """Something still holds the revision back; `blockers` says what."""

    def __init__(self, blockers: Sequence[Blocker]) -> None:
        super().__init__("\n".join(blocker.sentence for blocker in blockers))
        self.blockers = list(blockers)


class _NumberTaken(Exception):
    """Another offer took the number that the document bears."""


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What was rendered: it may be sent only if the draft is still this one."""

    number: str
    version: int
    content_hash: str
    pdf: bytes


def revision_send(
    *,
    revision: OfferRevision,
    actor: User,
    now: datetime,
    message: str = "",
    expected_version: int | None = None,
) -> None:
    """Send a draft to its recipients; nothing in it changes any more.

    Checked, priced and rendered first; then number, PDF, frozen content, state, links,
    mails, deal, reminders and the end of the former revision are one transaction.

    :param message: words of the mail, in the customer's language.
    :param expected_version: the version the person saw; None skips the check.
    :raises NotReady: with everything that still holds it back; nothing is written.
    :raises RevisionFrozen: if it was sent meanwhile.
    :raises EditConflict: if somebody changed it meanwhile.
    :raises OfferAccepted: if the customer has accepted another revision.
    :raises NumberOutOfOrder: if a later day already has a number.
    """
    for _try in range(TRIES):
        prepared = _prepare(
            revision, actor=actor, now=now, expected_version=expected_version
        )
        expected_version = prepared.version
        try:
            with transaction.atomic():
                _commit(revision, prepared, message, actor=actor, now=now)
        except _NumberTaken:
            continue
        return
    raise EditConflict(
        _("Several offers are being sent at this moment: send this one again.")
    )


def _prepare(
    revision: OfferRevision,
    *,
    actor: User,
    now: datetime,
    expected_version: int | None,
) -> _Prepared:
    """Bring the draft up to date, check it, and render its document."""
    if not policies.can_create(actor):
        raise PermissionDenied
    on = clock.day_of(now)
    with transaction.atomic():
        open_draft(revision, actor=actor, now=now, expected_version=expected_version)
        fill_from_answers(revision, actor=actor, now=now)
        reprice(revision, now=now)
        state = readiness(revision, on=on)
        if not state.is_ready:
            raise NotReady(state.blockers)
    number = revision.offer.number or _expected_number(now)
    return _Prepared(
        number=number,
        version=revision.version,
        content_hash=state.content_hash,
        pdf=_render(revision, state, number, now),
    )


def _expected_number(now: datetime) -> str:
    year = clock.day_of(now).year
    row = NumberSeries.objects.filter(code=SERIES, year=year).first()
    return f"{SERIES}-{year}-{(row.last if row else 0) + 1:05d}"


def _render(
    revision: OfferRevision, state: Readiness, number: str, now: datetime
) -> bytes:
    with translation.override(revision.language):
        offering = offering_of(
            revision,
            lines=state.lines,
            adequacy=state.adequacy,
            number=number,
            on=clock.day_of(now),
        )
        document = offer_document(offering)
        machine_readable = quotation_attachment(
            revision,
            state.lines,
            number=number,
            company=offering.company,
            on=offering.on,
        )
    return render_document(
        document,
        language=revision.language,
        company=company_header(),
        attachments=[machine_readable],
        created_at=now,
    )


def _commit(
    revision: OfferRevision,
    prepared: _Prepared,
    message: str,
    *,
    actor: User,
    now: datetime,
) -> None:
    offer = revision.offer
    Offer.objects.select_for_update().get(pk=offer.pk)
    accepted = R.objects.filter(offer=offer.pk, status=R.Status.ACCEPTED).first()
    if accepted is not None:
        raise OfferAccepted(
            _("The customer has accepted revision %(letter)s: nothing replaces it.")
            % {"letter": accepted.letter}
        )
    rows = R.objects.filter(
        pk=revision.pk, status=R.Status.DRAFT, version=prepared.version
    )
    if not rows.update(version=F("version") + 1):
        raise EditConflict(
            _("Somebody changed or sent this revision meanwhile. Look at it again.")
        )
    lines = lines_of(revision)
    content = content_of(revision, lines, rows_of(revision))
    if content_hash(content) != prepared.content_hash:
        raise EditConflict(
            _("The content changed while the offer was being sent: send it again.")
        )
    _number(offer, prepared, now)
    LineStep.objects.filter(revision=revision).delete()
    file = files.store_bytes(
        content=prepared.pdf,
        name=f"{offer.number}-{revision.letter}.pdf",
        media_type="application/pdf",
        actor=actor,
        now=now,
    )
    if revision.variant_of_id is None:
        _supersede(revision, actor=actor, now=now)
    move(
        revision,
        to=R.Status.SENT,
        transitions=REVISION,
        actor=actor,
        now=now,
        message=gettext_noop("Offer %(number)s revision %(letter)s sent"),
        params={"number": offer.number, "letter": revision.letter},
        about=offer.organization,
        frozen=_frozen(revision, content, prepared, lines, now),
        content_hash=prepared.content_hash,
        document=file,
        sent_at=now,
        sent_by=actor,
        updated_at=now,
    )
    revision.offer = offer
    _deliver(revision, file, message, actor=actor, now=now)
    _move_deal(revision, actor=actor, now=now)
    follow_ups_plan(revision=revision, actor=actor, now=now)
    search.index([offer_row(offer)])


def _number(offer: Offer, prepared: _Prepared, now: datetime) -> None:
    """Give the offer its number, which must be the one that was printed (RE-13)."""
    if offer.number:
        return
    number = next_number(series=SERIES, on=clock.day_of(now))
    if number != prepared.number:
        raise _NumberTaken
    Offer.objects.filter(pk=offer.pk).update(
        number=number, updated_at=now, version=F("version") + 1
    )
    offer.number = number


def _supersede(revision: OfferRevision, *, actor: User, now: datetime) -> None:
    former = R.objects.filter(offer=revision.offer_id, status=R.Status.SENT)
    for row in former.exclude(pk=revision.pk).order_by("pk"):
        move(
            row,
            to=R.Status.SUPERSEDED,
            transitions=REVISION,
            actor=actor,
            now=now,
            message=gettext_noop("Replaced by revision %(letter)s"),
            params={"letter": revision.letter},
            about=revision.offer,
            is_current=False,
            updated_at=now,
        )
        follow_ups_cancel(revision=row, actor=actor, now=now)


def _frozen(
    revision: OfferRevision,
    content: dict[str, Any],
    prepared: _Prepared,
    lines: Sequence[Any],
    now: datetime,
) -> dict[str, Any]:
    document = document_input(
        revision,
        lines,
        company_currency=company_currency(),
        on=clock.day_of(now),
    )
    terms = revision.terms_of_sale
    file = terms.file if terms is not None else None
    return {
        "number": prepared.number,
        "content": content,
        "input": as_json(document),
        "document_sha256": hashlib.sha256(prepared.pdf).hexdigest(),
        "terms_of_sale": {
            "title": terms.title if terms else "",
            "edition": terms.edition if terms else "",
            "sha256": file.sha256 if file else "",
        },
    }


def _deliver(
    revision: OfferRevision,
    file: StoredFile,
    message: str,
    *,
    actor: User,
    now: datetime,
) -> None:
    """Give each recipient a link and a mail of their own."""
    house = company().name
    life = _life(revision, now)
    for recipient in revision.recipients.order_by("pk"):
        link, token = links.link_issue(
            purpose=links.Purpose.OFFER,
            target=revision,
            recipient_name=recipient.name,
            recipient_email=recipient.email,
            language=revision.language,
            now=now,
            life=life,
        )
        context = {
            "revision": revision,
            "offer": revision.offer,
            "recipient": recipient,
            "actor": actor,
            "company": house,
            "message": message.strip(),
            "url": links.entry_url(token),
        }
        with translation.override(revision.language):
            text = render_to_string("offers/mail/offer.txt", context).strip()
        subject, _line, body = text.partition("\n")
        queue_mail(
            to=recipient.email,
            subject=subject.strip()[:250],
            body=f"{body.strip()}\n",
            language=revision.language,
            actor=actor,
            now=now,
            target=revision,
            attachments=[file],
            reply_to=actor.email,
            secrets=[token],
        )
        OfferRecipient.objects.filter(pk=recipient.pk).update(link=link, sent_at=now)


def _life(revision: OfferRevision, now: datetime) -> timedelta:
    """Return how long links live: a month beyond the validity, a month at least."""
    if revision.valid_until is None:
        return links.LIFE
    end = datetime.combine(
        revision.valid_until, time.max, tzinfo=timezone.get_current_timezone()
    )
    return max(links.LIFE, end - now + AFTER_VALIDITY)


def _move_deal(revision: OfferRevision, *, actor: User, now: datetime) -> None:
    deal = revision.offer.deal
    deal.refresh_from_db()
    deal_advance(deal=deal, to=Deal.Stage.OFFER, actor=actor, now=now)
    if deal.amount is None and deal.currency == revision.currency:
        deal_update(
            deal=deal, values={"amount": revision.total_net}, actor=actor, now=now
        )
