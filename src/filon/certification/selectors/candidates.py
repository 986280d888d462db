"""The list of candidates, and what each tab of a candidate's page shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from filon.accounts.models import User
from filon.certification import policies, referential
from filon.certification.models import (
    Candidate,
    CandidateAssignment,
    CompanyOpinion,
    Competency,
    Concertation,
    Criterion,
    Grid,
    Mark,
    ModalityChoice,
    Path,
)
from filon.certification.selectors import evidence, paths
from filon.certification.selectors.versions import content_of, spoken
from filon.journal.models import Entry
from filon.journal.selectors import timeline


@dataclass(frozen=True, slots=True)
class CandidateFile:
    """A candidate whom the reader may see, with their latest path."""

    candidate: Candidate
    path: Path
    people: tuple[CandidateAssignment, ...]
    reader: User

    @property
    def is_mine(self) -> bool:
        """Whether the reader is the candidate."""
        return policies.is_candidate(self.reader, self.candidate)

    @property
    def is_evaluator(self) -> bool:
        """Whether the reader was assigned as evaluator."""
        part = CandidateAssignment.Part.EVALUATOR
        return any(p.user_id == self.reader.pk and p.part == part for p in self.people)


@dataclass(frozen=True, slots=True)
class MapSheet:
    """The map of competencies and headings, the next steps, the history."""

    headings: tuple[str, ...]
    rows: list[evidence.CoverageRow]
    history: list[Entry]

    @property
    def covered(self) -> int:
        """How many criteria have a proof."""
        return sum(cell.covered for row in self.rows for cell in row.cells)

    @property
    def total(self) -> int:
        """How many criteria there are."""
        return sum(cell.total for row in self.rows for cell in row.cells)


@dataclass(frozen=True, slots=True)
class CompetencyModalities:
    """A competency and what was chosen for it."""

    competency: Competency
    choices: tuple[ModalityChoice, ...]


@dataclass(frozen=True, slots=True)
class ModalitySheet:
    """Concertations, latest first, and the modalities of each competency."""

    concertations: list[Concertation]
    rows: list[CompetencyModalities]


@dataclass(frozen=True, slots=True)
class GridRow:
    """A chosen modality of a competency with the grids that the reader may see.

    `waiting` counts the grids that exist but are not open to the reader.
    """

    choice: ModalityChoice
    grids: tuple[Grid, ...]
    mine: Grid | None
    waiting: int


@dataclass(frozen=True, slots=True)
class MarkRow:
    """A criterion with its mark and the corrections added since."""

    criterion: Criterion
    items: tuple[Criterion, ...]
    mark: Mark | None
    corrections: tuple[Mark, ...]

    @property
    def now(self) -> Mark | None:
        """The mark that counts: the latest correction, or the first mark."""
        return self.corrections[-1] if self.corrections else self.mark


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """A competency with the company's opinion on it."""

    code: str
    title: str
    opinion: CompanyOpinion | None


def candidates(user: User) -> QuerySet[Any]:
    """Return the candidates whom this person may see, with their latest path's facts.

    Annotated: `path_status`, `path_track`, `path_submit_by`.
    """
    latest = Path.objects.filter(candidate=OuterRef("pk")).order_by("-pk")
    rows = Candidate.objects.visible_to(user).select_related("centre", "training_body")
    annotated: QuerySet[Any] = rows.annotate(
        path_status=Subquery(latest.values("status")[:1]),
        path_track=Subquery(latest.values("track")[:1]),
        path_submit_by=Subquery(latest.values("submit_by")[:1]),
    )
    return annotated


def search_candidates(text: str) -> Q:
    """Return the filter of a typed name or company."""
    found = Q()
    for word in text.split():
        found &= (
            Q(last_name__icontains=word)
            | Q(first_name__icontains=word)
            | Q(company_name__icontains=word)
        )
    return found


def file_of(user: User, pk: int) -> CandidateFile:
    """Return a candidate's file; three queries.

    :raises Candidate.DoesNotExist: if this person may not see the candidate.
    """
    rows = Candidate.objects.visible_to(user)
    rows = rows.select_related("user", "tutor", "centre", "training_body")
    candidate = rows.get(pk=pk)
    people = candidate.assignments.select_related("user").order_by("part", "pk")
    return CandidateFile(candidate, paths.path_of(candidate), tuple(people), user)


