"""An action plan and everything it is made of."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.accounts.models import OwnedRecord, User
from filon.catalog.models import Item, ProductFamily
from filon.directory.models import (
    Contact,
    MarketSegment,
    Organization,
    Site,
    Territory,
)
from filon.files.models import StoredFile
from filon.kernel.fields import AmountField, PercentField
from filon.watch.models import MarketInsight, MarketPotential


class Channel(models.TextChoices):
    """How targets are reached (« modalités d'action »)."""

    PHONE = "PHONE", _("Phoning")
    VISIT = "VISIT", _("Visits")
    MAILING = "MAILING", _("Mailing")
    SHOW = "SHOW", _("Trade show")
    DEMO = "DEMO", _("Demonstration")
    WEB = "WEB", _("Web")
    PARTNER = "PARTNER", _("Partner")


class ActionPlan(OwnedRecord):
    """A bounded sales effort: why, by whom asked, where, with what, until when."""

    class Status(models.TextChoices):
        """A plan cannot run before it was approved."""

        DRAFT = "DRAFT", pgettext_lazy("plan", "Draft")
        SUBMITTED = "SUBMITTED", pgettext_lazy("plan", "Submitted")
        APPROVED = "APPROVED", pgettext_lazy("plan", "Approved")
        RUNNING = "RUNNING", pgettext_lazy("plan", "Running")
        CLOSED = "CLOSED", pgettext_lazy("plan", "Closed")

    class Feasibility(models.TextChoices):
        """Whether the mission can be fulfilled."""

        UNKNOWN = "UNKNOWN", pgettext_lazy("feasibility", "Not studied")
        YES = "YES", pgettext_lazy("feasibility", "Feasible")
        YES_IF = "YES_IF", pgettext_lazy("feasibility", "Feasible under conditions")
        NO = "NO", pgettext_lazy("feasibility", "Not feasible")

    ref = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    mandate = models.TextField(blank=True)
    given_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    given_on = models.DateField(null=True, blank=True)
    mission_file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+"
    )
    scope = models.TextField(blank=True)
    start_on = models.DateField()
    end_on = models.DateField()
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    feasibility = models.CharField(
        max_length=8, choices=Feasibility, default=Feasibility.UNKNOWN
    )
    feasibility_note = models.TextField(blank=True)
    legal_constraints = models.TextField(blank=True)
    safety_constraints = models.TextField(blank=True)
    environment_constraints = models.TextField(blank=True)
    quality_constraints = models.TextField(blank=True)
    cost_constraints = models.TextField(blank=True)
    time_constraints = models.TextField(blank=True)
    territory = models.ForeignKey(Territory, models.PROTECT, null=True, blank=True)
    segment = models.ForeignKey(MarketSegment, models.PROTECT, null=True, blank=True)
    families = models.ManyToManyField(ProductFamily, blank=True)
    insights = models.ManyToManyField(MarketInsight, blank=True, related_name="plans")
    potentials = models.ManyToManyField(
        MarketPotential, blank=True, related_name="plans"
    )
    related_plans = models.ManyToManyField("self", blank=True)
    has_no_related_plan = models.BooleanField(default=False)
    target_filter = models.JSONField(default=dict, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    quantitative_result = models.TextField(blank=True)
    qualitative_result = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(end_on__gte=models.F("start_on")),
                name="plans_plan_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["APPROVED", "RUNNING", "CLOSED"])
                | models.Q(approved_at__isnull=False),
                name="plans_plan_runs_approved_only",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"


class PlanObjective(models.Model):
    """One figure to reach; the one that was given stands beside the one proposed."""

    class Metric(models.TextChoices):
        """What is counted; `measure` computes each from the thread."""

        REVENUE = "REVENUE", _("Revenue")
        VOLUME = "VOLUME", _("Quantity sold")
        MARGIN = "MARGIN", _("Margin")
        MARGIN_RATE = "MARGIN_RATE", _("Margin rate on price (%)")
        NEW_CUSTOMERS = "NEW_CUSTOMERS", _("New customers")
        RETAINED = "RETAINED", _("Customers who ordered again")
        CONTACTS = "CONTACTS", _("Contacts made")
        APPOINTMENTS = "APPOINTMENTS", _("Appointments")
        OFFERS = "OFFERS", _("Offers sent")
        ORDERS = "ORDERS", _("Orders")

    plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="objectives")
    metric = models.CharField(max_length=14, choices=Metric)
    given = models.DecimalField(max_digits=19, decimal_places=4, null=True, blank=True)
    target = models.DecimalField(max_digits=19, decimal_places=4)
    unit = models.CharField(max_length=10, blank=True)
    person = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    family = models.ForeignKey(ProductFamily, models.PROTECT, null=True, blank=True)
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True)
    territory = models.ForeignKey(Territory, models.PROTECT, null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.get_metric_display()}: {self.target}"


