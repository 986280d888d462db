"""How a draft is printed, and how the company prints its offers by default."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_noop

from filon.accounts.models import CompanyProfile, User
from filon.journal.services import record
from filon.offers import policies
from filon.offers.models import Offer, OfferPolicy, OfferRevision
from filon.offers.rules.outline import FIXED, Outline
from filon.offers.selectors.policy import offer_policy
from filon.offers.services.drafts import open_draft
from filon.offers.services.outdating import approvals_outdate


@transaction.atomic
def outline_set(
    *,
    revision: OfferRevision,
    outline: Outline | None,
    actor: User,
    now: datetime,
    accuracy_percent: int | None = None,
    expected_version: int | None = None,
) -> None:
    """Say which sections a draft prints, in which order and look.

    :param outline: None goes back to how the company prints this form.
    :param accuracy_percent: of an estimate, how far the price may be off.
    :raises RevisionFrozen, EditConflict: see `open_draft`.
    """
    open_draft(revision, actor=actor, now=now, expected_version=expected_version)
    said = None if outline is None else _kept(outline).as_json()
    if (said, accuracy_percent) == (revision.outline, revision.accuracy_percent):
        return
    revision.outline, revision.accuracy_percent = said, accuracy_percent
    OfferRevision.objects.filter(pk=revision.pk).update(
        outline=said, accuracy_percent=accuracy_percent
    )
    record(
        target=revision,
        message=gettext_noop("Sections and layout of the document changed"),
        actor=actor,
        now=now,
        about=revision.offer,
    )
    approvals_outdate(revision, now=now)


@transaction.atomic
def outline_default_set(
    *, form: str, outline: Outline, actor: User, now: datetime
) -> None:
    """Let the company print the offers of a form like this, unless one says otherwise.

    Drafts that follow the company change with it; what was sent does not.

    :raises PermissionDenied: if this person does not set the rules of offers.
    """
    if not policies.can_set_rules(actor):
        raise PermissionDenied
    profile, _new = CompanyProfile.objects.get_or_create(pk=1)
    outlines = {
        **offer_policy().outlines,
        Offer.Form(form).value: _kept(outline).as_json(),
    }
    OfferPolicy.objects.update_or_create(
        company=profile, defaults={"outlines": outlines}
    )
    record(
        target=profile,
        message=gettext_noop("Default sections of offers changed"),
        actor=actor,
        now=now,
    )


def _kept(outline: Outline) -> Outline:
    """Return the outline with everything that must be printed."""
    return Outline(outline.layout, outline.order, outline.off - FIXED)
