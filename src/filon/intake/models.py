"""An import, its rows, and the pairs that may be the same."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.accounts.models import User
from filon.files.models import StoredFile
from filon.jobs.models import Job


class Import(models.Model):
    """A file brought in as a whole, and revertible as a whole."""

    class Kind(models.TextChoices):
        """What the rows are."""

        ORGANIZATIONS = "ORGANIZATIONS", _("Companies and sites")
        CONTACTS = "CONTACTS", _("Contacts")
        ITEMS = "ITEMS", _("Items")
        PRICES = "PRICES", _("Prices")

    class Status(models.TextChoices):
        """From the file to the base, and back."""

        UPLOADED = "UPLOADED", pgettext_lazy("import", "Uploaded")
        QUEUED = "QUEUED", pgettext_lazy("import", "Waiting")
        RUNNING = "RUNNING", pgettext_lazy("import", "Running")
        DONE = "DONE", pgettext_lazy("import", "Done")
        FAILED = "FAILED", pgettext_lazy("import", "Failed")
        REVERTING = "REVERTING", pgettext_lazy("import", "Being reverted")
        REVERTED = "REVERTED", pgettext_lazy("import", "Reverted")

    kind = models.CharField(max_length=14, choices=Kind)
    status = models.CharField(max_length=10, choices=Status, default=Status.UPLOADED)
    file = models.ForeignKey(StoredFile, models.PROTECT)
    encoding = models.CharField(max_length=20, blank=True)
    delimiter = models.CharField(max_length=4, blank=True)
    sheet = models.CharField(max_length=120, blank=True)
    header = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    owner = models.ForeignKey(User, models.PROTECT, related_name="imports")
    assigned_owner = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True)
    rows_read = models.PositiveIntegerField(default=0)
    created_count = models.PositiveIntegerField(default=0)
    updated_count = models.PositiveIntegerField(default=0)
    unchanged_count = models.PositiveIntegerField(default=0)
    refused_count = models.PositiveIntegerField(default=0)
    next_row = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    reverted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.file_id}"


class ImportRow(models.Model):
    """What became of one input row."""

    class Outcome(models.TextChoices):
        """Created, updated, unchanged or refused."""

        CREATED = "CREATED", pgettext_lazy("row", "Created")
        UPDATED = "UPDATED", pgettext_lazy("row", "Updated")
        UNCHANGED = "UNCHANGED", pgettext_lazy("row", "Unchanged")
        REFUSED = "REFUSED", pgettext_lazy("row", "Refused")

    source = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    raw = models.JSONField(default=list)
    reasons = models.JSONField(default=list)
    changes = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "number"], name="intake_row_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["source", "outcome"], name="intake_row_outcome")
        ]

    def __str__(self) -> str:
        return f"{self.source_id}/{self.number}"


class DuplicatePair(models.Model):
    """Two records that may be one, with the reasons field by field."""

    class Status(models.TextChoices):
        """What somebody decided."""

        PROPOSED = "PROPOSED", pgettext_lazy("duplicate", "Proposed")
        DISTINCT = "DISTINCT", pgettext_lazy("duplicate", "Not a duplicate")
        MERGED = "MERGED", pgettext_lazy("duplicate", "Merged")

    kind = models.CharField(max_length=80)
    left_id = models.BigIntegerField()
    right_id = models.BigIntegerField()
    score = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    source = models.ForeignKey(Import, models.CASCADE, null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "left_id", "right_id"], name="intake_pair_once"
            ),
            models.CheckConstraint(
                condition=models.Q(left_id__lt=models.F("right_id")),
                name="intake_pair_is_ordered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.left_id}-{self.right_id}"
