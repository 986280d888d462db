"""The customer confirms the list of requirements by link."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from filon.accounts.models import User
from filon.coordination.models import PublicLink
from filon.directory.models import Contact
from filon.needs.models.need import Need
from filon.needs.models.requirements import Requirement


class NeedConfirmation(models.Model):
    """A contact was asked to confirm or correct the requirements, row by row."""

    class Status(models.TextChoices):
        """Whether an answer is still awaited."""

        SENT = "SENT", pgettext_lazy("confirmation", "Sent")
        ANSWERED = "ANSWERED", pgettext_lazy("confirmation", "Answered")
        CLOSED = "CLOSED", pgettext_lazy("confirmation", "Closed")

    need = models.ForeignKey(Need, models.CASCADE, related_name="confirmations")
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True)
    link = models.OneToOneField(PublicLink, models.PROTECT, related_name="+")
    status = models.CharField(max_length=8, choices=Status, default=Status.SENT)
    message = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    # what the customer misses on the list
    missing = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.need_id}/{self.pk}"


class RowConfirmation(models.Model):
    """What the customer said of one requirement, and of which version of it."""

    class Says(models.TextChoices):
        """Right as it stands, or to be put otherwise."""

        ACCEPTED = "ACCEPTED", pgettext_lazy("confirmation", "Confirmed")
        CORRECTED = "CORRECTED", pgettext_lazy("confirmation", "Corrected")

    confirmation = models.ForeignKey(
        NeedConfirmation, models.CASCADE, related_name="rows"
    )
    requirement = models.ForeignKey(
        Requirement, models.CASCADE, related_name="confirmations"
    )
    version = models.PositiveSmallIntegerField()
    # the words and the level that stood before the customer
    shown = models.CharField(max_length=600)
    says = models.CharField(max_length=10, choices=Says)
    correction = models.TextField(blank=True)
    at = models.DateTimeField()
    # what became of a correction
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["confirmation", "requirement", "version"],
                name="needs_row_confirmed_once_a_version",
            )
        ]

    def __str__(self) -> str:
        return f"{self.requirement_id}/{self.version} {self.says}"
