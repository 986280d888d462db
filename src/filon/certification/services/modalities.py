"""The concertation, and the modalities kept after it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.certification import lifecycle, policies
from filon.certification.models import Concertation, Grid, ModalityChoice, Path
from filon.certification.selectors import paths as reads
from filon.certification.services.paths import locked
from filon.journal.services import record
from filon.kernel import clock
from filon.kernel.errors import DomainError

Pair = tuple[int, str]


class ConcertationRefused(DomainError):
    """The concertation says too little, or lies in the future."""


class ModalityRefused(DomainError):
    """The modality cannot be kept, or cannot be taken away."""


@dataclass(frozen=True, slots=True)
class Consulted:
    """Somebody who was consulted: who, for whom, and what they said."""

    name: str
    part: str = ""
    agreement: str = ""


@transaction.atomic
def concertation_record(
    *,
    path: Path,
    held_on: date,
    consulted: Sequence[Consulted],
    conclusion: str,
    actor: User,
    now: datetime,
) -> Concertation:
    """Keep who was consulted about the modalities, when, and what was kept.

    :raises ConcertationRefused: without anybody consulted or conclusion, for a day to
        come, or once the path has ended.
    :raises PermissionDenied: unless the actor runs the exam centre.
    """
    _may_organize(actor)
    people = [one for one in consulted if one.name.strip()]
    if not people or not conclusion.strip():
        raise ConcertationRefused(_("Name who was consulted and what was kept."))
    if held_on > clock.day_of(now):
        raise ConcertationRefused(_("A concertation is recorded once it took place."))
    if path.status in lifecycle.ENDED:
        raise ConcertationRefused(_("This path has ended."))
    row = Concertation.objects.create(
        path=path,
        held_on=held_on,
        participants=[asdict(one) for one in people],
        conclusion=conclusion.strip(),
        recorded_at=now,
        recorded_by=actor,
    )
    record(
        target=path,
        message=gettext_noop("Concertation with %(names)s"),
        params={"names": ", ".join(one.name for one in people)},
        actor=actor,
        now=now,
        about=path.candidate,
    )
    return row


@transaction.atomic
def modalities_choose(
    *, path: Path, wanted: Collection[Pair], actor: User, now: datetime
) -> None:
    """Keep these modalities, and no others, after the latest concertation.

    :param wanted: pairs of a competency's key and a modality (REAL, PROJECT,
        RECONSTRUCTED). The company's opinion completes them and is none of them.
    :raises ModalityRefused: before any concertation, for a modality that the
        referential does not offer, if a kept one has a grid already, or once the
        evaluation is over.
    :raises PermissionDenied: unless the actor runs the exam centre.
    """
    _may_organize(actor)
    locked(path)
    if path.status in lifecycle.ENDED | {Path.Status.EVALUATED}:
        raise ModalityRefused(_("The evaluation of this path is over."))
    concertation = path.concertations.order_by("-held_on", "-pk").first()
    if concertation is None:
        raise ModalityRefused(_("Record the concertation first: it comes before."))
    offered = reads.offered_modalities(path)
    if not set(wanted) <= offered:
        raise ModalityRefused(_("The referential does not offer this modality."))
    kept = {(c.competency_id, c.modality): c for c in path.modalities.all()}
    gone = [c for pair, c in kept.items() if pair not in wanted]
    _refuse_begun(path, gone)
    ModalityChoice.objects.filter(pk__in=[c.pk for c in gone]).delete()
    fresh = sorted(set(wanted) - kept.keys())
    ModalityChoice.objects.bulk_create(
        ModalityChoice(
            path=path,
            competency_id=competency,
            modality=modality,
            concertation=concertation,
        )
        for competency, modality in fresh
    )
    if gone or fresh:
        record(
            target=path,
            message=gettext_noop("Modalities chosen: %(count)s"),
            params={"count": len(set(wanted))},
            actor=actor,
            now=now,
            about=path.candidate,
        )


@transaction.atomic
def modality_plan(
    *,
    choice: ModalityChoice,
    planned_on: date | None,
    place: str,
    actor: User,
    now: datetime,
) -> None:
    """Set the day and place of an evaluation.

    :raises ModalityRefused: once the path has ended.
    :raises PermissionDenied: unless the actor runs the exam centre.
    """
    _may_organize(actor)
    if choice.path.status in lifecycle.ENDED:
        raise ModalityRefused(_("This path has ended."))
    rows = ModalityChoice.objects.filter(pk=choice.pk)
    rows.update(planned_on=planned_on, place=place.strip())
    record(
        target=choice.path,
        message=gettext_noop("Evaluation of %(code)s planned on %(day)s"),
        params={
            "code": choice.competency.code,
            "day": planned_on.isoformat() if planned_on else "–",
        },
        actor=actor,
        now=now,
        about=choice.path.candidate,
    )


def _refuse_begun(path: Path, choices: Sequence[ModalityChoice]) -> None:
    begun = set(Grid.objects.filter(path=path).values_list("competency_id", "modality"))
    if any((c.competency_id, c.modality) in begun for c in choices):
        raise ModalityRefused(
            _("A modality with a grid cannot be taken away any more.")
        )


def _may_organize(actor: User) -> None:
    if not policies.can_organize(actor):
        raise PermissionDenied