class FunnelAssumption(models.Model):
    """How many pass from one stage to the next, measured or assumed."""

    class Stage(models.TextChoices):
        """The passage."""

        CONTACT_TO_APPOINTMENT = "CONTACT_TO_APPOINTMENT", _("Contact to appointment")
        APPOINTMENT_TO_OFFER = "APPOINTMENT_TO_OFFER", _("Appointment to offer")
        OFFER_TO_ORDER = "OFFER_TO_ORDER", _("Offer to order")

    class Source(models.TextChoices):
        """Where the rate comes from."""

        HISTORY = "HISTORY", _("Measured")
        MANUAL = "MANUAL", _("Assumed")

    plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="assumptions")
    stage = models.CharField(max_length=24, choices=Stage)
    rate_percent = PercentField()
    source = models.CharField(max_length=8, choices=Source, default=Source.MANUAL)
    average_deal = AmountField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "stage"], name="plans_assumption_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.stage}: {self.rate_percent}"


class PlanTarget(models.Model):
    """A customer or prospect that the plan goes for (« Cible »)."""

    class Status(models.TextChoices):
        """Where it stands."""

        TO_CONTACT = "TO_CONTACT", pgettext_lazy("target", "To contact")
        IN_PROGRESS = "IN_PROGRESS", pgettext_lazy("target", "In progress")
        WON = "WON", pgettext_lazy("target", "Won")
        CLOSED = "CLOSED", pgettext_lazy("target", "Closed")

    plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="targets")
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="plan_targets"
    )
    site = models.ForeignKey(Site, models.SET_NULL, null=True, blank=True)
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True)
    priority = models.PositiveSmallIntegerField(default=2)
    reason = models.CharField(max_length=300, blank=True)
    aim = models.CharField(max_length=300, blank=True)
    potential = AmountField(null=True, blank=True)
    assignee = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    status = models.CharField(max_length=12, choices=Status, default=Status.TO_CONTACT)
    closed_reason = models.CharField(max_length=300, blank=True)
    last_activity_on = models.DateField(null=True, blank=True)
    next_activity_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "organization", "site"], name="plans_target_once"
            ),
            models.UniqueConstraint(
                fields=["plan", "organization"],
                condition=models.Q(site=None),
                name="plans_target_without_site_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["assignee", "status", "next_activity_on"],
                name="plans_target_queue",
            )
        ]

    def __str__(self) -> str:
        return str(self.organization)


class PlanAction(models.Model):
    """A wave of contacts by one channel, with dates and a quota."""

    plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="actions")
    channel = models.CharField(max_length=8, choices=Channel)
    title = models.CharField(max_length=200)
    start_on = models.DateField()
    end_on = models.DateField()
    quota = models.PositiveIntegerField(default=0)
    assignee = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title


class BudgetLine(models.Model):
    """What the plan may cost and what it did cost."""

    class Category(models.TextChoices):
        """Kinds of cost."""

        TRAVEL = "TRAVEL", _("Travel")
        SHOW = "SHOW", _("Trade show")
        MAILING = "MAILING", _("Mailing")
        SUPPORT = "SUPPORT", _("Sales supports")
        TIME = "TIME", _("Working time")
        OTHER = "OTHER", _("Other")

    plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="budget_lines")
    action = models.ForeignKey(PlanAction, models.SET_NULL, null=True, blank=True)
    category = models.CharField(max_length=8, choices=Category)
    label = models.CharField(max_length=200)
    planned = AmountField()
    committed = AmountField(null=True, blank=True)
    actual = AmountField(null=True, blank=True)
    receipt = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True)

    def __str__(self) -> str:
        return self.label


class Checkpoint(models.Model):
    """A date at which figures are frozen and three questions answered."""

    class Status(models.TextChoices):
        """Whether it took place."""

        PLANNED = "PLANNED", pgettext_lazy("checkpoint", "Planned")
        HELD = "HELD", pgettext_lazy("checkpoint", "Held")

    plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="checkpoints")
    due_on = models.DateField()
    status = models.CharField(max_length=8, choices=Status, default=Status.PLANNED)
    done_well = models.TextField(blank=True)
    deviation = models.TextField(blank=True)
    decision = models.TextField(blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    held_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.plan_id} {self.due_on}"


class ReminderRule(models.Model):
    """After what, how long, and how somebody is followed up (« relance »)."""

    class Trigger(models.TextChoices):
        """What starts the delay."""

        OFFER_SENT = "OFFER_SENT", _("An offer was sent and is unanswered")
        OFFER_EXPIRING = "OFFER_EXPIRING", _("An offer is about to expire")
        CONTACT_MADE = "CONTACT_MADE", _("A contact was made without a next action")
        TARGET_IDLE = "TARGET_IDLE", _("A target was not contacted yet")

    plan = models.ForeignKey(
        ActionPlan, models.CASCADE, null=True, blank=True, related_name="reminder_rules"
    )
    trigger = models.CharField(max_length=16, choices=Trigger)
    delay_days = models.PositiveSmallIntegerField(default=7)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.PHONE)
    template = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.trigger} +{self.delay_days}"
