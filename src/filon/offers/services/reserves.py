"""The register of reserves: numbered once, lifted when the answer changes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.journal.services import record
from filon.kernel.errors import DomainError
from filon.offers.models import OfferRevision, Reserve
from filon.offers.services.drafts import open_draft
from filon.offers.services.outdating import approvals_outdate
from filon.offers.services.reserve_numbers import last_number


class ReserveRefused(DomainError):
    """An exclusion without words, or a reserve that its answer holds."""


@transaction.atomic
def exclusion_add(
    *, revision: OfferRevision, text: str, actor: User, now: datetime
) -> Reserve:
    """Exclude something that no requirement names.

    :raises ReserveRefused: without words.
    :raises RevisionFrozen: if the revision was sent.
    """
    words = text.strip()
    if not words:
        raise ReserveRefused(_("Say what is excluded."))
    open_draft(revision, actor=actor, now=now)
    reserve = Reserve.objects.create(
        revision=revision,
        number=last_number(revision) + 1,
        kind=Reserve.Kind.EXCLUSION,
        text=words,
    )
    record(
        target=revision,
        message=gettext_noop("Exclusion %(number)s added"),
        params={"number": reserve.number},
        actor=actor,
        now=now,
        about=revision.offer,
    )
    approvals_outdate(revision, now=now)
    return reserve


@transaction.atomic
def exclusion_remove(*, reserve: Reserve, actor: User, now: datetime) -> None:
    """Take an exclusion out.

    :raises ReserveRefused: if an answer of the matrix holds it.
    :raises RevisionFrozen: if the revision was sent.
    """
    if reserve.row_id is not None:
        raise ReserveRefused(_("Change the answer in the matrix: it holds this one."))
    open_draft(reserve.revision, actor=actor, now=now)
    number = reserve.number
    reserve.delete()
    record(
        target=reserve.revision,
        message=gettext_noop("Exclusion %(number)s taken out"),
        params={"number": number},
        actor=actor,
        now=now,
        about=reserve.revision.offer,
    )
    approvals_outdate(reserve.revision, now=now)
