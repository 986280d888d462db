"""Contacts planned and made, and what they are made with."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.accounts.models import OwnedRecord
from filon.catalog.models import ProductFamily
from filon.deals.models import Deal
from filon.directory.models import Contact, MarketSegment, Organization, Site
from filon.files.models import StoredFile
from filon.kernel.fields import AmountField
from filon.plans.models import ActionPlan, PlanAction, PlanTarget
from filon.watch.models import Finding


class CallGuide(OwnedRecord):
    """Questions, arguments and answers to objections for one kind of target."""

    title = models.CharField(max_length=200)
    language = models.CharField(max_length=2, default="fr")
    opening = models.TextField(blank=True)
    closing = models.TextField(blank=True)
    families = models.ManyToManyField(ProductFamily, blank=True)
    segments = models.ManyToManyField(MarketSegment, blank=True)
    actions = models.ManyToManyField(PlanAction, blank=True, related_name="guides")

    def __str__(self) -> str:
        return self.title


class RequirementKind(models.TextChoices):
    """What an answer or a requirement is about."""

    TECHNICAL = "TECHNICAL", pgettext_lazy("requirement", "Technical")
    FUNCTIONAL = "FUNCTIONAL", pgettext_lazy("requirement", "Functional")
    FINANCIAL = "FINANCIAL", pgettext_lazy("requirement", "Financial")
    LOGISTIC = "LOGISTIC", pgettext_lazy("requirement", "Logistic")
    SERVICE = "SERVICE", pgettext_lazy("requirement", "Service")
    REGULATORY = "REGULATORY", pgettext_lazy("requirement", "Regulatory")
    PERFORMANCE = "PERFORMANCE", pgettext_lazy("requirement", "Performance")
    INTERFACE = "INTERFACE", pgettext_lazy("requirement", "Interface")
    ENVIRONMENT = "ENVIRONMENT", pgettext_lazy("requirement", "Environment")
    QUALITY = "QUALITY", pgettext_lazy("requirement", "Quality")
    COMMERCIAL = "COMMERCIAL", pgettext_lazy("requirement", "Commercial")


class GuideQuestion(models.Model):
    """One question, in both languages; its answer can become a requirement."""

    guide = models.ForeignKey(CallGuide, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(default=0)
    text_fr = models.CharField(max_length=300)
    text_en = models.CharField(max_length=300, blank=True)
    argument_fr = models.TextField(blank=True)
    argument_en = models.TextField(blank=True)
    objection_fr = models.CharField(max_length=300, blank=True)
    objection_en = models.CharField(max_length=300, blank=True)
    reply_fr = models.TextField(blank=True)
    reply_en = models.TextField(blank=True)
    requirement_kind = models.CharField(
        max_length=12, choices=RequirementKind, blank=True
    )
    unit = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return self.text_fr


class Activity(OwnedRecord):
    """A contact with a company, planned then reported (« Action commerciale »)."""

    class Kind(models.TextChoices):
        """How the contact is made."""

        CALL = "CALL", _("Call")
        VISIT = "VISIT", _("Visit")
        MEETING = "MEETING", _("Appointment")
        EMAIL = "EMAIL", _("E-mail")
        SHOW = "SHOW", _("Trade show")
        DEMO = "DEMO", _("Demonstration")
        MAILING = "MAILING", _("Mailing")
        WEB = "WEB", _("Web")

    class Status(models.TextChoices):
        """Whether it took place."""

        PLANNED = "PLANNED", pgettext_lazy("activity", "Planned")
        DONE = "DONE", pgettext_lazy("activity", "Done")
        CANCELLED = "CANCELLED", pgettext_lazy("activity", "Cancelled")

    class Outcome(models.TextChoices):
        """What came of it, in one key."""

        APPOINTMENT = "APPOINTMENT", _("Appointment obtained")
        INTERESTED = "INTERESTED", _("Interested")
        NEED_FOUND = "NEED_FOUND", _("Need identified")
        CALL_BACK = "CALL_BACK", _("To call back")
        NOT_REACHED = "NOT_REACHED", _("Not reached")
        NOT_INTERESTED = "NOT_INTERESTED", _("Not interested")

    kind = models.CharField(max_length=8, choices=Kind)
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    subject = models.CharField(max_length=200)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="activities"
    )
    site = models.ForeignKey(
        Site, models.SET_NULL, null=True, blank=True, related_name="activities"
    )
    contacts = models.ManyToManyField(Contact, blank=True, related_name="activities")
    deal = models.ForeignKey(
        Deal, models.SET_NULL, null=True, blank=True, related_name="activities"
    )
    plan = models.ForeignKey(
        ActionPlan, models.PROTECT, null=True, blank=True, related_name="activities"
    )
    plan_target = models.ForeignKey(
        PlanTarget, models.SET_NULL, null=True, blank=True, related_name="activities"
    )
    plan_action = models.ForeignKey(
        PlanAction, models.SET_NULL, null=True, blank=True, related_name="activities"
    )
    guide = models.ForeignKey(CallGuide, models.SET_NULL, null=True, blank=True)
    language = models.CharField(max_length=2, default="fr")
    aim = models.CharField(max_length=300, blank=True)
    location = models.CharField(max_length=300, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=14, choices=Outcome, blank=True)
    report = models.TextField(blank=True)
    cost = AmountField(null=True, blank=True)
    distance_km = models.DecimalField(
        max_digits=8, decimal_places=1, null=True, blank=True
    )
    next_activity = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="previous"
    )
    offline_uuid = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["owner", "status", "starts_at"], name="prospecting_agenda"
            ),
            models.Index(fields=["team", "-starts_at"], name="prospecting_team_date"),
            models.Index(fields=["-starts_at", "-id"], name="prospecting_date"),
            # What a whole team still has to do, among years of what it did.
            models.Index(
                fields=["team", "starts_at"],
                condition=Q(status="PLANNED"),
                name="prospecting_team_planned",
            ),
            models.Index(
                fields=["organization", "-starts_at"], name="prospecting_company_date"
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(status="DONE") | Q(done_at__isnull=False),
                name="prospecting_done_has_date",
            )
        ]

    def __str__(self) -> str:
        return self.subject


class ActivityPartner(models.Model):
    """A partner, distributor, supplier or subcontractor who took part."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="partners")
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True
    )
    name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return self.name or str(self.organization_id)


