"""Whether customers are content, and what is done to keep them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.accounts.models import OwnedRecord
from filon.catalog.models import Item
from filon.contracts.models import Contract, Order
from filon.coordination.models import PublicLink
from filon.directory.models import Contact, Organization
from filon.kernel.fields import AmountField
from filon.plans.models import ActionPlan
from filon.prospecting.models import Activity


class SatisfactionSurvey(OwnedRecord):
    """A question about satisfaction, by link, by phone or during a visit."""

    class Mode(models.TextChoices):
        """How it is asked."""

        LINK = "LINK", _("By link")
        PHONE = "PHONE", _("By phone")
        VISIT = "VISIT", _("During a visit")

    class Status(models.TextChoices):
        """Where it stands."""

        PLANNED = "PLANNED", pgettext_lazy("survey", "Planned")
        SENT = "SENT", pgettext_lazy("survey", "Sent")
        ANSWERED = "ANSWERED", pgettext_lazy("survey", "Answered")
        CANCELLED = "CANCELLED", pgettext_lazy("survey", "Cancelled")

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="surveys"
    )
    order = models.ForeignKey(
        Order, models.PROTECT, null=True, blank=True, related_name="surveys"
    )
    contract = models.ForeignKey(Contract, models.PROTECT, null=True, blank=True)
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True)
    activity = models.ForeignKey(Activity, models.SET_NULL, null=True, blank=True)
    link = models.ForeignKey(PublicLink, models.SET_NULL, null=True, blank=True)
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.LINK)
    language = models.CharField(max_length=2, default="fr")
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    due_on = models.DateField()
    sent_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.organization_id} {self.due_on}"


class SatisfactionResponse(models.Model):
    """The answer: recommendation 0–10, four scores 1–5, the customer's own words."""

    survey = models.OneToOneField(
        SatisfactionSurvey, models.CASCADE, related_name="response"
    )
    answered_at = models.DateTimeField()
    answered_by_name = models.CharField(max_length=200, blank=True)
    recommendation = models.PositiveSmallIntegerField()
    product_score = models.PositiveSmallIntegerField(null=True, blank=True)
    delivery_score = models.PositiveSmallIntegerField(null=True, blank=True)
    service_score = models.PositiveSmallIntegerField(null=True, blank=True)
    relation_score = models.PositiveSmallIntegerField(null=True, blank=True)
    verbatim = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(recommendation__lte=10),
                name="loyalty_recommendation_0_to_10",
            )
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}: {self.recommendation}"


class Claim(OwnedRecord):
    """Something that went wrong for the customer (« Réclamation »)."""

    class Severity(models.TextChoices):
        """How bad it is."""

        MINOR = "MINOR", pgettext_lazy("claim", "Minor")
        MAJOR = "MAJOR", pgettext_lazy("claim", "Major")
        CRITICAL = "CRITICAL", pgettext_lazy("claim", "Critical")

    class Status(models.TextChoices):
        """Where it stands."""

        OPEN = "OPEN", pgettext_lazy("claim", "Open")
        IN_PROGRESS = "IN_PROGRESS", pgettext_lazy("claim", "In progress")
        CLOSED = "CLOSED", pgettext_lazy("claim", "Closed")

    ref = models.CharField(max_length=20, unique=True)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="claims"
    )
    order = models.ForeignKey(Order, models.PROTECT, null=True, blank=True)
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    severity = models.CharField(max_length=8, choices=Severity, default=Severity.MINOR)
    status = models.CharField(max_length=12, choices=Status, default=Status.OPEN)
    cause = models.TextField(blank=True)
    action = models.TextField(blank=True)
    cost = AmountField(null=True, blank=True)
    opened_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"


class Vigilance(OwnedRecord):
    """A declared watch over a critical customer or product."""

    class Level(models.TextChoices):
        """How much care."""

        WATCH = "WATCH", pgettext_lazy("vigilance", "To watch")
        HIGH = "HIGH", pgettext_lazy("vigilance", "High")
        CRITICAL = "CRITICAL", pgettext_lazy("vigilance", "Critical")

    class Status(models.TextChoices):
        """Whether it still holds."""

        ACTIVE = "ACTIVE", pgettext_lazy("vigilance", "Active")
        LIFTED = "LIFTED", pgettext_lazy("vigilance", "Lifted")

    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="vigilances",
    )
    item = models.ForeignKey(
        Item, models.PROTECT, null=True, blank=True, related_name="vigilances"
    )
    level = models.CharField(max_length=10, choices=Level, default=Level.WATCH)
    status = models.CharField(max_length=8, choices=Status, default=Status.ACTIVE)
    cause = models.CharField(max_length=300)
    measures = models.TextField(blank=True)
    cadence_days = models.PositiveIntegerField(default=30)
    next_on = models.DateField()
    claim = models.ForeignKey(Claim, models.SET_NULL, null=True, blank=True)
    survey = models.ForeignKey(
        SatisfactionSurvey, models.SET_NULL, null=True, blank=True
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(organization__isnull=False) ^ Q(item__isnull=False),
                name="loyalty_vigilance_has_one_subject",
            )
        ]

    def __str__(self) -> str:
        return self.cause


class LoyaltyAction(OwnedRecord):
    """Something done to keep or grow a customer (« Action de fidélisation »)."""

    class Status(models.TextChoices):
        """Whether it was done."""

        PLANNED = "PLANNED", pgettext_lazy("loyalty action", "Planned")
        DONE = "DONE", pgettext_lazy("loyalty action", "Done")
        DROPPED = "DROPPED", pgettext_lazy("loyalty action", "Dropped")

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="loyalty_actions"
    )
    plan = models.ForeignKey(ActionPlan, models.SET_NULL, null=True, blank=True)
    title = models.CharField(max_length=200)
    aim = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.PLANNED)
    planned_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    result = models.TextField(blank=True)
    survey = models.ForeignKey(
        SatisfactionSurvey, models.SET_NULL, null=True, blank=True
    )
    claim = models.ForeignKey(Claim, models.SET_NULL, null=True, blank=True)

    def __str__(self) -> str:
        return self.title
