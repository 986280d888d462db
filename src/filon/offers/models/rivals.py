"""Our offer beside those of rivals: levels, arguments, objections."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from filon.deals.models import CompetitiveBid
from filon.needs.models import Requirement
from filon.offers.models.matrix import AdequacyCheck
from filon.offers.models.offer import Offer


class BidLevel(models.Model):
    """How a rival answers one requirement, as far as we know."""

    bid = models.ForeignKey(CompetitiveBid, models.CASCADE, related_name="levels")
    requirement = models.ForeignKey(
        Requirement, models.CASCADE, related_name="bid_levels"
    )
    verdict = models.CharField(
        max_length=10,
        choices=AdequacyCheck.Verdict,
        default=AdequacyCheck.Verdict.OPEN,
    )
    offered = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["bid", "requirement"], name="offers_bid_level_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.bid_id}/{self.requirement_id}: {self.verdict}"


class Argument(models.Model):
    """Characteristic → advantage → benefit, with its proof (« CAB »)."""

    class Side(models.TextChoices):
        """The part of the offer that it belongs to."""

        TECHNICAL = "TECHNICAL", _("Technical side")
        FINANCIAL = "FINANCIAL", _("Financial side")
        SERVICE = "SERVICE", _("Services and follow-up")

    class Lever(models.TextChoices):
        """The buying motive that it speaks to (SONCASE)."""

        SECURITY = "S", _("Security")
        PRIDE = "O", _("Pride")
        NOVELTY = "N", _("Novelty")
        COMFORT = "C", _("Comfort")
        MONEY = "A", _("Money")
        SYMPATHY = "S2", _("Sympathy")
        ENVIRONMENT = "E", _("Environment")

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="arguments")
    requirement = models.ForeignKey(
        Requirement, models.SET_NULL, null=True, blank=True, related_name="arguments"
    )
    side = models.CharField(max_length=10, choices=Side, default=Side.TECHNICAL)
    lever = models.CharField(max_length=12, choices=Lever, blank=True)
    characteristic = models.CharField(max_length=200)
    advantage = models.CharField(max_length=300, blank=True)
    benefit = models.CharField(max_length=300, blank=True)
    proof = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.characteristic


class Objection(models.Model):
    """What the customer, or a rival through them, may object; and our answer."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="objections")
    bid = models.ForeignKey(
        CompetitiveBid, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    text = models.CharField(max_length=300)
    answer = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.text
