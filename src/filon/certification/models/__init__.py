"""A referential as data, and the file of each candidate against it."""

from __future__ import annotations

from filon.certification.models.candidate import (
    Candidate,
    CandidateAssignment,
    Centre,
    Path,
    Track,
    TrainingBody,
)
from filon.certification.models.evaluation import (
    CompanyOpinion,
    Concertation,
    Grid,
    Mark,
    Modality,
    ModalityChoice,
)
from filon.certification.models.evidence import EvidenceLink, EvidenceSnapshot
from filon.certification.models.referential import (
    Block,
    Competency,
    Criterion,
    Referential,
)

__all__ = [
    "Block",
    "Candidate",
    "CandidateAssignment",
    "Centre",
    "CompanyOpinion",
    "Competency",
    "Concertation",
    "Criterion",
    "EvidenceLink",
    "EvidenceSnapshot",
    "Grid",
    "Mark",
    "Modality",
    "ModalityChoice",
    "Path",
    "Referential",
    "Track",
    "TrainingBody",
]
