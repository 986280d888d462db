"""Loading a version of a referential, and publishing it for good."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.certification import lifecycle, referential
from filon.certification.models import Block, Competency, Criterion, Referential
from filon.journal.services import move, record
from filon.kernel.errors import DomainError

R = Referential.Status


class ReferentialRefused(DomainError):
    """The file is no referential."""


class EditionTaken(DomainError):
    """The version was published with another content."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The version that was loaded, and whether anything was written."""

    referential: Referential
    is_new: bool


@transaction.atomic
def referential_load(*, text: str, actor: User | None, now: datetime) -> Loaded:
    """Load a version of a referential from YAML as a draft.

    The same text again changes nothing. A draft of the same version is replaced.

    :raises ReferentialRefused: if the text is no referential.
    :raises EditionTaken: if the version was published with another content.
    """
    try:
        data = referential.parse(text)
    except referential.ReferentialInvalid as error:
        raise ReferentialRefused(
            _("The file is not a referential: %(reason)s") % {"reason": error}
        ) from error
    source_hash = hashlib.sha256(text.encode()).hexdigest()
    former = Referential.objects.filter(code=data.code, edition=data.version).first()
    if former is not None and former.source_hash == source_hash:
        return Loaded(former, is_new=False)
    if former is not None and former.status != R.DRAFT:
        raise EditionTaken(
            _(
                "Version %(version)s of %(code)s is published and never changes. Give"
                " the file another version."
            )
            % {"version": data.version, "code": data.code}
        )
    if former is not None:
        former.delete()
    row = Referential.objects.create(
        code=data.code,
        edition=data.version,
        title_fr=data.title_fr,
        title_en=data.title_en,
        source=text,
        source_hash=source_hash,
        loaded_at=now,
    )
    _write_parts(row, data)
    record(
        target=row,
        message=gettext_noop("Referential %(version)s loaded"),
        params={"version": f"{row.code} {row.edition}"},
        actor=actor,
        now=now,
    )
    return Loaded(row, is_new=True)


@transaction.atomic
def referential_publish(
    *, referential: Referential, actor: User | None, now: datetime
) -> None:
    """Publish a draft for good; the version in use before is retired.

    Running candidates stay on their version.

    :raises TransitionRefused: if it was published meanwhile.
    """
    in_use = Referential.objects.filter(code=referential.code, status=R.PUBLISHED)
    for former in in_use:
        move(
            former,
            to=R.RETIRED,
            transitions=lifecycle.REFERENTIAL,
            actor=actor,
            now=now,
            message=gettext_noop("Referential retired"),
        )
    move(
        referential,
        to=R.PUBLISHED,
        transitions=lifecycle.REFERENTIAL,
        actor=actor,
        now=now,
        message=gettext_noop("Referential published"),
        published_at=now,
    )


def _write_parts(row: Referential, data: referential.Referential) -> None:
    position = 0
    for number, part in enumerate(data.blocks, start=1):
        block = Block.objects.create(
            referential=row,
            code=part.id,
            position=number,
            title_fr=part.title_fr,
            title_en=part.title_en,
            activities_fr="\n".join(part.summary_fr),
        )
        for one in part.competencies:
            position += 1
            competency = Competency.objects.create(
                block=block,
                code=one.id,
                position=position,
                title_fr=one.title_fr,
                title_en=one.title_en,
                description_fr="\n".join(
                    [one.purpose_fr, one.inputs_intro, *one.inputs]
                ),
            )
            _write_criteria(competency, one)


def _write_criteria(competency: Competency, data: referential.Competency) -> None:
    rows = Criterion.objects.bulk_create(
        _criterion(competency, c, c.heading, n)
        for n, c in enumerate(data.criteria, start=1)
    )
    Criterion.objects.bulk_create(
        _criterion(competency, item, parent.heading, n, parent=parent)
        for parent, criterion in zip(rows, data.criteria, strict=True)
        for n, item in enumerate(criterion.items, start=1)
    )


def _criterion(
    competency: Competency,
    data: referential.Criterion | referential.Item,
    heading: str,
    position: int,
    parent: Criterion | None = None,
) -> Criterion:
    return Criterion(
        competency=competency,
        parent=parent,
        code=data.id,
        heading=heading,
        position=position,
        text_fr=data.fr,
        text_en=data.en,
        evidence_types=list(data.evidence),
        check_level=data.check,
    )
