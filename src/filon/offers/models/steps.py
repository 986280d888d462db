"""What the lines of a draft were before each change, so that it can be taken back."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from filon.accounts.models import User
from filon.offers.models.revision import OfferRevision


class LineStep(models.Model):
    """A change of the lines of a draft that can be taken back (« Retour en arrière »).

    `before` holds what the change altered, as `services.steps` reads it; the steps of a
    revision go when it is sent.
    """

    class Kind(models.TextChoices):
        """What was done."""

        ADD = "ADD", pgettext_lazy("step", "line added")
        PASTE = "PASTE", pgettext_lazy("step", "lines pasted")
        CHANGE = "CHANGE", pgettext_lazy("step", "line changed")
        REMOVE = "REMOVE", pgettext_lazy("step", "line removed")
        MOVE = "MOVE", pgettext_lazy("step", "line moved")
        COPY = "COPY", pgettext_lazy("step", "line copied")
        GROUP = "GROUP", pgettext_lazy("step", "lines grouped")

    revision = models.ForeignKey(OfferRevision, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=300, blank=True)
    before = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["revision", "-id"], name="offers_step_latest")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
