"""What is counted, what was found on a day, and what was said about it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from filon.accounts.models import OwnedRecord, User
from filon.files.models import StoredFile
from filon.plans.models import ActionPlan, Checkpoint, PlanObjective


class Indicator(models.Model):
    """A figure with its formula, unit and direction."""

    class Direction(models.TextChoices):
        """Which way is better."""

        UP = "UP", _("The more the better")
        DOWN = "DOWN", _("The less the better")

    code = models.CharField(max_length=40, unique=True)
    name_fr = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    formula_fr = models.CharField(max_length=300, blank=True)
    formula_en = models.CharField(max_length=300, blank=True)
    unit = models.CharField(max_length=10, blank=True)
    direction = models.CharField(max_length=4, choices=Direction, default=Direction.UP)
    is_manual = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language."""
        return self.name_en if get_language() == "en" else self.name_fr


class PlanIndicator(models.Model):
    """An indicator followed for a plan, with target and thresholds."""

    plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="indicators")
    indicator = models.ForeignKey(Indicator, models.PROTECT)
    objective = models.OneToOneField(
        PlanObjective, models.CASCADE, null=True, blank=True, related_name="indicator"
    )
    target = models.DecimalField(max_digits=19, decimal_places=4, null=True, blank=True)
    warn_below_percent = models.PositiveSmallIntegerField(default=80)

    def __str__(self) -> str:
        return f"{self.plan_id}/{self.indicator_id}"


class Snapshot(models.Model):
    """A value found on a day with the filter it was found by (« Relevé »); frozen."""

    plan = models.ForeignKey(
        ActionPlan, models.PROTECT, null=True, blank=True, related_name="snapshots"
    )
    plan_indicator = models.ForeignKey(
        PlanIndicator, models.PROTECT, null=True, blank=True, related_name="snapshots"
    )
    checkpoint = models.ForeignKey(
        Checkpoint, models.PROTECT, null=True, blank=True, related_name="snapshots"
    )
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="snapshots")
    as_of = models.DateField()
    value = models.DecimalField(max_digits=19, decimal_places=4, null=True, blank=True)
    target = models.DecimalField(max_digits=19, decimal_places=4, null=True, blank=True)
    unit = models.CharField(max_length=10, blank=True)
    scope = models.JSONField(default=dict)
    trace = models.JSONField(default=list)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["plan", "-as_of"], name="measure_snapshot_plan")
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.as_of}: {self.value}"


class IndicatorComment(models.Model):
    """What a person says of a snapshot: reading, cause, action; appended."""

    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="comments")
    text = models.TextField()
    cause = models.TextField(blank=True)
    action = models.TextField(blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.text


class Report(OwnedRecord):
    """An activity report, minutes or a period review, frozen when published."""

    class Kind(models.TextChoices):
        """What it reports."""

        ACTIVITY = "ACTIVITY", _("Activity report")
        REVIEW = "REVIEW", _("Period review")
        MINUTES = "MINUTES", _("Minutes")

    class Status(models.TextChoices):
        """Whether it can still change."""

        DRAFT = "DRAFT", pgettext_lazy("report", "Draft")
        FROZEN = "FROZEN", pgettext_lazy("report", "Frozen")

    kind = models.CharField(max_length=10, choices=Kind)
    status = models.CharField(max_length=8, choices=Status, default=Status.DRAFT)
    title = models.CharField(max_length=200)
    plan = models.ForeignKey(
        ActionPlan, models.PROTECT, null=True, blank=True, related_name="reports"
    )
    period_start = models.DateField()
    period_end = models.DateField()
    language = models.CharField(max_length=2, default="fr")
    comment = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    frozen = models.JSONField(default=dict, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    document = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+"
    )
    workbook = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return self.title
