"""A path: what it offers, what it lacks."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from filon.accounts.models import Role, User
from filon.certification import referential
from filon.certification.models import (
    Candidate,
    Competency,
    Criterion,
    Grid,
    Modality,
    Path,
)
from filon.certification.selectors.versions import content_of

OPINION = "COMPANY_OPINION"


def path_of(candidate: Candidate) -> Path:
    """Return the candidate's latest path, its referential with it; one query."""
    rows = Path.objects.filter(candidate=candidate).select_related("referential")
    path = rows.defer("referential__source").latest("pk")
    path.candidate = candidate
    return path


def active_path_of_user(user_id: int) -> Path | None:
    """Return the path on which this person may still gather evidence; one query."""
    rows = Path.objects.filter(
        candidate__user_id=user_id,
        candidate__deleted_at=None,
        status__in=["REGISTERED", "IN_PREPARATION"],
    )
    rows = rows.select_related("candidate", "referential")
    return rows.defer("referential__source").order_by("-pk").first()


def use_as_evidence_url(user: User, kind: str, pk: int | str) -> str:
    """Return where this person uses a record as evidence, "" if they are no candidate.

    One query for salespeople and candidates, none for others.
    """
    if not kind or user.role not in {Role.CANDIDATE, Role.SALESPERSON}:
        return ""
    if active_path_of_user(user.pk) is None:
        return ""
    named = urlencode({"kind": kind, "pk": pk})
    return f"{reverse('certification:evidence-add')}?{named}"


def competencies_of(path: Path) -> QuerySet[Competency]:
    """Return the competencies of the path's referential, in order."""
    rows = Competency.objects.filter(block__referential_id=path.referential_id)
    return rows.select_related("block").order_by("position")


def criteria_of(path: Path) -> QuerySet[Criterion]:
    """Return criteria and items of the path's referential, in reading order."""
    rows = Criterion.objects.filter(
        competency__block__referential_id=path.referential_id
    )
    return rows.select_related("competency").order_by(
        "competency__position",
        Coalesce("parent__position", "position"),
        F("parent_id").asc(nulls_first=True),
        "position",
    )


def modalities_of(path: Path) -> list[referential.Modality]:
    """Return the evaluating modalities that the track leaves, opinion left out."""
    return [
        m
        for m in content_of(path.referential).modalities
        if m.id in Modality.values and path.track not in m.excluded_tracks
    ]


def offered_modalities(path: Path) -> set[tuple[int, str]]:
    """Return every pair of competency and modality that may be chosen."""
    offered = [m.id for m in modalities_of(path)]
    return {(c.pk, m) for c in competencies_of(path) for m in offered}


def needs_opinion(path: Path) -> bool:
    """Whether the company's opinion completes this path: never for VAE."""
    if path.track == "VAE":
        return False
    return any(
        m.id == OPINION and path.track not in m.excluded_tracks
        for m in content_of(path.referential).modalities
    )


def gaps(path: Path, step: str) -> list[str]:
    """Return what a step still lacks, as sentences; empty when it may be taken."""
    if step == Path.Status.EVALUATED:
        return _evaluation_gaps(path)
    if step == Path.Status.CLOSED and needs_opinion(path):
        return _opinion_gaps(path)
    return []


def _evaluation_gaps(path: Path) -> list[str]:
    chosen = defaultdict(set)
    for competency_id, modality in path.modalities.values_list(
        "competency_id", "modality"
    ):
        chosen[competency_id].add(modality)
    grids = list(path.grids.values_list("competency_id", "modality", "status"))
    signed = {(c, m) for c, m, status in grids if status == Grid.Status.SIGNED}
    without, unsigned = [], []
    for competency in competencies_of(path):
        if not chosen[competency.pk]:
            without.append(competency.code)
        elif any((competency.pk, m) not in signed for m in chosen[competency.pk]):
            unsigned.append(competency.code)
    sentences = []
    if without:
        sentences.append(
            _("Choose a modality other than the company's opinion for %(codes)s.")
            % {"codes": ", ".join(without)}
        )
    if unsigned:
        sentences.append(
            _("A signed grid is missing for %(codes)s.")
            % {"codes": ", ".join(unsigned)}
        )
    if any(status == Grid.Status.OPEN for _c, _m, status in grids):
        sentences.append(_("An evaluator has not signed a grid yet."))
    return sentences


def _opinion_gaps(path: Path) -> list[str]:
    given = set(path.opinions.values_list("competency_id", flat=True))
    missing = [c.code for c in competencies_of(path) if c.pk not in given]
    if not missing:
        return []
    return [
        _("The company's opinion is missing for %(codes)s.")
        % {"codes": ", ".join(missing)}
    ]
