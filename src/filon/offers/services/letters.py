"""The mails that an acceptance sends to both sides."""

from __future__ import annotations

from datetime import datetime

from django.template.loader import render_to_string
from django.utils import translation

from filon.accounts.models import User
from filon.accounts.services import company
from filon.coordination.models import PublicLink
from filon.mail.services import queue_mail
from filon.offers.models import Acceptance


def acceptance_letters(
    acceptance: Acceptance,
    *,
    link: PublicLink | None,
    actor: User | None,
    now: datetime,
) -> None:
    """Send the proof of an acceptance to whoever accepted and to whoever sells.

    The customer gets the accepted document once more. Nobody is written to about what
    they recorded themselves.
    """
    revision = acceptance.revision
    offer = revision.offer
    to = acceptance.signatory_email or (link.recipient_email if link else "")
    if to:
        _queue(
            acceptance,
            to,
            revision.language,
            actor=actor,
            now=now,
            reply_to=offer.owner.email if offer.owner else "",
            is_customer=True,
        )
    owner = offer.owner
    if owner is not None and owner.is_active and owner != actor:
        _queue(
            acceptance,
            owner.email,
            owner.language,
            actor=actor,
            now=now,
            reply_to=to,
            is_customer=False,
        )


def _queue(
    acceptance: Acceptance,
    to: str,
    language: str,
    *,
    actor: User | None,
    now: datetime,
    reply_to: str,
    is_customer: bool,
) -> None:
    revision = acceptance.revision
    context = {
        "acceptance": acceptance,
        "revision": revision,
        "offer": revision.offer,
        "company": company().name,
        "is_customer": is_customer,
    }
    with translation.override(language):
        text = render_to_string("offers/mail/accepted.txt", context).strip()
    subject, _line, body = text.partition("\n")
    files = [revision.document] if revision.document and is_customer else []
    queue_mail(
        to=to,
        subject=subject.strip()[:250],
        body=f"{body.strip()}\n",
        language=language,
        actor=actor,
        now=now,
        target=revision,
        attachments=files,
        reply_to=reply_to,
    )
