"""How the customer answers: accepts, refuses, or lets the validity pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.coordination.models import LinkEvent, PublicLink
from filon.files.models import StoredFile
from filon.jobs.services import enqueue
from filon.journal.services import move, record
from filon.kernel import clock
from filon.kernel.errors import DomainError, TooLate
from filon.kernel.lifecycle import TransitionRefused, may_advance
from filon.offers import policies
from filon.offers.lifecycle import REVISION
from filon.offers.models import (
    Acceptance,
    AcceptanceCode,
    Offer,
    OfferRecipient,
    OfferRevision,
)
from filon.offers.pricing import (
    DocumentInput,
    DocumentResult,
    PricingError,
    Selection,
    price_document,
)
from filon.offers.selectors import freezing
from filon.offers.selectors.freezing import thaw
from filon.offers.selectors.public import must_type_code
from filon.offers.selectors.statement import statement_of
from filon.offers.services.codes import code_use
from filon.offers.services.evidence import evidence_of
from filon.offers.services.follow_ups import follow_ups_cancel
from filon.offers.services.letters import acceptance_letters

R = OfferRevision


class OfferLapsed(TooLate):
    """The validity of the offer has passed."""


class AcceptanceRefused(DomainError):
    """The acceptance lacks something, or chooses what was not offered."""


class AnsweredBefore(TransitionRefused):
    """The offer has its answer, or was replaced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """Who accepts, what they chose, and where the answer came from.

    :ivar options: ids of the options ticked. :ivar alternatives: ids of the
        alternatives chosen instead of the defaults.
    :ivar statement: the sentence beside the button, word for word; empty takes that of
        `statement_of`.
    :ivar code: the one-time code that was checked (`codes.code_check`).
    """

    name: str
    function: str = ""
    email: str = ""
    has_authority: bool = False
    customer_reference: str = ""
    options: frozenset[str] = frozenset()
    alternatives: frozenset[str] = frozenset()
    statement: str = ""
    address: str = ""
    user_agent: str = ""
    code: AcceptanceCode | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """An acceptance and the offer as it was priced with what the customer chose."""

    acceptance: Acceptance
    document: DocumentInput
    result: DocumentResult


def selection_of(revision: OfferRevision, selected: Iterable[str]) -> Selection:
    """Return the choice that ticked ids make in a sent revision."""
    return freezing.selection_of(thaw(revision.frozen["input"]).lines, selected)


def priced_selection(
    revision: OfferRevision, selection: Selection
) -> tuple[DocumentInput, DocumentResult]:
    """Price a sent revision with what the customer chose, from its frozen snapshot.

    :raises AcceptanceRefused: if the choice names what was not offered.
    """
    document = replace(thaw(revision.frozen["input"]), selection=selection)
    try:
        return document, price_document(document)
    except PricingError as error:
        raise AcceptanceRefused(
            _("Choose among the options and alternatives of the offer.")
        ) from error


@transaction.atomic
def revision_accept(
    *,
    revision: OfferRevision,
    signing: Signing,
    now: datetime,
    link: PublicLink | None = None,
    actor: User | None = None,
    file: StoredFile | None = None,
) -> Accepted:
    """Accept a sent revision, once: of many callers exactly one succeeds.

    The offer is priced again with the options chosen, and the evidence is kept: hashes
    of content and document, time, address, browser, sentence, choice, totals. Both
    sides get a mail. `contracts` wraps this and the order in one transaction.

    :param link: the customer's link; address and browser are in `signing`.
    :param actor: a person of ours who records a signed paper or purchase order.
    :param file: that paper.
    :raises OfferLapsed: after the last day of validity.
    :raises AcceptanceRefused: without name or authority, for a mere estimate, or if
        this recipient may not accept.
    :raises AnsweredBefore: if it was accepted, refused or replaced meanwhile.
    :raises PermissionDenied: if `actor` writes no offers.
    """
    _check_answer(revision, signing, link, actor)
    check_validity(revision, now)
    # Of two variants accepted at once one waits here, and finds itself replaced.
    Offer.objects.select_for_update().get(pk=revision.offer_id)
    if link is not None and must_type_code():
        if signing.code is None or signing.code.link_id != link.pk:
            raise AcceptanceRefused(_("Type the code that was sent to you by e-mail."))
        code_use(
            code=signing.code,
            now=now,
            address=signing.address,
            user_agent=signing.user_agent,
        )
    selection = Selection(options=signing.options, alternatives=signing.alternatives)
    document, result = priced_selection(revision, selection)
    if result.chosen.blocks:
        raise AcceptanceRefused(_("The minimum order value is not reached."))
    _move(
        revision,
        R.Status.ACCEPTED,
        gettext_noop("Offer %(number)s accepted by %(name)s"),
        {"number": revision.offer.number, "name": signing.name},
        actor=actor,
        name=signing.name,
        now=now,
    )
    _close_variants(revision, actor=actor, now=now)
    totals, chosen = result.chosen.totals, signing.options | signing.alternatives
    statement = signing.statement or statement_of(revision, totals.tax_inclusive)
    if link is not None:
        data = {"total": str(totals.tax_inclusive)}
        _event(link, "ACCEPTED", signing, now, data)
    who = _signatory(signing)
    level = _level(signing, link, file)
    acceptance = Acceptance.objects.create(
        revision=revision,
        link=link,
        signatory_name=who["name"],
        signatory_function=who["function"],
        signatory_email=who["email"],
        has_authority=who["has_authority"],
        customer_reference=signing.customer_reference.strip()[:80],
        accepted_at=now,
        address=signing.address[:45],
        user_agent=signing.user_agent[:300],
        statement=statement,
        selected_options=sorted(chosen),
        total_net=totals.tax_exclusive,
        total_tax=totals.tax_total,
        total_gross=totals.tax_inclusive,
        document_sha256=revision.frozen["document_sha256"],
        content_hash=revision.content_hash,
        evidence=evidence_of(
            revision,
            chosen,
            statement,
            result,
            link,
            who,
            level=level,
            code=signing.code,
        ),
        evidence_file=file,
        recorded_by=actor,
    )
    follow_ups_cancel(revision=revision, actor=actor, now=now)
    if link is not None:
        # What we record ourselves is sealed by the nightly run.
        enqueue(
            kind="offers.seal-proofs",
            payload={},
            actor=None,
            now=now,
            dedupe_key=f"offers.seal-proofs/{acceptance.pk}",
        )
    acceptance_letters(acceptance, link=link, actor=actor, now=now)
    return Accepted(acceptance, document, result)


