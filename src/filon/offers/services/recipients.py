"""Who receives an offer; each gets a link of their own when it is sent."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.directory.models import Contact
from filon.journal.services import record
from filon.kernel.errors import DomainError
from filon.offers.models import OfferRecipient, OfferRevision
from filon.offers.services.drafts import open_draft


class RecipientRefused(DomainError):
    """The recipient lacks a name or an address, or receives it already."""


@transaction.atomic
def recipient_add(
    *,
    revision: OfferRevision,
    contact: Contact | None = None,
    name: str = "",
    email: str = "",
    can_accept: bool = True,
    actor: User,
    now: datetime,
) -> OfferRecipient:
    """Name somebody who receives the offer: a contact, or anybody of the network.

    :param can_accept: False lets this person read only.
    :raises RecipientRefused: without name or valid address, or twice.
    :raises RevisionFrozen: if the revision was sent.
    """
    open_draft(revision, actor=actor, now=now)
    called = name.strip() or (str(contact) if contact else "")
    address = email.strip() or (contact.email if contact else "")
    if not called:
        raise RecipientRefused(_("Give the name of the recipient."))
    try:
        validate_email(address)
    except ValidationError as error:
        raise RecipientRefused(
            _("Give the e-mail address of %(name)s.") % {"name": called}
        ) from error
    if revision.recipients.filter(email__iexact=address).exists():
        raise RecipientRefused(
            _("%(email)s receives this offer already.") % {"email": address}
        )
    recipient = OfferRecipient.objects.create(
        revision=revision,
        contact=contact,
        name=called[:200],
        email=address,
        can_accept=can_accept,
    )
    record(
        target=revision,
        message=gettext_noop("%(name)s receives the offer"),
        params={"name": called},
        actor=actor,
        now=now,
        about=revision.offer,
    )
    return recipient


@transaction.atomic
def recipient_remove(*, recipient: OfferRecipient, actor: User, now: datetime) -> None:
    """Take somebody off the recipients of a draft.

    :raises RevisionFrozen: if the revision was sent.
    """
    revision = recipient.revision
    open_draft(revision, actor=actor, now=now)
    record(
        target=revision,
        message=gettext_noop("%(name)s does not receive the offer any more"),
        params={"name": recipient.name},
        actor=actor,
        now=now,
        about=revision.offer,
    )
    recipient.delete()
