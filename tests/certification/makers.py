"""Candidates and their files, built through the services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from filon.accounts.models import User, ownership
from filon.catalog.models import Item
from filon.certification.models import (
    Candidate,
    Competency,
    Criterion,
    Grid,
    Path,
    Referential,
)
from filon.certification.selectors import paths as reads
from filon.certification.services import (
    candidates,
    evidence,
    grids,
    modalities,
    opinion,
    paths,
)
from filon.certification.services.referential import (
    referential_load,
    referential_publish,
)
from filon.files.uploads import check_upload
from filon.kernel.text import fold
from tests.certification.tiny import TINY


def published(now: datetime, text: str = TINY) -> Referential:
    """Return a published version of a referential."""
    row = referential_load(text=text, actor=None, now=now).referential
    if row.status == Referential.Status.DRAFT:
        referential_publish(referential=row, actor=None, now=now)
    row.refresh_from_db()
    return row


@dataclass(slots=True)
class Followed:
    """A candidate's path with the people around it."""

    path: Path
    officer: User
    now: datetime

    @property
    def candidate(self) -> Candidate:
        """The candidate."""
        return self.path.candidate

    def prepare(self) -> Followed:
        """Begin the preparation."""
        paths.path_prepare(path=self.path, actor=self.officer, now=self.now)
        return self

    def choose(self, *wanted: str) -> Followed:
        """Hold the concertation and keep these modalities for every competency."""
        modalities.concertation_record(
            path=self.path,
            held_on=self.now.date(),
            consulted=[modalities.Consulted("Ms. Tutor", "company", "agrees")],
            conclusion="At work, then before the evaluators.",
            actor=self.officer,
            now=self.now,
        )
        pairs = {
            (c.pk, m)
            for c in reads.competencies_of(self.path)
            for m in wanted or ("REAL",)
        }
        modalities.modalities_choose(
            path=self.path, wanted=pairs, actor=self.officer, now=self.now
        )
        return self

    def upload(self, *codes: str, text: str = "Minutes of the visit") -> Followed:
        """Add a file as evidence of criteria, all of them by default."""
        evidence.evidence_add_file(
            path=self.path,
            upload=check_upload("visit.txt", text.encode()),
            criteria=criteria(self.path, *codes),
            title="Visit",
            note="",
            actor=self.officer,
            now=self.now,
        )
        return self

    def submit(self) -> Followed:
        """Hand the file in."""
        evidence.path_submit(path=self.path, actor=self.officer, now=self.now)
        return self

    def assign(self, evaluator: User) -> Followed:
        """Assign an evaluator who has declared no link."""
        candidates.person_assign(
            candidate=self.candidate,
            user=evaluator,
            part="EVALUATOR",
            declares_no_link=True,
            actor=self.officer,
            now=self.now,
        )
        return self

    def grid(self, evaluator: User, *, modality: str = "REAL") -> Grid:
        """Open the evaluator's grid for the first competency."""
        return grids.grid_open(
            path=self.path,
            competency=self.competencies[0],
            modality=modality,
            actor=evaluator,
            now=self.now,
        )

    def signed(self, evaluator: User) -> Followed:
        """Let the evaluator sign a grid for every modality of every competency."""
        for choice in self.path.modalities.select_related("competency"):
            grid = grids.grid_open(
                path=self.path,
                competency=choice.competency,
                modality=choice.modality,
                actor=evaluator,
                now=self.now,
            )
            fill(grid, evaluator, self.now)
            grids.grid_sign(grid=grid, actor=evaluator, now=self.now)
        return self

    def evaluated(self) -> Followed:
        """Finish the evaluation."""
        paths.path_evaluate(path=self.path, actor=self.officer, now=self.now)
        return self

    @property
    def competencies(self) -> list[Competency]:
        """The competencies of the path's referential."""
        return list(reads.competencies_of(self.path))


def enrolled(
    officer: User,
    now: datetime,
    *,
    track: str = "TRAINING",
    text: str = TINY,
    user: User | None = None,
    **values: Any,
) -> Followed:
    """Register a candidate on a published referential."""
    registration = candidates.Registration(
        values={"first_name": "Farid", "last_name": "Amrani", **values},
        enrolment=candidates.Enrolment(published(now, text), track),
        organizers=candidates.Organizers(new_centre="Centre of the Loire"),
    )
    row = candidates.candidate_register(
        registration=registration, actor=officer, now=now
    )
    if user is not None:
        candidates.candidate_account_link(
            candidate=row, email=user.email, actor=officer, now=now
        )
    return Followed(reads.path_of(row), officer, now)


def criteria(path: Path, *codes: str) -> list[Criterion]:
    """Return criteria by their codes, all of them by default."""
    rows = reads.criteria_of(path).select_related("competency__block")
    return list(rows.filter(code__in=codes) if codes else rows)


def fill(grid: Grid, evaluator: User, now: datetime, state: str = "ACQUIRED") -> None:
    """Give every criterion of a grid a state and a comment."""
    rows = Criterion.objects.filter(competency=grid.competency, parent=None)
    grids.grid_save(
        grid=grid,
        said={c.pk: grids.Said(state, f"Seen for {c.code}") for c in rows},
        conclusion="Works with method.",
        actor=evaluator,
        now=now,
    )


def opinion_of(path: Path) -> dict[str, opinion.Said]:
    """Return a favourable opinion on every competency."""
    return {
        c.code: opinion.Said("FAVOURABLE", "Led two campaigns.")
        for c in reads.competencies_of(path)
    }


def item(owner: User, now: datetime, **fields: Any) -> Item:
    """Return a record that salespeople can read."""
    values = {"reference": "VB-25", "name_fr": "Ball valve DN25", "cost": 41, **fields}
    return Item.objects.create(
        name_key=fold(str(values["name_fr"])), **values, **ownership(owner, now)
    )