def _close_variants(
    revision: OfferRevision, *, actor: User | None, now: datetime
) -> None:
    """End what stood beside the accepted revision, which becomes the current one."""
    others = R.objects.filter(offer=revision.offer_id).exclude(pk=revision.pk)
    for row in others.filter(status=R.Status.SENT).order_by("pk"):
        move(
            row,
            to=R.Status.SUPERSEDED,
            transitions=REVISION,
            actor=actor,
            now=now,
            message=gettext_noop("The customer chose the variant %(letter)s"),
            params={"letter": revision.letter},
            about=revision.offer,
            is_current=False,
            updated_at=now,
        )
        follow_ups_cancel(revision=row, actor=actor, now=now)
    if not revision.is_current and not others.filter(is_current=True).exists():
        R.objects.filter(pk=revision.pk).update(is_current=True)
        revision.is_current = True


def _level(
    signing: Signing, link: PublicLink | None, file: StoredFile | None
) -> Acceptance.Level:
    if link is not None:
        return Acceptance.Level.CODE if signing.code else Acceptance.Level.CLICK
    return Acceptance.Level.FILE if file is not None else Acceptance.Level.WORD


def _signatory(signing: Signing) -> dict[str, Any]:
    return {
        "name": signing.name.strip()[:200],
        "function": signing.function.strip()[:120],
        "email": signing.email.strip(),
        "has_authority": signing.has_authority,
    }


def revision_record_acceptance(
    *,
    revision: OfferRevision,
    signing: Signing,
    file: StoredFile | None,
    actor: User,
    now: datetime,
) -> Accepted:
    """Record that the customer signed on paper or sent a purchase order.

    Raises what `revision_accept` raises.
    """
    return revision_accept(
        revision=revision, signing=signing, actor=actor, file=file, now=now
    )


@transaction.atomic
def revision_refuse(
    *,
    revision: OfferRevision,
    reason: str,
    now: datetime,
    actor: User | None = None,
    link: PublicLink | None = None,
    address: str = "",
    user_agent: str = "",
) -> None:
    """Refuse a sent revision, by the customer or by whoever heard it from them.

    :raises AcceptanceRefused: without a reason, or if this recipient may not signing.
    :raises AnsweredBefore: if it has its answer already.
    """
    if link is None and (actor is None or not policies.can_create(actor)):
        raise PermissionDenied
    if link is not None:
        check_recipient(revision, link)
    if not reason.strip():
        raise AcceptanceRefused(_("Say why: it helps to make a better offer."))
    name = link.recipient_name if link is not None else str(actor)
    _move(
        revision,
        R.Status.REFUSED,
        gettext_noop("Offer %(number)s refused by %(name)s"),
        {"number": revision.offer.number, "name": name},
        actor=actor,
        name=name,
        now=now,
        refusal_reason=reason.strip()[:300],
    )
    if link is not None:
        signing = Signing(name=name, address=address, user_agent=user_agent)
        _event(link, "REFUSED", signing, now, {"reason": reason.strip()[:300]})
    follow_ups_cancel(revision=revision, actor=actor, now=now)


