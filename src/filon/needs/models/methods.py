"""What the guided methods gathered: answers, scores with evidence, decision steps."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.accounts.models import User
from filon.directory.models import Contact
from filon.needs.models.need import Need
from filon.needs.models.requirements import Requirement


class MethodAnswer(models.Model):
    """One answer of a method: its words, its score, and what proves the score."""

    class Method(models.TextChoices):
        """Which way of asking."""

        FIVE_W = "FIVE_W", _("Who, what, where, when, how, how much, why")
        HORNS = "HORNS", pgettext_lazy("method", "Horned beast")
        SONCASE = "SONCASE", "SONCASE"
        SPIN = "SPIN", "SPIN"
        BANT = "BANT", "BANT"
        MEDDIC = "MEDDIC", "MEDDIC"

    need = models.ForeignKey(Need, models.CASCADE, related_name="answers")
    method = models.CharField(max_length=8, choices=Method)
    item = models.CharField(max_length=20)
    # whose levers they are, in SONCASE
    contact = models.ForeignKey(
        Contact, models.CASCADE, null=True, blank=True, related_name="+"
    )
    text = models.TextField(blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    evidence = models.TextField(blank=True)
    dated_on = models.DateField(null=True, blank=True)
    requirement = models.ForeignKey(
        Requirement, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["need", "method", "item", "contact"],
                name="needs_answer_once_a_contact",
            ),
            models.UniqueConstraint(
                fields=["need", "method", "item"],
                condition=Q(contact=None),
                name="needs_answer_once",
            ),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__lte=3),
                name="needs_score_up_to_three",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method}/{self.item}"


class DecisionStep(models.Model):
    """A dated step of how the customer decides."""

    need = models.ForeignKey(Need, models.CASCADE, related_name="decision_steps")
    label = models.CharField(max_length=200)
    who = models.CharField(max_length=120, blank=True)
    on = models.DateField()
    is_done = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.label
