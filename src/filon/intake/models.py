"""An import, its rows, and the pairs that may be the same."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.accounts.models import Role, User
from filon.files.models import StoredFile
from filon.jobs.models import Job

READS_ALL_IMPORTS = frozenset({Role.ADMINISTRATOR, Role.SALES_ADMIN, Role.DIRECTOR})


class ImportQuerySet(models.QuerySet["Import"]):
    """Imports by who may read them."""

    def visible_to(self, user: User) -> Self:
        """Keep all for who maintains the base, the own ones for everybody else."""
        if not user.is_active:
            return self.none()
        if user.role in READS_ALL_IMPORTS:
            return self
        return self.filter(owner=user)


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
    sheets = models.JSONField(default=list)
    header = models.JSONField(default=list)
    # Row of the header counted from 0 as the file reader does; -1: there is none.
    header_row = models.IntegerField(default=0)
    # Column number (as text) → code of the field that it fills.
    mapping = models.JSONField(default=dict)
    owner = models.ForeignKey(User, models.PROTECT, related_name="imports")
    assigned_owner = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_shared = models.BooleanField(default=False)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True)
    rows_total = models.PositiveIntegerField(default=0)
    rows_read = models.PositiveIntegerField(default=0)
    created_count = models.PositiveIntegerField(default=0)
    updated_count = models.PositiveIntegerField(default=0)
    unchanged_count = models.PositiveIntegerField(default=0)
    refused_count = models.PositiveIntegerField(default=0)
    # How far it is: rows of the file, blank ones included.
    next_row = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    reverted_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ImportQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.kind} {self.file_id}"


class ImportRow(models.Model):
    """What became of one input row, and later of its revert.

    `raw` is kept for refused rows only: the file has the others. `changes` says which
    record was written and how, with the values before and after.
    """

    class Outcome(models.TextChoices):
        """Created, updated, unchanged or refused."""

        CREATED = "CREATED", pgettext_lazy("row", "Created")
        UPDATED = "UPDATED", pgettext_lazy("row", "Updated")
        UNCHANGED = "UNCHANGED", pgettext_lazy("row", "Unchanged")
        REFUSED = "REFUSED", pgettext_lazy("row", "Refused")

    class Revert(models.TextChoices):
        """What the revert of the whole did with the row."""

        NONE = "", pgettext_lazy("row", "Not reverted")
        REVERTED = "REVERTED", pgettext_lazy("row", "Reverted")
        KEPT = "KEPT", pgettext_lazy("row", "Kept")

    source = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    record_id = models.BigIntegerField(null=True, blank=True)
    label = models.CharField(max_length=200, blank=True)
    raw = models.JSONField(default=list)
    reasons = models.JSONField(default=list)
    changes = models.JSONField(default=dict)
    revert = models.CharField(max_length=8, choices=Revert, blank=True)
    revert_reasons = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "number"], name="intake_row_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["source", "outcome", "number"], name="intake_row_outcome"
            ),
            models.Index(
                fields=["source", "revert", "record_id"], name="intake_row_revert"
            ),
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
        indexes: ClassVar = [
            models.Index(fields=["status", "-score", "id"], name="intake_pair_to_do"),
            models.Index(fields=["kind", "right_id"], name="intake_pair_right"),
        ]

    def __str__(self) -> str:
        return f"{self.left_id}-{self.right_id}"
