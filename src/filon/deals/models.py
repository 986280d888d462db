"""A deal (« Affaire ») from its first sign to the order."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.accounts.models import OwnedRecord
from filon.directory.models import Contact, Organization
from filon.kernel.fields import AmountField, PercentField
from filon.plans.models import ActionPlan, PlanTarget
from filon.watch.models import CompetitorOffer, MarketInsight


class Deal(OwnedRecord):
    """One possible sale."""

    class Stage(models.TextChoices):
        """The columns of the board, then how it ended."""

        QUALIFICATION = "QUALIFICATION", pgettext_lazy("deal", "Qualification")
        STUDY = "STUDY", pgettext_lazy("deal", "Technical study")
        OFFER = "OFFER", pgettext_lazy("deal", "Offer sent")
        NEGOTIATION = "NEGOTIATION", pgettext_lazy("deal", "Negotiation")
        WON = "WON", pgettext_lazy("deal", "Won")
        LOST = "LOST", pgettext_lazy("deal", "Lost")

    class Source(models.TextChoices):
        """Where the deal came from."""

        PLAN = "PLAN", _("Action plan")
        WATCH = "WATCH", _("Watch")
        CALL_IN = "CALL_IN", _("Inbound call")
        REFERRAL = "REFERRAL", _("Referral")
        TENDER = "TENDER", _("Tender")
        REPEAT = "REPEAT", _("Repeat business")
        PARTNER = "PARTNER", _("Partner")
        OTHER = "OTHER", _("Other")

    class LostReason(models.TextChoices):
        """Why it was lost."""

        PRICE = "PRICE", _("Price")
        LEAD_TIME = "LEAD_TIME", _("Lead time")
        TECHNICAL = "TECHNICAL", _("Technical fit")
        RELATION = "RELATION", _("Relationship")
        ABANDONED = "ABANDONED", _("Project abandoned")
        NO_ANSWER = "NO_ANSWER", _("No answer")
        OTHER = "OTHER", _("Other")

    class WonReason(models.TextChoices):
        """Why it was won."""

        PRICE = "PRICE", _("Price")
        LEAD_TIME = "LEAD_TIME", _("Lead time")
        TECHNICAL = "TECHNICAL", _("Technical fit")
        RELATION = "RELATION", _("Relationship")
        SERVICE = "SERVICE", _("Service and follow-up")
        ALONE = "ALONE", _("No rival")
        OTHER = "OTHER", _("Other")

    title = models.CharField(max_length=200)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="deals")
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True)
    plan = models.ForeignKey(
        ActionPlan, models.PROTECT, null=True, blank=True, related_name="deals"
    )
    plan_target = models.ForeignKey(
        PlanTarget, models.SET_NULL, null=True, blank=True, related_name="deals"
    )
    insight = models.ForeignKey(MarketInsight, models.SET_NULL, null=True, blank=True)
    stage = models.CharField(max_length=14, choices=Stage, default=Stage.QUALIFICATION)
    position = models.IntegerField(default=0)
    source = models.CharField(max_length=10, choices=Source, default=Source.OTHER)
    amount = AmountField(null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    probability_percent = models.PositiveSmallIntegerField(default=20)
    expected_close_on = models.DateField(null=True, blank=True)
    next_step = models.CharField(max_length=200, blank=True)
    lost_reason = models.CharField(max_length=10, choices=LostReason, blank=True)
    lost_to = models.ForeignKey(
        Organization, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    won_reason = models.CharField(max_length=10, choices=WonReason, blank=True)
    won_against = models.ForeignKey(
        Organization, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    price_gap_percent = PercentField(null=True, blank=True)
    told_by = models.CharField(max_length=120, blank=True)
    closed_comment = models.TextField(blank=True)
    won_at = models.DateTimeField(null=True, blank=True)
    lost_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["stage", "position", "id"], name="deals_deal_board"),
            models.Index(
                fields=["team", "stage", "position", "id"],
                name="deals_deal_team_board",
            ),
            models.Index(
                fields=["organization", "stage"], name="deals_deal_organization"
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(stage="LOST") | ~Q(lost_reason=""),
                name="deals_lost_deal_has_reason",
            )
        ]

    def __str__(self) -> str:
        return self.title


class DealRole(models.Model):
    """A person of the customer's buying centre (« Stakeholder »)."""

    class Stance(models.TextChoices):
        """Whether they are for us."""

        FOR = "FOR", pgettext_lazy("stance", "In favour")
        NEUTRAL = "NEUTRAL", pgettext_lazy("stance", "Neutral")
        AGAINST = "AGAINST", pgettext_lazy("stance", "Against")

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="roles")
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="deal_roles")
    role = models.CharField(max_length=12, choices=Contact.BuyingRole)
    stance = models.CharField(max_length=8, choices=Stance, default=Stance.NEUTRAL)
    influence = models.PositiveSmallIntegerField(default=2)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["deal", "contact", "role"], name="deals_role_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.contact_id}/{self.role}"


class CompetitiveBid(models.Model):
    """What a rival offers on this very deal."""

    class Status(models.TextChoices):
        """How sure it is."""

        HEARD = "HEARD", pgettext_lazy("bid", "Heard")
        CONFIRMED = "CONFIRMED", pgettext_lazy("bid", "Confirmed")
        WITHDRAWN = "WITHDRAWN", pgettext_lazy("bid", "Withdrawn")

    class Reliability(models.TextChoices):
        """How far the source can be relied on."""

        A = "A", pgettext_lazy("reliability", "A – seen in writing")
        B = "B", pgettext_lazy("reliability", "B – told by somebody who knows")
        C = "C", pgettext_lazy("reliability", "C – rumour")

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="bids")
    competitor = models.ForeignKey(Organization, models.PROTECT, related_name="bids")
    product = models.CharField(max_length=200, blank=True)
    price = AmountField(null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    lead_time_days = models.PositiveIntegerField(null=True, blank=True)
    strengths = models.TextField(blank=True)
    weaknesses = models.TextField(blank=True)
    counter_argument = models.TextField(blank=True)
    source = models.CharField(max_length=200, blank=True)
    reliability = models.CharField(
        max_length=1, choices=Reliability, default=Reliability.B
    )
    observed_on = models.DateField()
    status = models.CharField(max_length=10, choices=Status, default=Status.HEARD)
    published_as = models.ForeignKey(
        CompetitorOffer, models.SET_NULL, null=True, blank=True, related_name="bids"
    )

    def __str__(self) -> str:
        return f"{self.competitor_id} {self.price}"