def map_sheet(file: CandidateFile) -> MapSheet:
    """Return the first tab; two queries."""
    links = evidence.links_of(file.path)
    codes = links.values_list("criterion__code", flat=True)
    content = content_of(file.path.referential)
    return MapSheet(
        headings=tuple(
            evidence.short_titles([evidence.heading_title(h) for h in content.headings])
        ),
        rows=evidence.coverage(file.path, codes),
        history=timeline(file.candidate, limit=15),
    )


def modality_sheet(file: CandidateFile) -> ModalitySheet:
    """Return concertations and modalities; three queries."""
    chosen: dict[int, list[ModalityChoice]] = {}
    for choice in _choices(file.path):
        chosen.setdefault(choice.competency_id, []).append(choice)
    concertations = file.path.concertations.select_related("recorded_by")
    return ModalitySheet(
        concertations=list(concertations.order_by("-held_on", "-pk")),
        rows=[
            CompetencyModalities(c, tuple(chosen.get(c.pk, ())))
            for c in paths.competencies_of(file.path)
        ],
    )


def grid_rows(file: CandidateFile) -> list[GridRow]:
    """Return the chosen modalities with the grids the reader may see; three queries."""
    every = file.path.grids.values_list("competency_id", "modality", "evaluator_id")
    counted: dict[tuple[int, str], int] = {}
    for competency_id, modality, _evaluator in every:
        key = (competency_id, modality)
        counted[key] = counted.get(key, 0) + 1
    shown: dict[tuple[int, str], list[Grid]] = {}
    for grid in visible_grids(file):
        shown.setdefault((grid.competency_id, grid.modality), []).append(grid)
    rows = []
    for choice in _choices(file.path):
        key = (choice.competency_id, choice.modality)
        grids = tuple(shown.get(key, ()))
        mine = next((g for g in grids if g.evaluator_id == file.reader.pk), None)
        rows.append(GridRow(choice, grids, mine, counted.get(key, 0) - len(grids)))
    return rows


def visible_grids(file: CandidateFile) -> QuerySet[Grid]:
    """Return the grids of the path that the reader may see, in order."""
    rows: QuerySet[Grid] = Grid.objects.visible_to(file.reader)
    rows = rows.filter(path=file.path).select_related("evaluator", "competency")
    return rows.order_by("competency__position", "modality", "pk")


def mark_rows(grid: Grid) -> list[MarkRow]:
    """Return every criterion of a grid with its marks; two queries."""
    marks: dict[int, list[Mark]] = {}
    for mark in grid.marks.order_by("pk"):
        marks.setdefault(mark.criterion_id, []).append(mark)
    criteria = Criterion.objects.filter(competency_id=grid.competency_id)
    ordered = list(criteria.order_by("pk"))
    items: dict[Any, list[Criterion]] = {}
    for one in ordered:
        items.setdefault(one.parent_id, []).append(one)
    return [
        MarkRow(
            criterion=criterion,
            items=tuple(items.get(criterion.pk, ())),
            mark=marks.get(criterion.pk, [None])[0],
            corrections=tuple(marks.get(criterion.pk, [])[1:]),
        )
        for criterion in items.get(None, [])
    ]


def opinion_rows(path: Path) -> list[OpinionRow]:
    """Return every competency with the company's opinion on it; one query."""
    given = {o.competency.code: o for o in path.opinions.select_related("competency")}
    return [
        OpinionRow(c.id, evidence.competency_title(c), given.get(c.id))
        for c in content_of(path.referential).competencies
    ]


def competency_of(path: Path, code: str) -> referential.Competency | None:
    """Return a competency of the path's referential by its code."""
    content = content_of(path.referential)
    return next((c for c in content.competencies if c.id == code), None)


def modality_label(path: Path, code: str) -> str:
    """Return what the referential calls a modality, in the active language."""
    for modality in content_of(path.referential).modalities:
        if modality.id == code:
            return spoken(modality.fr, modality.en)
    return code


def _choices(path: Path) -> QuerySet[ModalityChoice]:
    rows = ModalityChoice.objects.filter(path=path).select_related("competency")
    return rows.order_by("competency__position", "modality")