class GuideAnswer(models.Model):
    """What was answered to a question during a contact."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="answers")
    question = models.ForeignKey(GuideQuestion, models.PROTECT)
    answer = models.TextField()
    is_implicit = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["activity", "question"], name="prospecting_answer_once"
            )
        ]

    def __str__(self) -> str:
        return self.answer


class FindingCapture(models.Model):
    """A finding heard during a contact: the later stage owns the link."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="captures")
    finding = models.OneToOneField(Finding, models.CASCADE, related_name="capture")

    def __str__(self) -> str:
        return f"{self.activity_id}/{self.finding_id}"


class Tour(OwnedRecord):
    """The visits of a day in the order they are driven (« Tournée »)."""

    title = models.CharField(max_length=120)
    on = models.DateField()
    start_point = models.CharField(max_length=200, blank=True)
    distance_km = models.DecimalField(
        max_digits=8, decimal_places=1, null=True, blank=True
    )

    def __str__(self) -> str:
        return self.title


class TourStop(models.Model):
    """One visit of a tour."""

    tour = models.ForeignKey(Tour, models.CASCADE, related_name="stops")
    activity = models.OneToOneField(Activity, models.CASCADE, related_name="stop")
    position = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.tour_id}/{self.position}"


class SalesSupport(OwnedRecord):
    """A document or sample that helps to sell (« Support de vente »)."""

    class Kind(models.TextChoices):
        """What it is."""

        DATA_SHEET = "DATA_SHEET", _("Data sheet")
        NOTICE = "NOTICE", _("Notice")
        PRESS_BOOK = "PRESS_BOOK", _("Press book")
        PRESENTATION = "PRESENTATION", _("Presentation")
        SAMPLE = "SAMPLE", _("Sample")
        REFERENCE = "REFERENCE", _("Customer reference")

    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind)
    edition = models.CharField(max_length=20, default="1")
    language = models.CharField(max_length=2, default="fr")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True)
    family = models.ForeignKey(ProductFamily, models.PROTECT, null=True, blank=True)
    segment = models.ForeignKey(MarketSegment, models.PROTECT, null=True, blank=True)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.title


class SupportUse(models.Model):
    """A support was shown, handed over or sent."""

    class Way(models.TextChoices):
        """How it was used."""

        SHOWN = "SHOWN", pgettext_lazy("support", "Shown")
        HANDED = "HANDED", pgettext_lazy("support", "Handed over")
        SENT = "SENT", pgettext_lazy("support", "Sent")

    support = models.ForeignKey(SalesSupport, models.PROTECT, related_name="uses")
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="support_uses")
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True)
    way = models.CharField(max_length=8, choices=Way, default=Way.SHOWN)
    used_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.support_id}/{self.activity_id}"
