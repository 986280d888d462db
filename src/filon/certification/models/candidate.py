"""Candidates, their path, and who follows them."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.accounts.models import OwnedRecord, Role, ScopedQuerySet, User
from filon.certification.models.referential import Referential


class Centre(models.Model):
    """An exam centre."""

    name = models.CharField(max_length=200, unique=True)
    siret = models.CharField(max_length=14, blank=True)
    address = models.TextField(blank=True)
    email = models.EmailField(blank=True)

    def __str__(self) -> str:
        return self.name


class TrainingBody(models.Model):
    """A training body."""

    name = models.CharField(max_length=200, unique=True)
    siret = models.CharField(max_length=14, blank=True)
    email = models.EmailField(blank=True)

    def __str__(self) -> str:
        return self.name


class Track(models.TextChoices):
    """How the candidate comes to the certification; it changes the rules."""

    TRAINING = "TRAINING", _("Training")
    WORK_STUDY = "WORK_STUDY", _("Work-study")
    CPF = "CPF", _("Personal training account")
    VAE = "VAE", _("Validation of experience (VAE)")


class CandidateQuerySet(ScopedQuerySet):
    """Candidates; each person sees those they have to do with."""

    def visible_to(self, user: User) -> Self:
        """Officer: all. Evaluator, tutor, trainer: assigned ones. Candidate: self."""
        if not user.is_active:
            return self.none()
        if user.role == Role.OFFICER:
            return self.alive()
        mine = Q(user_id=user.pk) | Q(tutor_id=user.pk)
        assigned = CandidateAssignment.objects.filter(user_id=user.pk)
        return self.alive().filter(mine | Q(pk__in=assigned.values("candidate_id")))


class Candidate(OwnedRecord):
    """A person who goes for the certification."""

    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    email = models.EmailField(blank=True)
    born_on = models.DateField(null=True, blank=True)
    user = models.OneToOneField(
        User, models.PROTECT, null=True, blank=True, related_name="candidate"
    )
    tutor = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="tutored_candidates"
    )
    tutor_name = models.CharField(max_length=200, blank=True)
    tutor_email = models.EmailField(blank=True)
    company_name = models.CharField(max_length=200, blank=True)
    company_siret = models.CharField(max_length=14, blank=True)
    company_address = models.TextField(blank=True)
    centre = models.ForeignKey(Centre, models.PROTECT, null=True, blank=True)
    training_body = models.ForeignKey(
        TrainingBody, models.PROTECT, null=True, blank=True
    )
    consented_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = CandidateQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"


class CandidateAssignment(models.Model):
    """An evaluator or trainer who has to do with a candidate."""

    class Part(models.TextChoices):
        """In which capacity."""

        EVALUATOR = "EVALUATOR", pgettext_lazy("assignment", "Evaluator")
        TRAINER = "TRAINER", pgettext_lazy("assignment", "Trainer")

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="assignments")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    part = models.CharField(max_length=10, choices=Part)
    declares_no_link = models.BooleanField(default=False)
    assigned_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["candidate", "user"], name="certification_assigned_once"
            ),
            models.CheckConstraint(
                condition=~Q(part="EVALUATOR") | Q(declares_no_link=True),
                name="certification_evaluator_declares_no_link",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate_id}/{self.user_id}"


class Path(models.Model):
    """A candidate's way through one version of the referential (« Dossier »)."""

    class Status(models.TextChoices):
        """From registration to closing."""

        REGISTERED = "REGISTERED", pgettext_lazy("path", "Registered")
        IN_PREPARATION = "IN_PREPARATION", pgettext_lazy("path", "In preparation")
        SUBMITTED = "SUBMITTED", pgettext_lazy("path", "Submitted")
        EVALUATED = "EVALUATED", pgettext_lazy("path", "Evaluated")
        CLOSED = "CLOSED", pgettext_lazy("path", "Closed")
        WITHDRAWN = "WITHDRAWN", pgettext_lazy("path", "Withdrawn")

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="paths")
    referential = models.ForeignKey(Referential, models.PROTECT, related_name="paths")
    track = models.CharField(max_length=12, choices=Track)
    status = models.CharField(max_length=16, choices=Status, default=Status.REGISTERED)
    registered_at = models.DateTimeField()
    submit_by = models.DateField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["candidate", "referential"],
                condition=~Q(status__in=["CLOSED", "WITHDRAWN"]),
                name="certification_one_active_path",
            )
        ]

    def __str__(self) -> str:
        return f"{self.candidate_id}/{self.referential_id}"
