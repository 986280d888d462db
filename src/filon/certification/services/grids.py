"""An evaluator's grid: opened, filled in, signed by a person, corrected by adding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.certification import frozen, lifecycle, policies
from filon.certification.models import (
    Competency,
    Criterion,
    Grid,
    Mark,
    ModalityChoice,
    Path,
)
from filon.journal.services import move, record
from filon.kernel.errors import DomainError


class GridRefused(DomainError):
    """The grid cannot be opened, changed or signed."""


@dataclass(frozen=True, slots=True)
class Said:
    """What an evaluator says of one criterion."""

    state: str
    comment: str = ""


@transaction.atomic
def grid_open(
    *, path: Path, competency: Competency, modality: str, actor: User, now: datetime
) -> Grid:
    """Return the evaluator's own grid for a competency and modality, made if new.

    :raises GridRefused: before the file is submitted, after the evaluation, or if the
        modality was not chosen for the competency.
    :raises PermissionDenied: unless the actor is an evaluator of the candidate.
    """
    if not policies.is_evaluator(actor, path.candidate):
        raise PermissionDenied
    own: dict[str, Any] = {"path": path, "competency": competency, "modality": modality}
    there = Grid.objects.filter(**own, evaluator=actor).first()
    if there is not None:
        found: Grid = there
        return found
    if path.status != Path.Status.SUBMITTED:
        raise GridRefused(_("Grids open once the file is submitted."))
    if not ModalityChoice.objects.filter(**own).exists():
        raise GridRefused(_("This modality was not chosen for the competency."))
    grid: Grid
    grid, is_new = Grid.objects.get_or_create(**own, evaluator=actor)
    if is_new:
        record(
            target=grid,
            message=gettext_noop("Grid of %(code)s opened"),
            params={"code": competency.code},
            actor=actor,
            now=now,
            about=path.candidate,
        )
    return grid


@transaction.atomic
def grid_save(
    *,
    grid: Grid,
    said: Mapping[int, Said],
    conclusion: str,
    actor: User,
    now: datetime,
) -> None:
    """Write the marks of an open grid, by the key of the criterion.

    :raises GridRefused: once it is signed, or for a criterion of another competency.
    :raises PermissionDenied: unless it is the actor's own grid.
    """
    _hold_open(grid, actor)
    criteria = set(_criteria(grid).values_list("pk", flat=True))
    if not set(said) <= criteria:
        raise GridRefused(_("A criterion belongs to another competency."))
    there = {m.criterion_id: m for m in grid.marks.filter(correction_of=None)}
    for pk, one in said.items():
        values = {"state": one.state, "comment": one.comment.strip()}
        mark = there.get(pk)
        if mark is None:
            Mark.objects.create(grid=grid, criterion_id=pk, marked_at=now, **values)
        elif (mark.state, mark.comment) != (values["state"], values["comment"]):
            Mark.objects.filter(pk=mark.pk).update(
                state=values["state"], comment=values["comment"], marked_at=now
            )
    Grid.objects.filter(pk=grid.pk).update(conclusion=conclusion.strip())
    grid.refresh_from_db(fields=["conclusion"])


@transaction.atomic
def grid_sign(*, grid: Grid, actor: User, now: datetime) -> None:
    """Sign a grid: it is hashed and locked; corrections are added from now on.

    No sum, no threshold: what is signed is one state and comment for each criterion
    and the conclusion in the evaluator's words.

    :raises GridRefused: while a criterion has no state or the conclusion is empty.
    :raises TransitionRefused: if it is signed already.
    :raises PermissionDenied: unless it is the actor's own grid.
    """
    _hold_open(grid, actor)
    marks = list(grid.marks.filter(correction_of=None).select_related("criterion"))
    marked = {m.criterion_id for m in marks}
    missing = [c.code for c in _criteria(grid) if c.pk not in marked]
    if missing:
        raise GridRefused(
            _("Give a state to every criterion first: %(codes)s.")
            % {"codes": ", ".join(missing)}
        )
    if not grid.conclusion.strip():
        raise GridRefused(_("Write your conclusion before you sign."))
    move(
        grid,
        to=Grid.Status.SIGNED,
        transitions=lifecycle.GRID,
        actor=actor,
        now=now,
        message=gettext_noop("Grid of %(code)s signed"),
        params={"code": grid.competency.code},
        about=grid.path.candidate,
        signed_at=now,
        content_hash=frozen.fingerprint(signed_content(grid, marks)),
    )


@transaction.atomic
def mark_correct(*, mark: Mark, said: Said, actor: User, now: datetime) -> Mark:
    """Add a correction to a mark of a signed grid; the first mark stays.

    :raises GridRefused: without a comment that says why.
    :raises PermissionDenied: unless it is the actor's own signed grid, on a path that
        has not ended.
    """
    if not policies.can_correct(actor, mark):
        raise PermissionDenied
    if not said.comment.strip():
        raise GridRefused(_("Say in a comment why you correct the mark."))
    correction: Mark = Mark.objects.create(
        grid=mark.grid,
        criterion=mark.criterion,
        state=said.state,
        comment=said.comment.strip(),
        correction_of=mark,
        marked_at=now,
    )
    record(
        target=mark.grid,
        message=gettext_noop("Correction added to %(code)s"),
        params={"code": mark.criterion.code},
        actor=actor,
        now=now,
        about=mark.grid.path.candidate,
    )
    return correction


def signed_content(grid: Grid, marks: list[Mark]) -> dict[str, Any]:
    """Return what the signature covers."""
    return {
        "path": grid.path_id,
        "competency": grid.competency.code,
        "modality": grid.modality,
        "evaluator": grid.evaluator_id,
        "conclusion": grid.conclusion,
        "marks": {
            m.criterion.code: {"state": m.state, "comment": m.comment} for m in marks
        },
    }


def _criteria(grid: Grid) -> Any:
    rows = Criterion.objects.filter(competency_id=grid.competency_id, parent=None)
    return rows.order_by("position")


def _hold_open(grid: Grid, actor: User) -> None:
    """Lock the grid's row and refuse whatever may not be written."""
    if grid.evaluator_id != actor.pk or not actor.is_active:
        raise PermissionDenied
    held = Grid.objects.select_for_update().get(pk=grid.pk)
    if held.status != Grid.Status.OPEN:
        raise GridRefused(
            _("This grid is signed: add a correction instead of changing it.")
        )
    if grid.path.status != Path.Status.SUBMITTED:
        raise GridRefused(_("The evaluation of this path is over."))
