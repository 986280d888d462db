"""The one-time code that a customer types to accept an offer by link."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from filon.accounts.limits import take
from filon.accounts.services import company
from filon.coordination.models import LinkEvent, PublicLink
from filon.kernel.errors import DomainError
from filon.mail.services import queue_mail
from filon.offers.models import AcceptanceCode, OfferRevision
from filon.offers.selectors.public import code_of

DIGITS = 6
LIFE = timedelta(minutes=15)
TRIES = 5
PER_LINK = 5, timedelta(hours=1)


class CodeNotSent(DomainError):
    """No code can be sent now."""


class CodeRefused(DomainError):
    """What was typed is not the code that was sent."""


@transaction.atomic
def code_send(
    *,
    revision: OfferRevision,
    link: PublicLink,
    now: datetime,
    address: str = "",
    user_agent: str = "",
) -> AcceptanceCode:
    """Send a code of six digits to the mailbox of a link; it replaces the one before.

    It is good for a quarter of an hour and five tries. Whether the offer can still be
    accepted is asked by the caller.

    :raises CodeNotSent: if no mail can leave, or after five codes within an hour.
    """
    owner = revision.offer.owner
    if not link.recipient_email or not settings.FILON_SMTP_URL:
        raise CodeNotSent(
            _("No code can be sent to you at the moment: write to %(email)s.")
            % {"email": owner.email if owner else company().email}
        )
    limit, period = PER_LINK
    if not take(f"offer-code:{link.pk}", limit=limit, period=period, now=now):
        raise CodeNotSent(
            _("Several codes were sent already: use the last one, or wait an hour.")
        )
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    row = AcceptanceCode.objects.create(
        link=link,
        code_hash=_hash(link, code),
        email=link.recipient_email,
        sent_at=now,
        expires_at=now + LIFE,
    )
    _event(link, "CODE_SENT", now, address, user_agent, email=row.email)
    context = {
        "revision": revision,
        "offer": revision.offer,
        "code": code,
        "until": row.expires_at,
        "company": company().name,
    }
    with translation.override(link.language):
        text = render_to_string("offers/mail/code.txt", context).strip()
    subject, _line, body = text.partition("\n")
    queue_mail(
        to=row.email,
        subject=subject.strip()[:250],
        body=f"{body.strip()}\n",
        language=link.language,
        actor=None,
        now=now,
        target=revision,
        reply_to=owner.email if owner else "",
        secrets=[code],
    )
    return row


def code_check(
    *,
    link: PublicLink,
    code: str,
    now: datetime,
    address: str = "",
    user_agent: str = "",
) -> AcceptanceCode:
    """Return the last code of a link if it is the one typed; each try is counted.

    Call it before the transaction of the acceptance: a wrong try must stay counted
    when that one is not made. `code_use` then spends the code inside it.

    :raises CodeRefused: if none is valid, after five tries, or if it is wrong.
    """
    row = code_of(link, now=now)
    if row is None:
        raise CodeRefused(_("Ask for a code first: none is valid at the moment."))
    rows = AcceptanceCode.objects.filter(pk=row.pk, tries__lt=TRIES)
    if not rows.update(tries=F("tries") + 1):
        raise CodeRefused(_("This code was tried too often: ask for a new one."))
    typed = "".join(code.split())
    if not constant_time_compare(row.code_hash, _hash(link, typed)):
        _event(link, "CODE_WRONG", now, address, user_agent)
        raise CodeRefused(_("This is not the code that was sent. Check it."))
    return row


def code_use(
    *,
    code: AcceptanceCode,
    now: datetime,
    address: str = "",
    user_agent: str = "",
) -> None:
    """Spend a checked code, inside the transaction of the acceptance it proves.

    :raises CodeRefused: if another acceptance spent it meanwhile.
    """
    rows = AcceptanceCode.objects.filter(pk=code.pk, used_at=None)
    if not rows.update(used_at=now):
        raise CodeRefused(_("This code was used already: ask for a new one."))
    _event(code.link, "CODE_VERIFIED", now, address, user_agent, email=code.email)


def _hash(link: PublicLink, code: str) -> str:
    salted = salted_hmac("filon.offers.code", f"{link.pk}:{code}", algorithm="sha256")
    return salted.hexdigest()


def _event(
    link: PublicLink,
    kind: str,
    now: datetime,
    address: str,
    user_agent: str,
    **data: str,
) -> None:
    LinkEvent.objects.create(
        link=link,
        at=now,
        kind=kind,
        address=address[:45],
        user_agent=user_agent[:300],
        data=data,
    )
