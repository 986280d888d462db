"""Whether to answer, and what the answer is worth to the customer."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.accounts.models import User
from filon.kernel.fields import AmountField, PercentField
from filon.needs.models.need import Need


class GoNoGoGrid(models.Model):
    """One edition of the company's grid; assessments keep the edition they used."""

    version = models.PositiveIntegerField(unique=True)
    content = models.JSONField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.version)


class GoNoGo(models.Model):
    """One assessment of a need on the grid; the latest counts."""

    class Advice(models.TextChoices):
        """What the grid advises; people decide."""

        GO = "GO", pgettext_lazy("go/no-go", "Go")
        CONDITIONAL = "CONDITIONAL", pgettext_lazy("go/no-go", "Go under conditions")
        NO_GO = "NO_GO", pgettext_lazy("go/no-go", "No go")

    need = models.ForeignKey(Need, models.CASCADE, related_name="assessments")
    # the rows with their notes and comments, as the grid had them on that day
    rows = models.JSONField(default=list)
    knocked_out = models.JSONField(default=list)
    score = models.DecimalField(max_digits=4, decimal_places=1)
    advice = models.CharField(max_length=12, choices=Advice)
    conditions = models.TextField(blank=True)
    win_percent = PercentField(null=True, blank=True)
    win_source = models.CharField(max_length=300, blank=True)
    expected_margin = AmountField(null=True, blank=True)
    answer_cost = AmountField(null=True, blank=True)
    assessed_at = models.DateTimeField()
    assessed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.need_id}: {self.score}"


class ValueCase(models.Model):
    """Our solution against another: cost of ownership over some years."""

    need = models.ForeignKey(Need, models.CASCADE, related_name="value_cases")
    title = models.CharField(max_length=200)
    ours = models.CharField(max_length=120)
    other = models.CharField(max_length=120)
    years = models.PositiveSmallIntegerField(default=8)
    discount_percent = PercentField(default=6)
    inflation_percent = PercentField(default=2)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.title


class ValueInput(models.Model):
    """One cost of one of the two solutions, with where it is known from."""

    class Side(models.TextChoices):
        """Whose cost it is."""

        OURS = "ours", _("Ours")
        OTHER = "other", pgettext_lazy("solution", "The other")

    case = models.ForeignKey(ValueCase, models.CASCADE, related_name="inputs")
    side = models.CharField(max_length=5, choices=Side)
    name = models.CharField(max_length=20)
    amount = AmountField()
    source = models.CharField(max_length=200, blank=True)
    is_confirmed = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "side", "name"], name="needs_value_input_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.side}/{self.name}"
