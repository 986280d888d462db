"""Modalities after a concertation, grids with marks, the company's opinion."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.accounts.models import Role, User
from filon.certification.models.candidate import Candidate, Path, Track
from filon.certification.models.referential import Competency, Criterion
from filon.coordination.models import PublicLink


class Modality(models.TextChoices):
    """The ways of evaluating; the company's opinion completes them."""

    REAL = "REAL", _("Real professional situation")
    PROJECT = "PROJECT", _("Presentation of projects or activities")
    RECONSTRUCTED = "RECONSTRUCTED", _("Reconstructed professional situation")


EVALUATING = ["REAL", "PROJECT", "RECONSTRUCTED"]


class Concertation(models.Model):
    """Who was consulted about the modalities, when, and what was kept."""

    path = models.ForeignKey(Path, models.CASCADE, related_name="concertations")
    held_on = models.DateField()
    participants = models.JSONField(default=list)
    conclusion = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.path_id} {self.held_on}"


class ModalityChoice(models.Model):
    """A modality kept for a competency."""

    path = models.ForeignKey(Path, models.CASCADE, related_name="modalities")
    competency = models.ForeignKey(Competency, models.PROTECT)
    modality = models.CharField(max_length=14, choices=Modality)
    concertation = models.ForeignKey(Concertation, models.PROTECT)
    planned_on = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["path", "competency", "modality"],
                name="certification_modality_once",
            ),
            models.CheckConstraint(
                condition=Q(modality__in=EVALUATING),
                name="certification_opinion_is_no_modality",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.path_id}/{self.competency_id}/{self.modality}"


class GridQuerySet(models.QuerySet["Grid"]):
    """Grids; nobody reads an unsigned one but whoever fills it in."""

    def visible_to(self, user: User) -> Self:
        """Keep the own ones, and the signed ones that this person may read by now.

        The officer reads signed grids. Evaluators judge blindly: the other grids, and
        the candidate's and the trainer's view of any, open once the file is
        evaluated; the tutor's once it is closed, so that no opinion leans on them.
        """
        signed = Q(status=Grid.Status.SIGNED)
        if user.is_active and user.role == Role.OFFICER:
            return self.filter(signed)
        candidates = Candidate.objects.visible_to(user)
        mine = Q(evaluator_id=user.pk)
        tutored = Q(path__candidate__tutor_id=user.pk)
        known = Q(path__candidate__in=candidates.values("pk"))
        open_now = Q(path__status=Path.Status.CLOSED) | (
            Q(path__status=Path.Status.EVALUATED) & ~tutored
        )
        return self.filter(known & (mine | signed & open_now))


class Grid(models.Model):
    """One evaluator's grid for one competency; locked by the signature."""

    class Status(models.TextChoices):
        """Whether it is signed."""

        OPEN = "OPEN", pgettext_lazy("grid", "In progress")
        SIGNED = "SIGNED", pgettext_lazy("grid", "Signed")

    path = models.ForeignKey(Path, models.CASCADE, related_name="grids")
    competency = models.ForeignKey(Competency, models.PROTECT)
    modality = models.CharField(max_length=14, choices=Modality)
    evaluator = models.ForeignKey(User, models.PROTECT, related_name="grids")
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    conclusion = models.TextField(blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)

    objects: ClassVar[Any] = GridQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["path", "competency", "modality", "evaluator"],
                name="certification_grid_once",
            ),
            models.CheckConstraint(
                condition=Q(modality__in=EVALUATING),
                name="certification_grid_of_a_modality",
            ),
            models.CheckConstraint(
                condition=~Q(status="SIGNED") | Q(signed_at__isnull=False),
                name="certification_signature_has_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.path_id}/{self.competency_id}/{self.evaluator_id}"


class Mark(models.Model):
    """What an evaluator says of one criterion; no arithmetic, no pass mark."""

    class State(models.TextChoices):
        """The neutral three-state scale."""

        ACQUIRED = "ACQUIRED", pgettext_lazy("mark", "Acquired")
        NOT_ACQUIRED = "NOT_ACQUIRED", pgettext_lazy("mark", "Not acquired")
        NOT_OBSERVED = "NOT_OBSERVED", pgettext_lazy("mark", "Not observed")

    grid = models.ForeignKey(Grid, models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(Criterion, models.PROTECT)
    state = models.CharField(max_length=12, choices=State, default=State.NOT_OBSERVED)
    comment = models.TextField(blank=True)
    correction_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True)
    marked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["grid", "criterion"],
                condition=Q(correction_of=None),
                name="certification_mark_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.grid_id}/{self.criterion_id}: {self.state}"


class CompanyOpinion(models.Model):
    """The company's opinion on one competency; never for VAE.

    The track is copied on the row, so that the database itself refuses the opinion of
    a VAE path (constraint) and a track that is not the path's (trigger).
    """

    class Verdict(models.TextChoices):
        """The opinion in one word."""

        FAVOURABLE = "FAVOURABLE", pgettext_lazy("opinion", "Favourable")
        RESERVED = "RESERVED", pgettext_lazy("opinion", "With reservations")
        UNFAVOURABLE = "UNFAVOURABLE", pgettext_lazy("opinion", "Unfavourable")

    path = models.ForeignKey(Path, models.CASCADE, related_name="opinions")
    track = models.CharField(max_length=12, choices=Track)
    competency = models.ForeignKey(Competency, models.PROTECT)
    verdict = models.CharField(max_length=14, choices=Verdict)
    facts = models.TextField()
    signatory_name = models.CharField(max_length=200)
    signatory_function = models.CharField(max_length=120, blank=True)
    signed_at = models.DateTimeField()
    link = models.ForeignKey(PublicLink, models.PROTECT, null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["path", "competency"], name="certification_opinion_once"
            ),
            models.CheckConstraint(
                condition=~Q(track="VAE"), name="certification_no_opinion_for_vae"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.path_id}/{self.competency_id}: {self.verdict}"
