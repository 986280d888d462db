"""Files kept by content, and what they are attached to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from filon.accounts.models import User


class StoredFile(models.Model):
    """One content on disk, named by its SHA-256; the name is only for people."""

    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    name = models.CharField(_("name"), max_length=200)
    media_type = models.CharField(_("type"), max_length=120)
    stored_at = models.DateTimeField(_("stored at"))
    stored_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return self.name


class Attachment(models.Model):
    """A file attached to a record."""

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="attachments")
    target_kind = models.CharField(max_length=80)
    target_id = models.BigIntegerField()
    label = models.CharField(_("label"), max_length=200, blank=True)
    attached_at = models.DateTimeField()
    attached_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["target_kind", "target_id"], name="files_attachment_target"
            )
        ]

    def __str__(self) -> str:
        return self.label or str(self.file)
