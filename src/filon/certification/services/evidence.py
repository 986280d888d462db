"""Gathering evidence until it is submitted, and freezing it then."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.certification import frozen, lifecycle, policies
from filon.certification.models import (
    Criterion,
    EvidenceLink,
    EvidenceSnapshot,
    Path,
)
from filon.certification.services.paths import StepRefused, locked
from filon.coordination import kinds
from filon.files.services import keep_upload
from filon.files.uploads import CheckedUpload
from filon.journal.services import move, record
from filon.kernel.errors import DomainError

TITLE_LIMIT = 250


class EvidenceRefused(DomainError):
    """The evidence cannot be added or taken back."""


@transaction.atomic
def evidence_add_record(
    *,
    path: Path,
    kind: str,
    pk: int,
    criteria: Collection[Criterion],
    note: str,
    actor: User,
    now: datetime,
) -> list[EvidenceLink]:
    """Use a record as evidence of these criteria; a pair that exists stays as it is.

    The record must be one that the candidate may read.

    :raises EvidenceRefused: if it cannot be read, for a criterion of another
        referential or none, or once the file is submitted.
    :raises PermissionDenied: unless the actor is the candidate.
    """
    if not policies.is_candidate(actor, path.candidate):
        raise PermissionDenied
    _refuse_unless_gathering(path)
    row = kinds.fetch(actor, kind, pk)
    if row is None:
        raise EvidenceRefused(_("You cannot read this record any more."))
    return _link(
        path,
        criteria,
        {"target_kind": kind, "target_id": pk},
        title=kinds.title_of(row),
        note=note,
        actor=actor,
        now=now,
    )


@transaction.atomic
def evidence_add_file(
    *,
    path: Path,
    upload: CheckedUpload,
    criteria: Collection[Criterion],
    title: str,
    note: str,
    actor: User,
    now: datetime,
) -> list[EvidenceLink]:
    """Keep a checked file as evidence of these criteria.

    :raises EvidenceRefused: for a criterion of another referential or none, or once
        the file is submitted.
    :raises PermissionDenied: unless the actor is the candidate or runs the centre.
    """
    is_mine = policies.is_candidate(actor, path.candidate)
    if not is_mine and not policies.can_organize(actor):
        raise PermissionDenied
    _refuse_unless_gathering(path)
    file = keep_upload(upload=upload, actor=actor, now=now)
    return _link(
        path,
        criteria,
        {"file": file},
        title=title.strip() or upload.name,
        note=note,
        actor=actor,
        now=now,
    )


@transaction.atomic
def evidence_remove(*, evidence: EvidenceLink, actor: User, now: datetime) -> None:
    """Take a proof back from one criterion.

    :raises EvidenceRefused: once the file is submitted.
    :raises PermissionDenied: for a work record, unless the actor is the candidate;
        for a file, unless the actor is the candidate or runs the centre.
    """
    path = evidence.path
    is_mine = policies.is_candidate(actor, path.candidate)
    is_own_file = evidence.file_id is not None and policies.can_organize(actor)
    if not is_mine and not is_own_file:
        raise PermissionDenied
    _refuse_unless_gathering(path)
    record(
        target=path,
        message=gettext_noop("Evidence taken back from %(code)s"),
        params={"code": evidence.criterion.code},
        actor=actor,
        now=now,
        about=path.candidate,
    )
    evidence.delete()


@transaction.atomic
def path_submit(*, path: Path, actor: User, now: datetime) -> int:
    """Hand the file in: every proof is frozen with its hash; return how many.

    What happens to the records afterwards changes nothing here.

    :raises StepRefused: without evidence, while the candidate has not agreed to show
        work records, or if the candidate can no longer read one of them.
    :raises TransitionRefused: if the file is not in preparation.
    :raises PermissionDenied: unless the actor is the candidate or runs the centre.
    """
    is_mine = policies.is_candidate(actor, path.candidate)
    if not is_mine and not policies.can_organize(actor):
        raise PermissionDenied
    locked(path)
    evidence = list(path.evidence.select_related("file", "criterion").order_by("pk"))
    if not evidence and path.status == Path.Status.IN_PREPARATION:
        raise StepRefused(_("Add at least one piece of evidence first."))
    works_on_records = any(link.file_id is None for link in evidence)
    if works_on_records and path.candidate.consented_at is None:
        raise StepRefused(
            _("The candidate must first agree to show work records to others.")
        )
    contents = _contents(path, evidence)
    move(
        path,
        to=Path.Status.SUBMITTED,
        transitions=lifecycle.PATH,
        actor=actor,
        now=now,
        message=gettext_noop("File submitted; proofs: %(count)s"),
        params={"count": len(evidence)},
        about=path.candidate,
        submitted_at=now,
    )
    EvidenceSnapshot.objects.bulk_create(
        EvidenceSnapshot(
            evidence=link,
            content=contents[link.pk],
            sha256=frozen.fingerprint(contents[link.pk]),
            taken_at=now,
        )
        for link in evidence
    )
    return len(evidence)


def _contents(path: Path, evidence: Iterable[EvidenceLink]) -> dict[int, Any]:
    """Return what each proof says now; a record used twice is read once."""
    read: dict[tuple[str, int | None], Any] = {}
    contents: dict[int, Any] = {}
    for link in evidence:
        if link.file is not None:
            contents[link.pk] = frozen.content_of_file(link.file)
            continue
        key = (link.target_kind, link.target_id)
        if key not in read:
            read[key] = _content_of_record(path, link)
        contents[link.pk] = read[key]
    return contents


def _content_of_record(path: Path, link: EvidenceLink) -> Any:
    owner = path.candidate.user
    row = (
        kinds.fetch(owner, link.target_kind, link.target_id)
        if owner is not None and link.target_id is not None
        else None
    )
    if row is None:
        raise StepRefused(
            _("“%(title)s” cannot be read any more: take it back from %(code)s.")
            % {"title": link.title, "code": link.criterion.code}
        )
    return frozen.content_of_record(row)


def _refuse_unless_gathering(path: Path) -> None:
    locked(path)
    if path.status not in lifecycle.GATHERING:
        raise EvidenceRefused(
            _("The file is submitted: its evidence is frozen and stays as it is.")
        )


def _link(
    path: Path,
    criteria: Collection[Criterion],
    proof: dict[str, Any],
    *,
    title: str,
    note: str,
    actor: User,
    now: datetime,
) -> list[EvidenceLink]:
    if not criteria:
        raise EvidenceRefused(_("Choose at least one criterion."))
    blocks = {c.competency.block.referential_id for c in criteria}
    if blocks != {path.referential_id}:
        raise EvidenceRefused(_("A criterion belongs to another referential."))
    there = EvidenceLink.objects.filter(path=path, **proof)
    known = set(there.values_list("criterion_id", flat=True))
    links = [
        EvidenceLink.objects.create(
            path=path,
            criterion=criterion,
            title=title[:TITLE_LIMIT],
            note=note.strip(),
            linked_at=now,
            linked_by=actor,
            **proof,
        )
        for criterion in criteria
        if criterion.pk not in known
    ]
    if links:
        codes = ", ".join(link.criterion.code for link in links)
        record(
            target=path,
            message=gettext_noop("Evidence added for %(codes)s"),
            params={"codes": codes},
            actor=actor,
            now=now,
            about=path.candidate,
        )
    return links
