"""The counters behind the numbers of documents, and the seals of the company."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class NumberSeries(models.Model):
    """The last number given in one series and one year; one row each.

    Only `services.next_number` writes here, inside the transaction that issues the
    document: a refused issue gives its number back.
    """

    code = models.CharField(_("series"), max_length=8)
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number"), default=0)
    last_on = models.DateField(_("day of the last number"), null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code", "year"], name="documents_numberseries_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(last=0) | models.Q(last_on__isnull=False),
                name="documents_numberseries_used_has_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}-{self.year}"


class Seal(models.Model):
    """A certificate of the company with its key, to seal documents with.

    The key is locked with the secret key of the installation. A seal whose key cannot
    be opened any more still checks what it sealed.
    """

    subject = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64, unique=True)
    certificate = models.BinaryField()
    private_key = models.BinaryField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.subject} {self.fingerprint[:16]}"