def revisions_expire(*, now: datetime) -> int:
    """End the sent revisions whose last day of validity is over; return how many.

    A day ends at midnight in the company's time zone. Each revision is a transaction
    of its own: an acceptance that comes first wins.
    """
    today = clock.day_of(now)
    rows = R.objects.filter(status=R.Status.SENT, valid_until__lt=today)
    expired = 0
    for revision in rows.select_related("offer__organization").order_by("pk"):
        try:
            with transaction.atomic():
                _move(
                    revision,
                    R.Status.EXPIRED,
                    gettext_noop("Offer %(number)s lapsed unanswered"),
                    {"number": revision.offer.number},
                    actor=None,
                    name="",
                    now=now,
                )
                follow_ups_cancel(revision=revision, actor=None, now=now)
        except AnsweredBefore:
            continue
        expired += 1
    return expired


@transaction.atomic
def offer_read(
    *, link: PublicLink, now: datetime, address: str = "", user_agent: str = ""
) -> bool:
    """Note that a recipient has read the offer; the first time counts.

    :returns: False if it was noted before; then only the event is added.
    """
    signing = Signing(name=link.recipient_name, address=address, user_agent=user_agent)
    _event(link, "READ", signing, now, {})
    rows = OfferRecipient.objects.filter(link=link, read_at=None)
    if not rows.update(read_at=now):
        return False
    recipient = OfferRecipient.objects.select_related("revision__offer").get(link=link)
    record(
        target=recipient.revision,
        message=gettext_noop("Read by %(name)s"),
        params={"name": recipient.name},
        actor=None,
        actor_name=recipient.name,
        now=now,
        about=recipient.revision.offer,
    )
    return True


def _move(
    revision: OfferRevision,
    to: str,
    message: str,
    params: Mapping[str, Any],
    *,
    actor: User | None,
    name: str,
    now: datetime,
    **changes: Any,
) -> None:
    offer = revision.offer
    try:
        move(
            revision,
            to=to,
            transitions=REVISION,
            actor=actor,
            actor_name=name,
            now=now,
            message=message,
            params=params,
            about=offer.organization,
            answered_at=now,
            updated_at=now,
            **changes,
        )
    except TransitionRefused as error:
        revision.refresh_from_db()
        raise _answered(revision) from error


def _answered(revision: OfferRevision) -> AnsweredBefore:
    return AnsweredBefore(
        _("This offer cannot be answered any more: %(state)s.")
        % {"state": str(revision.get_status_display()).lower()}
    )


def _check_answer(
    revision: OfferRevision,
    signing: Signing,
    link: PublicLink | None,
    actor: User | None,
) -> None:
    if link is not None:
        check_recipient(revision, link)
    elif actor is None or not policies.can_create(actor):
        raise PermissionDenied
    if revision.offer.form == Offer.Form.BUDGETARY:
        raise AcceptanceRefused(
            _("This is an estimate without commitment: it cannot be accepted.")
        )
    if not signing.name.strip():
        raise AcceptanceRefused(_("Give the name of whoever accepts."))
    if not signing.has_authority:
        raise AcceptanceRefused(
            _(
                "Confirm that you may commit your company, or let somebody accept who"
                " may."
            )
        )


def check_validity(revision: OfferRevision, now: datetime) -> None:
    """Refuse an answer to a revision that cannot take one any more.

    :raises AnsweredBefore: if it is a draft, has its answer or was replaced.
    :raises OfferLapsed: after the last day of validity.
    """
    if revision.status == R.Status.DRAFT:
        raise AnsweredBefore(_("This revision was not sent yet."))
    if revision.valid_until is not None and revision.valid_until < clock.day_of(now):
        raise OfferLapsed(
            _("The validity of this offer has passed. Ask us to bring it up to date.")
        )
    if not may_advance(revision.status, R.Status.ACCEPTED, REVISION):
        raise _answered(revision)


def check_recipient(revision: OfferRevision, link: PublicLink) -> None:
    """Refuse the answer of a recipient who may only read.

    :raises AcceptanceRefused: if somebody else answers.
    """
    rows = OfferRecipient.objects.filter(revision=revision, link=link)
    if not rows.filter(can_accept=True).exists():
        raise AcceptanceRefused(
            _("This link lets you read the offer; somebody else answers it.")
        )


def _event(
    link: PublicLink,
    kind: str,
    signing: Signing,
    now: datetime,
    data: Mapping[str, str],
) -> None:
    LinkEvent.objects.create(
        link=link,
        at=now,
        kind=kind,
        address=signing.address[:45],
        user_agent=signing.user_agent[:300],
        data=dict(data),
    )
