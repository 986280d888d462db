"""The customer accepts: offer accepted and order created, both or neither."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.http import Http404, HttpRequest

from filon.accounts.limits import client_address
from filon.accounts.models import User
from filon.contracts.models import Order
from filon.contracts.services.receiving import order_from_acceptance
from filon.coordination.models import PublicLink
from filon.files.services import keep_upload
from filon.files.uploads import CheckedUpload
from filon.offers.models import OfferRevision
from filon.offers.selectors.public import must_type_code
from filon.offers.services.answers import (
    Signing,
    check_recipient,
    check_validity,
    revision_accept,
    revision_record_acceptance,
    selection_of,
)
from filon.offers.services.codes import code_check


def accept_public(
    *,
    link: PublicLink,
    request: HttpRequest,
    answer: Signing,
    now: datetime,
    code: str = "",
) -> Order:
    """Take the customer's acceptance through their link and create the order.

    Of several acceptances at once one succeeds; the others change nothing.

    :param answer: what was typed, and the ids of all that was ticked, in `options`;
        address and browser are the request's.
    :param code: the one-time code typed, where the company asks for one.
    :raises OfferLapsed, AcceptanceRefused, AnsweredBefore: see `revision_accept`; then
        no order exists.
    :raises CodeRefused: if the code is not the one that was sent; the try is counted.
    """
    revision = _revision_of(link)
    address = client_address(request)
    user_agent = request.headers.get("User-Agent", "")
    signing = replace(
        _sorted(answer, revision),
        email=answer.email or link.recipient_email,
        address=address,
        user_agent=user_agent,
    )
    if must_type_code():
        check_recipient(revision, link)
        check_validity(revision, now)
        checked = code_check(
            link=link, code=code, now=now, address=address, user_agent=user_agent
        )
        signing = replace(signing, code=checked)
    with transaction.atomic():
        accepted = revision_accept(
            revision=revision, signing=signing, link=link, now=now
        )
        return order_from_acceptance(
            accepted=accepted,
            actor=None,
            actor_name=accepted.acceptance.signatory_name,
            now=now,
        )


@transaction.atomic
def acceptance_record(
    *,
    revision: OfferRevision,
    signing: Signing,
    actor: User,
    now: datetime,
    upload: CheckedUpload | None = None,
) -> Order:
    """Record an acceptance that came on paper or as an order, and create the order.

    :param upload: the signed offer or the customer's purchase order.
    :raises PermissionDenied: if `actor` does not write offers.
    :raises OfferLapsed, AcceptanceRefused, AnsweredBefore: see `revision_accept`; then
        no order exists.
    """
    file = keep_upload(upload=upload, actor=actor, now=now) if upload else None
    accepted = revision_record_acceptance(
        revision=revision,
        signing=_sorted(signing, revision),
        file=file,
        actor=actor,
        now=now,
    )
    return order_from_acceptance(accepted=accepted, actor=actor, now=now)


def _sorted(answer: Signing, revision: OfferRevision) -> Signing:
    """Tell options from alternatives among the ids that were ticked."""
    if revision.is_draft:
        # Nothing is frozen yet; the acceptance refuses it in its own words.
        return answer
    chosen = selection_of(revision, answer.options | answer.alternatives)
    return replace(answer, options=chosen.options, alternatives=chosen.alternatives)


def _revision_of(link: PublicLink) -> OfferRevision:
    rows = OfferRevision.objects.filter(pk=link.target_id, offer__deleted_at=None)
    found = rows.select_related("offer__deal", "offer__organization").first()
    if found is None:
        raise Http404
    return found
