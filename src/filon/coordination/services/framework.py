"""The company's texts: put in force, acknowledged, cited."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User, ownership
from filon.coordination import policies
from filon.coordination.models import (
    PolicyAcknowledgement,
    PolicyCitation,
    PolicyDocument,
)
from filon.files.models import StoredFile
from filon.journal.models import kind_of
from filon.journal.services import record, save_changes
from filon.kernel.errors import DomainError


class EditionExists(DomainError):
    """The same edition of the text exists already."""


class DatesReversed(DomainError):
    """A text cannot end before it begins."""


class CitationRefused(DomainError):
    """The citation does not say how, or the text does not hold."""


@dataclass(frozen=True, slots=True)
class PolicyEdition:
    """One edition of a text; `key_limits` are the figures to respect, one a line."""

    kind: str
    title: str
    edition: str
    valid_from: date
    valid_until: date | None = None
    language: str = "fr"
    summary: str = ""
    key_limits: str = ""


@transaction.atomic
def policy_create(
    *,
    edition: PolicyEdition,
    actor: User,
    now: datetime,
    file: StoredFile | None = None,
) -> PolicyDocument:
    """Put an edition of a text in force; an open former edition ends the day before.

    :raises EditionExists: if kind, title, edition and language exist.
    :raises DatesReversed: if it would end before it begins.
    :raises PermissionDenied: if this person does not keep the framework.
    """
    if not policies.can_write_framework(actor):
        raise PermissionDenied
    if edition.valid_until is not None and edition.valid_until < edition.valid_from:
        raise DatesReversed(_("The text would end before it begins."))
    try:
        with transaction.atomic():
            policy = PolicyDocument.objects.create(
                **ownership(actor, now), **asdict(edition), file=file
            )
    except IntegrityError as error:
        raise EditionExists(
            _("Edition %(edition)s of “%(title)s” exists already in this language.")
            % {"edition": edition.edition, "title": edition.title}
        ) from error
    _end_former(policy, actor=actor, now=now)
    record(
        target=policy,
        message=gettext_noop("Edition %(edition)s put in force"),
        params={"edition": policy.edition},
        actor=actor,
        now=now,
    )
    return policy


@transaction.atomic
def policy_acknowledge(*, policy: PolicyDocument, actor: User, now: datetime) -> bool:
    """Note that this person has read the text; False if it was noted before."""
    if not policies.can_read_framework(actor):
        raise PermissionDenied
    _row, is_new = PolicyAcknowledgement.objects.get_or_create(
        policy=policy, user=actor, defaults={"at": now}
    )
    if is_new:
        record(
            target=policy,
            message=gettext_noop("Read by %(name)s"),
            params={"name": str(actor)},
            actor=actor,
            now=now,
        )
    return is_new


@transaction.atomic
def policy_cite(
    *, target: Model, policy: PolicyDocument, how: str, actor: User, now: datetime
) -> PolicyCitation:
    """Say in a sentence how a deliverable takes a text into account.

    Citing the same edition again replaces the sentence.

    :raises CitationRefused: without the sentence, or if it is longer than 500 signs.
    :raises PermissionDenied: if this person makes no gestures.
    """
    if not policies.can_start(actor):
        raise PermissionDenied
    sentence = how.strip()
    if not sentence:
        raise CitationRefused(
            _("Say in a sentence how the text is taken into account.")
        )
    if len(sentence) > 500:
        raise CitationRefused(_("One sentence, please: 500 characters at most."))
    citation, _is_new = PolicyCitation.objects.update_or_create(
        target_kind=kind_of(target),
        target_id=target.pk,
        policy=policy,
        defaults={"how": sentence, "cited_at": now, "cited_by": actor},
    )
    record(
        target=target,
        message=gettext_noop("“%(policy)s” taken into account: %(how)s"),
        params={"policy": str(policy), "how": sentence},
        actor=actor,
        now=now,
    )
    return citation


def _end_former(policy: PolicyDocument, *, actor: User, now: datetime) -> None:
    former = PolicyDocument.objects.alive().filter(
        kind=policy.kind,
        title=policy.title,
        language=policy.language,
        valid_until=None,
        valid_from__lt=policy.valid_from,
    )
    for document in former.exclude(pk=policy.pk).order_by("pk"):
        save_changes(
            document,
            values={"valid_until": policy.valid_from - timedelta(days=1)},
            actor=actor,
            now=now,
            message=gettext_noop("Followed by a later edition"),
        )
