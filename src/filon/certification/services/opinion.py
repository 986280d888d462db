"""The company's opinion: asked by link, given once for every competency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.certification import lifecycle, policies
from filon.certification.models import CompanyOpinion, Path
from filon.certification.selectors import paths as reads
from filon.certification.services.paths import locked
from filon.coordination import links
from filon.coordination.models import PublicLink
from filon.journal.services import record
from filon.kernel.errors import DomainError, TooLate
from filon.mail.services import queue_mail


class OpinionRefused(DomainError):
    """No opinion is asked for on this path, or it is incomplete."""


class OpinionLate(OpinionRefused, TooLate):
    """The opinion has been given, or its time is over."""


@dataclass(frozen=True, slots=True)
class Said:
    """The opinion on one competency: the word, and the facts it rests on."""

    verdict: str
    facts: str


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs for the company."""

    name: str
    function: str = ""


@transaction.atomic
def opinion_ask(
    *,
    path: Path,
    name: str,
    email: str,
    language: str,
    actor: User,
    now: datetime,
) -> PublicLink:
    """Send the tutor or manager a link to the form; former links are closed.

    :raises OpinionRefused: for VAE, before the preparation, after the end, or once
        the opinion is given.
    :raises MailRefused: if the address is not acceptable.
    :raises PermissionDenied: unless the actor runs the exam centre.
    """
    if not policies.can_organize(actor):
        raise PermissionDenied
    _refuse_closed(path)
    for former in open_links(path, now=now):
        links.link_revoke(link=former, actor=actor, now=now, about=path)
    link, token = links.link_issue(
        purpose=PublicLink.Purpose.COMPANY_OPINION,
        target=path,
        recipient_name=name,
        recipient_email=email,
        language=language,
        now=now,
    )
    with translation.override(language):
        queue_mail(
            to=[email],
            subject=_("Your opinion on %(candidate)s") % {"candidate": path.candidate},
            body=_(
                "Hello %(name)s,\n\n%(candidate)s prepares a professional"
                " certification. The company's opinion completes the evaluation: one"
                " word and a few facts for each competency.\n\n%(link)s\n\nThis link"
                " is personal; it is good for 30 days.\n\nThank you."
            )
            % {
                "name": name,
                "candidate": path.candidate,
                "link": links.entry_url(token),
            },
            language=language,
            actor=actor,
            now=now,
            target=path,
            reply_to=actor.email,
            secrets=[token],
        )
    record(
        target=path,
        message=gettext_noop("Company's opinion asked of %(name)s"),
        params={"name": name},
        actor=actor,
        now=now,
        about=path.candidate,
    )
    return link


@transaction.atomic
def opinion_give(
    *,
    path: Path,
    said: Mapping[str, Said],
    signatory: Signatory,
    now: datetime,
    link: PublicLink | None = None,
    actor: User | None = None,
    request: HttpRequest | None = None,
) -> None:
    """Keep the company's opinion on every competency, by its code, at once.

    Given through the link, or by the tutor who is signed in.

    :raises OpinionRefused: for VAE, after the end, if it is given already, or unless
        every competency has its word and its facts.
    :raises PermissionDenied: unless the link or the actor is the one asked.
    """
    is_linked = link is not None and link.target_id == path.pk
    is_tutor = actor is not None and actor.pk == path.candidate.tutor_id
    if not is_linked and not is_tutor:
        raise PermissionDenied
    locked(path)
    _refuse_closed(path)
    competencies = list(reads.competencies_of(path))
    _refuse_incomplete([c.code for c in competencies], said, signatory)
    CompanyOpinion.objects.bulk_create(
        CompanyOpinion(
            path=path,
            track=path.track,
            competency=competency,
            verdict=said[competency.code].verdict,
            facts=said[competency.code].facts.strip(),
            signatory_name=signatory.name.strip(),
            signatory_function=signatory.function.strip(),
            signed_at=now,
            link=link,
        )
        for competency in competencies
    )
    record(
        target=path,
        message=gettext_noop("Company's opinion signed by %(name)s"),
        params={"name": signatory.name.strip()},
        actor=actor,
        actor_name=signatory.name.strip(),
        now=now,
        about=path.candidate,
    )
    if link is not None:
        links.link_event(link=link, kind="ANSWERED", request=request, now=now)


def open_links(path: Path, *, now: datetime) -> list[PublicLink]:
    """Return the links to the form that still open it."""
    return list(
        PublicLink.objects.filter(
            purpose=PublicLink.Purpose.COMPANY_OPINION,
            target_kind=Path._meta.label_lower,
            target_id=path.pk,
            revoked_at=None,
            expires_at__gt=now,
        )
    )


def _refuse_closed(path: Path) -> None:
    if not reads.needs_opinion(path):
        raise OpinionRefused(
            _("No company's opinion is asked for on this track (VAE).")
        )
    if path.status not in lifecycle.OPINION_OPEN:
        raise OpinionLate(_("The opinion is not open at this stage of the path."))
    if path.opinions.exists():
        raise OpinionLate(_("The company's opinion has been given already."))


def _refuse_incomplete(
    codes: list[str], said: Mapping[str, Said], signatory: Signatory
) -> None:
    missing = [
        code
        for code in codes
        if code not in said
        or said[code].verdict not in CompanyOpinion.Verdict.values
        or not said[code].facts.strip()
    ]
    if missing:
        raise OpinionRefused(
            _("Give a word and facts for %(codes)s.") % {"codes": ", ".join(missing)}
        )
    if not signatory.name.strip():
        raise OpinionRefused(_("Say who signs for the company."))
