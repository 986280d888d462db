"""Proof: any record or file, live until submission, then frozen and hashed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from filon.accounts.models import User
from filon.certification.models.candidate import Path
from filon.certification.models.referential import Criterion
from filon.files.models import StoredFile


class EvidenceLink(models.Model):
    """A record or an uploaded file that proves one criterion."""

    class Origin(models.TextChoices):
        """Who proposed it."""

        MANUAL = "MANUAL", pgettext_lazy("evidence", "Chosen")
        AUTO = "AUTO", pgettext_lazy("evidence", "Proposed")

    path = models.ForeignKey(Path, models.CASCADE, related_name="evidence")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="evidence")
    target_kind = models.CharField(max_length=80, blank=True)
    target_id = models.BigIntegerField(null=True, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True)
    title = models.CharField(max_length=250)
    note = models.TextField(blank=True)
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.MANUAL)
    linked_at = models.DateTimeField()
    linked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(file__isnull=False)
                | models.Q(target_id__isnull=False),
                name="certification_evidence_is_something",
            ),
            models.UniqueConstraint(
                fields=["path", "criterion", "target_kind", "target_id"],
                condition=models.Q(file=None),
                name="certification_record_once",
            ),
            models.UniqueConstraint(
                fields=["path", "criterion", "file"],
                condition=models.Q(file__isnull=False),
                name="certification_file_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class EvidenceSnapshot(models.Model):
    """What a proof said on the day of submission; never changed."""

    evidence = models.OneToOneField(
        EvidenceLink, models.PROTECT, related_name="snapshot"
    )
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256
